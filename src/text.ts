/** The few helpers for text that every folder needs. */

/** Controls, formats, lone surrogates, private and unassigned characters, line separators, whatever is drawn as nothing, odd blanks. */
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{DI}]|[^\S ]/gu

/** Shows what a reader cannot see (controls, bidirectional marks, lone surrogates) as `\u{…}`. Threat model O-03. */
export function visible(text: string): string {
  return text.replace(invisible, character => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)
}

/** Order by UTF-16 code unit: the same on every machine, whatever its locale. */
export function byCodeUnit(a: string, b: string): -1 | 0 | 1 {
  return a < b ? -1 : a > b ? 1 : 0
}

const encoder = new TextEncoder()

/** Length in bytes as UTF-8. */
export function byteLength(text: string): number {
  return encoder.encode(text).byteLength
}

/** `1 tag`, `2 tags`, `2 entries`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`
}

/** The text in double quotes, invisible characters shown, cut at `limit` characters so that a message stays a message. */
export function quote(text: string, limit = 200): string {
  return `"${visible(shorten(text, limit))}"`
}

/** Cuts a text to `limit` UTF-16 units without splitting a surrogate pair; the cut is marked with `…`. */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text
  const end = /[\ud800-\udbff]/.test(text.charAt(limit - 2)) ? limit - 2 : limit - 1
  return `${text.slice(0, end)}…`
}
