import type { Place } from '../errors.ts'
import type { ErrorRecord } from './part-record.ts'
import {
  boundedText,
  choice,
  count,
  later,
  list,
  matching,
  maybe,
  object,
  ordinal,
  ownMembers,
  type Reader,
  refuse,
  text
} from './read-report-shape.ts'
import type { FailureRecord, UseRecord, WarningKind, WarningRecord, Where } from './record.ts'

/** Readers for what stands in the record of a whole run and in that of a part: places, uses, failures, warnings. */

const whereMembers = { namespace: text, deployment: text, container: text }
const ofTarget = { target: text }

/** A place, with its target where the record is of several. */
export const where: Reader<Where> = object(whereMembers, ofTarget)

const placeNames = ['file', 'line', 'column']

/** A place ends behind its file, its line or its column. */
const place: Reader<Place> = (value, pointer) => {
  const given = ownMembers(value, pointer, placeNames)
  const file = text(given.get('file'), `${pointer}/file`)
  if (!given.has('line')) return given.has('column') ? refuse(pointer, 'has a column and no line') : { file }
  const line = ordinal(given.get('line'), `${pointer}/line`)
  return given.has('column')
    ? { file, line, column: ordinal(given.get('column'), `${pointer}/column`) }
    : { file, line }
}

const errorMembers = {
  error: text,
  code: text,
  message: text,
  hint: maybe(text),
  place: maybe(place),
  excerpt: maybe(list(text))
}

/** A failure without the uses that it hits. */
export const error: Reader<ErrorRecord> = object(errorMembers)

export const failure: Reader<FailureRecord> = object({ ...errorMembers, image: maybe(text), where: list(where) })

const warningKinds: readonly WarningKind[] = ['warning', 'trap', 'hold', 'new-registry', 'committed']

export const warning: Reader<WarningRecord> = object({
  kind: choice(warningKinds),
  message: text,
  place: maybe(place),
  image: maybe(text)
})

const explanation = object({
  repository: text,
  filter: text,
  prefix: maybe(text),
  seen: count,
  matched: count,
  newest: maybe(text),
  runnerUp: maybe(text),
  ties: list(text),
  rejected: list(object({ reason: text, count, examples: list(text) }))
})

/** A secret in a tag is hidden from whoever reads the report. */
const tag = matching(/^(?:[A-Za-z0-9_]|\*{3})(?:[A-Za-z0-9._-]|\*{3}){0,127}$/, 'tag')

const day = String.raw`\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])`

const moment = matching(new RegExp(`^${day}T(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\dZ$`), 'date in UTC')

const candidateRules = ['skip', 'max-bump', 'no-downgrade', 'minimum-age', 'platforms', 'missing'] as const

const policy = object({
  passedOver: list(object({ tag, rule: choice(candidateRules), message: boundedText(2000) })),
  date: maybe(object({ date: moment, source: choice(['registry', 'label', 'config']) })),
  hold: maybe(
    object({
      reason: boundedText(2000),
      owner: maybe(boundedText(400)),
      expiry: maybe(matching(new RegExp(`^${day}$`), 'day'))
    })
  )
})

/** Members in the order of a run, so that a merge writes the same bytes. */
export const use: Reader<UseRecord> = object(
  {
    image: text,
    ...whereMembers,
    field: text,
    deploymentDir: text,
    tags: list(text),
    place: maybe(place),
    status: choice(['resolved', 'failed', 'skipped']),
    filter: maybe(text),
    result: maybe(text),
    old: maybe(text),
    origin: maybe(choice(['fixed', 'deployed', 'registry', 'previous'])),
    why: text,
    explanation: maybe(explanation),
    policy: later(maybe(policy), null)
  },
  ofTarget
)
