import { InputError } from '../errors.ts'
import type { FixedImage } from '../fixed/entry.ts'
import { findFixed, overlaps } from '../fixed/match.ts'
import { readDuration } from '../policy/duration.ts'
import { plural, quote } from '../text.ts'
import { nameOf } from './diff.ts'
import type { Change, Where } from './record.ts'

/** Since when a list has had a result. */
export type Soak = {
  /** ISO 8601 in UTC, with whole seconds. */
  readonly since: string
  /** What came last: `lock`, that it was decided, or `git`, the commit that brought it. */
  readonly source: 'lock' | 'git'
  /** True where the history that can be seen does not reach back to the begin: it may be longer. */
  readonly atLeast: boolean
  /** From then until now; 0 for a time to come. */
  readonly seconds: number
}

/** What is known of the begin of a soak. */
export type SoakFacts = {
  /** When the lock says that it was decided, in milliseconds since 1970. */
  readonly decided: number | undefined
  /** The commit that brought it: null where git knows the list and not the result in it, undefined where git does not know the list. */
  readonly committed: Since | null | undefined
  /** Milliseconds since 1970. */
  readonly now: number
}

/**
 * A result soaks where it was both decided and committed: neither the days in an open pull request count, nor what a lock says that somebody
 * edited. Undefined where that has not happened, or nobody knows.
 */
export function soakOf({ decided, committed, now }: SoakFacts): Soak | undefined {
  if (committed === null) return undefined
  const inGit = committed && committed.committed * 1000
  if (decided !== undefined && (inGit === undefined || decided > inGit)) return makeSoak(decided, now, 'lock', false)
  return committed && makeSoak(committed.committed * 1000, now, 'git', committed.atLeast)
}

function makeSoak(since: number, now: number, source: Soak['source'], atLeast: boolean): Soak {
  return {
    since: `${new Date(since).toISOString().slice(0, 19)}Z`,
    source,
    atLeast,
    seconds: Math.max(0, Math.floor((now - since) / 1000))
  }
}

/** `since 2026-11-18 (4 days)`; with the time of the day where it is less than a day. */
export function soakText({ since, atLeast, seconds }: Soak): string {
  const when = seconds < day ? `${since.slice(0, 10)} ${since.slice(11, 16)} UTC` : since.slice(0, 10)
  return `${atLeast ? 'at least ' : ''}since ${when} (${durationText(seconds)})`
}

/** `4 days`, `5 hours`, `12 minutes`: whole ones, rounded down unless told otherwise. */
export function durationText(seconds: number, round: (count: number) => number = Math.floor): string {
  if (seconds >= day) return plural(round(seconds / day), 'day')
  if (seconds >= hour) return plural(round(seconds / hour), 'hour')
  return plural(round(seconds / 60), 'minute')
}

const hour = 3600
const day = 24 * hour

/** A list as it stood from some time on; `entries` is undefined where there was none, or none that can be read. */
export type ListVersion = { readonly committed: number; readonly entries: readonly FixedImage[] | undefined }

export type Since = { readonly committed: number; readonly atLeast: boolean }

/**
 * Since when a list has had the new result of each change, without interruption, at all its places.
 * @param versions newest first, read only as far as they are needed; `cut` where more of them cannot be seen
 * @returns nothing for a change that the newest version does not have
 */
export async function sinceWhen(
  changes: readonly Change[],
  versions: AsyncIterable<ListVersion | 'cut'>
): Promise<ReadonlyMap<Change, Since>> {
  const found = new Map<Change, Since>()
  const open = new Set(changes.filter(change => change.new !== null))
  if (open.size === 0) return found
  for await (const version of versions) {
    for (const change of open) {
      const since = found.get(change)
      if (version === 'cut') {
        if (since !== undefined) found.set(change, { ...since, atLeast: true })
      } else if (version.entries !== undefined && hasResult(version.entries, change)) {
        found.set(change, { committed: version.committed, atLeast: false })
      } else open.delete(change)
    }
    if (open.size === 0) break
  }
  return found
}

function hasResult(entries: readonly FixedImage[], change: Change): boolean {
  const named = entries.map(entry => withName(entry, change.image))
  return change.where.every(place => answersAt(named, change, place))
}

/**
 * A general entry answers for every place. Where the place is general and the entries are not, all of them must have the result: the file
 * has been written the simple way meanwhile.
 */
function answersAt(entries: readonly FixedImage[], { image, new: result }: Change, place: Where): boolean {
  const answer = findFixed(entries, { image, ...place })
  if (answer !== undefined) return answer.resultImage === result
  const general: FixedImage = {
    image,
    resultImage: result ?? '',
    ...Object.fromEntries(Object.entries(place).filter(([, text]) => text !== ''))
  }
  const inside = entries.filter(entry => entry.image === image && overlaps(entry, general))
  return inside.length > 0 && inside.every(entry => entry.resultImage === result)
}

/** A comparison names a regular expression by its text. */
function withName(entry: FixedImage, name: string): FixedImage {
  if (entry.image !== undefined || nameOf(entry) !== name) return entry
  const { imageRegex: _, ...rest } = entry
  return { ...rest, image: name }
}

/** Seconds of `90m`, `12h`, `3d` or `1w`, as in a policy. @throws InputError */
export function minimumSoak(text: string): number {
  const time = readDuration(text)
  if ('milliseconds' in time) return time.milliseconds / 1000
  throw new InputError('--minimum-soak', `${quote(text)} is not a time: ${time.problem}`, {
    hint: 'Write a number of minutes, hours, days or weeks: 90m, 12h, 3d, 1w.'
  })
}
