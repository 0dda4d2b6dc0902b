import type { ImagesError, Place } from '../errors.ts'
import { FilterError, FixedImagesError, ProjectError } from '../errors.ts'
import type { FixedImage } from '../fixed/entry.ts'
import { findFixed } from '../fixed/match.ts'
import type { ImageUse } from '../project/uses.ts'
import type { Answer, Decision, PolicyDecision } from '../resolve/answer.ts'
import { subjectOf } from '../resolve/pins.ts'
import { defaultFilter } from '../resolve/plan.ts'
import { byCodeUnit } from '../text.ts'
import type { AnswerRecord, ErrorRecord } from './part-record.ts'
import type { ExplanationRecord, PolicyRecord } from './record.ts'

/** Position of every use in the order of the report, which depends on nothing but the uses. */
export function reportPositions(uses: readonly ImageUse[]): ReadonlyMap<ImageUse, number> {
  return new Map(uses.toSorted(compareUses).map((use, position) => [use, position]))
}

function compareUses(a: ImageUse, b: ImageUse): number {
  return (
    byCodeUnit(a.call.image, b.call.image) ||
    byCodeUnit(a.namespace, b.namespace) ||
    byCodeUnit(a.deployment, b.deployment) ||
    byCodeUnit(a.container, b.container) ||
    byCodeUnit(a.deploymentDir, b.deploymentDir) ||
    byCodeUnit(a.field, b.field) ||
    byCodeUnit(a.manifest.path, b.manifest.path) ||
    a.range[0] - b.range[0]
  )
}

/** An answer as data, with what the baseline has for its use. */
export function answerRecord(answer: Answer, position: number, baseline: readonly FixedImage[]): AnswerRecord {
  const { use } = answer
  const decision = 'decision' in answer ? answer.decision : undefined
  const traps = answer.status === 'skipped' ? [] : (decision?.traps ?? [])
  return {
    position,
    use: {
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
    },
    orderedBy: decision?.written ?? use.call.filter ?? defaultFilter,
    error: answer.status === 'failed' ? errorRecord(answer.error, use.call.place) : null,
    warning: (answer.status === 'resolved' ? answer.warning : undefined) ?? null,
    traps: traps.map(({ message, suggestion }) => `${message}; ${suggestion} avoids it`)
  }
}

/** The answer again, as the failure that it has become. */
export function failedRecord(answer: AnswerRecord, error: ImagesError): AnswerRecord {
  const { use } = answer
  return {
    ...answer,
    use: { ...use, status: 'failed', result: null, origin: null, why: error.message, policy: null },
    error: errorRecord(error, use.place ?? undefined),
    warning: null
  }
}

/** An error as data. `place` is the call's, for errors that have none of their own. */
export function errorRecord(error: ImagesError, place?: Place): ErrorRecord {
  const own = error instanceof ProjectError || error instanceof FixedImagesError ? error.place : undefined
  const excerpt = error instanceof ProjectError ? (error.excerpt ?? []) : []
  const caret = error instanceof FilterError ? `\n${error.caret()}` : ''
  return {
    error: error.name,
    code: error.code,
    message: `${error.message}${caret}`,
    hint: error.hint ?? null,
    place: own ?? place ?? null,
    excerpt: excerpt.length === 0 ? null : excerpt
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
