import { isHash, isPreReleaseTail } from './shape.ts'

/** A tag as `release-1.2.3-rc1-alpine`, taken apart for a comparison with another one. */
export type TagParts = {
  /** What stands before the numbers; a `v` directly before them is not part of it. */
  readonly lead: string
  readonly numbers: readonly bigint[]
  /** `rc1`; empty for a release. */
  readonly preRelease: string
  /** What follows all that: `alpine3.20`, `r4`; hashes are written `#` in it. */
  readonly rest: string
}

/**
 * Takes apart a tag, or the part of it that a filter orders by. A hash is no number, and the numbers of a date with hyphens are read as if it
 * were written with dots. Undefined where no number is left.
 */
export function readTagParts(text: string): TagParts | undefined {
  const found = /^([^0-9]*)([0-9]+(?:\.[0-9]+)*)(.*)$/.exec(dotDates(markHashes(text)))
  if (!found) return undefined
  const [, lead = '', numbers = '', tail = ''] = found
  return { lead: lead.replace(/(?<![A-Za-z])v$/i, ''), numbers: numbers.split('.').map(BigInt), ...splitTail(tail) }
}

/** Place of the first number that differs; what is missing counts as zero. Undefined where none does. */
export function firstDifference(a: readonly bigint[], b: readonly bigint[]): number | undefined {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    if ((a[index] ?? 0n) !== (b[index] ?? 0n)) return index
  }
  return undefined
}

/** Order of the leading numbers, from left to right. */
export function compareNumbers(a: readonly bigint[], b: readonly bigint[]): number {
  const index = firstDifference(a, b)
  return index === undefined ? 0 : (a[index] ?? 0n) < (b[index] ?? 0n) ? -1 : 1
}

/** True for two tags with the same numbers of which neither is older: `1.2.3` and `1.2.3-alpine`. */
export function isOtherVariant(a: TagParts, b: TagParts): boolean {
  const shape = (text: string): string => text.replace(/[0-9]+/g, '0')
  return compareNumbers(a.numbers, b.numbers) === 0 && shape(a.rest) !== shape(b.rest)
}

/** Order of two tags that have the same lead and are no variants of each other: numbers, then a release above its pre-releases, then the rest. */
export function compareParts(a: TagParts, b: TagParts): number {
  const order = compareNumbers(a.numbers, b.numbers)
  if (order !== 0) return order
  if ((a.preRelease === '') !== (b.preRelease === '')) return a.preRelease === '' ? 1 : -1
  return compareWords(a.preRelease, b.preRelease) || compareWords(a.rest, b.rest)
}

/** True where only what a version is counted by behind its numbers differs: `r4` and `r5`, `1` and `2`, `debian-12-r4` and `debian-12-r5`. */
export function isOtherRevision(a: TagParts, b: TagParts): boolean {
  const pattern = /^(?:(.*)[-._](?:r|ls|p|rev|build)|(?:r|ls|p|rev|build)?)[0-9]+$/
  const [left, right] = [pattern.exec(a.rest), pattern.exec(b.rest)]
  return left !== null && right !== null && left[1] === right[1]
}

/** `-rc.1-alpine` is the pre-release `rc.1` of a variant `alpine`. */
function splitTail(tail: string): Pick<TagParts, 'preRelease' | 'rest'> {
  const text = tail.replace(/^[-._+]/, '')
  if (!isPreReleaseTail(text)) return { preRelease: '', rest: text }
  const preRelease = /^[A-Za-z]+[-._]?[0-9]*(?:\.[0-9]+)*(?=[-._+]|$)/.exec(text)?.[0] ?? text
  return { preRelease, rest: text.slice(preRelease.length).replace(/^[-._+]/, '') }
}

/** Words by code unit in lower case, numbers by value and below words, the longer text above the one it begins with. */
function compareWords(a: string, b: string): number {
  const [left, right] = [wordsIn(a), wordsIn(b)]
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const [x, y] = [left[index], right[index]]
    if (x === y) continue
    if (x === undefined || y === undefined) return x === undefined ? -1 : 1
    const [isNumber, isOther] = [/^[0-9]/.test(x), /^[0-9]/.test(y)]
    if (isNumber !== isOther) return isNumber ? -1 : 1
    if (!isNumber) return x < y ? -1 : 1
    const [m, n] = [BigInt(x), BigInt(y)]
    if (m !== n) return m < n ? -1 : 1
  }
  return 0
}

function wordsIn(text: string): readonly string[] {
  return text.toLowerCase().match(/[0-9]+|[^0-9._+-]+/g) ?? []
}

/** `main-3f2c1ab` is `main-#`, and so is git describe's `g3f2c1ab` behind its `g`. */
function markHashes(text: string): string {
  return text.replace(/(?<![0-9A-Za-z])g?([0-9a-f]{7,64})(?![0-9A-Za-z])/g, (word: string, digits: string) =>
    isHash(digits.slice(0, 40)) ? '#' : word
  )
}

function dotDates(text: string): string {
  return text.replace(/(?<![0-9])((?:19|20)[0-9]{2})-([0-9]{2})-([0-9]{2})(?![0-9])/, '$1.$2.$3')
}
