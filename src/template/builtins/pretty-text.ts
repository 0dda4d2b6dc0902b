import { Dict, Tuple, type Value } from '../value.ts'
import { codePointCount } from './code-points.ts'
import { checkText, limitError, maxDepth, maxItems, unsupported } from './limits.ts'
import { sorted } from './sorting.ts'
import { repr, textRepr } from './text.ts'
import { splitLines } from './text-split.ts'

/**
 * Python's `pprint.pformat`: `repr` with the keys of every dict sorted, broken into lines where it is wider than 80 characters.
 * Throws `Unsupported` for keys of several types in one dict, whose order Python decides by their addresses; `LimitError`.
 */
export function prettyText(value: Value): string {
  const printer = new Printer()
  printer.write(new KeySorter().sort(value, 0), 0, 0, 0)
  return checkText(printer.parts.join(''))
}

const widest = 80

/** Shared parts make a small value endless: its parts are counted. */
class KeySorter {
  private parts = 0

  sort(value: Value, depth: number): Value {
    this.parts += 1
    if (this.parts > maxItems) throw limitError(`the filter "pprint" is given more than ${maxItems} parts`)
    if (depth > maxDepth) throw limitError(`value is nested deeper than the limit of ${maxDepth}`)
    if (Array.isArray(value)) return value.map(item => this.sort(item, depth + 1))
    if (value instanceof Tuple) return new Tuple(value.items.map(item => this.sort(item, depth + 1)))
    if (!(value instanceof Dict)) return value
    const keys = [...value.keys()]
    if (new Set(keys.map(key => typeof key)).size > 1)
      throw unsupported('the filter "pprint" is not supported for dicts with keys of several types')
    return Dict.of(sorted(keys, key => key).map(key => [key, this.sort(value.get(key) ?? null, depth + 1)]))
  }
}

/** `indent` is the column where a value begins, `allowance` what must still fit behind it on its last line. */
class Printer {
  readonly parts: string[] = []

  write(value: Value, indent: number, allowance: number, level: number): void {
    const text = repr(value)
    if (codePointCount(text) <= widest - indent - allowance) this.parts.push(text)
    else if (typeof value === 'string') this.writeText(value, indent, allowance, level + 1)
    else if (Array.isArray(value)) this.writeItems(value, '[', ']', indent, allowance, level + 1)
    else if (value instanceof Tuple)
      this.writeItems(value.items, '(', value.items.length === 1 ? ',)' : ')', indent, allowance, level + 1)
    else if (value instanceof Dict) this.writeDict(value, indent, allowance, level + 1)
    else this.parts.push(text)
  }

  private writeItems(
    items: readonly Value[],
    begin: string,
    end: string,
    indent: number,
    allowance: number,
    level: number
  ): void {
    this.parts.push(begin)
    for (const [index, item] of items.entries()) {
      if (index > 0) this.parts.push(`,\n${' '.repeat(indent + 1)}`)
      this.write(item, indent + 1, index === items.length - 1 ? allowance + end.length : 1, level)
    }
    this.parts.push(end)
  }

  private writeDict(dict: Dict, indent: number, allowance: number, level: number): void {
    this.parts.push('{')
    for (const [index, [key, value]] of [...dict.entries()].entries()) {
      if (index > 0) this.parts.push(`,\n${' '.repeat(indent + 1)}`)
      const name = repr(key)
      this.parts.push(`${name}: `)
      this.write(value, indent + 1 + codePointCount(name) + 2, index === dict.size - 1 ? allowance + 1 : 1, level)
    }
    this.parts.push('}')
  }

  /** Text that is too wide becomes several literals, one a line; alone it stands in brackets. */
  private writeText(text: string, indent: number, allowance: number, level: number): void {
    const inner = level === 1 ? 1 : 0
    const width = widest - indent - inner
    const lines = splitLines(text, true)
    const chunks = lines.flatMap((line, index) =>
      chunksOf(line, width, index === lines.length - 1 ? allowance + inner : 0)
    )
    if (chunks.length === 1) this.parts.push(textRepr(lines.at(-1) ?? ''))
    else this.parts.push(level === 1 ? '(' : '', chunks.join(`\n${' '.repeat(indent + inner)}`), level === 1 ? ')' : '')
  }
}

const word =
  /[^\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]*[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]*/gu

/** The literals of one line, cut between words. `reserve` is what must fit behind the last one. */
function chunksOf(line: string, width: number, reserve: number): readonly string[] {
  const whole = textRepr(line)
  if (codePointCount(whole) <= width - reserve) return [whole]
  const chunks: string[] = []
  let current = ''
  const parts = (line.match(word) ?? []).filter(part => part !== '')
  for (const [index, part] of parts.entries()) {
    const room = index === parts.length - 1 ? width - reserve : width
    if (codePointCount(textRepr(current + part)) <= room) current += part
    else {
      if (current !== '') chunks.push(textRepr(current))
      current = part
    }
  }
  return current === '' ? chunks : [...chunks, textRepr(current)]
}
