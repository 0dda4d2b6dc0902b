import { describe, expect, test } from 'vitest'
import { InputError } from '../../src/errors.ts'
import { readReport } from '../../src/report/read-report.ts'
import { checkFilterWork } from '../../src/report/read-report-filters.ts'
import type { Change, UseRecord } from '../../src/report/record.ts'
import { sampleReport } from './sample.ts'

/** Changes whose filters and tags are all different. */
function changesWith(count: number, filterOf: (index: number) => string, length = 100): readonly Change[] {
  const [change] = sampleReport([{ image: 'nginx', old: 'nginx:1.0.0', new: 'nginx:2.0.0' }]).changes
  if (change === undefined) throw new Error('no change')
  return Array.from({ length: count }, (_, index) => {
    const tag = 'a'.repeat(length)
    return { ...change, filter: filterOf(index), old: `app:${tag}${index}`, new: `app:b${tag}${index}`, bump: 'other' }
  })
}

/** Uses whose filters and passed-over tags are all different. */
function usesWith(count: number, filterOf: (index: number) => string, length = 100): readonly UseRecord[] {
  const [use] = sampleReport([{ image: 'nginx', new: 'nginx:1.0.0' }]).uses
  if (use === undefined) throw new Error('no use')
  return Array.from({ length: count }, (_, index) => {
    const tags = Array.from({ length: 10 }, (_one, at) => `${'a'.repeat(length)}${index}-${at}`)
    const passedOver = tags.map(tag => ({ tag, rule: 'skip' as const, message: '' }))
    return { ...use, filter: filterOf(index), policy: { passedOver, date: null, hold: null } }
  })
}

describe('version filters that take long are refused', () => {
  test.each([
    ['repetitions of repetitions', 600, index => `regex('(.{1,30}){1,30}${index}|.*')`],
    ['the same one', 600, () => "regex('(.{1,30}){1,30}|.*')"],
    ['with a bracket in a class', 600, index => `regex('(?:.{1,30}[(]){1,30}${index}|.*')`],
    ['behind an empty quotation', 600, index => `regex('(?:.{1,30})\\Q\\E{1,30}${index}|.*')`],
    ['behind flags', 600, index => `regex('(?:.{1,30})(?i){1,30}${index}|.*')`],
    ['in a comment as well', 600, index => `regex('(.{1,30}){1,30}|.*', /* [${index} */ exclude='x')`],
    ['large repetitions', 600, index => `regex('${'a{1000}'.repeat(140)}${index}')`],
    ['large repetitions without an upper end', 600, index => `regex('${'a{900,}'.repeat(140)}${index}')`],
    ['many ways to go on', 600, index => `regex('${'(.*a)'.repeat(180)}${index}|.*')`],
    ['very many', 20_000, index => `regex('(?:v[0-9]+|release-[0-9]+|main-[0-9]+)-build${index}')`]
  ] satisfies readonly (readonly [string, number, (index: number) => string])[])('%s', (_, count, filterOf) => {
    expect(() => checkFilterWork({ changes: changesWith(count, filterOf), uses: [] })).toThrow(InputError)
    expect(() => checkFilterWork({ changes: [], uses: usesWith(count, filterOf) })).toThrow(InputError)
  })

  test('before any of them is read', () => {
    const changes = changesWith(600, index => `regex('(.{1,30}){1,30}${index}|.*')`)
    const before = process.cpuUsage().user
    const report = { ...sampleReport([]), changes }
    expect(() => readReport(JSON.stringify(report))).toThrow('/changes has more and larger version filters')
    // Measured in time of the processor: thirteen seconds if they are read.
    expect((process.cpuUsage().user - before) / 1e6).toBeLessThan(3)
  })
})

describe('version filters of a large project are read', () => {
  test.each([
    ['the usual one', 20_000, () => 'semver()'],
    ['a prefix', 10_000, index => `prefix('main-${index}-', suffix=number())`],
    ['dates with a commit', 1000, () => "regex('[0-9]{8}-[0-9]{6}-[0-9a-f]{7,40}')"],
    ['parts of three digits', 1000, () => "regex('v(?:[0-9]{1,3}\\.){2}[0-9]{1,3}')"],
    ['what a trap names', 3000, () => "semver(exclude='v?(?:19|20)[0-9]{2}[.-].*|v?[0-9]+')"],
    ['none', 20_000, () => '']
  ] satisfies readonly (readonly [string, number, (index: number) => string])[])('%s', (_, count, filterOf) => {
    expect(() => checkFilterWork({ changes: changesWith(count, filterOf, 20), uses: [] })).not.toThrow()
    // tags of twelve characters, of which the policy passes over some at a few hundred uses
    const uses = usesWith(Math.min(count, 500), filterOf, 12)
    expect(() => checkFilterWork({ changes: [], uses })).not.toThrow()
  })
})
