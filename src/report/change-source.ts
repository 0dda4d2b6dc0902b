import { ImageNameError, isImagesError, RegistryError } from '../errors.ts'
import { type ImageReference, parseImageReference } from '../image/reference.ts'
import { comparePage, readRevision, sameRevision } from '../image/source-address.ts'
import { parseSourcePlace, type SourceHosts, type SourcePlace } from '../image/source-place.ts'
import type { CommitSource, LabelSource } from '../ports.ts'
import { shorten } from '../text.ts'
import { createLabelReader, type LabelReader } from './label-reader.ts'
import type { Change, SourceRecord } from './record.ts'
import { orderChanges } from './row-order.ts'

/** What is asked, and where. */
export type ChangeSourceRequest = {
  readonly labels: LabelSource
  /** Hosts of source code besides the public ones, as the workflow names them. */
  readonly hosts: SourceHosts
  /**
   * Where commits are listed: of repositories of this owner at this GitHub host only, since the token is the workflow's own. Absent where
   * nobody wants them.
   */
  readonly commits?: { readonly source: CommitSource; readonly host: string; readonly owner: string } | undefined
  /** True once the run must not wait any longer: no further pair is looked at then. */
  readonly isLate?: (() => boolean) | undefined
}

/**
 * More pairs are not looked at: each costs up to twelve requests, at some registries of a small number a day, and nobody follows more
 * links.
 */
export const mostPairs = 50
const atOnce = 4

type Pair = {
  readonly index: number
  readonly old: ImageReference
  readonly new: ImageReference
  readonly isBack: boolean
}

type Tools = { readonly request: ChangeSourceRequest; readonly read: LabelReader; readonly list: CommitLister }

/**
 * The changes with what the labels of their images say of the source: for those that a registry decided and that have an old image, the first
 * {@link mostPairs} of them. Each image is read once, and the old one only where a link can come of it. For a downgrade the page compares
 * the other way round, so that it shows what gets lost. A registry that cannot be asked is a note, never a failure; one that turns us away
 * for our number of requests, or does not answer, is not asked again.
 */
export async function findChangeSources(
  changes: readonly Change[],
  request: ChangeSourceRequest
): Promise<readonly Change[]> {
  const ranks = new Map<Change | undefined, number>(orderChanges(changes).map((change, rank) => [change, rank]))
  const rankOf = ({ index }: Pair): number => ranks.get(changes[index]) ?? 0
  const pairs = changes
    .flatMap(pairOf)
    .toSorted((a, b) => rankOf(a) - rankOf(b))
    .slice(0, mostPairs)
  const tools = { request, read: createLabelReader(request.labels), list: createCommitLister(request) }
  const found = new Map<number, SourceRecord>()
  const queue = pairs.values()
  const work = async (): Promise<void> => {
    for (const pair of queue) found.set(pair.index, request.isLate?.() ? tooLate : await findSource(pair, tools))
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return changes.map((change, index) => {
    const source = found.get(index)
    return source ? { ...change, links: { ...change.links, source } } : change
  })
}

/** What a fixed image decides never asks a registry, so that only the registry's own answers are looked at. */
function pairOf({ kind, old, new: now, bump, filter }: Change, index: number): readonly Pair[] {
  if (kind !== 'changed' || old === null || now === null || filter === null) return []
  try {
    const isBack = bump === 'downgrade'
    return [{ index, old: parseImageReference(old), new: parseImageReference(now), isBack }]
  } catch (error) {
    // A file that somebody wrote may have any text for an image.
    if (error instanceof ImageNameError) return []
    throw error
  }
}

const unknown: SourceRecord = { source: '', from: null, to: null, compare: null, note: null, commits: null }
const tooLate: SourceRecord = { ...unknown, note: 'there was no time left to ask' }

async function findSource(pair: Pair, { request, read, list }: Tools): Promise<SourceRecord> {
  const record = unknown
  const now = await read(pair.new)
  if ('error' in now) return { ...record, note: describeFailure(now.error, 'new') }
  if (now.source === undefined) return { ...record, note: 'the new image has no source label' }
  const to = readRevision(now.revision)
  const labelled = { ...record, source: now.source, to: to ?? null }
  const place = parseSourcePlace(now.source, request.hosts)
  if (!place) return { ...labelled, note: 'the source label is no repository at a known host' }
  if (to === undefined) return { ...labelled, note: describeRevision(now.revision, 'new') }
  const before = await read(pair.old)
  if ('error' in before) return { ...labelled, note: describeFailure(before.error, 'old') }
  const from = readRevision(before.revision)
  const both = { ...labelled, from: from ?? null }
  if (before.source === undefined) return { ...both, note: 'the old image has no source label' }
  if (parseSourcePlace(before.source, request.hosts)?.id !== place.id)
    return { ...both, note: 'the images have different sources' }
  if (from === undefined) return { ...both, note: describeRevision(before.revision, 'old') }
  if (sameRevision(from, to)) return { ...both, note: 'same source revision' }
  const [base, head] = pair.isBack ? [to, from] : [from, to]
  const compare = comparePage(place, base, head)
  if (compare === undefined) return { ...both, note: 'a revision is cut short' }
  return { ...both, compare, commits: await list(place, base, head) }
}

function describeRevision(revision: string | undefined, which: 'old' | 'new'): string {
  return revision === undefined
    ? `the ${which} image has no revision label`
    : `the revision of the ${which} image is no commit`
}

function describeFailure(error: unknown, which: 'old' | 'new'): string {
  if (error instanceof RegistryError) {
    if (error.code === 'not-found') return which === 'old' ? 'the old image is gone' : 'the new image is not there'
    if (error.code === 'timeout') return 'the registry did not answer in time'
    if (error.code === 'rate-limited' && error.status === undefined) return 'the registry has few requests left'
    if (error.status !== undefined && error.status !== 200) return `the registry answered ${error.status}`
  }
  return `the labels of the ${which} image cannot be read`
}

type CommitLister = (place: SourcePlace, base: string, head: string) => Promise<SourceRecord['commits']>

/** Images of one repository often change together: their commits are listed once. */
function createCommitLister({ commits }: ChangeSourceRequest): CommitLister {
  const known = new Map<string, Promise<SourceRecord['commits']>>()
  return async ({ kind, host, path, id }, base, head) => {
    const [owner = '', repo = ''] = path
    if (!commits || kind !== 'github' || host !== commits.host) return null
    if (owner.toLowerCase() !== commits.owner.toLowerCase()) return null
    const key = `${id} ${base} ${head}`
    const listing = known.get(key) ?? listCommits(commits.source, [owner, repo, base, head])
    known.set(key, listing)
    return listing
  }
}

async function listCommits(
  source: CommitSource,
  range: readonly [owner: string, repo: string, base: string, head: string]
): Promise<SourceRecord['commits']> {
  try {
    const found = await source.list(...range)
    if (!found) return null
    const subjects = found.subjects.map(({ sha, subject }) => ({ sha, subject: shorten(subject, 200) }))
    return { total: found.total, subjects }
  } catch (error) {
    if (isImagesError(error)) return null
    throw error
  }
}
