import { describe, expect, test } from 'vitest'
import type { FixedImage } from '../../src/fixed/entry.ts'
import { compareReport, entriesOfReport } from '../../src/report/compare-report.ts'
import { type DiffFormat, formatDiff } from '../../src/report/format-diff.ts'
import type { Report } from '../../src/report/record.ts'
import { parseMarkdown } from './markdown-tree.ts'
import { sampleReport, sampleWhere } from './sample.ts'

const list = (...results: readonly string[]): readonly FixedImage[] =>
  results.map(resultImage => ({ image: resultImage.split(':')[0] ?? '', resultImage }))
const before = list('nginx:1.27.2', 'busybox:1', 'api:2.0.0', 'same:1')
const after = list('nginx:1.27.3', 'redis:7', 'api:1.9.0', 'same:1')
const report = compareReport(before, after)
const show = (one: Report, format: DiffFormat): string => formatDiff(one, format, { color: false, width: 120 })

describe('a comparison of two lists', () => {
  test('as text is verdict and table of a run, the most urgent change first', () => {
    expect(
      show(report, 'text')
        .split('\n')
        .map(line => line.replace(/ +/g, ' '))
    ).toEqual([
      '2 images change, 1 is new, 1 is removed',
      '',
      ' IMAGE USED BY OLD → NEW KIND WHY',
      '▼ api 2.0.0 → 1.9.0 DOWNGRADE fixed image',
      '- busybox 1 → removed REMOVED no longer used',
      '+ redis new → 7 new fixed image',
      '~ nginx 1.27.2 → 1.27.3 patch fixed image',
      ''
    ])
  })

  test('as Markdown is verdict and table', () => {
    const tree = parseMarkdown(show(report, 'markdown'))
    expect(tree.children?.map(node => [node.type, node.children?.length])).toEqual([
      ['heading', 1],
      ['table', 5]
    ])
  })

  test('as JSON is an array of the changes', () => {
    expect(JSON.parse(show(report, 'json'))).toEqual(report.changes)
    expect(report.changes.map(({ image, kind, bump }) => [image, kind, bump])).toEqual([
      ['api', 'changed', 'downgrade'],
      ['busybox', 'removed', 'removed'],
      ['nginx', 'changed', 'patch'],
      ['redis', 'added', 'new']
    ])
  })

  test.each<[DiffFormat, string]>([
    ['text', 'No image changes\n'],
    ['markdown', '### No image changes\n'],
    ['json', '[]\n']
  ])('that says the same, as %s', (format, text) => {
    expect(show(compareReport(before, before), format)).toBe(text)
  })

  test('of 5,000 images each is done within the time of a test', () => {
    const many = (version: string): readonly FixedImage[] =>
      Array.from({ length: 5000 }, (_, index) => ({
        image: `registry.example/i${index}`,
        namespace: 'shop',
        resultImage: `registry.example/i${index}:${version}`
      }))
    expect(compareReport(many('1.0'), many('1.1')).counts.changedImages).toBe(5000)
  })
})

describe('the answers of a run as entries', () => {
  test('stand each for its own place, and leave out what has no answer', () => {
    const run = sampleReport([
      {
        image: 'nginx',
        new: 'nginx:1.27.3',
        where: [
          sampleWhere('Deployment/a', 'x'),
          sampleWhere('Deployment/b', 'x', ''),
          sampleWhere('Deployment/a', 'x')
        ]
      },
      { image: 'skipped', status: 'skipped' }
    ])
    const entry = { image: 'nginx', resultImage: 'nginx:1.27.3', container: 'x' }
    expect(entriesOfReport(run)).toEqual([
      { ...entry, namespace: 'shop', deployment: 'Deployment/a' },
      { ...entry, deployment: 'Deployment/b' }
    ])
  })

  test('of two runs differ where their answers do', () => {
    const run = (version: string): Report =>
      sampleReport([
        { image: 'nginx', new: `nginx:${version}` },
        { image: 'same', new: 'same:1' }
      ])
    const { changes } = compareReport(entriesOfReport(run('1.27.2')), entriesOfReport(run('1.28.0')))
    expect(changes.map(({ image, bump, where }) => [image, bump, where.length])).toEqual([['nginx', 'minor', 1]])
  })
})
