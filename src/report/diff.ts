import type { FixedImage } from '../fixed/entry.ts'
import { readImageReference } from '../image/reference.ts'
import { formatRepository } from '../image/repository.ts'
import { byCodeUnit } from '../text.ts'
import type { Bump } from '../version/bump.ts'
import type { Change, Where } from './record.ts'
import { tagPage } from './tag-page.ts'

/** One use, as far as a difference is concerned. */
export type DiffUse = Where & {
  readonly image: string
  readonly old: string | null
  readonly new: string | null
  readonly why: string
  readonly filter: string | null
  readonly bump: Bump
}

/** An entry that only the baseline has; `target` where the list it is compared with is that of one of several targets. */
export type RemovedEntry = FixedImage & { readonly target?: string }

/** Compares answers with the baseline: one change for each image, old, new and reason, and what only the baseline has. */
export function compareUses(uses: readonly DiffUse[], removed: readonly RemovedEntry[]): readonly Change[] {
  const differing = uses.filter(use => use.new !== null && use.new !== use.old)
  const gone = removed.map(entry => ({
    ...whereOf(entry),
    ...(entry.target === undefined ? {} : { target: entry.target }),
    image: nameOf(entry),
    old: entry.resultImage,
    new: null,
    why: 'no longer used',
    filter: null,
    bump: 'removed' as const
  }))
  const groups = new Map<string, DiffUse[]>()
  for (const use of [...differing, ...gone]) {
    const key = JSON.stringify([use.image, use.old, use.new, use.why, use.filter, use.bump])
    const group = groups.get(key)
    if (group) group.push(use)
    else groups.set(key, [use])
  }
  return [...groups.values()].flatMap(group => (group[0] ? [toChange(group[0], group)] : [])).toSorted(compareChanges)
}

function toChange(first: DiffUse, group: readonly DiffUse[]): Change {
  const where = group.map(placeOf)
  return {
    kind: first.new === null ? 'removed' : first.old === null ? 'added' : 'changed',
    image: first.image,
    old: first.old,
    new: first.new,
    why: first.why,
    filter: first.filter,
    movedRepository: isMoved(first.old, first.new),
    bump: first.bump,
    links: { old: pageOf(first.old), new: pageOf(first.new), source: null },
    where: [...new Map(where.map(place => [JSON.stringify(place), place])).values()].toSorted(compareWhere)
  }
}

function compareChanges(a: Change, b: Change): number {
  const byText = (x: string | null, y: string | null): number => byCodeUnit(x ?? '', y ?? '')
  return byText(a.image, b.image) || byText(a.new, b.new) || byText(a.old, b.old) || byText(a.why, b.why)
}

export function compareWhere(a: Where, b: Where): number {
  return (
    byCodeUnit(a.namespace, b.namespace) ||
    byCodeUnit(a.deployment, b.deployment) ||
    byCodeUnit(a.container, b.container) ||
    byCodeUnit(a.target ?? '', b.target ?? '')
  )
}

/** A place and nothing besides. */
export function placeOf({ namespace, deployment, container, target }: Where): Where {
  return { namespace, deployment, container, ...(target === undefined ? {} : { target }) }
}

/** The place of an entry; empty for what it leaves open. */
export function whereOf(entry: FixedImage): Where {
  return { namespace: entry.namespace ?? '', deployment: entry.deployment ?? '', container: entry.container ?? '' }
}

/** What an entry is about, for people: an image, a regular expression, or `*` for every image. */
export function nameOf(entry: FixedImage): string {
  return entry.image ?? entry.imageRegex ?? '*'
}

function isMoved(old: string | null, now: string | null): boolean {
  if (old === null || now === null) return false
  return repositoryText(old) !== repositoryText(now)
}

function repositoryText(image: string): string {
  const reference = readImageReference(image)
  return reference === undefined ? image : formatRepository(reference.repository)
}

function pageOf(image: string | null): string | null {
  const reference = image === null ? undefined : readImageReference(image)
  return (reference && tagPage(reference)) ?? null
}
