import type { Change, Counts, FailureRecord, UseRecord, WarningRecord } from './record.ts'
import { warnedImages } from './warned-images.ts'

export type CountInput = {
  readonly uses: readonly UseRecord[]
  readonly changes: readonly Change[]
  readonly failures: readonly FailureRecord[]
  readonly warnings: readonly WarningRecord[]
}

/** Every number of a record, counted once and here. */
export function countReport({ uses, changes, failures, warnings }: CountInput): Counts {
  const ofKind = (kind: Change['kind']): readonly string[] =>
    changes.filter(change => change.kind === kind).map(change => change.image)
  const held = uses.filter(use => use.result !== null && use.result === use.old && use.origin !== 'registry')
  const [changedImages = 0, addedImages = 0, removedImages = 0, heldImages = 0] = countOnce([
    ofKind('changed'),
    ofKind('added'),
    ofKind('removed'),
    held.map(use => use.image)
  ])
  return {
    uses: uses.length,
    images: new Set(uses.map(use => use.image)).size,
    changed: ofKind('changed').length,
    added: ofKind('added').length,
    removed: ofKind('removed').length,
    unchanged: uses.filter(use => use.result !== null && use.result === use.old).length,
    kept: uses.filter(use => use.origin === 'previous').length,
    skipped: uses.filter(use => use.status === 'skipped').length,
    failed: uses.filter(use => use.status === 'failed').length,
    failedImages: new Set(failures.flatMap(({ image }) => image ?? [])).size,
    changedImages,
    addedImages,
    removedImages,
    heldImages,
    committedImages: warnedImages(warnings, 'committed').size,
    traps: countTraps(warnings),
    errors: failures.filter(({ image }) => image === null).length
  }
}

/** Distinct images, and each trap that is about none. */
function countTraps(warnings: readonly WarningRecord[]): number {
  return (
    warnedImages(warnings, 'trap').size + warnings.filter(({ kind, image }) => kind === 'trap' && image === null).length
  )
}

/** Distinct images of each list that stand in none before it. */
function countOnce(lists: readonly (readonly string[])[]): readonly number[] {
  const counted = new Set<string>()
  return lists.map(images => {
    const before = counted.size
    for (const image of images) counted.add(image)
    return counted.size - before
  })
}
