import { spend } from '../work.ts'
import { codePoints } from './code-points.ts'
import { valueError } from './limits.ts'

/** How a line is wrapped: see Python's `textwrap.wrap`. */
export type WrapOptions = { readonly width: number; readonly breakLongWords: boolean; readonly breakOnHyphens: boolean }

const blank = '[\\t\\n\\v\\f\\r ]'
const word = '[\\p{L}\\p{N}_]'
const wordOrMark = '[\\p{L}\\p{N}_!"\'&.,?]'
const letter = '(?:(?!\\p{Nd})[\\p{L}\\p{N}_])'

/** Blanks; dashes between words; words, cut after a hyphen between letters. */
const hyphenated = new RegExp(
  `${blank}+|(?<=${wordOrMark})-{2,}(?=${word})|[^\\t\\n\\v\\f\\r ]+?(?:-(?:(?<=${letter}{2}-)|(?<=${letter}-${letter}-))(?=${letter}-?${letter})|(?=${blank}|$)|(?<=${wordOrMark})(?=-{2,}${word}))`,
  'gu'
)
const simple = /[\t\n\v\f\r ]+|[^\t\n\v\f\r ]+/g

/** A run of text of which the characters before `from` are used up: cutting a long word again and again must not copy its rest. */
type Chunk = { readonly characters: readonly string[]; readonly from: number }

function textOf({ characters, from }: Chunk): string {
  return from === 0 ? characters.join('') : characters.slice(from).join('')
}

/** Python's `textwrap.wrap` of one line, with tabs and white space kept. Throws ValueError for a width below 1. */
export function wrapLine(line: string, options: WrapOptions): string[] {
  if (options.width <= 0) throw valueError(`invalid width ${options.width} (must be > 0)`)
  spend(20 * line.length)
  const chunks = line.match(options.breakOnHyphens ? hyphenated : simple) ?? []
  const waiting = chunks.toReversed().map((chunk): Chunk => ({ characters: codePoints(chunk), from: 0 }))
  const lines: string[] = []
  while (waiting.length > 0) {
    const wrapped = takeLine(waiting, options, lines.length > 0)
    if (wrapped.length > 0) lines.push(wrapped.join(''))
  }
  return lines
}

/** Takes chunks from the end of the list as long as they fit; blanks at both ends of a line are dropped. */
function takeLine(waiting: Chunk[], options: WrapOptions, dropBlank: boolean): string[] {
  if (dropBlank && isBlankChunk(waiting.at(-1))) waiting.pop()
  const taken: string[] = []
  let length = 0
  for (let next = waiting.at(-1); next !== undefined; next = waiting.at(-1)) {
    const size = next.characters.length - next.from
    if (length + size > options.width) break
    taken.push(textOf(next))
    waiting.pop()
    length += size
  }
  const tooLong = waiting.at(-1)
  if (tooLong !== undefined && tooLong.characters.length - tooLong.from > options.width)
    taken.push(...takeLongWord(waiting, tooLong, options, length, taken.length === 0))
  if (isBlank(taken.at(-1) ?? 'x')) taken.pop()
  return taken
}

/** Part of a word that is longer than a line, or all of it where it may not be broken and stands alone. */
function takeLongWord(waiting: Chunk[], chunk: Chunk, options: WrapOptions, used: number, isAlone: boolean): string[] {
  const left = options.width - used
  if (!options.breakLongWords) {
    if (!isAlone) return []
    waiting.pop()
    return [textOf(chunk)]
  }
  const part = chunk.characters.slice(chunk.from, chunk.from + left)
  const end = options.breakOnHyphens ? hyphenBefore(part, left) : left
  waiting.pop()
  waiting.push({ characters: chunk.characters, from: chunk.from + end })
  return [part.slice(0, end).join('')]
}

function hyphenBefore(part: readonly string[], left: number): number {
  const hyphen = part.lastIndexOf('-')
  return hyphen > 0 && part.slice(0, hyphen).some(character => character !== '-') ? hyphen + 1 : left
}

/** A chunk is blank as a whole or begins with something else. */
function isBlankChunk(chunk: Chunk | undefined): boolean {
  return chunk !== undefined && isBlank(chunk.characters[chunk.from] ?? '')
}

function isBlank(chunk: string): boolean {
  return /^[\s\x1c-\x1f\x85]*$/.test(chunk)
}
