import { expect, test } from 'vitest'
import type { LockEntry } from '../../src/lock/lock.ts'
import { provedResults } from '../../src/lock/proved-results.ts'

const digest = `sha256:${'a'.repeat(64)}`
const entry: LockEntry = {
  digest,
  platforms: ['linux/amd64'],
  filters: [],
  decided: '2026-11-22T00:00:00Z',
  from: { origin: 'registry', why: 'newest of 2 tags' }
}

test('only a result that ends with the digest that was read is proved', () => {
  const locked = new Map<string, LockEntry>([
    [`app:1@${digest}`, entry],
    ['app:2', entry],
    [`app:3@${digest}`, { ...entry, platforms: null }],
    [`app:4@${digest}`, { ...entry, digest: null }],
    [`app:5@sha256:${'b'.repeat(64)}`, entry]
  ])
  expect([...provedResults(locked)]).toEqual([`app:1@${digest}`])
  expect(provedResults(undefined).size).toBe(0)
})
