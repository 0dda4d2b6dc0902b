import { describe, expect, test } from 'vitest'
import type { FixedImage } from '../../src/fixed/entry.ts'
import { buildLock, type LockAnswer } from '../../src/lock/build-lock.ts'
import { formatLock } from '../../src/lock/format-lock.ts'
import { emptyLock, type ImageFacts, type Lock, type LockEntry } from '../../src/lock/lock.ts'
import type { Origin } from '../../src/resolve/answer.ts'
import { digestOf, entryOf, lockOf } from './sample.ts'

const file = 'fixed-images.yaml'
const later = '2026-12-01T00:00:00Z'
const factsOfApp: ImageFacts = { digest: digestOf('a'), platforms: ['linux/amd64', 'linux/arm64'], created: null }

function answer(result: string, origin: Origin = 'registry', written = 'semver()'): LockAnswer {
  return { result, origin, why: `by ${origin}`, filter: origin === 'registry' ? written : null }
}

type Run = {
  readonly answers?: readonly LockAnswer[]
  /** Results in the file besides those of the answers. */
  readonly carried?: readonly string[]
  readonly facts?: Readonly<Record<string, ImageFacts>>
  readonly file?: string
  /** What an earlier run proposed. */
  readonly proposal?: Lock
}

function build(previous: Lock, run: Run): Lock {
  const answers = run.answers ?? []
  const results = answers.flatMap(({ result }) => result ?? [])
  const entries: readonly FixedImage[] = [...results, ...(run.carried ?? [])].map(resultImage => ({
    image: resultImage,
    resultImage
  }))
  const facts = new Map(Object.entries(run.facts ?? {}))
  const { proposal } = run
  return buildLock(previous, { file: run.file ?? file, entries, answers, facts, now: later, proposal })
}

const entry = (lock: Lock, result: string, name = file): LockEntry | undefined => lock.files.get(name)?.get(result)

describe('a lock is made', () => {
  test('of what was decided, by what, and when', () => {
    const lock = build(emptyLock, { answers: [answer('app:1')], facts: { 'app:1': factsOfApp } })
    const from = { origin: 'registry', why: 'by registry' }
    expect(entry(lock, 'app:1')).toEqual({ ...factsOfApp, filters: ['semver()'], decided: later, from })
  })

  test('with the filters of all uses, each once', () => {
    const answers = [answer('app:1', 'registry', 'semver(">1")'), answer('app:1'), answer('app:1')]
    expect(entry(build(emptyLock, { answers }), 'app:1')?.filters).toEqual(['semver(">1")', 'semver()'])
  })

  test('with one origin where uses differ, whatever their order', () => {
    const answers = [answer('app:1'), answer('app:1', 'deployed'), answer('app:1', 'fixed')]
    for (const order of [answers, answers.toReversed()])
      expect(entry(build(emptyLock, { answers: order }), 'app:1')?.from).toEqual({ origin: 'fixed', why: 'by fixed' })
  })

  test('with the digest that a result names itself, also where nobody was asked', () => {
    const result = `app:1@${digestOf('b')}`
    const lock = build(emptyLock, { answers: [answer(result, 'fixed')] })
    expect(entry(lock, result)).toMatchObject({ digest: digestOf('b'), platforms: null })
    expect(entry(lock, result)).not.toHaveProperty('created')
  })

  test('with the words for a source cut where they are endless', () => {
    const long = { ...answer('app:1'), why: 'x'.repeat(20_000) }
    expect(entry(build(emptyLock, { answers: [long] }), 'app:1')?.from.why).toHaveLength(1000)
  })

  test('also for a result that stood in the file before there was a lock', () => {
    const from = { origin: 'previous', why: 'stood in the file' }
    expect(entry(build(emptyLock, { carried: ['old:1'] }), 'old:1')).toMatchObject({ digest: null, filters: [], from })
    expect(entry(build(emptyLock, { answers: [answer('old:1', 'previous')] }), 'old:1')?.from.origin).toBe('previous')
  })
})

describe('a lock keeps', () => {
  const old = entryOf({ digest: digestOf('a'), decided: '2026-01-01T00:00:00Z' })

  test.each<[string, Run]>([
    ['decided the same again', { answers: [{ ...answer('app:1'), why: 'newest of 999 tags' }] }],
    ['decided with another filter', { answers: [answer('app:1', 'registry', 'regex("1")')] }],
    ['was not asked about', { carried: ['app:1'] }],
    ['kept', { answers: [answer('app:1', 'previous')] }],
    ['decided by several, one of them as before', { answers: [answer('app:1', 'fixed'), answer('app:1')] }],
    ['decided by another origin', { answers: [answer('app:1', 'deployed')] }],
    ['could tell less about', { answers: [answer('app:1')], facts: { 'app:1': { digest: null, platforms: null } } }]
  ])('byte for byte what a run %s', (_, run) => {
    const lock = lockOf({ 'app:1': old })
    expect(formatLock(build(lock, run))).toBe(formatLock(lock))
  })

  test('what it says of other files, and drops its part of a file that has no entry any more', () => {
    const other = lockOf({ 'app:1': old }, 'prod/fixed-images.yaml')
    const both = { files: new Map([...other.files, ...lockOf({ 'app:1': old }).files]) }
    const lock = build(both, { answers: [answer('web:2')] })
    expect(formatLock({ files: new Map([...lock.files].filter(([name]) => name !== file)) })).toBe(formatLock(other))
    expect([...(lock.files.get(file)?.keys() ?? [])]).toEqual(['web:2'])
    expect(formatLock(build(both, {}))).toBe(formatLock(other))
  })

  test('and decides anew, with nothing of the old image, where the digest is another', () => {
    const found = { digest: digestOf('c'), platforms: null }
    const lock = build(lockOf({ 'app:1': old }), { answers: [answer('app:1')], facts: { 'app:1': found } })
    expect(entry(lock, 'app:1')).toMatchObject({ ...found, decided: later })
    expect(entry(lock, 'app:1')).not.toHaveProperty('created')
  })

  test('when something was decided, where it learns what it could not read before', () => {
    const { created: _, ...rest } = entryOf({ digest: null, platforms: null, decided: '2026-01-01T00:00:00Z' })
    const lock = build(lockOf({ 'app:1': rest }), { answers: [answer('app:1')], facts: { 'app:1': factsOfApp } })
    expect(entry(lock, 'app:1')).toEqual({ ...rest, ...factsOfApp })
  })
})

describe('what an earlier run proposed', () => {
  const day = '2026-11-30T00:00:00Z'
  const from = { origin: 'registry', why: 'newest of 214 tags' } as const
  const proposed = entryOf({ ...factsOfApp, decided: day, from })
  const run: Run = { answers: [answer('app:2')], facts: { 'app:2': factsOfApp } }
  const again = (proposal: Lock, more: Run = {}): LockEntry | undefined =>
    entry(build(lockOf({ 'app:1': entryOf() }), { ...run, ...more, proposal }), 'app:2')

  test('is as old as it says, though there are more tags by now', () => {
    expect(again(lockOf({ 'app:2': proposed }))).toEqual(proposed)
  })

  const lockWith = (fields: Partial<LockEntry>): Lock => lockOf({ 'app:2': { ...proposed, ...fields } })
  test.each<[string, Lock]>([
    ['with another digest', lockWith({ digest: digestOf('b') })],
    ['with no digest', lockWith({ digest: null })],
    ['by another filter', lockWith({ filters: ['regex("2")'] })],
    ['from another origin', lockWith({ from: { ...from, origin: 'deployed' } })],
    ['on a day that is still to come', lockWith({ decided: '2027-01-01T00:00:00Z' })],
    ['for another file', lockOf({ 'app:2': proposed }, 'prod/fixed-images.yaml')],
    ['for another result', lockOf({ 'app:3': proposed })]
  ])('says nothing %s', (_, proposal) => {
    expect(again(proposal)).toEqual({ ...proposed, decided: later, from: { origin: 'registry', why: 'by registry' } })
  })

  test('gives only the day: what the registry says of the image is what it says now', () => {
    const lie = lockWith({ platforms: ['linux/s390x'], created: { date: day, source: 'label' } })
    expect(again(lie)).toEqual(proposed)
  })

  test.each([
    ['before the entry that it replaces', '1971-01-01T00:00:00Z', later],
    ['on the day of that', '2026-11-22T19:30:00Z', '2026-11-22T19:30:00Z'],
    ['after that', day, day]
  ])('for a tag that moved, %s', (_, claimed, decided) => {
    const moved = lockOf({ 'app:2': entryOf({ digest: digestOf('b') }) })
    expect(entry(build(moved, { ...run, proposal: lockWith({ decided: claimed }) }), 'app:2')?.decided).toBe(decided)
  })

  test('has its words cut where they are endless', () => {
    const endless = lockWith({ from: { ...from, why: 'x'.repeat(20_000) } })
    const once = again(endless)
    expect(once?.from.why).toHaveLength(1000)
    expect(again(lockOf({ 'app:2': once ?? proposed }))).toEqual(once)
  })

  test('does not change what stands in the lock already', () => {
    const merged = entryOf({ ...factsOfApp, decided: '2026-01-01T00:00:00Z' })
    const lock = build(lockOf({ 'app:2': merged }), { ...run, proposal: lockOf({ 'app:2': proposed }) })
    expect(entry(lock, 'app:2')).toEqual(merged)
  })
})

describe('names that are no image references', () => {
  const odd = ['', 'not an image', '__proto__', 'app:1@sha256:short', '7']

  test.each(odd)('have their entry in the lock, with nothing known: %j', result => {
    const lock = build(emptyLock, { carried: [result] })
    expect(entry(lock, result)).toMatchObject({ digest: null, platforms: null, from: { origin: 'previous' } })
    expect(formatLock(build(lock, { carried: [result] }))).toBe(formatLock(lock))
  })

  test('are kept where they stand for other files, and do no harm', () => {
    const results = Object.fromEntries(odd.map(result => [result, entryOf()]))
    const other = lockOf(results, '../no such/file?')
    const lock = build(other, { answers: [answer('app:1')] })
    expect(formatLock({ files: new Map([...lock.files].filter(([name]) => name !== file)) })).toBe(formatLock(other))
  })
})

test('an answer that failed or was skipped says nothing', () => {
  const skipped = { result: null, origin: null, why: 'not selected', filter: null }
  expect(build(emptyLock, { answers: [skipped] })).toEqual(emptyLock)
})
