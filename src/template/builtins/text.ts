import {
  Callable,
  Dict,
  Markup,
  type PyObject,
  Sequence,
  TemplateRuntimeError,
  Tuple,
  Undefined,
  type Value
} from '../value.ts'
import { spend } from '../work.ts'
import { checkTextLength, limitError, maxDepth, unsupported } from './limits.ts'
import { floatRepr, integerText } from './number-text.ts'
import { Range } from './range.ts'
import { SimpleTime } from './simple-time.ts'

/**
 * Python's `str(value)`, as a template prints it. Lists, tuples and dicts print as `repr`.
 * Throws UndefinedError for an undefined value, `Unsupported` for a function, generator or other object without a text of its own
 * (threat model T-04), `LimitError` for text that grows too long.
 */
export function toText(value: Value): string {
  if (typeof value === 'string') return value
  if (value instanceof Markup) return value.text
  if (value instanceof Undefined && value.silent) return ''
  if (value instanceof Undefined) throw new TemplateRuntimeError('UndefinedError', value.message)
  return value instanceof SimpleTime ? value.text : repr(value)
}

/** Python's `repr(value)`. Errors as {@link toText}, except that an undefined value is `Undefined`. */
export function repr(value: Value): string {
  const writer = new Writer()
  writeRepr(value, writer)
  return writer.parts.join('')
}

/** Collects pieces of text and stops where the whole grows too long, which shared parts make possible in few steps. */
class Writer {
  readonly parts: string[] = []
  /** Lists and dicts that are being written: meeting one again prints `[...]`. */
  readonly open = new Set<Value>()
  private length = 0

  add(text: string): void {
    this.length += text.length
    spend(text.length + 2)
    checkTextLength(this.length)
    this.parts.push(text)
  }
}

function writeRepr(value: Value, writer: Writer): void {
  if (value === null) writer.add('None')
  else if (typeof value === 'string') writer.add(textRepr(value))
  else if (typeof value === 'boolean') writer.add(value ? 'True' : 'False')
  else if (typeof value === 'bigint') writer.add(integerText(value))
  else if (typeof value === 'number') writer.add(floatRepr(value))
  else if (Array.isArray(value)) writeItems(value, value, ['[', ']'], writer)
  else if (value instanceof Tuple) writeItems(value, value.items, ['(', value.items.length === 1 ? ',)' : ')'], writer)
  else if (value instanceof Dict) writeDict(value, writer)
  else if (value instanceof Markup) writer.add(`Markup(${textRepr(value.text)})`)
  else if (value instanceof Undefined) writer.add('Undefined')
  else if (value instanceof Sequence) writeSequence(value, writer)
  else if (value instanceof Callable) throw unsupported(`the function "${value.name}" cannot be printed`)
  else writer.add(printObject(value))
}

function writeItems(
  owner: Value,
  items: Iterable<Value>,
  [begin, end]: readonly [string, string],
  writer: Writer
): void {
  if (isOpen(owner, writer, `${begin}...${end.slice(-1)}`)) return
  writer.add(begin)
  let separator = ''
  for (const item of items) {
    writer.add(separator)
    writeRepr(item, writer)
    separator = ', '
  }
  writer.add(end)
  writer.open.delete(owner)
}

function writeDict(dict: Dict, writer: Writer): void {
  if (isOpen(dict, writer, '{...}')) return
  let separator = '{'
  for (const [key, value] of dict.entries()) {
    writer.add(separator)
    writeRepr(key, writer)
    writer.add(': ')
    writeRepr(value, writer)
    separator = ', '
  }
  writer.add(dict.size === 0 ? '{}' : '}')
  writer.open.delete(dict)
}

function writeSequence(value: Sequence, writer: Writer): void {
  if (value instanceof Range) {
    const step = value.step === 1n ? '' : `, ${value.step}`
    writer.add(`range(${value.start}, ${value.stop}${step})`)
  } else if (value.kind === 'generator' || value.kind === 'range') {
    throw unsupported(`a ${value.kind} cannot be printed; turn it into a list with the filter "list"`)
  } else {
    writeItems(value, value, [`${value.kind}([`, '])'], writer)
  }
}

/** True, with `again` written, where the value is being written already; else it is from now on. */
function isOpen(owner: Value, writer: Writer, again: string): boolean {
  if (writer.open.has(owner)) {
    writer.add(again)
    return true
  }
  if (writer.open.size >= maxDepth) throw limitError(`value is nested deeper than the limit of ${maxDepth}`)
  writer.open.add(owner)
  return false
}

function printObject(value: PyObject): string {
  if (value.print === undefined) throw unsupported(`an object of type "${value.type}" cannot be printed`)
  return value.print()
}

/** What Python's `repr` escapes: controls, formats, surrogates, private and unassigned characters, separators but the space. */
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Zs}]/gu

const shortEscapes: ReadonlyMap<string, string> = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
  [' ', ' ']
])

/** Python's `repr` of text: single quotes, or double ones where only single ones are inside. */
export function textRepr(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'"
  const escaped = text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`)
  return `${quote}${escaped.replace(unprintable, character => shortEscapes.get(character) ?? codePointEscape(character))}${quote}`
}

/** True where Python's `str.isprintable` holds. */
export function isPrintable(text: string): boolean {
  return text.replaceAll(' ', '').search(unprintable) < 0
}

/** `\x1f`, `\u200b` or `\U000e0001`. */
export function codePointEscape(character: string): string {
  const code = character.codePointAt(0) ?? 0
  const hex = code.toString(16)
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`
}
