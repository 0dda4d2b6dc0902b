import type { Bump } from '../version/bump.ts'
import { part } from './read-report-part.ts'
import {
  address,
  choice,
  count,
  later,
  list,
  maybe,
  object,
  type Reader,
  refuse,
  text,
  truth
} from './read-report-shape.ts'
import { failure, use, warning, where } from './read-report-uses.ts'
import { gateNames, type Report } from './record.ts'

/** One reader for each part of the record, member by member as `record.ts` and the JSON Schema have them. */

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
  committedImages: count,
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
  where: list(where)
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
  cost: object({ requests: count, waits: count, repositories: count, imageRequests: later(count, 0) }),
  part: later(maybe(part), null)
})
