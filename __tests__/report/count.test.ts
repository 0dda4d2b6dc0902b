import { describe, expect, test } from 'vitest'
import type { Counts, WarningRecord } from '../../src/report/record.ts'
import { type SampleImage, sampleFailure, sampleReport } from './sample.ts'

const trap = (image: string | null, kind: WarningRecord['kind'] = 'trap'): WarningRecord => ({
  kind,
  message: 'looks like a date',
  place: null,
  image
})
const failed = (image: string | null) => sampleFailure({ image, where: [] })
const changed = { image: 'a', old: 'a:1', new: 'a:2' }
const added = { image: 'a', new: 'a:2' }
const removed = { image: 'a', old: 'a:1' }
const held = { image: 'a', old: 'a:1', new: 'a:1', origin: 'fixed' } as const
const none = { changedImages: 0, addedImages: 0, removedImages: 0, heldImages: 0, failedImages: 0 }

describe('an image counts', () => {
  test.each<[string, readonly SampleImage[], Partial<Counts>]>([
    ['as one that changes, however many changes it has', [changed, { ...changed, new: 'a:3' }], { changedImages: 1 }],
    ['as one that changes before all others', [held, removed, added, changed], { changedImages: 1 }],
    ['as new before removed and held', [held, removed, added], { addedImages: 1 }],
    ['as removed before held', [held, removed], { removedImages: 1 }],
    ['as held', [held, held], { heldImages: 1 }]
  ])('%s', (_, images, counts) => {
    expect(sampleReport(images).counts).toMatchObject({ ...none, ...counts })
    const withFailure = sampleReport(images, { failures: [failed('a'), failed('a')] })
    expect(withFailure.counts).toMatchObject({ ...none, ...counts, failedImages: 1 })
  })

  test('as failed once, and what is about no image is an error', () => {
    const failures = [failed('a'), failed('a'), failed('b'), failed(null), failed(null)]
    expect(sampleReport([], { failures }).counts).toMatchObject({ failedImages: 2, errors: 2 })
  })

  test('as one with a trap, however many it has; a trap about no image counts by itself', () => {
    const warnings = [trap('a'), trap('a'), trap('b'), trap(null), trap(null), trap('c', 'warning')]
    expect(sampleReport([changed], { warnings }).counts).toMatchObject({ changedImages: 1, traps: 4 })
    expect(sampleReport([], { warnings: [trap('a', 'warning')] }).counts.traps).toBe(0)
  })

  test('as one that is changed in the committed file, whatever else is said of it', () => {
    const warnings = [trap('a', 'committed'), trap('a', 'committed'), trap('b', 'committed'), trap('b')]
    expect(sampleReport([changed], { warnings }).counts).toMatchObject({ committedImages: 2, traps: 1 })
  })
})
