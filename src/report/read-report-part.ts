import {
  type AnswerRecord,
  decidingNames,
  type EntryRecord,
  type FileRecord,
  type LockPartRecord,
  type PartRecord
} from './part-record.ts'
import {
  boundedText,
  choice,
  count,
  list,
  matching,
  maybe,
  object,
  ordinal,
  type Reader,
  text,
  truth
} from './read-report-shape.ts'
import { error, use, warning } from './read-report-uses.ts'

/** UTF-16 units of a file that stands in a record: as much as an artifact may have of one. */
const longestFile = 8 * 1024 * 1024

const hash = matching(/^[0-9a-f]{64}$/, 'SHA-256')

const shortHash = matching(/^[0-9a-f]{16}$/, 'begin of a SHA-256')

const options: Reader<PartRecord['options']> = object(Object.fromEntries(decidingNames.map(name => [name, shortHash])))

const commit = matching(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/, 'commit')

const answer: Reader<AnswerRecord> = object({
  position: count,
  use,
  orderedBy: text,
  error: maybe(error),
  warning: maybe(text),
  traps: list(text)
})

const file: Reader<FileRecord> = object({
  name: boundedText(4096),
  text: maybe(boundedText(longestFile)),
  digest: maybe(hash),
  untouched: list(count),
  partial: truth,
  simple: truth
})

const entry: Reader<EntryRecord> = object({
  image: maybe(text),
  imageRegex: maybe(text),
  resultImage: text,
  namespace: maybe(text),
  deployment: maybe(text),
  container: maybe(text)
})

const day = String.raw`\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])`
const moment = matching(new RegExp(`^${day}T(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\dZ$`), 'date in UTC')
const digest = matching(/^[a-z0-9]+(?:[.+_-][a-z0-9]+)*:[0-9a-zA-Z]{32,}$/, 'digest')

const facts = object(
  { result: text, digest: maybe(digest), platforms: maybe(list(text)) },
  { created: maybe(object({ date: moment, source: choice(['registry', 'label', 'config']) })) }
)

const lock: Reader<LockPartRecord> = object({
  name: boundedText(4096),
  text: maybe(boundedText(longestFile)),
  decided: moment,
  facts: list(facts),
  warnings: list(text)
})

/** What a run of one part of the images left for the merge. */
export const part: Reader<PartRecord> = object({
  shard: object({ index: ordinal, count: ordinal }),
  commit: maybe(commit),
  project: hash,
  options,
  total: count,
  answers: list(answer),
  file,
  unused: list(entry),
  warnings: list(warning),
  lock: maybe(lock)
})
