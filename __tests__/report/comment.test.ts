import { describe, expect, test } from 'vitest'
import { commentState, formatComment, formatSummary } from '../../src/report/markdown.ts'
import type { ChangeLinks, GateRecord } from '../../src/report/record.ts'
import { dataRows, parseMarkdown, textOf } from './markdown-tree.ts'
import { type SampleImage, sampleFailure, sampleReport, sampleWhere } from './sample.ts'
import { situations } from './situations.ts'

const marker = '<!-- kluctl-images:0123456789abcdef -->'
const links = {
  summary: 'https://github.com/acme/shop/actions/runs/17/attempts/1#summary-3',
  artifact: 'https://github.com/acme/shop/actions/runs/17/artifacts/5'
}
const options = { marker, fixedImagesFile: 'fixed-images.yaml', reportFile: 'images-report.json', links }
const many = situations['many'] ?? sampleReport([])

describe('the comment of a situation', () => {
  test.each(Object.entries(situations))('%s', async (name, report) => {
    // 5,000 changes in a golden file as long as a real one would show no more than 500 do
    const limit = name === '5000-changes' ? 16_000 : undefined
    await expect(formatComment(report, { ...options, limit })).toMatchFileSnapshot(`../fixtures/comments/${name}.md`)
  })

  test('permission-denied: the summary says why there is no comment', async () => {
    const notices = [
      'The comment could not be written: GitHub answered 403. Add pull-requests: write to the permissions of the job.'
    ]
    const summary = formatSummary(many, { ...options, notices })
    await expect(summary).toMatchFileSnapshot('../fixtures/comments/permission-denied.md')
    expect(formatSummary(many, options)).not.toContain('[!WARNING]')
  })

  test('is the same for the same record', () => {
    expect(formatComment(many, options)).toBe(formatComment(structuredClone(many), options))
  })

  test('is the same whatever the order of the changes in the record', () => {
    const reversed = { ...many, changes: many.changes.toReversed() }
    const table = (text: string) => text.split('\n').filter(line => line.startsWith('|'))
    expect(table(formatComment(reversed, options))).toEqual(table(formatComment(many, options)))
  })
})

const none: ChangeLinks = { old: null, new: null, source: null }
const source = { source: 'x', from: null, to: null, compare: null, note: null, commits: null }
const compare = 'https://github.com/shop/api/compare/a1...b2'

describe('the state of a comment', () => {
  const report = situations['many'] ?? sampleReport([])
  const links = { summary: 'https://github.com/a/b/actions/runs/1' }
  const cost = { requests: 977, waits: 988, repositories: 3, imageRequests: 0 }

  test('is the same whatever a run cost and wherever it was', () => {
    expect(commentState({ ...report, cost }, options)).toBe(commentState(report, options))
    expect(commentState(report, { ...options, ...{ links } })).toBe(commentState(report, options))
    expect(formatComment({ ...report, cost }, options)).not.toBe(formatComment(report, options))
    expect(formatComment(report, { ...options, links })).not.toBe(formatComment(report, options))
  })

  test('is another one where anything else is', () => {
    const [first] = report.changes
    const without = { ...report, changes: report.changes.filter(change => change !== first) }
    expect(commentState(without, options)).not.toBe(commentState(report, options))
  })
})

describe('what the table says', () => {
  const cellOf = (image: SampleImage, column: number) => {
    const row = dataRows(parseMarkdown(formatComment(sampleReport([image]), options)))[0]
    return textOf(row?.children?.[column] ?? { type: 'none' }).replaceAll('\u00a0', ' ')
  }

  test('points at the trap of an image in its row, and at none where the image is removed', () => {
    const images = [
      { image: 'a', old: 'a:1.0', new: 'a:1.1' },
      { image: 'b', old: 'b:1.0', new: 'b:1.1' },
      { image: 'c', old: 'c:1.0' }
    ]
    const warnings = ['a', 'c'].map(image => ({ kind: 'trap', message: 'dates', place: null, image }) as const)
    const comment = formatComment(sampleReport(images, { warnings }), options)
    const marked = dataRows(parseMarkdown(comment)).map(row => textOf(row).replaceAll('\u00a0', ' '))
    expect(marked.map(text => [text.charAt(0), text.includes('⚠ trap')])).toEqual([
      ['c', false],
      ['a', true],
      ['b', false]
    ])
    expect(comment).toContain('### 2 images change, 1 is removed, 2 have a trap\n')
  })

  test.each<[string, SampleImage, string, string]>([
    ['a tag that changes', { image: 'nginx', old: 'nginx:1.1', new: 'nginx:1.2' }, '1.1 → 1.2', 'minor'],
    ['a patch', { image: 'nginx', old: 'nginx:1.1.1', new: 'nginx:1.1.2' }, '1.1.1 → 1.1.2', 'patch'],
    ['a major version', { image: 'nginx', old: 'nginx:1.1', new: 'nginx:2.0' }, '1.1 → 2.0', 'major'],
    ['a downgrade', { image: 'nginx', old: 'nginx:1.2', new: 'nginx:1.1' }, '1.2 → 1.1', '▼ downgrade'],
    ['a new image', { image: 'nginx', new: 'nginx:1.2' }, '– → 1.2', 'new'],
    ['a removed image', { image: 'nginx', old: 'nginx:1.1' }, '1.1 → –', '✕ removed'],
    [
      'a mirror on both sides',
      { image: 'nginx', old: 'm.io/nginx:1.1', new: 'm.io/nginx:1.2' },
      'm.io/nginx<br>1.1 → 1.2',
      'minor'
    ],
    [
      'another repository',
      { image: 'nginx', old: 'nginx:1.1', new: 'm.io/nginx:1.2', movedRepository: true },
      'nginx:1.1 → m.io/nginx:1.2',
      'minor<br>⇄ other repository'
    ],
    [
      'another spelling of the same repository',
      { image: 'nginx', old: 'nginx:1', new: 'library/nginx:2' },
      'nginx:1 → library/nginx:2',
      'major'
    ],
    [
      'a digest',
      { image: 'nginx', old: `nginx@sha256:${'a'.repeat(64)}`, new: `nginx@sha256:${'b'.repeat(64)}` },
      '@sha256:aaaaaaaaaaaa…<br>→ @sha256:bbbbbbbbbbbb…',
      'digest'
    ],
    ['no tag at all', { image: 'nginx', old: 'nginx', new: 'nginx:1.2' }, 'nginx → nginx:1.2', 'other'],
    [
      'no image reference',
      { image: 'nginx', old: 'what | ever', new: 'nginx:1.2' },
      'what | ever → nginx:1.2',
      'other'
    ],
    [
      'a page that compares',
      { image: 'nginx', old: 'nginx:1.1', new: 'nginx:1.2', links: { ...none, source: { ...source, compare } } },
      '1.1 → 1.2',
      'minor<br>compare'
    ]
  ])('%s', (_, image, move, kind) => {
    expect(cellOf(image, 2)).toBe(move)
    expect(cellOf(image, 3)).toBe(kind)
  })

  test('containers of one object stand together, and many objects are counted', () => {
    const where = ['a', 'b'].map(container => sampleWhere('Deployment/api', container))
    expect(cellOf({ image: 'nginx', new: 'nginx:1', where }, 1)).toBe('Deployment/api · a, b')
    const all = Array.from({ length: 9 }, (_, index) => sampleWhere(`Job/${index}`, 'c'))
    expect(cellOf({ image: 'nginx', new: 'nginx:1', where: all }, 1)).toBe(
      'Job/0 · c<br>Job/1 · c<br>Job/2 · c<br>Job/3 · c<br>and 5 more'
    )
  })

  test('namespaces are named where there are several', () => {
    const where = [sampleWhere('Job/a', 'c', 'one'), sampleWhere('Job/a', 'c', 'two')]
    expect(cellOf({ image: 'nginx', new: 'nginx:1', where }, 1)).toBe('one/Job/a · c<br>two/Job/a · c')
  })
})

describe('what a reviewer sees first', () => {
  const change = (image: string, old: string, now: string) => ({
    image,
    old: `${image}:${old}`,
    new: `${image}:${now}`
  })
  const ordered = [
    change('z', '2.0', '1.9'),
    { ...change('y', '1.0', '1.1'), new: 'elsewhere/y:1.1', movedRepository: true },
    change('x', '1.0', '2.0'),
    { image: 'w', old: 'w:1' },
    { image: 'v', new: 'v:1' },
    change('u', '1.0.0', '1.0.1')
  ]

  test('downgrades, other repositories, majors, removed and new ones stand before the rest', () => {
    const comment = formatComment(sampleReport(ordered.toReversed()), options)
    const names = dataRows(parseMarkdown(comment)).map(row => textOf(row.children?.[0] ?? row))
    expect(names).toEqual(ordered.map(({ image }) => image))
    expect(comment).toContain('By kind: **▼\u00a01 downgrade**')
    expect(comment).toContain('**⇄\u00a01 other repository**')
  })

  test('all changes of one image stand together', () => {
    const images = [change('a', '1.0', '1.1'), change('b', '1.0', '2.0'), change('b', '1.1.0', '1.1.1')]
    const rows = dataRows(parseMarkdown(formatComment(sampleReport(images), options)))
    expect(rows.map(row => textOf(row.children?.[0] ?? row))).toEqual(['b', 'b', 'a'])
  })

  test('failures stand behind a short table and before a long one', () => {
    const of = (count: number) => {
      const images = Array.from({ length: count }, (_, index) => change(`i${index}`, '1.0', '1.1'))
      const comment = formatComment(sampleReport(images, { failures: [sampleFailure()] }), options)
      return comment.indexOf('**Not resolved**') < comment.indexOf('| image |')
    }
    expect([1, 15, 16, 100].map(of)).toEqual([false, false, true, true])
  })
})

describe('failed gates', () => {
  const gate = (fields: Partial<GateRecord>): GateRecord => ({
    gate: 'major',
    passed: false,
    images: ['a', 'b', 'c', 'd', 'e'],
    remedy: 'pin the image, or take major out of fail-on',
    ...fields
  })
  const withGates = (...gates: readonly GateRecord[]) => formatComment({ ...many, gates }, options)

  test('stand under the verdict with their first images and what would satisfy them', () => {
    expect(withGates(gate({}))).toContain(
      '> [!CAUTION]\n> - **major** failed for `a`, `b`, `c` and 2 more: pin the image, or take major out of fail-on\n'
    )
  })

  test('need no words where they passed, or where only unresolved failed', () => {
    expect(withGates(gate({ passed: true, images: [], remedy: null }))).not.toContain('CAUTION')
    expect(withGates(gate({ gate: 'unresolved' }))).not.toContain('CAUTION')
  })
})
