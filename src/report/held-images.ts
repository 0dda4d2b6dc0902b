import { placeOf } from './diff.ts'
import type { HoldRecord } from './policy-text.ts'
import type { Report, Where } from './record.ts'

/** Uses of one image that a hold of the policy keeps at the same answer. */
export type HeldImage = {
  readonly image: string
  /** Null where it has nothing to stay at, which is a failure. */
  readonly result: string | null
  readonly hold: HoldRecord
  readonly where: readonly Where[]
}

/** Everything that a hold of the policy keeps where it is, in the order of the uses. */
export function heldImages(report: Pick<Report, 'uses'>): readonly HeldImage[] {
  const groups = new Map<string, HeldImage & { readonly where: Where[] }>()
  for (const use of report.uses) {
    const { image, result, policy } = use
    const hold = policy?.hold ?? null
    if (hold === null) continue
    const key = JSON.stringify([image, result, hold])
    const group = groups.get(key) ?? { image, result, hold, where: [] }
    group.where.push(placeOf(use))
    groups.set(key, group)
  }
  return [...groups.values()]
}
