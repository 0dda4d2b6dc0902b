/** The few helpers for text that every folder needs. */

/** Controls, formats, lone surrogates, private and unassigned characters, line separators, whatever is drawn as nothing, odd blanks. */
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{DI}]|[^\S ]/gu

/** Shows what a reader cannot see (controls, bidirectional marks, lone surrogates) as `\u{…}`. Threat model O-03. */
export function visible(text: string): string {
  // Nearly all text is plain, and this look at it is much faster.
  if (!/[^ -~]/.test(text)) return text
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

/** The known word that a mistyped one most likely means: few letters differ, or it is the begin of one. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const wanted = word.toLowerCase()
  if (wanted === '' || wanted.length > 60) return undefined
  const ranked = known
    .map(name => ({ name, distance: editDistance(wanted, name.toLowerCase()) }))
    .toSorted((a, b) => a.distance - b.distance)
  const [best] = ranked
  if (best && best.distance <= Math.max(1, Math.floor(wanted.length / 5))) return best.name
  return wanted.length < 3 ? undefined : known.find(name => name.toLowerCase().startsWith(wanted))
}

/** Insertions, deletions, replacements and exchanges of neighbours that turn one word into the other. */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1]
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      row.push(
        Math.min(
          (last[j] ?? 0) + 1,
          (row[j - 1] ?? 0) + 1,
          (last[j - 1] ?? 0) + (same ? 0 : 1),
          swapped ? (beforeLast[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY
        )
      )
    }
    beforeLast = last
    last = row
  }
  return last[b.length] ?? 0
}
