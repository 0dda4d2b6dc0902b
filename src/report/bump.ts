import { isImagesError } from '../errors.ts'
import { type ImageReference, parseImageReference } from '../image/reference.ts'
import type { VersionFilter } from '../version/filter.ts'
import { parseVersionFilter } from '../version/parse.ts'
import { isCalendarVersion, isHash, isPreReleaseTail, isTimestamp } from '../version/shape.ts'
import type { Bump } from './record.ts'

/**
 * What a change does to the version of an image. The filter that orders its tags says what is older where it takes both tags; the numbers in
 * the tags say it otherwise, and which of them differs first says the kind. Nothing is guessed: what has no numbers to compare is `other`.
 * @param filter version filter as template or workflow wrote it; null where none is known, as between two files
 */
export function bumpOf(old: string | null, now: string | null, filter: string | null): Bump {
  if (now === null) return 'removed'
  if (old === null) return 'new'
  const [before, after] = [tryParse(old), tryParse(now)]
  if (before === undefined || after === undefined) return 'other'
  if (before.tag === after.tag) return before.digest !== after.digest ? 'digest' : 'other'
  if (before.tag === undefined || after.tag === undefined) return 'other'
  return compareTags(before.tag, after.tag, filter === null ? undefined : tryFilter(filter))
}

function compareTags(old: string, now: string, filter: VersionFilter | undefined): Bump {
  const [a, b] = [readTag(old, filter), readTag(now, filter)]
  const isAlike = a !== undefined && b !== undefined && a.lead === b.lead
  if (isAlike && isOtherVariant(a, b)) return 'other'
  const isFiltered = filter?.accepts(old) === true && filter.accepts(now)
  const order = isFiltered ? filter.compare(now, old) : isAlike ? compareParts(b, a) : 0
  if (order < 0) return 'downgrade'
  return isAlike && order > 0 && hasLevels(a, b, filter) ? levelOf(a, b) : 'other'
}

/** A tag as `main-1.2.3-alpine`: what stands before the numbers, the numbers, and what follows. */
type Parts = {
  readonly lead: string
  readonly numbers: readonly bigint[]
  readonly tail: string
  readonly text: string
}

function readTag(tag: string, filter: VersionFilter | undefined): Parts | undefined {
  const core = filter?.accepts(tag) ? filter.core(tag) : tag
  if (isHash(core)) return undefined
  const found = /^([^0-9]*)([0-9]+(?:\.[0-9]+)*)(.*)$/.exec(core)
  if (!found) return undefined
  const [, lead = '', numbers = '', tail = ''] = found
  return { lead: lead === 'v' || lead === 'V' ? '' : lead, numbers: numbers.split('.').map(BigInt), tail, text: core }
}

/** `1.2.3-alpine` and `1.2.3` are two variants of one version, and neither is older. */
function isOtherVariant(a: Parts, b: Parts): boolean {
  if (compareNumbers(a.numbers, b.numbers) !== 0) return false
  const bare = ({ tail }: Parts): string => tail.replace(/^[-._+]/, '')
  const isRelease = (text: string): boolean => text === '' || isPreReleaseTail(text)
  if (isRelease(bare(a)) && isRelease(bare(b))) return false
  const shape = (text: string): string => text.replace(/[0-9]+/g, '0')
  return shape(bare(a)) !== shape(bare(b))
}

function compareParts(a: Parts, b: Parts): number {
  const order = compareNumbers(a.numbers, b.numbers)
  if (order !== 0) return order
  // a release is above its pre-releases
  if ((a.tail === '') !== (b.tail === '')) return a.tail === '' ? 1 : -1
  return compareNumbers(numbersIn(a.tail), numbersIn(b.tail))
}

function numbersIn(text: string): readonly bigint[] {
  return (text.match(/[0-9]+/g) ?? []).map(BigInt)
}

function compareNumbers(a: readonly bigint[], b: readonly bigint[]): number {
  const index = firstDifference(a, b)
  if (index === undefined) return 0
  return (a[index] ?? 0n) < (b[index] ?? 0n) ? -1 : 1
}

function firstDifference(a: readonly bigint[], b: readonly bigint[]): number | undefined {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    if ((a[index] ?? 0n) !== (b[index] ?? 0n)) return index
  }
  return undefined
}

/** Build numbers, dates and calendar versions have numbers, but none of them is a major one. */
function hasLevels(a: Parts, b: Parts, filter: VersionFilter | undefined): boolean {
  if (/^(?:number|date|alphabetical)\b/.test(orderOf(filter))) return false
  if ([a, b].some(({ text }) => isTimestamp(text) || isCalendarVersion(text.replace(/^[^0-9]*/, '')))) return false
  if ([a, b].some(({ numbers }) => numbers.length > 1)) return true
  return a.lead === '' && [a, b].every(({ numbers: [first = 0n], tail }) => first < 1000n && !/[0-9a-f]{7}/.test(tail))
}

/** The call that orders, as `semver(…)`: what a prefix has as its suffix. */
function orderOf(filter: VersionFilter | undefined): string {
  const text = filter?.toString() ?? ''
  return /^prefix\(.*suffix=([a-z]+\()/.exec(text)?.[1] ?? text
}

function levelOf(a: Parts, b: Parts): Bump {
  const index = firstDifference(a.numbers, b.numbers)
  if (index === undefined) return 'other'
  return index === 0 ? 'major' : index === 1 ? 'minor' : 'patch'
}

function tryParse(text: string): ImageReference | undefined {
  return attempt(() => parseImageReference(text))
}

function tryFilter(text: string): VersionFilter | undefined {
  return attempt(() => parseVersionFilter(text))
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch (error) {
    if (isImagesError(error)) return undefined
    throw error
  }
}
