import { codePointCount, codePoints, sliceCodePoints } from './code-points.ts'
import { valueError } from './limits.ts'

/** How a line is wrapped: see Python's `textwrap.wrap`. */
export type WrapOptions = { readonly width: number; readonly breakLongWords: boolean; readonly breakOnHyphens: boolean }

const blank = '[\\t\\n\\v\\f\\r ]'
const word = '[\\p{L}\\p{N}_]'
const wordOrMark = '[\\p{L}\\p{N}_!"\'&.,?]'
const letter = '(?:(?!\\p{Nd})[\\p{L}\\p{N}_])'

/** Blanks; dashes between words; words, cut after a hyphen between letters. */
const hyphenated = new RegExp(
  `${blank}+|(?<=${wordOrMark})-{2,}(?=${word})|[^\\t\\n\\v\\f\\r ]+?(?:-(?:(?<=${letter}{2}-)|(?<=${letter}-${wordOrMark}-))(?=${letter}-?${letter})|(?=${blank}|$)|(?<=${wordOrMark})(?=-{2,}${word}))`,
  'gu'
)
const simple = /[\t\n\v\f\r ]+|[^\t\n\v\f\r ]+/g

/** Python's `textwrap.wrap` of one line, with tabs and white space kept. Throws ValueError for a width below 1. */
export function wrapLine(line: string, options: WrapOptions): string[] {
  if (options.width <= 0) throw valueError(`invalid width ${options.width} (must be > 0)`)
  const chunks = line.match(options.breakOnHyphens ? hyphenated : simple) ?? []
  const waiting = chunks.toReversed()
  const lines: string[] = []
  while (waiting.length > 0) {
    const wrapped = takeLine(waiting, options, lines.length > 0)
    if (wrapped.length > 0) lines.push(wrapped.join(''))
  }
  return lines
}

/** Takes chunks from the end of the list as long as they fit; blanks at both ends of a line are dropped. */
function takeLine(waiting: string[], options: WrapOptions, dropBlank: boolean): string[] {
  if (dropBlank && isBlank(waiting.at(-1) ?? '')) waiting.pop()
  const taken: string[] = []
  let length = 0
  for (let next = waiting.at(-1); next !== undefined; next = waiting.at(-1)) {
    const size = codePointCount(next)
    if (length + size > options.width) break
    taken.push(next)
    waiting.pop()
    length += size
  }
  const tooLong = waiting.at(-1)
  if (tooLong !== undefined && codePointCount(tooLong) > options.width)
    taken.push(...takeLongWord(waiting, tooLong, options, length, taken.length === 0))
  if (isBlank(taken.at(-1) ?? 'x')) taken.pop()
  return taken
}

/** Part of a word that is longer than a line, or all of it where it may not be broken and stands alone. */
function takeLongWord(
  waiting: string[],
  chunk: string,
  options: WrapOptions,
  used: number,
  isAlone: boolean
): string[] {
  const left = options.width - used
  if (!options.breakLongWords) {
    if (!isAlone) return []
    waiting.pop()
    return [chunk]
  }
  const end = options.breakOnHyphens ? hyphenBefore(chunk, left) : left
  waiting.pop()
  waiting.push(sliceCodePoints(chunk, end, codePointCount(chunk)))
  return [sliceCodePoints(chunk, 0, end)]
}

function hyphenBefore(chunk: string, left: number): number {
  const characters = codePoints(chunk)
  const hyphen = characters.slice(0, left).lastIndexOf('-')
  return hyphen > 0 && characters.slice(0, hyphen).some(character => character !== '-') ? hyphen + 1 : left
}

function isBlank(chunk: string): boolean {
  return /^[\s\x1c-\x1f\x85]*$/.test(chunk)
}
