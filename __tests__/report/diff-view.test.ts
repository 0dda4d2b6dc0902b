import { describe, expect, test } from 'vitest'
import type { FixedImage } from '../../src/fixed/entry.ts'
import { compareReport, entriesOfReport, unansweredOfReport } from '../../src/report/compare-report.ts'
import { type DiffFormat, formatDiff } from '../../src/report/format-diff.ts'
import type { Report } from '../../src/report/record.ts'
import { parseMarkdown } from './markdown-tree.ts'
import { sampleFailure, sampleReport, sampleWhere } from './sample.ts'

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

describe('two runs, of which the second left something without an answer', () => {
  const where = [sampleWhere('Deployment/api', 'app')]
  const before = sampleReport([
    { image: 'api', new: 'api:1.0', where },
    { image: 'idle', new: 'idle:1.0', where },
    { image: 'gone', new: 'gone:1.0', where }
  ])
  const failure = sampleFailure({ image: 'api', where, message: 'api: no tag matches', hint: 'Widen the filter.' })
  const skipped = { image: 'idle', status: 'skipped', where } as const
  const compare = (after: Report): Report =>
    compareReport(entriesOfReport(before), entriesOfReport(after), unansweredOfReport(after))

  test('what failed or was skipped is not removed, and the failures are in the record and counted', () => {
    const found = compare(sampleReport([skipped], { failures: [failure] }))
    expect(found.changes.map(({ kind, image }) => `${kind} ${image}`)).toEqual(['removed gone'])
    expect(found.failures).toEqual([failure])
    expect(found.counts).toMatchObject({ removed: 1, removedImages: 1, failedImages: 1, errors: 0, traps: 0 })
  })

  test('where a part of the project could not be read, nothing is removed', () => {
    const broken = sampleFailure({ image: null, where: [], message: 'the file is not YAML', hint: null })
    const found = compare(sampleReport([], { failures: [broken] }))
    expect(found.changes).toEqual([])
    expect(show(found, 'text')).toMatch(/^1 error in the project, no image changes\n/)
  })

  test('text and Markdown tell what failed, JSON has the changes alone', () => {
    const found = compare(sampleReport([skipped], { failures: [failure] }))
    const verdict = '1 image is removed, 1 could not be resolved'
    expect(show(found, 'text')).toMatch(new RegExp(`^${verdict}\n[^]*\n✗ api at .*\n {2}api: no tag matches\n`))
    expect(show(found, 'markdown')).toMatch(
      new RegExp(
        `^### ${verdict}\n\n\\| image [^]*\\*\\*Not resolved\\*\\*\n\n- \\*\\*\`api\`\\*\\* – no tag matches<br>`
      )
    )
    expect(JSON.parse(show(found, 'json'))).toHaveLength(1)
  })
})
