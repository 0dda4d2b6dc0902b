import type { FixedImage } from '../fixed/entry.ts'
import { findFixed, overlaps } from '../fixed/match.ts'
import { bumpOf } from '../version/bump.ts'
import { compareUses, type DiffUse, nameOf, whereOf } from './diff.ts'
import type { Change, Where } from './record.ts'

/**
 * Compares two fixed-images lists by what they answer: at each place that an entry of either names, the answers of both. A place that only
 * one of them answers is compared where entries of the other overlap it, so that general entries and specific ones with the same results
 * differ in nothing; where none does, the entry is added or removed. Nobody can tell whether two regular expressions meet: they are compared
 * where they are the same text.
 * @param isOpen tells of an entry of `before` that nobody knows whether it is still used, so that it is not removed
 */
export function compareLists(
  before: readonly FixedImage[],
  after: readonly FixedImage[],
  isOpen: (entry: FixedImage) => boolean = () => false
): readonly Change[] {
  const lists = { before: indexEntries(before), after: indexEntries(after) }
  const names = new Set([...lists.before.byImage.keys(), ...lists.after.byImage.keys()])
  const patterns = new Set([...lists.before.patterns, ...lists.after.patterns].map(({ entry }) => nameOf(entry)))
  const found = [
    ...[...names].map(name => compareFamily(name, imageFamily(lists.before, name), imageFamily(lists.after, name))),
    ...[...patterns].map(name =>
      compareFamily(name, patternFamily(lists.before, name), patternFamily(lists.after, name))
    )
  ]
  const isMet = (entry: FixedImage, others: readonly FixedImage[]): boolean =>
    entry.image === undefined && others.some(other => other.image !== undefined && overlaps(entry, other))
  const added = found.flatMap(({ added: all }) => all).filter(entry => !isMet(entry, before))
  const removed = found.flatMap(({ removed: all }) => all).filter(entry => !isMet(entry, after) && !isOpen(entry))
  const uses = [...found.flatMap(({ pairs }) => pairs), ...added.map(entry => diffUse(entry, null, entry.resultImage))]
  return compareUses(uses, removed)
}

type Indexed = { readonly entry: FixedImage; readonly index: number }
type Index = {
  readonly byImage: ReadonlyMap<string, readonly Indexed[]>
  /** Entries for a regular expression, or for every image. */
  readonly patterns: readonly Indexed[]
}

function indexEntries(entries: readonly FixedImage[]): Index {
  const byImage = new Map<string, Indexed[]>()
  const patterns: Indexed[] = []
  entries.forEach((entry, index) => {
    if (entry.image !== undefined && !canMatch(entry, entry.image)) return
    const group = entry.image === undefined ? patterns : (byImage.get(entry.image) ?? [])
    group.push({ entry, index })
    if (entry.image !== undefined) byImage.set(entry.image, group)
  })
  return { byImage, patterns }
}

/** The entries of a list that can answer for one name, in their order. `isOwn` are those that name it. */
type Family = readonly { readonly entry: FixedImage; readonly named: FixedImage; readonly isOwn: boolean }[]

function imageFamily({ byImage, patterns }: Index, name: string): Family {
  const own = byImage.get(name) ?? []
  const others = patterns.filter(({ entry }) => canMatch(entry, name))
  return [...own, ...others]
    .toSorted((a, b) => a.index - b.index)
    .map(({ entry }) => ({ entry, named: withName(entry, name), isOwn: entry.image !== undefined }))
}

function canMatch({ imageRegex, resultImage }: FixedImage, image: string): boolean {
  return imageRegex === undefined || overlaps({ imageRegex, resultImage }, { image, resultImage })
}

function patternFamily({ patterns }: Index, name: string): Family {
  return patterns
    .filter(({ entry }) => nameOf(entry) === name)
    .map(({ entry }) => ({ entry, named: withName(entry, name), isOwn: true }))
}

/** The entry as if it named this image: no regular expression is asked again. */
function withName({ imageRegex: _, ...entry }: FixedImage, name: string): FixedImage {
  return { ...entry, image: name }
}

type Found = {
  readonly pairs: readonly DiffUse[]
  readonly added: readonly FixedImage[]
  readonly removed: readonly FixedImage[]
}

function compareFamily(name: string, before: Family, after: Family): Found {
  const lists = { before: before.map(({ named }) => named), after: after.map(({ named }) => named) }
  const answers = (place: Where): readonly [FixedImage | undefined, FixedImage | undefined] => {
    const subject = { image: name, ...place }
    return [findFixed(lists.before, subject), findFixed(lists.after, subject)]
  }
  const places = new Map<string, Where>()
  const alone = (own: Family, others: readonly FixedImage[]): readonly FixedImage[] =>
    own.flatMap(({ entry, named, isOwn }) => {
      if (!isOwn) return []
      const place = whereOf(named)
      const [old, now] = answers(place)
      const met = old && now ? [named] : others.filter(other => overlaps(named, other))
      for (const other of met) addPlace(places, meet(named, other))
      return met.length > 0 ? [] : [{ ...entry, resultImage: (old ?? now ?? named).resultImage }]
    })
  const removed = alone(before, lists.after)
  const added = alone(after, lists.before)
  const pairs = [...places.values()].flatMap(place => {
    const [old, now] = answers(place)
    return old && now ? [diffUse({ ...now, ...place, image: name }, old.resultImage, now.resultImage)] : []
  })
  return { pairs, added, removed }
}

/** The place that both entries are about, as far as either names one. */
function meet(a: FixedImage, b: FixedImage): Where {
  return whereOf({ ...b, ...a })
}

/** kluctl takes no namespace for `default`: that is one place, shown by its name if anybody gave it. */
function addPlace(places: Map<string, Where>, place: Where): void {
  const key = JSON.stringify([place.namespace || 'default', place.deployment, place.container])
  if (!places.get(key)?.namespace) places.set(key, place)
}

function diffUse(entry: FixedImage, old: string | null, now: string): DiffUse {
  return {
    ...whereOf(entry),
    image: nameOf(entry),
    old,
    new: now,
    why: 'fixed image',
    filter: null,
    bump: bumpOf(old, now, null)
  }
}
