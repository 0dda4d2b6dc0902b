import { LockError, type Place, ProjectError } from '../errors.ts'
import { parsePlatform } from '../image/platform.ts'
import { isDigest } from '../image/reference.ts'
import { readInstant } from '../policy/day.ts'
import type { ImageDate } from '../ports.ts'
import { quote } from '../text.ts'
import { isYamlList, parseYaml, type YamlDocument } from '../yaml/parse.ts'
import { Part } from '../yaml/shape.ts'
import { findJsonFault } from './json-fault.ts'
import { dateSources, type Lock, type LockEntry, lockOrigins } from './lock.ts'

/** UTF-16 units of one text in a lock, far above what is written. */
const longestText = 10_000

const hint = 'Restore it from git, or delete it: what it says is found out again.'

/**
 * Reads a lock, with the limits of YAML files. Nothing in it is guessed, and nothing unknown is passed over: who writes the lock again would
 * lose it.
 * @throws LockError with line and column
 */
export function readLock(text: string, file: string): Lock {
  refuseConflict(text, file)
  try {
    const root = new Part(parseJson(text, file))
    checkVersion(root)
    root.allow(['version', 'files'])
    return { files: mapOf(root.at('files'), results => mapOf(results, readEntry)) }
  } catch (error) {
    if (!(error instanceof ProjectError)) throw error
    throw new LockError(error.message, error.place ?? { file }, { hint: error.hint ?? hint, cause: error })
  }
}

/** What git leaves where two branches changed the same lines. */
function refuseConflict(text: string, file: string): void {
  const mark = /^(?:<{7}|\|{7}|={7}|>{7})(?:\s|$)/m.exec(text)
  if (!mark) return
  throw new LockError(`git left a merge conflict here: ${quote(mark[0].trim())}`, placeOf(text, file, mark.index), {
    hint: 'Resolve it, or take the file of either side and run again: what is missing is found out again.'
  })
}

/** The reader of YAML knows places and keys that stand twice; what it takes beyond JSON is refused, as other readers of the lock would. */
function parseJson(text: string, file: string): YamlDocument {
  const document = parseYaml(text, file, undefined, 'file')
  if (!document) throw new ProjectError('config', 'the lock is empty', { file, line: 1, column: 1 })
  try {
    JSON.parse(text)
  } catch (error) {
    const place = placeOf(text, file, findJsonFault(text) ?? 0)
    throw new ProjectError('config', 'this is not JSON', place, { cause: error })
  }
  return document
}

function checkVersion(root: Part): void {
  root.map()
  const version = root.at('version')
  if (version.value === 1n) return
  if (version.isEmpty) throw root.fail('the lock has no version')
  const said = typeof version.value === 'bigint' ? String(version.value) : 'another'
  throw version.fail(
    `the lock has version ${said}, and this release reads version 1`,
    'config',
    'Use the release that wrote it, or delete it: what it says is found out again.'
  )
}

function mapOf<T>(part: Part, read: (part: Part) => T): ReadonlyMap<string, T> {
  return new Map([...part.map().keys()].map(key => [key, read(part.at(key))]))
}

function readEntry(part: Part): LockEntry {
  part.allow(['digest', 'platforms', 'created', 'filters', 'decided', 'from'])
  const created = part.map().get('created')
  const from = part.at('from')
  from.allow(['origin', 'why'])
  return {
    digest: orNull(part.at('digest'), readDigest),
    platforms: orNull(part.at('platforms'), platforms => textsOf(platforms, readPlatform)),
    ...(created === undefined ? {} : { created: orNull(part.at('created'), readCreated) }),
    filters: textsOf(part.at('filters'), shortText),
    decided: readTime(part.at('decided')),
    from: { origin: choice(from.at('origin'), lockOrigins), why: shortText(from.at('why')) }
  }
}

function orNull<T>(part: Part, read: (part: Part) => T): T | null {
  return part.value === null ? null : read(part)
}

function textsOf(part: Part, read: (part: Part) => string): readonly string[] {
  if (!isYamlList(part.value)) throw part.fail('a list is expected here')
  return part.list().map(read)
}

function shortText(part: Part): string {
  const text = part.text()
  if (text.length > longestText) throw part.fail(`the text is longer than ${longestText} characters`)
  return text
}

function readDigest(part: Part): string {
  const digest = part.text()
  if (!isDigest(digest)) throw part.fail(`${quote(digest)} is not a digest`)
  return digest
}

function readPlatform(part: Part): string {
  const platform = part.text()
  // an image may say of itself no platform that anybody knows
  if (platform !== 'unknown' && !parsePlatform(platform))
    throw part.fail(`${quote(platform)} is not a platform such as linux/amd64`)
  return platform
}

function readCreated(part: Part): ImageDate {
  part.allow(['date', 'source'])
  return { date: readTime(part.at('date')), source: choice(part.at('source'), dateSources) }
}

function readTime(part: Part): string {
  const text = part.text()
  const isTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text) && readInstant(text) !== undefined
  if (!isTime) throw part.fail(`${quote(text)} is not a time such as 2026-11-22T19:30:00Z`)
  return text
}

function choice<const T extends string>(part: Part, choices: readonly T[]): T {
  const text = part.text()
  const found = choices.find(one => one === text)
  if (found === undefined) throw part.fail(`${quote(text)} is none of ${choices.join(', ')}`)
  return found
}

function placeOf(text: string, file: string, offset: number): Place {
  const before = text.slice(0, offset)
  return { file, line: before.split('\n').length, column: offset - before.lastIndexOf('\n') }
}
