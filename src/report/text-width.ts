/** How many columns of a terminal a text takes. Text is one line, its invisible characters already spelled out. */

/** What terminals draw over the character before it. */
const combining = /^[\p{Mn}\p{Me}]$/u

/** Wide and full-width characters (Unicode Annex 11), and what is drawn as a picture by itself. */
const wide =
  /^(?:\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\u303e\u3041-\u4dbf\u4e00-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18aff}\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}])$/u

/** Columns of a text: two for each wide character, none for a combining one. */
export function countColumns(text: string): number {
  if (isPlain(text)) return text.length
  let columns = 0
  for (const character of text) columns += columnsOf(character)
  return columns
}

/** The longest beginning of a text that takes at most `width` columns, and at least one character of a text that has any. */
export function takeColumns(text: string, width: number): string {
  if (isPlain(text)) return text.slice(0, Math.max(1, width))
  let columns = 0
  let end = 0
  for (const character of text) {
    columns += columnsOf(character)
    if (columns > width && end > 0) break
    end += character.length
  }
  return text.slice(0, end)
}

/** Text that fits into `width` columns; a cut is marked with `…`. */
export function cutToColumns(text: string, width: number): string {
  return countColumns(text) <= width ? text : `${takeColumns(text, width - 1)}…`
}

function isPlain(text: string): boolean {
  return /^[ -~]*$/.test(text)
}

function columnsOf(character: string): number {
  if (character <= '~') return 1
  return wide.test(character) ? 2 : combining.test(character) ? 0 : 1
}
