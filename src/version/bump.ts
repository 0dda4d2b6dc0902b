import { isImagesError } from '../errors.ts'
import { type ImageReference, parseImageReference } from '../image/reference.ts'
import { formatRepository } from '../image/repository.ts'
import type { VersionFilter } from './filter.ts'
import { parseVersionFilter } from './parse.ts'
import type { Ranked } from './rank.ts'
import {
  compareNumbers,
  compareParts,
  firstDifference,
  isOtherRevision,
  isOtherVariant,
  readTagParts,
  type TagParts
} from './tag-parts.ts'

/**
 * What a change does to the version. `digest`: the same tag with another digest. `other`: tags that have no numbers to compare, as
 * hashes, dates, build numbers and another variant. `downgrade`: the new tag orders below the old one, whatever the number.
 */
export type Bump = 'major' | 'minor' | 'patch' | 'digest' | 'other' | 'downgrade' | 'new' | 'removed'

/**
 * What a change does to the version of an image. Nothing is guessed: where the rules do not say it, the answer is `other`.
 *
 * 1. Nothing before is `new`, nothing after is `removed`. The same repository and tag with another digest, one more or one less is
 *    `digest`. A side that is no image reference or has no tag is `other`, and so is the same tag of another repository.
 * 2. Compared is the whole tag, or what the filter orders by if it takes both: what follows a prefix, what a group holds. A hash in it counts
 *    for nothing. Texts without a number, or with other words before it (but for a `v`), are `other`, and so are two variants of the same
 *    version, as `1.2` and `1.2-alpine`.
 * 3. What is older says the filter if it takes both; else the numbers from left to right, then a release above its pre-releases, then the
 *    words and numbers behind. The older one after the newer is `downgrade`. With `alphabetical()` only the filter says it, of any text.
 * 4. Else the first number that differs says the level: the first `major`, the second `minor`, any other `patch`. With the same numbers a later
 *    pre-release, the release after it and a later revision (`r4`, `r5`) are `patch`; a later variant (`alpine3.20`) is `other`.
 * 5. There are no levels, so `other`, with `number()`, `date()` and `alphabetical()`; where a first number has four digits or more, which is a
 *    year, a date or a build; and for a single number behind a word or hash (`main-41`) or before a hash or a number of seven digits or more.
 *
 * @param filter version filter as template or workflow wrote it; null where none is known, as between two files
 */
export function bumpOf(old: string | null, now: string | null, filter: string | null): Bump {
  if (now === null) return 'removed'
  if (old === null) return 'new'
  const [before, after] = [attempt(() => parseImageReference(old)), attempt(() => parseImageReference(now))]
  if (before === undefined || after === undefined) return 'other'
  if (before.tag === after.tag) return isOtherDigest(before, after) ? 'digest' : 'other'
  if (before.tag === undefined || after.tag === undefined) return 'other'
  return compareTags({ old: before.tag, now: after.tag, ...readFilter(before.tag, after.tag, filter) })
}

/**
 * What {@link bumpOf} says of the step from a tag to any other of its repository that the filter accepts: for many tags at once, of which
 * nothing is read twice. The same tag is `other`.
 */
export function bumpsFrom(old: string, filter: VersionFilter): (next: Ranked) => Bump {
  const orders = orderingFunction(filter)
  const key = attempt(() => filter.read(old))
  const core = key === undefined ? old : (attempt(() => filter.core(old)) ?? old)
  const before = readTagParts(core)
  return ({ tag: now, key: next }) => {
    if (old === now) return 'other'
    const read = attempt(() => (key === undefined ? now : filter.core(now)))
    if (read === undefined) return compareTags({ old, now, ...unfiltered(old, now) })
    const order = key && filter.compareKeys(next, key)
    return compareParted(before, () => readTagParts(read), { old, now, order, orders })
  }
}

function isOtherDigest(before: ImageReference, after: ImageReference): boolean {
  return before.digest !== after.digest && formatRepository(before.repository) === formatRepository(after.repository)
}

/** What a filter says of two tags; `order` is undefined where it does not take both. */
type Filtered = {
  readonly order: number | undefined
  readonly cores: readonly [old: string, now: string]
  /** Name of the function that orders: `semver`. */
  readonly orders: string
}

type Pair = Filtered & { readonly old: string; readonly now: string }

function readFilter(old: string, now: string, text: string | null): Filtered {
  if (text === null) return unfiltered(old, now)
  return attempt(() => readWith(old, now, parseVersionFilter(text))) ?? unfiltered(old, now)
}

function unfiltered(old: string, now: string): Filtered {
  return { order: undefined, cores: [old, now], orders: '' }
}

function readWith(old: string, now: string, filter: VersionFilter): Filtered {
  const orders = orderingFunction(filter)
  if (!filter.accepts(old) || !filter.accepts(now)) return { ...unfiltered(old, now), orders }
  return { order: filter.compare(now, old), cores: [filter.core(old), filter.core(now)], orders }
}

/** `prefix` and `regex` leave the order to their suffix, which is the last thing that they print. */
function orderingFunction(filter: VersionFilter): string {
  const text = filter.toString()
  return /^(?:prefix|regex)\(.*\bsuffix=([a-z]+)\(/.exec(text)?.[1] ?? /^[a-z]+/.exec(text)?.[0] ?? ''
}

function compareTags({ cores, ...pair }: Pair): Bump {
  return compareParted(readTagParts(cores[0]), () => readTagParts(cores[1]), pair)
}

function compareParted(a: TagParts | undefined, read: () => TagParts | undefined, pair: Omit<Pair, 'cores'>): Bump {
  const { order, orders } = pair
  if (orders === 'alphabetical' && order !== undefined) return order < 0 ? 'downgrade' : 'other'
  const b = read()
  if (a === undefined || b === undefined || a.lead !== b.lead || isOtherVariant(a, b)) return 'other'
  const direction = order ?? compareParts(b, a)
  if (direction < 0) return 'downgrade'
  return direction > 0 && hasLevels(a, b, pair) ? levelOf(a, b) : 'other'
}

function hasLevels(a: TagParts, b: TagParts, { orders, old, now }: Omit<Pair, 'cores'>): boolean {
  if (orders === 'number' || orders === 'date' || orders === 'alphabetical') return false
  const sides = [a, b]
  if (sides.some(({ numbers: [first = 0n] }) => first >= 1000n)) return false
  if (sides.some(({ numbers }) => numbers.length > 1)) return true
  const isBare = [old, now].every(tag => /^v?[0-9]/i.test(tag))
  return isBare && sides.every(({ lead, rest }) => lead === '' && !/#|[0-9]{7}/.test(rest))
}

function levelOf(a: TagParts, b: TagParts): Bump {
  const order = compareNumbers(a.numbers, b.numbers)
  if (order > 0) return 'other'
  if (order === 0) return a.preRelease !== b.preRelease || isOtherRevision(a, b) ? 'patch' : 'other'
  const index = firstDifference(a.numbers, b.numbers)
  return index === 0 ? 'major' : index === 1 ? 'minor' : 'patch'
}

/** The value, or undefined where our own errors say that there is none. */
function attempt<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch (error) {
    if (isImagesError(error)) return undefined
    throw error
  }
}
