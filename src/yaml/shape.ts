import { isScalar } from 'yaml'
import { type Place, ProjectError, type ProjectErrorCode } from '../errors.ts'
import type { Excerpt } from '../excerpt.ts'
import { nearest, quote } from '../text.ts'
import { isYamlList, isYamlMap, kindOf, type YamlDocument, type YamlMap, type YamlValue } from './parse.ts'

/** Plain words whose meaning differs between YAML 1.1 and 1.2. */
const ambiguous =
  /^(?:y|n|yes|no|on|off|[-+]?0[0-7_]+|[-+]?0b[01_]+|[-+]?0o[0-7]+|[-+]?[0-9][0-9_]*_[0-9_]*(?:\.[0-9_]*)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?)$/i

/** A value inside a document, which knows its path: reads itself as what is expected, or says where it is something else. */
export class Part {
  readonly value: YamlValue | undefined
  private readonly document: YamlDocument
  readonly path: readonly (string | number)[]

  /** With a path, `value` is what stands there, undefined for nothing; without one, the part is the whole document. */
  constructor(document: YamlDocument, path?: readonly (string | number)[], value?: YamlValue) {
    this.document = document
    this.path = path ?? []
    this.value = path === undefined ? document.value : value
  }

  /** `deployments[2].tags`; empty for the document itself. */
  get name(): string {
    return this.path.reduce<string>((text, step) => {
      if (typeof step === 'number') return `${text}[${step}]`
      return text === '' ? step : `${text}.${step}`
    }, '')
  }

  get place(): Place {
    return this.document.place(this.path)
  }

  /** The lines around its place. */
  get excerpt(): Excerpt | undefined {
    return this.document.excerpt(this.place)
  }

  /** Text without quotes that a reader of YAML 1.1, as kluctl's, takes for a number, true or false (threat model Y-03). */
  get isAmbiguous(): boolean {
    const node = this.document.document.getIn(this.path, true)
    return isScalar(node) && node.type === 'PLAIN' && ambiguous.test(String(node.source ?? ''))
  }

  /** A text without quotes as it stands in the file, where reading changes it: `1.10`, `0x1f`. Undefined for anything but a scalar. */
  get written(): string | undefined {
    const node = this.document.document.getIn(this.path, true)
    if (!isScalar(node)) return undefined
    return node.type === 'PLAIN' ? String(node.source ?? '') : typeof node.value === 'string' ? node.value : undefined
  }

  /** True where the key is absent or null. */
  get isEmpty(): boolean {
    return this.value === undefined || this.value === null
  }

  at(key: string): Part {
    const value = isYamlMap(this.value) ? this.value.get(key) : undefined
    return new Part(this.document, [...this.path, key], value)
  }

  /** The same place with another value: what rendering made of it. */
  holding(value: YamlValue): Part {
    return new Part(this.document, this.path, value)
  }

  fail(message: string, code: ProjectErrorCode = 'config', hint?: string): ProjectError {
    const { name, place } = this
    return new ProjectError(code, name === '' ? message : `${name}: ${message}`, place, { hint, excerpt: this.excerpt })
  }

  private expected(what: string): ProjectError {
    // as YAML 1.1, which kluctl reads, has it
    const hint =
      what === 'text' && typeof this.value === 'boolean'
        ? 'y, n, yes, no, on and off are read as true or false, as kluctl does: put a text in quotes.'
        : undefined
    return this.fail(`${what} is expected here, and it is ${kindOf(this.value)}`, 'config', hint)
  }

  map(): YamlMap {
    if (!isYamlMap(this.value)) throw this.expected('a map')
    return this.value
  }

  optionalMap(): YamlMap | undefined {
    return this.isEmpty ? undefined : this.map()
  }

  list(): readonly Part[] {
    if (this.isEmpty) return []
    if (!isYamlList(this.value)) throw this.expected('a list')
    return this.value.map((value, index) => new Part(this.document, [...this.path, index], value))
  }

  text(): string {
    if (typeof this.value !== 'string') throw this.expected('text')
    return this.value
  }

  optionalText(): string | undefined {
    return this.isEmpty ? undefined : this.text()
  }

  /** Text, also of a number or a boolean, as kluctl's Go reader takes it for tags. */
  scalarText(): string {
    if (typeof this.value === 'bigint' || typeof this.value === 'number' || typeof this.value === 'boolean')
      return String(this.value)
    return this.text()
  }

  texts(): readonly string[] {
    return this.list().map(item => item.scalarText())
  }

  boolean(whenEmpty: boolean): boolean {
    if (this.isEmpty) return whenEmpty
    if (typeof this.value !== 'boolean') throw this.expected('true or false')
    return this.value
  }

  /** Refuses keys that are not known, naming the nearest one that is. */
  allow(known: readonly string[]): void {
    for (const key of this.map().keys()) {
      if (known.includes(key)) continue
      const near = nearest(key, known)
      throw this.at(key).fail(
        `the key ${quote(key)} is not known here`,
        'config',
        near === undefined ? `Known keys: ${known.join(', ')}.` : `Did you mean ${near}?`
      )
    }
  }
}
