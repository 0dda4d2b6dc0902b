import { spend, spendOnReading } from '../work.ts'

/**
 * Python counts code points, JavaScript UTF-16 units. Nearly every text of a template has no surrogates, so each function has a fast
 * path for it.
 */
const surrogate = /[\ud800-\udfff]/

function split(text: string): string[] {
  spend(4 * text.length)
  return Array.from(text)
}

/** Number of code points; a lone surrogate counts as one, as in Python. */
export function codePointCount(text: string): number {
  return surrogate.test(text) ? split(text).length : text.length
}

/** The code points of a text, each as a text of its own. */
export function codePoints(text: string): readonly string[] {
  if (surrogate.test(text)) return split(text)
  spend(text.length)
  return text.split('')
}

/** The code point at an index from 0; undefined outside. */
export function codePointAt(text: string, index: number): string | undefined {
  const found = surrogate.test(text) ? split(text)[index] : text[index]
  return index < 0 ? undefined : found
}

/** Part of a text between two code point offsets, both within 0 and the length. */
export function sliceCodePoints(text: string, start: number, end: number): string {
  if (start >= end) return ''
  return surrogate.test(text) ? split(text).slice(start, end).join('') : text.slice(start, end)
}

/** Turns a UTF-16 offset into a code point offset. */
export function toCodePointOffset(text: string, offset: number): number {
  return offset <= 0 ? offset : codePointCount(text.slice(0, offset))
}

/** Python's order of text: by code point. UTF-16 order differs where astral characters meet U+E000 to U+FFFF. */
export function compareText(a: string, b: string): -1 | 0 | 1 {
  spendOnReading(Math.min(a.length, b.length))
  if (a === b) return 0
  if (!surrogate.test(a) && !surrogate.test(b)) return a < b ? -1 : 1
  const left = split(a)
  const right = split(b)
  for (const [index, character] of left.entries()) {
    const other = right[index]
    if (other === undefined) return 1
    const difference = (character.codePointAt(0) ?? 0) - (other.codePointAt(0) ?? 0)
    if (difference !== 0) return difference < 0 ? -1 : 1
  }
  return -1
}

/** True where a text has no lone surrogate, so that it can be written as UTF-8. */
export function isWellFormed(text: string): boolean {
  return !/\p{Cs}/u.test(text)
}
