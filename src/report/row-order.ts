import { byCodeUnit } from '../text.ts'
import type { Bump } from '../version/bump.ts'
import type { Change } from './record.ts'

/**
 * The changes in the order in which every view shows them: what a reviewer must not overlook first. An image stands where its most urgent
 * change belongs, and all its changes stand together there. By urgency: a downgrade, another repository, a major version, a removed image,
 * a new one, tags without numbers to compare, another digest, a minor version, a patch. Between equals decide image, then new and old result
 * and reason, by code unit: the order of the argument never matters.
 */
export function orderChanges(changes: readonly Change[]): readonly Change[] {
  const urgency = new Map<string, number>()
  for (const change of changes) {
    urgency.set(change.image, Math.min(urgency.get(change.image) ?? Number.POSITIVE_INFINITY, urgencyOf(change)))
  }
  const rank = ({ image }: Change): number => urgency.get(image) ?? 0
  return changes.toSorted(
    (a, b) =>
      rank(a) - rank(b) ||
      byCodeUnit(a.image, b.image) ||
      urgencyOf(a) - urgencyOf(b) ||
      byText(a.new, b.new) ||
      byText(a.old, b.old) ||
      byCodeUnit(a.why, b.why) ||
      byText(a.filter, b.filter)
  )
}

/** True for a change that no reviewer may overlook: it stands out in every view. */
export function needsAttention({ bump, kind, movedRepository }: Change): boolean {
  return movedRepository || bump === 'downgrade' || kind === 'removed'
}

const bumpUrgency: Readonly<Record<Bump, number>> = {
  downgrade: 0,
  major: 2,
  removed: 3,
  new: 4,
  other: 5,
  digest: 6,
  minor: 7,
  patch: 8
}

function urgencyOf({ bump, movedRepository }: Change): number {
  return Math.min(bumpUrgency[bump], movedRepository ? 1 : 8)
}

function byText(a: string | null, b: string | null): number {
  return byCodeUnit(a ?? '', b ?? '')
}
