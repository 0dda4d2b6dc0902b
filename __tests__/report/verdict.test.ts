import { describe, expect, test } from 'vitest'
import type { Counts, GateName, GateRecord, Report } from '../../src/report/record.ts'
import { shortVerdict, verdict } from '../../src/report/verdict.ts'
import { sampleReport } from './sample.ts'

const empty = sampleReport([])

function reportOf(counts: Partial<Counts>, gates: readonly GateRecord[] = []): Report {
  return { ...empty, counts: { ...empty.counts, ...counts }, gates }
}

function failed(gate: GateName, what: string): GateRecord {
  return { gate, passed: false, images: ['nginx'], remedy: `${what}, or take ${gate} out of fail-on` }
}

const unresolved: GateRecord = { gate: 'unresolved', passed: false, images: ['a'], remedy: 'solve it' }

describe('the verdict', () => {
  test.each<[string, Partial<Counts>]>([
    ['No image changes', {}],
    ['No image changes, 1 is held', { heldImages: 1 }],
    ['1 image changes', { changedImages: 1 }],
    ['3 images change, 1 is held, 1 could not be resolved', { changedImages: 3, heldImages: 1, failedImages: 1 }],
    ['2 images are new, 2 are held', { addedImages: 2, heldImages: 2 }],
    ['1 image is removed', { removedImages: 1 }],
    ['2 images are held, 1 could not be resolved', { heldImages: 2, failedImages: 1 }],
    ['1 image could not be resolved, 1 error in the project', { failedImages: 1, errors: 1 }],
    ['1 image is changed in the committed file', { committedImages: 1 }],
    ['2 images are changed in the committed file, 1 is held', { committedImages: 2, heldImages: 1 }],
    ['1 image changes, 1 is changed in the committed file', { changedImages: 1, committedImages: 1 }],
    ['1 image changes, 1 has a trap', { changedImages: 1, traps: 1 }],
    ['No image changes, 1 is held, 2 have a trap', { heldImages: 1, traps: 2 }],
    ['1 error in the project, no image changes, 1 has a trap', { errors: 1, traps: 1 }],
    [
      '1 image changes, 1 is held, 2 could not be resolved, 2 have a trap, 1 error in the project',
      { changedImages: 1, heldImages: 1, failedImages: 2, traps: 2, errors: 1 }
    ],
    ['1 error in the project, no image changes', { errors: 1 }],
    ['2 errors in the project, no image changes, 1 is held', { errors: 2, heldImages: 1 }],
    [
      '1 image changes, 1 is new, 1 is removed, 2 errors in the project',
      { changedImages: 1, addedImages: 1, removedImages: 1, errors: 2 }
    ]
  ])('%s', (expected, counts) => {
    expect(verdict(reportOf(counts))).toBe(expected)
    expect(shortVerdict(reportOf(counts))).toBe(expected)
  })

  test('counts images, not entries of the record', () => {
    const counts = { changedImages: 1, changed: 7, failedImages: 1, failed: 9, unchanged: 5 }
    expect(verdict(reportOf(counts))).toBe('1 image changes, 1 could not be resolved')
  })
})

describe('the verdict of a run whose gates failed', () => {
  const major = failed('major', 'pin it')

  test.each<[string, readonly GateRecord[]]>([
    ['', [unresolved]],
    ['', [{ gate: 'change', passed: true, images: [], remedy: null }]],
    [' – gate major failed: pin it, or take major out of fail-on', [major]],
    [' – gates unresolved and major failed: solve it; pin it, or take major out of fail-on', [unresolved, major]],
    [
      ' – gates downgrade, major and trap failed: pin it; write it, or take downgrade, major and trap out of fail-on',
      [failed('downgrade', 'pin it'), major, failed('trap', 'write it')]
    ]
  ])('goes on: %s', (expected, gates) => {
    expect(verdict(reportOf({ changedImages: 1 }, gates))).toBe(`1 image changes${expected}`)
    expect(shortVerdict(reportOf({ changedImages: 1 }, gates))).toBe(`1 image changes${expected.replace(/:.*$/, '')}`)
  })

  test('stays one line of a length that can be read, whatever a record from elsewhere says', () => {
    const gates = [{ ...major, remedy: 'x '.repeat(5000) }, failed('trap', 'y '.repeat(5000))]
    expect(verdict(reportOf({}, gates)).length).toBeLessThan(600)
  })
})
