import { placeOf } from './diff.ts'
import type { PolicyRecord, Report, UseRecord, Where } from './record.ts'

/** Uses of one image that share an answer and are not among the changes. */
export type UnchangedImage = {
  readonly image: string
  readonly result: string | null
  /** `unchanged`: the answer is the baseline's. `kept`: the previous entry stays, `why` tells for what reason. `skipped`: not selected, no entry. */
  readonly kind: 'unchanged' | 'kept' | 'skipped'
  /** True where a fixed image, what is deployed, the previous entry or the policy holds it: its answer is not the registry's. */
  readonly isHeld: boolean
  readonly why: string
  readonly origin: UseRecord['origin']
  readonly policy: PolicyRecord | null
  readonly where: readonly Where[]
}

/** Everything that is neither a change nor a failure, grouped by image, answer, what holds it and what the policy did, in the order of the uses. */
export function unchangedImages(report: Report): readonly UnchangedImage[] {
  const groups = new Map<string, UnchangedImage & { readonly where: Where[] }>()
  for (const use of report.uses) {
    const kind = kindOf(use)
    if (kind === undefined) continue
    const isHeld = kind !== 'skipped' && use.origin !== 'registry'
    const { image, result, why, origin, policy } = use
    const key = JSON.stringify([image, result, kind, isHeld, policy])
    const group = groups.get(key) ?? { image, result, kind, isHeld, why, origin, policy, where: [] }
    group.where.push(placeOf(use))
    groups.set(key, group)
  }
  return [...groups.values()]
}

function kindOf(use: UseRecord): UnchangedImage['kind'] | undefined {
  if (use.status === 'skipped') return 'skipped'
  if (use.status === 'failed' || use.result !== use.old) return undefined
  return use.origin === 'previous' ? 'kept' : 'unchanged'
}
