/** A tag of a template, as far as its text tells: it may have no end. */
export type TagText = {
  readonly opener: '{{' | '{%'
  readonly start: number
  /** From its begin on, as much as a hint needs. */
  readonly text: string
  /** The character before it. */
  readonly before: string
  readonly line: number
}

const delimiter = /\{\{|\{%|\{#|\}\}|%\}|#\}/g
const ends: ReadonlyMap<string, string> = new Map([
  ['{{', '}}'],
  ['{%', '%}'],
  ['{#', '#}']
])

/** The tag that is open at an offset, or ends there; undefined in plain text. Quotes and raw blocks are not looked into. */
export function tagAt(source: string, offset: number): TagText | undefined {
  let open: { readonly sign: string; readonly start: number } | undefined
  for (const match of source.matchAll(delimiter)) {
    if (match.index > offset) break
    const [sign] = match
    if (open === undefined && ends.has(sign)) open = { sign, start: match.index }
    else if (open && ends.get(open.sign) === sign && match.index + 2 <= offset) open = undefined
  }
  if (open?.sign !== '{{' && open?.sign !== '{%') return undefined
  const { sign: opener, start } = open
  return {
    opener,
    start,
    text: source.slice(start, start + 500),
    before: source.charAt(start - 1),
    line: source.slice(0, start).split('\n').length
  }
}

/** Offset of a line and column, which count from 1. */
export function offsetOf(source: string, { line, column }: { readonly line: number; readonly column: number }): number {
  let start = 0
  for (let at = 1; at < line; at += 1) start = source.indexOf('\n', start) + 1
  return start + column - 1
}
