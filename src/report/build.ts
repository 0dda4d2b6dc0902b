import type { ImagesError, Place } from '../errors.ts'
import { byCodeUnit } from '../text.ts'
import { bumpOf } from '../version/bump.ts'
import { errorRecord } from './answer-record.ts'
import { countReport } from './count.ts'
import { compareUses, compareWhere, type DiffUse, placeOf, type RemovedEntry } from './diff.ts'
import { evaluateGates } from './gates.ts'
import type { AnswerRecord, ErrorRecord } from './part-record.ts'
import {
  type CostRecord,
  type FailureRecord,
  type GateName,
  noCost,
  type Report,
  type WarningRecord,
  type Where
} from './record.ts'
import { unique } from './unique.ts'

export type ReportInput = {
  readonly target: string | null
  readonly answers: readonly AnswerRecord[]
  /** Failures that are not about one use: a file that cannot be rendered. */
  readonly problems: readonly FailureRecord[]
  readonly warnings: readonly WarningRecord[]
  /** Entries of the baseline that the new list does not have and no use has. */
  readonly removed: readonly RemovedEntry[]
  readonly cost: CostRecord
  /** Gates to evaluate. */
  readonly failOn: readonly GateName[]
}

/** Builds the decision record, in an order that depends on nothing but its content. */
export function buildReport(input: ReportInput): Report {
  const answers = input.answers.toSorted(compareAnswers)
  const uses = answers.map(({ use }) => use)
  const changes = compareUses(answers.map(diffUse), input.removed)
  const failures = [...unique(input.problems.toSorted(compareByPlace)), ...useFailures(answers)]
  const warnings = unique([...input.warnings.toSorted(compareByPlace), ...answers.flatMap(answerWarnings)])
  return {
    version: 1,
    target: input.target,
    counts: countReport({ uses, changes, failures, warnings }),
    gates: evaluateGates(input.failOn, { uses, changes, failures, warnings }),
    changes,
    failures,
    warnings,
    uses,
    cost: costRecord(input.cost),
    part: null
  }
}

/** The record of a run that ended before it could look at an image. */
export function endReport(errors: readonly ImagesError[], target: string | undefined): Report {
  return buildReport({
    target: target ?? null,
    answers: [],
    problems: errors.map(error => failure(error, null, [])),
    warnings: [],
    removed: [],
    cost: noCost,
    failOn: []
  })
}

/** A failure as data. `place` is the call's, for errors that have none of their own. */
export function failure(
  error: ImagesError,
  image: string | null,
  where: readonly Where[],
  place?: Place
): FailureRecord {
  return { ...errorRecord(error, place), image, where }
}

function diffUse({ use, orderedBy }: AnswerRecord): DiffUse {
  const { old, result, origin, filter } = use
  return {
    ...use,
    new: result,
    filter: origin === 'registry' ? filter : null,
    bump: bumpOf(old, result, orderedBy)
  }
}

function compareAnswers({ use: a, position: x }: AnswerRecord, { use: b, position: y }: AnswerRecord): number {
  return (
    byCodeUnit(a.image, b.image) ||
    compareWhere(a, b) ||
    byCodeUnit(a.deploymentDir, b.deploymentDir) ||
    byCodeUnit(a.field, b.field) ||
    x - y
  )
}

type Placed = { readonly place: Place | null; readonly message: string }

function compareByPlace({ place: a, message: x }: Placed, { place: b, message: y }: Placed): number {
  return (
    byCodeUnit(a?.file ?? '', b?.file ?? '') ||
    (a?.line ?? 0) - (b?.line ?? 0) ||
    (a?.column ?? 0) - (b?.column ?? 0) ||
    byCodeUnit(x, y)
  )
}

/** One record for each image and message, with every place it hits: a registry that is down is one failure, not forty. */
function useFailures(answers: readonly AnswerRecord[]): readonly FailureRecord[] {
  const groups = new Map<string, { readonly error: ErrorRecord; readonly image: string; readonly where: Where[] }>()
  for (const { use, error } of answers) {
    if (error === null) continue
    const { image } = use
    const key = JSON.stringify([image, use.why])
    const group = groups.get(key) ?? { error, image, where: [] }
    group.where.push(placeOf(use))
    groups.set(key, group)
  }
  return [...groups.values()]
    .map(({ error, image, where }) => ({ ...error, image, where: where.toSorted(compareWhere) }))
    .toSorted((a, b) => byCodeUnit(a.image ?? '', b.image ?? '') || byCodeUnit(a.message, b.message))
}

function answerWarnings({ use, warning, traps }: AnswerRecord): readonly WarningRecord[] {
  const { status, why, place, image } = use
  if (status === 'skipped') return [{ kind: 'warning', message: why, place, image }]
  return [
    ...(warning === null ? [] : [{ kind: 'warning', message: warning, place, image } as const]),
    ...traps.map(message => ({ kind: 'trap', message, place, image }) as const)
  ]
}

/** Only what the report has: a registry client counts more than that. */
function costRecord({ requests, waits, repositories, imageRequests }: CostRecord): CostRecord {
  return { requests, waits, repositories, imageRequests }
}
