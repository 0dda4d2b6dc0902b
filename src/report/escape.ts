import { visible } from '../text.ts'

/**
 * One escaping function for each sink of text (threat model O-01 to O-04). They take any text and return text that the sink
 * shows as it was typed and obeys in no way. What a reader could not see is shown as `\u{…}` everywhere.
 */

/** `cell`: inside a row of a table, where pipes end a cell even in code. `text`: anywhere else in Markdown. */
export type MarkdownPlace = 'cell' | 'text'

/**
 * A Markdown code span that nothing can break out of. Code spans also stop mentions, issue and commit references, autolinks, maths
 * and emoji. The default is safe at both places; outside a table, `text` shows pipes more faithfully. Empty text gives `(empty)`.
 * CommonMark 0.31 section 6.1, GFM section 4.10.
 */
export function markdownCode(text: string, place: MarkdownPlace = 'cell'): string {
  const shown = visible(text).replace(longBackticks, run => '\\u{60}'.repeat(run.length))
  if (shown === '') return '(empty)'
  const body = place === 'cell' ? escapePipes(shown) : shown
  const fence = '`'.repeat(longestRun(body) + 1)
  // A parser takes one blank from either end if both have one, unless there is nothing else.
  const stripped = body.startsWith(' ') && body.endsWith(' ') && body.trim() !== ''
  const blank = stripped || body.startsWith('`') || body.endsWith('`') ? ' ' : ''
  return `${fence}${blank}${body}${blank}${fence}`
}

/** A fenced block that nothing can break out of, for text of several lines. `indent` puts it inside a list item. */
export function markdownFence(text: string, indent = ''): string {
  const lines = text
    .split(/\r?\n/)
    .map(line => visible(line.replaceAll('\t', ' ')).replace(longBackticks, run => '\\u{60}'.repeat(run.length)))
  const fence = '`'.repeat(Math.max(3, longestRun(lines.join('\n')) + 1))
  return [`${fence}text`, ...lines, fence].map(line => (line === '' ? '' : indent + line)).join('\n')
}

/**
 * Running text: plain words stay words, and whatever else stands between them (names, quotes, addresses, signs) becomes a code
 * span. Made for our own sentences with names in them, safe for any text. Line ends become blanks.
 */
export function markdownText(text: string, place: MarkdownPlace = 'text'): string {
  const parts: Part[] = []
  for (const token of visible(foldLines(text))
    .trimStart()
    .match(/"[^"]*"|[^ "]+|"| +/g) ?? []) {
    for (const part of readToken(token, parts.length === 0)) addPart(parts, part)
  }
  return parts.map(part => (part.kind === 'plain' ? part.text : markdownCode(part.text, place))).join('')
}

/** One line of a workflow log that the runner takes for no command, whatever the text (O-04), and that reads from left to right. */
export function logLine(text: string): string {
  return defuseLine(leftToRight(visible(text)))
}

/** Text for a terminal: no controls, no reordering; as in a log, no workflow command, since a workflow may run the CLI. */
export function terminalText(text: string): string {
  return defuseLine(leftToRight(visible(text)))
}

/**
 * Shows letters, digits and points of scripts that are written from right to left as `\u{…}`. Where a row is one line, two such names turn it
 * round, and old and new change places. Unicode Annex 9: the blocks of the classes R, AL and AN.
 */
export function leftToRight(text: string): string {
  return text.replace(rightToLeft, character => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)
}

const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/gu

/**
 * Takes the meaning of a workflow command from a line without line ends: the runner looks for `::` after leading blanks and for
 * `##[` anywhere.
 */
export function defuseLine(line: string): string {
  return line.replaceAll('##[', '#\\u{23}[').replace(/^( *):(?=:)/, '$1\\u{3a}')
}

/** JSON that is equal to `JSON.stringify` for a parser and holds no invisible character and no workflow command. */
export function jsonText(value: unknown, indent?: number): string {
  const text = JSON.stringify(value, undefined, indent).replaceAll('##[', '#\\u0023[')
  // Long lists of tags hold nothing else, and this is much faster than the look at each character.
  if (!/[^\n -~]/.test(text)) return text
  return text.replace(/[\p{Cf}\p{Cc}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{DI}]/gu, character =>
    character === '\n' ? character : unicodeEscape(character)
  )
}

type Part = { readonly kind: 'plain' | 'code' | 'quoted'; readonly text: string }

/** cmark gives up on runs of more than 80 backticks, so a fence must never need to be that long. */
const longBackticks = /`{9,}/g
const safeWord = /^\(?[A-Za-z]+(?:['’-][A-Za-z]+)*\)?$/
const safeNumber = /^\d{1,6}(?:\.\d{1,6}){0,2}$/
/** Seven or more hexadecimal digits may become a link to a commit. */
const commitLike = /[0-9a-f]{7}/i
const safeSign = /^(?:→|·|–|…)$/

function readToken(token: string, first: boolean): readonly Part[] {
  // A bracket before a name is ours: `(NAME_UNKNOWN:`.
  if (/^\([^()]/.test(token) && !safeWord.test(token)) {
    return [{ kind: 'plain', text: '(' }, ...readToken(token.slice(1), false)]
  }
  if (token.startsWith(' ')) return [{ kind: 'plain', text: token }]
  const quoted = /^"([^"]+)"$/.exec(token)?.[1]
  if (quoted !== undefined) return [{ kind: 'quoted', text: quoted }]
  const [, core = '', end = ''] = /^(.*?)([.,;:?]?)$/s.exec(token) ?? []
  // `prefix('a-',` goes on behind the blank: its comma belongs to the name.
  const isOpen = core.split('(').length > core.split(')').length
  if (core === '' || (isOpen && !safeWord.test(core))) return [{ kind: 'code', text: token }]
  // A number and a full stop begin a list where a line begins.
  const isSafe = (safeWord.test(core) && !commitLike.test(core)) || (safeNumber.test(core) && !(first && end === '.'))
  if (isSafe || (safeSign.test(core) && end === '')) return [{ kind: 'plain', text: token }]
  return end === ''
    ? [{ kind: 'code', text: core }]
    : [
        { kind: 'code', text: core },
        { kind: 'plain', text: end }
      ]
}

/** Adjacent code spans would read each other's backticks, so they are made one; so are neighbours with one blank between. */
function addPart(parts: Part[], part: Part): void {
  const last = parts.at(-1)
  // Brackets and signs around a quoted name are the sentence's; those of `prefix("a")` stand beside code.
  const isAround =
    last?.kind === 'quoted' ? /^(?:\)[.,;:?]?|[.,;:?])$/.test(part.text) : part.text === '(' && last?.kind !== 'code'
  if (isAround) {
    parts.push({ kind: 'plain', text: part.text })
    return
  }
  if (part.kind !== 'plain' && last !== undefined && last.kind !== 'plain') {
    parts.splice(-1, 1, { kind: 'code', text: typed(last) + typed(part) })
    return
  }
  const before = parts.at(-2)
  if (part.kind === 'code' && last?.text === ' ' && before?.kind === 'code') {
    parts.splice(-2, 2, { kind: 'code', text: `${before.text} ${part.text}` })
    return
  }
  parts.push(part)
}

/** Quotes around a name are made a code span; quotes within code, as those of an argument, belong to it. */
function typed({ kind, text }: Part): string {
  return kind === 'quoted' ? `"${text}"` : text
}

/** In a table `\|` is a pipe, in code as well. After an odd number of backslashes it would not be, so there it is spelled out. */
function escapePipes(text: string): string {
  return text.replace(/\\+\|?|\|/g, found => {
    if (!found.endsWith('|')) return found
    return found.slice(0, -1) + (found.length % 2 === 1 ? '\\|' : '\\u{7c}')
  })
}

function foldLines(text: string): string {
  return text.replace(/\s+/g, blanks => (blanks.includes('\n') ? ' ' : blanks))
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map(run => run.length))
}

function unicodeEscape(character: string): string {
  let escaped = ''
  for (let index = 0; index < character.length; index++) {
    escaped += `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`
  }
  return escaped
}
