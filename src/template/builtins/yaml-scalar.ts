import { codePointCount, codePoints } from './code-points.ts'
import { isNumeric } from './text-predicates.ts'
import { splitLines } from './text-split.ts'
import { plainKind } from './yaml-plain.ts'
import type { YamlWriter } from './yaml-writer.ts'

/** A scalar ready to be written: `text` with the style that was asked for; `isPlainSafe` where plain text reads back as its type. */
export type Scalar = {
  readonly text: string
  readonly style: 'any' | 'literal' | 'single'
  readonly isPlainSafe: boolean
  /** Length of PyYAML's short tag such as `!!str`, which counts towards the length of a key. */
  readonly tagLength: number
}

/** Where a scalar stands: the key of a one-line `key: value`, the whole document, or anywhere else. */
export type ScalarPlace = { readonly isSimpleKey: boolean; readonly isRoot: boolean }

/** Text as kluctl's dumper represents it: several lines as a literal block, digits in single quotes. */
export function textScalar(text: string): Scalar {
  const style = splitLines(text).length > 1 ? 'literal' : isNumeric(text) ? 'single' : 'any'
  return { text, style, isPlainSafe: style === 'any' && plainKind(text) === 'str', tagLength: 5 }
}

/** True where the scalar may be a key on one line. */
export function isSimpleKey(scalar: Scalar, anchorLength: number): boolean {
  const length = anchorLength + scalar.tagLength + codePointCount(scalar.text)
  return length < 128 && scalar.text !== '' && !/[\n\x85\u2028\u2029]/.test(scalar.text)
}

/** Writes a scalar in the first style that is allowed for it. */
export function writeScalar(scalar: Scalar, place: ScalarPlace, writer: YamlWriter): void {
  writer.nested(2, 2, () => {
    const split = !place.isSimpleKey
    const { text } = scalar
    switch (chooseStyle(scalar, place)) {
      case 'plain':
        return writePlain(text, split, place.isRoot, writer)
      case 'single':
        return writeSingle(text, split, writer)
      case 'literal':
        return writeLiteral(text, writer)
      case 'double':
        return writeDouble(text, split, writer)
    }
  })
}

function chooseStyle(scalar: Scalar, { isSimpleKey }: ScalarPlace): 'plain' | 'single' | 'double' | 'literal' {
  const { text, style } = scalar
  const isSpecial = /[^\n -~]/.test(text) || / \n/.test(text)
  const isMultiline = /[\n\x85\u2028\u2029]/.test(text)
  if (scalar.isPlainSafe && text !== '' && !isSpecial && !isMultiline && isPlainShape(text)) return 'plain'
  if (style === 'literal') return !isSimpleKey && !isSpecial && !text.endsWith(' ') ? 'literal' : 'double'
  return isSpecial || /\n /.test(text) || (isSimpleKey && isMultiline) ? 'double' : 'single'
}

/** True where no sign of YAML's syntax stands in the text. */
function isPlainShape(text: string): boolean {
  return !/^(?:---|\.\.\.|[#,[\]{}&*!|>'"%@` ]|[?:-](?: |$))|:(?: |$)| #| $/.test(text)
}

function writePlain(text: string, split: boolean, isRoot: boolean, writer: YamlWriter): void {
  if (isRoot) writer.openEnded = true
  if (!writer.whitespace) writer.text(' ')
  writer.inText()
  for (const part of text.split(/( +)/)) {
    if (part === ' ' && split && writer.isFull) {
      writer.toIndent()
      writer.inText()
    } else writer.text(part)
  }
}

function writeSingle(text: string, split: boolean, writer: YamlWriter): void {
  writer.indicator("'", true)
  let end = 0
  for (const part of text.split(/( +|\n+)/)) {
    const isInside = end > 0 && end + part.length < text.length
    end += part.length
    if (part === ' ' && split && isInside && writer.isFull) writer.toIndent()
    else if (part.startsWith('\n')) {
      for (let count = part.length; count >= 0; count -= 1) writer.lineBreak()
      writer.toIndent()
    } else writer.text(part.replaceAll("'", "''"))
  }
  writer.indicator("'", false)
}

function writeLiteral(text: string, writer: YamlWriter): void {
  const isKept = /(?:^|\n)\n$/.test(text)
  const hints = `${/^[ \n]/.test(text) ? '2' : ''}${isKept ? '+' : text.endsWith('\n') ? '' : '-'}`
  writer.indicator(`|${hints}`, true)
  if (isKept) writer.openEnded = true
  for (const line of text.replace(/\n$/, '').split('\n')) {
    writer.lineBreak()
    if (line === '') continue
    writer.toIndent()
    writer.text(line)
  }
  writer.lineBreak()
}

const escapes: ReadonlyMap<string, string> = new Map([
  ['\0', '\\0'],
  ['\x07', '\\a'],
  ['\b', '\\b'],
  ['\t', '\\t'],
  ['\n', '\\n'],
  ['\v', '\\v'],
  ['\f', '\\f'],
  ['\r', '\\r'],
  ['\x1b', '\\e'],
  ['"', '\\"'],
  ['\\', '\\\\'],
  ['\x85', '\\N'],
  ['\xa0', '\\_'],
  ['\u2028', '\\L'],
  ['\u2029', '\\P']
])

/** Folds with a backslash at the end of the line: at a blank, or after any escape. */
function writeDouble(text: string, split: boolean, writer: YamlWriter): void {
  writer.indicator('"', true)
  const characters = codePoints(text)
  let pending = ''
  for (const [index, character] of characters.entries()) {
    const escaped = escapeOf(character)
    if (escaped !== undefined) {
      writer.text(pending + escaped)
      pending = ''
    }
    const mayFold = split && index > 0 && index < characters.length - 1 && (character === ' ' || pending === '')
    if (mayFold && writer.isFullAfter(escaped === undefined ? pending.length : -1)) {
      fold(pending, escaped === undefined ? character : (characters[index + 1] ?? ''), writer)
      pending = ''
    }
    if (escaped === undefined) pending += character
  }
  writer.text(pending)
  writer.indicator('"', false)
}

/** A line that would start with a blank starts with a backslash before it. */
function fold(pending: string, next: string, writer: YamlWriter): void {
  writer.text(`${pending}\\`)
  writer.toIndent()
  writer.inText()
  if (next === ' ') writer.text('\\')
}

function escapeOf(character: string): string | undefined {
  const short = escapes.get(character)
  if (short !== undefined) return short
  if (character >= ' ' && character <= '~') return undefined
  const code = character.codePointAt(0) ?? 0
  const hex = code.toString(16).toUpperCase()
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`
}
