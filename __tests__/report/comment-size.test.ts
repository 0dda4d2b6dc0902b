import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatComment, formatSummary, formatWhole } from '../../src/report/markdown.ts'
import type { Report } from '../../src/report/record.ts'
import { byteLength } from '../../src/text.ts'
import { dataRows, findActiveParts, type MarkdownNode, parseMarkdown, textOf } from './markdown-tree.ts'
import { sampleFailure, sampleReport } from './sample.ts'
import { situations } from './situations.ts'
import { manyChanges } from './situations-large.ts'

const marker = '<!-- kluctl-images:0123456789abcdef -->'
const explanation = situations['one-patch']?.uses.find(use => use.explanation !== null)?.explanation ?? undefined
if (explanation === undefined) throw new Error('no explanation to build reports with')
const reports = new Map([1, 30, 500, 5000].map(count => [count, manyChanges(count, explanation)]))
const reportOf = (count: number): Report => reports.get(count) ?? sampleReport([])

const links = { summary: 'https://github.com/a/b/actions/runs/1', artifact: 'https://github.com/a/b/actions/runs/1/2' }
const options = { marker, fixedImagesFile: 'fixed-images.yaml', reportFile: 'images-report.json', links }
const sizes = [1, 30, 500, 5000]
const limits = [60, 120, 200, 500, 1500, 5000, 20_000, 60_000]
const cases = sizes.flatMap(size => limits.map(limit => [size, limit] as const))

/** Changes that the note says are left out, by kind. */
function leftOut(markdown: string): Map<string, number> {
  const [, list = ''] = /Left out for length:\*\* (?:\d+ of )?\d+ changes? \(([^)]+)\)/.exec(markdown) ?? []
  const found = list.replace(/[*▼✕⇄]/g, '').match(/\d+\s+[a-z]+/g) ?? []
  return new Map(found.map(text => [(text.split(/\s/)[1] ?? '').replace(/s$/, ''), Number.parseInt(text, 10)]))
}

function shownKinds(tree: MarkdownNode): Map<string, number> {
  return countBy(dataRows(tree).map(row => textOf(row.children?.[3] ?? row).replace(/^\W+/, '')))
}

function countBy(words: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  return counts
}

function sum(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): Map<string, number> {
  return new Map([...new Set([...a.keys(), ...b.keys()])].map(key => [key, (a.get(key) ?? 0) + (b.get(key) ?? 0)]))
}

describe('whatever the size', () => {
  test.each(cases)('%i changes in %i bytes: posts, is whole, and counts by kind what is left out', (size, limit) => {
    const report = reportOf(size)
    const comment = formatComment(report, { ...options, limit })
    expect(byteLength(comment)).toBeLessThanOrEqual(limit)
    expect(comment.split('\n')[0]).toBe(marker)
    expect(findActiveParts(comment, Object.values(links))).toEqual([])
    const tree = parseMarkdown(comment)
    for (const row of dataRows(tree)) expect(row.children).toHaveLength(5)
    for (const mark of ['<details>', '</details>', '<summary>'])
      expect(comment.split(mark).length).toBe(comment.split('</summary>').length)
    if (limit >= 200) expect(comment).toMatch(/\n### 1 image|\n### \d+ images change/)
    if (limit < 1500) return
    const total = countBy(report.changes.map(({ bump }) => bump))
    const shown = sum(shownKinds(tree), leftOut(comment))
    expect([...shown].toSorted()).toEqual([...total].toSorted())
  })

  test.each([500, 5000])('%i changes: what is left out is the least urgent', size => {
    const comment = formatComment(reportOf(size), options)
    expect([...leftOut(comment).keys()].every(kind => kind === 'minor' || kind === 'patch')).toBe(true)
    const all = [...shownKinds(parseMarkdown(comment))].filter(([kind]) => kind === 'downgrade' || kind === 'removed')
    const expected = countBy(reportOf(size).changes.map(({ bump }) => bump))
    for (const [kind, count] of all) expect(count).toBe(expected.get(kind))
  })

  test.each(sizes)('%i changes: the room is used', size => {
    const comment = formatComment(reportOf(size), options)
    if (comment.includes('Left out')) expect(byteLength(comment)).toBeGreaterThan(50_000)
  })

  test('5,000 changes take well under a second', () => {
    const report = reportOf(5000)
    formatComment(report, options)
    const before = process.cpuUsage().user
    formatComment(report, options)
    formatSummary(report, options)
    // Measured in time of the processor, of which other tests take nothing: about 0.2 s here.
    expect((process.cpuUsage().user - before) / 1e6).toBeLessThan(3)
  })

  test('any report fits any limit that holds the marker', () => {
    const image = fc.record({
      image: fc.string({ unit: 'grapheme', maxLength: 300 }),
      old: fc.string({ unit: 'binary', maxLength: 300 }),
      new: fc.string({ unit: 'grapheme', maxLength: 300 })
    })
    fc.assert(
      fc.property(
        fc.array(image, { maxLength: 120 }),
        fc.array(fc.string({ maxLength: 3000 }), { maxLength: 5 }),
        fc.integer({ min: 50, max: 80_000 }),
        (images, messages, limit) => {
          const failures = messages.map(message => sampleFailure({ message, excerpt: [message] }))
          const report = sampleReport(images, { failures })
          const notices = messages.slice(0, 2)
          const comment = formatComment(report, { ...options, limit, title: 'production', notices })
          return byteLength(comment) <= limit && comment.startsWith(marker)
        }
      ),
      { numRuns: 30 }
    )
  })
})

describe('what is left out', () => {
  test('is nothing in the whole text', () => {
    const whole = formatWhole(reportOf(500), options)
    expect(whole).not.toContain('Left out')
    expect(dataRows(parseMarkdown(whole))).toHaveLength(500)
    expect(whole.match(/^ {2}- rejected/gm)).toHaveLength(996)
    expect(whole.startsWith('### ')).toBe(true)
  })

  test('is counted where failures lose their lines and their hints', () => {
    const excerpt = Array.from({ length: 12 }, () => 'x'.repeat(90))
    const failures = Array.from({ length: 200 }, (_, index) =>
      sampleFailure({ message: `failure ${index}`, excerpt, hint: 'y '.repeat(100), where: [] })
    )
    const report = sampleReport([], { failures })
    const some = formatComment(report, { ...options, limit: 150_000 })
    expect(some).toContain('Left out for length:** the lines around 200 failures.')
    expect(some.match(/What to do/g)).toHaveLength(200)
    const few = formatComment(report, options)
    expect(few).toContain('Left out for length:** what to do about 200 failures, the lines around 200 failures.')
    const fewest = formatComment(report, { ...options, limit: 6000 })
    expect(fewest).toMatch(/Left out for length:\*\* \d+ of 200 failures, what to do about \d+ failures/)
  })

  test('is in the report file where there is neither summary nor artifact', () => {
    const comment = formatComment(reportOf(500), { marker, reportFile: 'images-report.json', summary: false })
    expect(comment).toContain('. Everything is in `images-report.json`.')
  })

  test('is in the artifact where the summary is too long for its limit as well', () => {
    const summary = formatSummary(reportOf(5000), options)
    expect(byteLength(summary)).toBeLessThanOrEqual(900 * 1024)
    expect(summary).toContain(`. Everything is in [the artifact](${links.artifact}).`)
    expect(summary).not.toContain(`${links.summary})`)
  })
})
