import { byCodeUnit } from '../text.ts'
import type { FixedImage } from './entry.ts'
import { entryKey, overlaps } from './match.ts'

/**
 * The order of a fixed-images file: by image, then general entries before specific ones (kluctl takes the last that matches), then by
 * namespace, deployment, container. It depends on nothing but the entries, with one exception: `carried` are entries of the file as it stood
 * that this run was not asked about, in their order. Where that order decides between two of them, it stays: an entry that another
 * one hides must not come to life by sorting.
 */
export function sortEntries(
  entries: readonly FixedImage[],
  carried: readonly FixedImage[] = []
): readonly FixedImage[] {
  const waiting = entries.toSorted(compareEntries)
  const blockers = decidedOrder(entries, carried)
  const sorted: FixedImage[] = []
  while (waiting.length > 0) {
    const ready = waiting.findIndex(entry => (blockers.get(entry)?.size ?? 0) === 0)
    const [next] = waiting.splice(Math.max(0, ready), 1)
    if (!next) break
    sorted.push(next)
    for (const blocked of blockers.values()) blocked.delete(next)
  }
  return sorted
}

/** By entry: what must stay before it. Both are carried, some use may match both, and their results differ. */
function decidedOrder(
  entries: readonly FixedImage[],
  carried: readonly FixedImage[]
): ReadonlyMap<FixedImage, Set<FixedImage>> {
  const positions = new Map(carried.map((entry, position) => [entryKey(entry), position]))
  const placed = entries
    .flatMap(entry => {
      const position = positions.get(entryKey(entry))
      return position === undefined ? [] : [{ entry, position }]
    })
    .toSorted((a, b) => a.position - b.position)
    .map(({ entry }) => entry)
  const blockers = new Map<FixedImage, Set<FixedImage>>()
  for (const [index, second] of placed.entries()) {
    const earlier = placed
      .slice(0, index)
      .filter(first => first.resultImage !== second.resultImage && overlaps(first, second))
    if (earlier.length > 0) blockers.set(second, new Set(earlier))
  }
  return blockers
}

function compareEntries(a: FixedImage, b: FixedImage): number {
  return (
    byCodeUnit(a.image ?? '', b.image ?? '') ||
    specificity(a) - specificity(b) ||
    byCodeUnit(a.namespace ?? '', b.namespace ?? '') ||
    byCodeUnit(a.deployment ?? '', b.deployment ?? '') ||
    byCodeUnit(a.container ?? '', b.container ?? '') ||
    byCodeUnit(entryKey(a), entryKey(b)) ||
    byCodeUnit(a.resultImage, b.resultImage)
  )
}

function specificity(entry: FixedImage): number {
  return [entry.namespace, entry.deployment, entry.container].filter(field => field !== undefined).length
}
