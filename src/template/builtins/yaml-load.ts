import {
  Alias,
  type Document,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Node,
  parseDocument,
  Scalar,
  type YAMLMap
} from 'yaml'
import { Dict, Markup, TemplateRuntimeError, type Value } from '../value.ts'
import { refuseUndefined } from './equality.ts'
import { limitError, maxDepth, unsupported } from './limits.ts'
import { typeName } from './type-name.ts'
import { checkYamlSize } from './yaml-bounds.ts'
import { plainKind } from './yaml-plain.ts'
import { blockText, isBlock, refuseLooseYaml } from './yaml-strict.ts'
import { plainValue } from './yaml-value.ts'

const maxNodes = 200_000
const maxAliases = 50

/** What PyYAML's reader refuses anywhere in a document. */
const unreadable = /[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u

/**
 * kluctl's filter `from_yaml`: one document as PyYAML's safe loader reads it (YAML 1.1: `yes` and `on` are booleans, `012` is octal).
 * Throws YAMLError for bad YAML, `Unsupported` for timestamps, tags and layouts on which parsers differ, `LimitError`.
 */
export function fromYaml(value: Value): Value {
  refuseUndefined(value)
  const text = value instanceof Markup ? value.text : value
  if (typeof text !== 'string')
    throw new TemplateRuntimeError('AttributeError', `'${typeName(value)}' object has no attribute 'read'`)
  const bad = unreadable.exec(text)
  if (bad) throw yamlError(`unacceptable character #x${(bad[0].codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`)
  if (/[\x85\u2028\u2029\ufeff]/.test(text))
    throw unsupported('line ends and marks of Unicode in YAML are not supported')
  if (/^%/m.test(text)) throw unsupported('directives in YAML are not supported')
  return load(text.replace(/\r\n?/g, '\n').replace(/\n\.\.\.\n?$/, '\n'))
}

function load(text: string): Value {
  try {
    checkYamlSize(text)
    const document = parse(text)
    const loader = new Loader(document, text)
    return loader.value(document.contents)
  } catch (error) {
    if (error instanceof RangeError) throw limitError('the YAML text is nested too deeply')
    throw error
  }
}

function parse(text: string): Document.Parsed {
  const document = parseDocument(text, {
    version: '1.1',
    schema: 'failsafe',
    uniqueKeys: false,
    merge: false,
    prettyErrors: false,
    keepSourceTokens: true,
    logLevel: 'error'
  })
  const [error] = document.errors
  if (error) throw yamlError(`${error.message} (at offset ${error.pos[0]})`)
  return document
}

function yamlError(message: string): TemplateRuntimeError {
  return new TemplateRuntimeError('YAMLError', message)
}

class Loader {
  private readonly document: Document.Parsed
  private readonly source: string
  private readonly done = new Map<Node, Value>()
  private readonly open = new Set<Node>()
  private nodes = 0
  private aliases = 0

  constructor(document: Document.Parsed, source: string) {
    this.document = document
    this.source = source
    refuseLooseYaml(document, source)
  }

  /** The value of a node; the same object again for an alias. */
  value(node: unknown): Value {
    if (node === null || node === undefined) return null
    if (node instanceof Alias) return this.value(this.target(node))
    this.count()
    if (isScalar(node)) return this.scalar(node)
    if (!isMap(node) && !isSeq(node)) throw yamlError('unexpected node')
    const known = this.done.get(node)
    if (known !== undefined) return known
    this.enter(node)
    const value = isMap(node) ? this.mapping(node) : node.items.map(item => this.value(item))
    this.open.delete(node)
    this.done.set(node, value)
    return value
  }

  private count(): void {
    this.nodes += 1
    if (this.nodes > maxNodes) throw limitError(`the YAML text has more than ${maxNodes} nodes`)
  }

  private enter(node: Node): void {
    refuseTag(node)
    if (this.open.has(node)) throw unsupported('YAML that contains itself is not supported')
    if (this.open.size >= maxDepth) throw limitError(`the YAML text is nested deeper than the limit of ${maxDepth}`)
    this.open.add(node)
  }

  private target(alias: Alias): Node {
    this.aliases += 1
    if (this.aliases > maxAliases) throw limitError(`the YAML text has more than ${maxAliases} aliases`)
    const target = alias.resolve(this.document)
    if (!target) throw yamlError(`found undefined alias '${alias.source}'`)
    return target
  }

  private scalar(node: Scalar): Value {
    const text = typeof node.value === 'string' ? node.value : ''
    if (node.tag === 'tag:yaml.org,2002:str') return text
    refuseTag(node)
    if (isBlock(node)) return blockText(node, text, this.source)
    return node.type === Scalar.PLAIN ? plainValue(this.plainText(node, text)) : text
  }

  /** An empty node has no text of its own. */
  private plainText(node: Scalar, text: string): string {
    const [start, end] = node.range ?? [0, 0]
    return start === end || this.source.slice(start, end) === '' ? '' : text
  }

  private mapping(map: YAMLMap): Dict {
    return Dict.of(this.entries(map).map(([key, value]) => [this.key(key), this.value(value)] as const))
  }

  private key(node: unknown): Value {
    const key = this.value(node)
    if (Array.isArray(key) || key instanceof Dict) throw yamlError('found unhashable key')
    return key
  }

  /** What `<<` brings in comes first, the own keys after it: they win. */
  private entries(map: YAMLMap): (readonly [unknown, unknown])[] {
    const merged: (readonly [unknown, unknown])[] = []
    const own: (readonly [unknown, unknown])[] = []
    for (const pair of map.items) {
      if (!isPair(pair)) throw yamlError('unexpected entry of a mapping')
      if (isMergeKey(pair.key)) merged.push(...this.merged(pair.value))
      else own.push([pair.key, pair.value])
    }
    return [...merged, ...own]
  }

  private merged(value: unknown): (readonly [unknown, unknown])[] {
    const node = value instanceof Alias ? this.target(value) : value
    if (isMap(node)) return this.nestedEntries(node)
    if (!isSeq(node)) throw yamlError('expected a mapping or list of mappings for merging')
    return node.items.toReversed().flatMap(item => {
      const map = item instanceof Alias ? this.target(item) : item
      if (!isMap(map)) throw yamlError('expected a mapping for merging')
      return this.nestedEntries(map)
    })
  }

  private nestedEntries(map: YAMLMap): (readonly [unknown, unknown])[] {
    this.count()
    if (this.open.size >= maxDepth) throw limitError(`the YAML text is nested deeper than the limit of ${maxDepth}`)
    const isNew = !this.open.has(map)
    if (!isNew) throw unsupported('YAML that contains itself is not supported')
    this.open.add(map)
    const entries = this.entries(map)
    this.open.delete(map)
    return entries
  }
}

function refuseTag(node: Node): void {
  if (node.tag !== undefined) throw unsupported(`the YAML tag "${node.tag}" is not supported`)
}

function isMergeKey(node: unknown): boolean {
  return (
    isScalar(node) && node.type === Scalar.PLAIN && typeof node.value === 'string' && plainKind(node.value) === 'merge'
  )
}
