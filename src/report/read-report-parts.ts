import type { Place } from '../errors.ts'
import type { Bump } from '../version/bump.ts'
import {
  address,
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
  shortText,
  text,
  truth
} from './read-report-shape.ts'
import { gateNames, type Report, type WarningKind } from './record.ts'

/** One reader for each part of the record, member by member as `record.ts` and the JSON Schema have them. */

const where = { namespace: text, deployment: text, container: text }

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

const counts = object({
  uses: count,
  images: count,
  changed: count,
  added: count,
  removed: count,
  unchanged: count,
  kept: count,
  skipped: count,
  failed: count,
  failedImages: count,
  changedImages: count,
  addedImages: count,
  removedImages: count,
  heldImages: count,
  traps: count,
  errors: count
})

const gate = object({ gate: choice(gateNames), passed: truth, images: list(text), remedy: maybe(text) })

const source = object({
  source: text,
  from: maybe(text),
  to: maybe(text),
  compare: maybe(address),
  note: maybe(text),
  commits: maybe(object({ total: count, subjects: list(object({ sha: text, subject: text })) }))
})

const bumpNames: readonly Bump[] = ['major', 'minor', 'patch', 'digest', 'other', 'downgrade', 'new', 'removed']

const change = object({
  kind: choice(['changed', 'added', 'removed']),
  image: text,
  old: maybe(text),
  new: maybe(text),
  why: text,
  filter: maybe(text),
  movedRepository: truth,
  bump: choice(bumpNames),
  links: object({ old: maybe(address), new: maybe(address), source: maybe(source) }),
  where: list(object(where))
})

const failure = object({
  error: text,
  code: text,
  message: text,
  hint: maybe(text),
  place: maybe(place),
  excerpt: maybe(list(text)),
  image: maybe(text),
  where: list(object(where))
})

const warningKinds: readonly WarningKind[] = ['warning', 'trap', 'hold', 'new-registry']

const warning = object({ kind: choice(warningKinds), message: text, place: maybe(place), image: maybe(text) })

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
  passedOver: list(object({ tag, rule: choice(candidateRules), message: shortText(2000) })),
  date: maybe(object({ date: moment, source: choice(['registry', 'label', 'config']) })),
  hold: maybe(
    object({
      reason: shortText(2000),
      owner: maybe(shortText(400)),
      expiry: maybe(matching(new RegExp(`^${day}$`), 'day'))
    })
  )
})

const use = object({
  ...where,
  image: text,
  filter: maybe(text),
  field: text,
  deploymentDir: text,
  tags: list(text),
  place: maybe(place),
  status: choice(['resolved', 'failed', 'skipped']),
  result: maybe(text),
  old: maybe(text),
  origin: maybe(choice(['fixed', 'deployed', 'registry', 'previous'])),
  why: text,
  explanation: maybe(explanation),
  policy: later(maybe(policy), null)
})

const version: Reader<1> = (value, pointer) =>
  value === 1 ? 1 : refuse(pointer, 'is no version of a report that this kluctl-images reads')

/** The whole record, each part of its type. Whether the parts agree is another question. */
export const report: Reader<Report> = object({
  version,
  target: maybe(text),
  counts,
  gates: list(gate),
  changes: list(change),
  failures: list(failure),
  warnings: list(warning),
  uses: list(use),
  cost: object({ requests: count, waits: count, repositories: count, imageRequests: later(count, 0) })
})
