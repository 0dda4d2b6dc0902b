import type { Place } from './errors.ts'
import { hideSecretValues, holdsSecret } from './secret-lines.ts'
import { shorten, visible } from './text.ts'

/**
 * The few lines of a text around a place, ready to be printed in a font of equal widths: numbered, the line of the place marked with `>`, and
 * a caret under its column. What a reader could not see is shown as `\u{…}`; tabs stay, and stand in the caret's line as well, so that the
 * caret fits however wide they are drawn. Each sink still escapes the lines as it needs (threat model O-02 to O-04).
 */
export type Excerpt = readonly string[]

export type ExcerptOptions = {
  /** True for text that templates made: the excerpt says so, and hides what may be a secret. */
  readonly isRendered?: boolean
  /** Changes what is shown of a line; given the part before the column and the part behind it. */
  readonly rewrite?: (text: string) => string
}

/** Lines before and behind that of the place. */
const around = 2
const longest = 120

/**
 * The lines around a place of a text; undefined where the place names no line that the text has, and for rendered text with a Secret in it. Lines end with `\n` or `\r\n`.
 * A line that is too long is cut around the column, at blanks where it can be, so that no word is shown by half.
 */
export function excerptOf(text: string, place: Place, options: ExcerptOptions = {}): Excerpt | undefined {
  const { line, column } = place
  if (line === undefined || (options.isRendered && holdsSecret(text))) return undefined
  const first = Math.max(1, line - around)
  const plain = linesFrom(text, first, line + around - first + 1)
  const lines = options.isRendered ? hideSecretValues(plain) : plain
  const faulty = lines[line - first]
  if (faulty === undefined) return undefined
  const digits = String(first + lines.length - 1).length
  const rows = lines.flatMap((whole, index) => {
    const number = first + index
    const gutter = `${number === line ? '>' : ' '} ${String(number).padStart(digits)} |`
    if (number !== line || column === undefined) return [join(gutter, show(whole, 0, options))]
    const position = Math.min(column - 1, whole.length)
    const { before, behind } = showAround(whole, position, options)
    return [join(gutter, before + behind), `${' '.repeat(digits + 2)} | ${blanksFor(before)}^`]
  })
  return options.isRendered ? ['in the rendered text:', ...rows] : rows
}

/** `count` lines of a text from the line `first` on, which counts from 1; fewer where it ends. The text is not split as a whole. */
function linesFrom(text: string, first: number, count: number): readonly string[] {
  let start = 0
  for (let line = 1; line < first; line += 1) {
    const end = text.indexOf('\n', start)
    if (end < 0) return []
    start = end + 1
  }
  const lines: string[] = []
  while (lines.length < count) {
    const end = text.indexOf('\n', start)
    lines.push(text.slice(start, end < 0 ? undefined : end).replace(/\r$/, ''))
    if (end < 0) break
    start = end + 1
  }
  // a line end at the end of a text begins no line, unless the place is there
  if (lines.length > around + 1 && lines.at(-1) === '' && start >= text.length) lines.pop()
  return lines
}

function join(gutter: string, text: string): string {
  return text === '' ? gutter : `${gutter} ${text}`
}

function show(line: string, position: number, options: ExcerptOptions): string {
  const { before, behind } = showAround(line, position, options)
  return before + behind
}

/** The two halves of a line as they are shown, cut to `longest` together. */
function showAround(
  line: string,
  position: number,
  { rewrite = text => text }: ExcerptOptions
): { readonly before: string; readonly behind: string } {
  const before = shownText(rewrite(line.slice(0, position)))
  const behind = shownText(rewrite(line.slice(position)))
  if (before.length + behind.length <= longest) return { before, behind }
  const room = Math.max(Math.floor(longest / 2), longest - behind.length)
  const left = cutBegin(before, room)
  return { before: left, behind: cutEnd(behind, longest - left.length) }
}

function shownText(text: string): string {
  return text.split('\t').map(visible).join('\t')
}

/** The end of a text with at most `room` characters. A word that does not fit is left out whole: half a secret would pass the redactor. */
function cutBegin(text: string, room: number): string {
  if (text.length <= room) return text
  const kept = text.slice(text.length - room + 1)
  const cut = text.charAt(text.length - room)
  const word = wordPart.test(cut) ? (/^[^\s"'`{}[\](),;|<>]*/.exec(kept)?.[0] ?? '') : ''
  return `…${kept.slice(word.length)}`
}

function cutEnd(text: string, room: number): string {
  if (text.length <= room) return text
  const kept = text.slice(0, room - 1)
  const word = wordPart.test(text.charAt(room - 1)) ? (/[^\s"'`{}[\](),;|<>]*$/.exec(kept)?.[0] ?? '') : ''
  return `${kept.slice(0, kept.length - word.length)}…`
}

const wordPart = /[^\s"'`{}[\](),;|<>]/

/** As many columns of nothing as the text takes. */
function blanksFor(text: string): string {
  return Array.from(text, character => {
    if (character === '\t') return '\t'
    if (/\p{Mn}/u.test(character)) return ''
    return wide.test(character) ? '  ' : ' '
  }).join('')
}

const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\uff01-\uff60]/u

/** Most lines of an excerpt that a sink shows: a title, five lines, the caret, and the templates that led there. */
const mostLines = 16

/** The lines of an excerpt that are shown, however it was made: one that comes from elsewhere may be of any size. */
export function shownExcerpt(excerpt: Excerpt): Excerpt {
  return excerpt.slice(0, mostLines).map(line => shorten(line.replace(/[\r\n]+/g, ' '), 400))
}
