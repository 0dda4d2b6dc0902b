import type { ImagesError, Place } from '../errors.ts'
import { FilterError, FixedImagesError, ProjectError } from '../errors.ts'
import type { FixedImage } from '../fixed/entry.ts'
import { entryKey, findFixed } from '../fixed/match.ts'
import type { Answer, Decision, PolicyDecision } from '../resolve/answer.ts'
import { subjectOf } from '../resolve/pins.ts'
import { defaultFilter } from '../resolve/plan.ts'
import { byCodeUnit } from '../text.ts'
import { bumpOf } from '../version/bump.ts'
import { countReport } from './count.ts'
import { compareUses, compareWhere, type DiffUse } from './diff.ts'
import { evaluateGates } from './gates.ts'
import {
  type CostRecord,
  type ExplanationRecord,
  type FailureRecord,
  type GateName,
  noCost,
  type PolicyRecord,
  type Report,
  type UseRecord,
  type WarningRecord,
  type Where
} from './record.ts'

export type ReportInput = {
  readonly target: string | undefined
  readonly answers: readonly Answer[]
  /** Failures that are not about one use: a file that cannot be rendered. */
  readonly problems: readonly ImagesError[]
  readonly warnings: readonly WarningRecord[]
  /** What the run is compared with. */
  readonly baseline: readonly FixedImage[]
  /** The new list. */
  readonly entries: readonly FixedImage[]
  readonly cost: CostRecord
  /** Gates to evaluate. */
  readonly failOn: readonly GateName[]
}

/** Builds the decision record, in an order that depends on nothing but its content. */
export function buildReport(input: ReportInput): Report {
  const answers = input.answers.toSorted(compareAnswers)
  const uses = answers.map(answer => useRecord(answer, input.baseline))
  const removed = removedEntries(input)
  const differing = answers.map((answer, index) => diffUse(answer, uses[index]))
  const changes = compareUses(
    differing.filter(use => use !== undefined),
    removed
  )
  const problems = input.problems.map(error => failure(error, null, [])).toSorted(compareByPlace)
  const failures = [...unique(problems), ...useFailures(answers)]
  const warnings = unique([...input.warnings.toSorted(compareByPlace), ...answers.flatMap(answerWarning)])
  return {
    version: 1,
    target: input.target ?? null,
    counts: countReport({ uses, changes, failures, warnings }),
    gates: evaluateGates(input.failOn, { uses, changes, failures, warnings }),
    changes,
    failures,
    warnings,
    uses,
    cost: costRecord(input.cost)
  }
}

function diffUse(answer: Answer, use: UseRecord | undefined): DiffUse | undefined {
  if (use === undefined) return undefined
  const decision = 'decision' in answer ? answer.decision : undefined
  const orderedBy = decision?.written ?? answer.use.call.filter ?? defaultFilter
  return {
    ...use,
    new: use.result,
    filter: use.origin === 'registry' ? use.filter : null,
    bump: bumpOf(use.old, use.result, orderedBy)
  }
}

/** The record of a run that ended before it could look at an image. */
export function endReport(errors: readonly ImagesError[], target: string | undefined): Report {
  return buildReport({
    target,
    answers: [],
    problems: errors,
    warnings: [],
    baseline: [],
    entries: [],
    cost: noCost,
    failOn: []
  })
}

/** What is in nobody's use any more. Where a part of the project could not be read, nobody knows that. */
function removedEntries({ baseline, entries, answers, problems }: ReportInput): readonly FixedImage[] {
  if (problems.length > 0) return []
  const used = new Set(answers.map(answer => findFixed(baseline, subjectOf(answer.use))))
  const present = new Set(entries.map(entryKey))
  return baseline.filter(entry => !used.has(entry) && !present.has(entryKey(entry)))
}

function useRecord(answer: Answer, baseline: readonly FixedImage[]): UseRecord {
  const { use } = answer
  const decision = 'decision' in answer ? answer.decision : undefined
  return {
    image: use.call.image,
    namespace: use.namespace,
    deployment: use.deployment,
    container: use.container,
    field: use.field,
    deploymentDir: use.deploymentDir,
    tags: use.tags,
    place: use.call.place ?? null,
    status: answer.status,
    filter: decision?.written ?? null,
    result: answer.status === 'resolved' ? answer.result : null,
    old: findFixed(baseline, subjectOf(use))?.resultImage ?? null,
    origin: answer.status === 'resolved' ? answer.origin : null,
    why: answer.status === 'failed' ? answer.error.message : answer.why,
    explanation: decision ? explanationRecord(decision) : null,
    policy: 'policy' in answer && answer.policy ? policyRecord(answer.policy) : null
  }
}

function explanationRecord({ repository, filter, prefix, explanation }: Decision): ExplanationRecord {
  const { seen, matched, newest, runnerUp, ties, rejected } = explanation
  return {
    repository,
    filter,
    prefix: prefix ?? null,
    seen,
    matched,
    newest: newest ?? null,
    runnerUp: runnerUp ?? null,
    ties,
    rejected
  }
}

/** Null where the policy had no part in the answer. */
function policyRecord({ passedOver, date, hold }: PolicyDecision): PolicyRecord | null {
  if (passedOver.length === 0 && date === undefined && hold === undefined) return null
  return {
    passedOver: passedOver.map(({ tag, rule, message }) => ({ tag, rule, message })),
    date: date === undefined ? null : { date: date.date, source: date.source },
    hold: hold === undefined ? null : { reason: hold.reason, owner: hold.owner ?? null, expiry: hold.expiry ?? null }
  }
}

function compareAnswers({ use: a }: Answer, { use: b }: Answer): number {
  return (
    byCodeUnit(a.call.image, b.call.image) ||
    compareWhere(a, b) ||
    byCodeUnit(a.deploymentDir, b.deploymentDir) ||
    byCodeUnit(a.field, b.field) ||
    byCodeUnit(a.manifest.path, b.manifest.path) ||
    a.range[0] - b.range[0]
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

/** The same thing said once: a file that two items use has one mistake, not two. */
function unique<T>(records: readonly T[]): readonly T[] {
  return [...new Map(records.map(record => [JSON.stringify(record), record])).values()]
}

/** One record for each image and message, with every place it hits: a registry that is down is one failure, not forty. */
function useFailures(answers: readonly Answer[]): readonly FailureRecord[] {
  const groups = new Map<string, { error: ImagesError; image: string; place: Place | undefined; where: Where[] }>()
  for (const answer of answers) {
    if (answer.status !== 'failed') continue
    const { call, namespace, deployment, container } = answer.use
    const key = JSON.stringify([call.image, answer.error.message])
    const group = groups.get(key) ?? { error: answer.error, image: call.image, place: call.place, where: [] }
    group.where.push({ namespace, deployment, container })
    groups.set(key, group)
  }
  return [...groups.values()]
    .map(({ error, image, place, where }) => failure(error, image, where.toSorted(compareWhere), place))
    .toSorted((a, b) => byCodeUnit(a.image ?? '', b.image ?? '') || byCodeUnit(a.message, b.message))
}

/** A failure as data. `place` is the call's, for errors that have none of their own. */
export function failure(
  error: ImagesError,
  image: string | null,
  where: readonly Where[],
  place?: Place
): FailureRecord {
  const own = error instanceof ProjectError || error instanceof FixedImagesError ? error.place : undefined
  const excerpt = error instanceof ProjectError ? (error.excerpt ?? []) : []
  const caret = error instanceof FilterError ? `\n${error.caret()}` : ''
  return {
    error: error.name,
    code: error.code,
    message: `${error.message}${caret}`,
    hint: error.hint ?? null,
    place: own ?? place ?? null,
    excerpt: excerpt.length === 0 ? null : excerpt,
    image,
    where
  }
}

function answerWarning(answer: Answer): readonly WarningRecord[] {
  const { image, place = null } = answer.use.call
  if (answer.status === 'skipped') return [{ kind: 'warning', message: answer.why, place, image }]
  const warning = answer.status === 'resolved' ? answer.warning : undefined
  const traps = answer.decision?.traps ?? []
  return [
    ...(warning === undefined ? [] : [{ kind: 'warning', message: warning, place, image } as const]),
    ...traps.map(
      ({ message, suggestion }) =>
        ({ kind: 'trap', message: `${message}; ${suggestion} avoids it`, place, image }) as const
    )
  ]
}

/** Only what the report has: a registry client counts more than that. */
function costRecord({ requests, waits, repositories, imageRequests }: CostRecord): CostRecord {
  return { requests, waits, repositories, imageRequests }
}
