import { isArtefactTag } from './artefact.ts'
import { compareBytes, compareLoose, type Order } from './loose.ts'
import type { Additions, Rule, VersionKey } from './rule.ts'

/**
 * Which tags count as versions of an image, and how they are ordered. Made by `parseVersionFilter`. Whatever reads tags throws a
 * FilterError where a pattern of the filter turns out to need too many steps for them.
 */
export interface VersionFilter {
  /** True for a tag that counts. Tags of signatures and attestations never do. */
  accepts(tag: string): boolean
  /** Orders two tags; 0 is a tie. Accepted tags are above all others. */
  compare(a: string, b: string): Order
  /**
   * Canonical text as kluctl prints it: every argument by name, strings between double quotes whatever they hold. A string with a
   * double quote in it does therefore not read back; see {@link VersionFilter.toSource}.
   */
  toString(): string
  /** The canonical text, with single quotes around a string that holds a double quote: always reads back to an equal filter. */
  toSource(): string
  /**
   * Reads a tag once, for many comparisons; undefined where the tag does not count. With a `floor` it may also be for a tag that counts and
   * is below it.
   */
  read(tag: string, floor?: VersionKey): VersionKey | undefined
  /** Orders what `read` gave. */
  compareKeys(a: VersionKey, b: VersionKey): Order
  /** Why a tag does not count: `does not begin with a number`. */
  rejection(tag: string): string
  /** The part of an accepted tag that orders it: what follows a prefix, what a group holds, or the whole tag. */
  core(tag: string): string
  /** What every accepted tag begins with, in characters of a tag; empty where nothing is known. A registry need not list other tags. */
  readonly literalPrefix: string
  /** Filter text of the same filter with more arguments at the call that orders; another `exclude` joins the first. */
  refine(additions: Additions): string
}

/** Makes a filter for whole tags out of a rule. */
export function filterOf(rule: Rule): VersionFilter {
  const read = (tag: string, floor?: VersionKey): VersionKey | undefined =>
    isArtefactTag(tag) ? undefined : rule.read(tag, floor)
  return {
    accepts: tag => read(tag) !== undefined,
    compare: (a, b) => {
      const keyA = read(a)
      const keyB = read(b)
      if (keyA && keyB) return rule.compareKeys(keyA, keyB)
      return keyA ? 1 : keyB ? -1 : compareLoose(a, b)
    },
    toString: () => rule.format(text => `"${text}"`),
    toSource: () => rule.format(quoteAsNeeded),
    core: tag => rule.core?.(tag) ?? tag,
    literalPrefix: rule.literal ?? '',
    refine: additions => rule.format(quoteAsNeeded, additions),
    read,
    compareKeys: rule.compareKeys,
    rejection: tag => (isArtefactTag(tag) ? 'signature or attestation artefact' : rule.rejection(tag))
  }
}

function quoteAsNeeded(text: string): string {
  return text.includes('"') ? `'${text}'` : `"${text}"`
}

/**
 * The newest of the tags that a filter accepts; among tags that tie, the bytewise greatest, so that the order of the list never matters.
 * One scan, each tag read once (kluctl v2.16 sorts, and the order of the registry's list breaks ties; correction B-TIE).
 */
export function newest(filter: VersionFilter, tags: Iterable<string>): string | undefined {
  let best: string | undefined
  let bestKey: VersionKey | undefined
  for (const tag of tags) {
    const key = filter.read(tag, bestKey)
    if (!key) continue
    const order = bestKey ? filter.compareKeys(key, bestKey) : 1
    if (order > 0 || (order === 0 && best !== undefined && compareBytes(tag, best) > 0)) {
      best = tag
      bestKey = key
    }
  }
  return best
}

type Candidate = { readonly tag: string; readonly key: VersionKey }

function isNewer(filter: VersionFilter, tag: string, key: VersionKey, than: Candidate): boolean {
  return (filter.compareKeys(key, than.key) || compareBytes(tag, than.tag)) > 0
}

/** How a decision came about: what was seen, what was left out and why, and how close it was. Independent of the order of the tags. */
export type Explanation = {
  /** Number of different tags in the list. */
  readonly seen: number
  /** Number of tags that the filter accepts. */
  readonly matched: number
  readonly newest: string | undefined
  /** What would have won without the newest. */
  readonly runnerUp: string | undefined
  /** Other tags that are equal in order to the newest, greatest first, at most three. */
  readonly ties: readonly string[]
  /** What was left out, the most frequent reason first. */
  readonly rejected: readonly Rejection[]
}

/** Tags left out for one reason, with the bytewise smallest three as examples. */
export type Rejection = { readonly reason: string; readonly count: number; readonly examples: readonly string[] }

const shown = 3

/** Explains what {@link newest} decides, in one scan. A tag that stands in the list more than once counts once. */
export function explain(filter: VersionFilter, tags: Iterable<string>): Explanation {
  const different = new Set(tags)
  const reasons = new Map<string, { count: number; readonly examples: string[] }>()
  let matched = 0
  let ties: string[] = []
  let best: Candidate | undefined
  let second: Candidate | undefined
  for (const tag of different) {
    const key = filter.read(tag)
    if (!key) {
      addReason(reasons, filter.rejection(tag), tag)
      continue
    }
    matched++
    const order = best ? filter.compareKeys(key, best.key) : 1
    const one = { tag, key }
    if (!best || isNewer(filter, tag, key, best)) {
      if (order !== 0) ties = []
      else if (best) keepFirst(ties, best.tag, greatestFirst)
      second = best
      best = one
    } else {
      if (order === 0) keepFirst(ties, tag, greatestFirst)
      if (!second || isNewer(filter, tag, key, second)) second = one
    }
  }
  return {
    seen: different.size,
    matched,
    newest: best?.tag,
    runnerUp: second?.tag,
    ties,
    rejected: Array.from(reasons, ([reason, { count, examples }]) => ({ reason, count, examples })).sort(
      (a, b) => b.count - a.count || compareBytes(a.reason, b.reason)
    )
  }
}

function addReason(
  reasons: Map<string, { count: number; readonly examples: string[] }>,
  reason: string,
  tag: string
): void {
  const known = reasons.get(reason) ?? { count: 0, examples: [] }
  known.count++
  keepFirst(known.examples, tag, compareBytes)
  reasons.set(reason, known)
}

function greatestFirst(a: string, b: string): Order {
  return compareBytes(b, a)
}

/** Puts a tag into a short sorted list, which keeps the first three. */
function keepFirst(list: string[], tag: string, compare: (a: string, b: string) => Order): void {
  const last = list[shown - 1]
  if (last !== undefined && compare(last, tag) < 0) return
  const at = list.findIndex(one => compare(tag, one) < 0)
  list.splice(at < 0 ? list.length : at, 0, tag)
  list.length = Math.min(list.length, shown)
}
