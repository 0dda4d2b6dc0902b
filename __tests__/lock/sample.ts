import fc from 'fast-check'
import type { Lock, LockEntry } from '../../src/lock/lock.ts'
import { dateSources, lockOrigins } from '../../src/lock/lock.ts'

/** A digest of one letter, as `sha256:aaaa…`. */
export function digestOf(letter: string): string {
  return `sha256:${letter.repeat(64)}`
}

export function entryOf(fields: Partial<LockEntry> = {}): LockEntry {
  return {
    digest: digestOf('a'),
    platforms: ['linux/amd64', 'linux/arm64'],
    created: { date: '2026-11-20T08:00:00Z', source: 'registry' },
    filters: ['semver()'],
    decided: '2026-11-22T19:30:00Z',
    from: { origin: 'registry', why: 'newest of 214 tags' },
    ...fields
  }
}

export function lockOf(results: Readonly<Record<string, LockEntry>>, file = 'fixed-images.yaml'): Lock {
  return { files: new Map([[file, new Map(Object.entries(results))]]) }
}

const time = fc
  .date({ min: new Date('1971-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
  .map(date => `${date.toISOString().slice(0, 19)}Z`)
const text = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom('__proto__', '7', 'a\u202eb', '<<'))
const entry: fc.Arbitrary<LockEntry> = fc
  .record({
    digest: fc.option(fc.constantFrom('a', 'b', '0').map(digestOf)),
    platforms: fc.option(fc.array(fc.constantFrom('linux/amd64', 'linux/arm/v7', 'windows/amd64'))),
    created: fc.option(fc.option(fc.record({ date: time, source: fc.constantFrom(...dateSources) })), {
      nil: undefined
    }),
    filters: fc.array(text),
    decided: time,
    from: fc.record({ origin: fc.constantFrom(...lockOrigins), why: text })
  })
  .map(({ created, ...rest }) => ({ ...rest, ...(created === undefined ? {} : { created }) }))

/** Any lock that can be: also one whose names other programs would stumble over. */
export const anyLock: fc.Arbitrary<Lock> = fc
  .array(fc.tuple(text, fc.array(fc.tuple(text, entry), { maxLength: 4 })), { maxLength: 3 })
  .map(files => ({ files: new Map(files.map(([file, results]) => [file, new Map(results)])) }))
