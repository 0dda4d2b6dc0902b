import { Dict, Markup, Tuple, type Value } from '../value.ts'
import { spend } from '../work.ts'
import { checkTextLength, limitError, maxDepth, typeError, valueError } from './limits.ts'
import { floatRepr, integerText } from './number-text.ts'
import { asInteger } from './numbers.ts'
import { sorted } from './sorting.ts'
import { typeName } from './type-name.ts'

/** `indent`: None for one line, a number of blanks, or the text of one level. */
export type JsonOptions = { readonly sortKeys?: boolean; readonly indent?: Value }

/**
 * Python's `json.dumps(value)`: `, ` and `: ` between parts, everything beyond ASCII escaped, `NaN` and `Infinity` bare.
 * Throws TypeError for values without a JSON form, ValueError for a value that contains itself, `LimitError`.
 */
export function jsonText(value: Value, options: JsonOptions = {}): string {
  const writer = new Writer(options.sortKeys ?? false, indentText(options.indent ?? null))
  writer.write(value)
  return writer.parts.join('')
}

function indentText(indent: Value): string | undefined {
  if (indent === null) return undefined
  if (typeof indent === 'string') return indent
  if (indent instanceof Markup) return indent.text
  const width = asInteger(indent)
  if (width === undefined) throw typeError(`can't multiply sequence by non-int of type '${typeName(indent)}'`)
  checkTextLength(width)
  return ' '.repeat(Math.max(Number(width), 0))
}

class Writer {
  readonly parts: string[] = []
  private readonly open: Value[] = []
  private readonly sortKeys: boolean
  private readonly indent: string | undefined
  private length = 0

  constructor(sortKeys: boolean, indent: string | undefined) {
    this.sortKeys = sortKeys
    this.indent = indent
  }

  write(value: Value): void {
    if (Array.isArray(value)) this.writeItems(value, '[]', value, item => this.write(item))
    else if (value instanceof Tuple) this.writeItems(value, '[]', value.items, item => this.write(item))
    else if (value instanceof Dict) this.writeDict(value)
    else this.add(scalar(value))
  }

  private writeDict(dict: Dict): void {
    const pairs = Array.from(dict.entries(), ([key, value]) => new Tuple([key, value]))
    const ordered = this.sortKeys ? sorted(pairs, pair => pair) : pairs
    this.writeItems(dict, '{}', ordered, pair => {
      const [key = null, value = null] = pair instanceof Tuple ? pair.items : []
      this.add(`${keyText(key)}: `)
      this.write(value)
    })
  }

  private writeItems(owner: Value, brackets: string, items: readonly Value[], writeItem: (item: Value) => void): void {
    if (items.length === 0) {
      this.add(brackets)
      return
    }
    if (this.open.includes(owner)) throw valueError('Circular reference detected')
    if (this.open.length >= maxDepth) throw limitError(`value is nested deeper than the limit of ${maxDepth}`)
    this.add(brackets.charAt(0))
    this.open.push(owner)
    for (const [index, item] of items.entries()) {
      this.add(index === 0 ? this.lineBreak() : this.indent === undefined ? ', ' : `,${this.lineBreak()}`)
      writeItem(item)
    }
    this.open.pop()
    this.add(this.lineBreak() + brackets.charAt(1))
  }

  private lineBreak(): string {
    return this.indent === undefined ? '' : `\n${this.indent.repeat(this.open.length)}`
  }

  private add(text: string): void {
    this.length += text.length
    spend(text.length + 2)
    checkTextLength(this.length)
    this.parts.push(text)
  }
}

function scalar(value: Value): string {
  const text = plainScalar(value)
  if (text === undefined) throw typeError(`Object of type ${typeName(value)} is not JSON serializable`)
  return text
}

function plainScalar(value: Value): string | undefined {
  if (value === null) return 'null'
  if (typeof value === 'boolean') return value ? 'true' : 'false'
  if (typeof value === 'string') return jsonString(value)
  if (value instanceof Markup) return jsonString(value.text)
  if (typeof value === 'bigint') return integerText(value)
  return typeof value === 'number' ? floatText(value) : undefined
}

function floatText(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity'
  return floatRepr(value)
}

/** Keys are text in JSON: numbers, booleans and None are turned into it. */
function keyText(key: Value): string {
  const text = plainScalar(key)
  if (text === undefined) throw typeError(`keys must be str, int, float, bool or None, not ${typeName(key)}`)
  return typeof key === 'string' || key instanceof Markup ? text : `"${text}"`
}

const escapes: ReadonlyMap<string, string> = new Map([
  ['"', '\\"'],
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
  ['\f', '\\f'],
  ['\b', '\\b']
])

/** Each UTF-16 unit beyond printable ASCII becomes one escape. */
function jsonString(text: string): string {
  const escaped = text.replace(
    /[^ !#-[\]-~]/g,
    unit => escapes.get(unit) ?? `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
  )
  return `"${escaped}"`
}
