import type { ImageUse } from '../project/uses.ts'
import { compareWhere } from '../report/diff.ts'
import type { CostRecord, FailureRecord, WarningRecord } from '../report/record.ts'
import { unique } from '../report/unique.ts'
import { byCodeUnit } from '../text.ts'
import {
  type Check,
  type CheckUse,
  type CheckVerdict,
  checkVerdicts,
  type Reason,
  type ReasonLevel,
  reasonCodes,
  type Verification,
  type VerificationCounts
} from './record.ts'

/** A check as it was made, in any order. */
export type DraftCheck = Pick<Check, 'image' | 'result' | 'pinnedBy' | 'reasons' | 'pinned' | 'lock' | 'tag'> & {
  readonly uses: readonly ImageUse[]
  readonly wanted: readonly string[]
  readonly found: readonly string[] | null
}

export type VerificationInput = {
  readonly target: string | undefined
  readonly files: readonly string[]
  readonly checks: readonly DraftCheck[]
  readonly failures: readonly FailureRecord[]
  readonly warnings: readonly WarningRecord[]
  readonly cost: CostRecord
}

/** Puts a verification into an order that depends on nothing but its content, and counts it. */
export function buildVerification(input: VerificationInput): Verification {
  const checks = input.checks.map(finish).toSorted(compareChecks)
  const counts = countChecks(checks, input.failures)
  const { requests, waits, repositories, imageRequests } = input.cost
  return {
    version: 1,
    target: input.target ?? null,
    // who looks into the wrong folder must not read that all is well
    ok: counts.uses > 0 && counts.failed + counts.errors === 0,
    files: input.files,
    counts,
    checks,
    failures: input.failures,
    warnings: unique(input.warnings),
    cost: { requests, waits, repositories, imageRequests }
  }
}

function finish({ uses, wanted, found, reasons, pinnedBy, ...check }: DraftCheck): Check {
  const sorted = unique(reasons).toSorted(compareReasons)
  return {
    image: check.image,
    result: check.result,
    pinnedBy: pinnedBy.toSorted(byCodeUnit),
    uses: unique(uses.map(useOf).toSorted(compareUses)),
    verdict: verdictOf(sorted),
    reasons: sorted,
    pinned: check.pinned,
    lock: check.lock,
    tag: check.tag,
    platforms: { wanted: wanted.toSorted(byCodeUnit), found }
  }
}

function useOf({ namespace, deployment, container, call }: ImageUse): CheckUse {
  return { namespace, deployment, container, place: call.place ?? null }
}

function verdictOf(reasons: readonly Reason[]): CheckVerdict {
  if (reasons.some(({ level }) => level === 'failure')) return 'failed'
  if (reasons.some(({ level }) => level === 'warning')) return 'warned'
  return reasons.some(({ code }) => code === 'not-pinned') ? 'not-pinned' : 'verified'
}

function countChecks(checks: readonly Check[], failures: readonly FailureRecord[]): VerificationCounts {
  const worst = new Map<string, CheckVerdict>()
  for (const { image, verdict } of checks) {
    const before = worst.get(image) ?? 'verified'
    worst.set(image, checkVerdicts.indexOf(verdict) < checkVerdicts.indexOf(before) ? verdict : before)
  }
  const count = (verdict: CheckVerdict): number => [...worst.values()].filter(one => one === verdict).length
  return {
    uses: checks.reduce((sum, { uses }) => sum + uses.length, 0),
    images: worst.size,
    verified: count('verified'),
    notPinned: count('not-pinned'),
    warned: count('warned'),
    failed: count('failed'),
    errors: failures.length
  }
}

function compareChecks(a: Check, b: Check): number {
  return (
    byCodeUnit(a.image, b.image) ||
    byCodeUnit(a.result ?? '', b.result ?? '') ||
    byCodeUnit(JSON.stringify(a.reasons), JSON.stringify(b.reasons))
  )
}

const levels: readonly ReasonLevel[] = ['failure', 'warning', 'note']

function compareReasons(a: Reason, b: Reason): number {
  return (
    levels.indexOf(a.level) - levels.indexOf(b.level) ||
    reasonCodes.indexOf(a.code) - reasonCodes.indexOf(b.code) ||
    byCodeUnit(a.message, b.message)
  )
}

function compareUses(a: CheckUse, b: CheckUse): number {
  return (
    compareWhere(a, b) ||
    byCodeUnit(a.place?.file ?? '', b.place?.file ?? '') ||
    (a.place?.line ?? 0) - (b.place?.line ?? 0) ||
    (a.place?.column ?? 0) - (b.place?.column ?? 0)
  )
}
