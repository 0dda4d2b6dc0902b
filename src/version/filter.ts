import { isArtefactTag } from './artefact.ts'
import { compareBytes, compareLoose, type Order } from './loose.ts'
import type { Rule, VersionKey } from './rule.ts'

/** Which tags count as versions of an image, and how they are ordered. Made by `parseVersionFilter`. */
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
  /** Reads a tag once, for many comparisons; undefined where the tag does not count. */
  read(tag: string): VersionKey | undefined
  /** Orders what `read` gave. */
  compareKeys(a: VersionKey, b: VersionKey): Order
  /** Why a tag does not count: `does not begin with a number`. */
  rejection(tag: string): string
}

/** Makes a filter for whole tags out of a rule. */
export function filterOf(rule: Rule): VersionFilter {
  const read = (tag: string): VersionKey | undefined => (isArtefactTag(tag) ? undefined : rule.read(tag))
  return {
    accepts: tag => read(tag) !== undefined,
    compare: (a, b) => {
      const keyA = read(a)
      const keyB = read(b)
      if (keyA && keyB) return rule.compareKeys(keyA, keyB)
      return keyA ? 1 : keyB ? -1 : compareLoose(a, b)
    },
    toString: () => rule.format(text => `"${text}"`),
    toSource: () => rule.format(text => (text.includes('"') ? `'${text}'` : `"${text}"`)),
    read,
    compareKeys: (a, b) => rule.compareKeys(a, b),
    rejection: tag => (isArtefactTag(tag) ? 'signature or attestation artefact' : rule.rejection(tag))
  }
}

/**
 * The newest of the tags that a filter accepts; among tags that tie, the bytewise greatest, so that the order of the list never matters.
 * One scan, each tag read once (kluctl v2.16 sorts, and the order of the registry's list breaks ties; correction B-TIE).
 */
export function newest(filter: VersionFilter, tags: Iterable<string>): string | undefined {
  let best: { readonly tag: string; readonly key: VersionKey } | undefined
  for (const tag of tags) {
    const key = filter.read(tag)
    if (key && (!best || isNewer(filter, tag, key, best))) best = { tag, key }
  }
  return best?.tag
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

/** Explains what {@link newest} decides. A tag that stands in the list more than once counts once. */
export function explain(filter: VersionFilter, tags: Iterable<string>): Explanation {
  const different = new Set(tags)
  const accepted: Candidate[] = []
  const reasons = new Map<string, string[]>()
  for (const tag of different) {
    const key = filter.read(tag)
    if (key) {
      accepted.push({ tag, key })
      continue
    }
    const reason = filter.rejection(tag)
    const rejected = reasons.get(reason)
    if (rejected) rejected.push(tag)
    else reasons.set(reason, [tag])
  }
  const best = greatest(filter, accepted)
  const others = accepted.filter(one => one !== best)
  const ties = best ? others.filter(one => filter.compareKeys(one.key, best.key) === 0) : []
  return {
    seen: different.size,
    matched: accepted.length,
    newest: best?.tag,
    runnerUp: greatest(filter, others)?.tag,
    ties: ties
      .map(one => one.tag)
      .sort((a, b) => compareBytes(b, a))
      .slice(0, shown),
    rejected: Array.from(reasons, ([reason, rejected]) => ({
      reason,
      count: rejected.length,
      examples: rejected.sort(compareBytes).slice(0, shown)
    })).sort((a, b) => b.count - a.count || compareBytes(a.reason, b.reason))
  }
}

function greatest(filter: VersionFilter, candidates: readonly Candidate[]): Candidate | undefined {
  let best: Candidate | undefined
  for (const one of candidates) if (!best || isNewer(filter, one.tag, one.key, best)) best = one
  return best
}
