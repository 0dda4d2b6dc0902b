import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatComment, formatSummary } from '../../src/report/markdown.ts'
import type { Report } from '../../src/report/record.ts'
import { byteLength } from '../../src/text.ts'
import { hostileTexts } from './hostile.ts'
import { allNodes, findActiveParts, type MarkdownNode, parseMarkdown } from './markdown-tree.ts'
import { type SampleImage, sampleFailure, sampleReport, sampleWhere } from './sample.ts'
import { situations } from './situations.ts'

const marker = '<!-- kluctl-images:0123456789abcdef -->'
const options = { marker, fixedImagesFile: 'fixed-images.yaml', reportFile: 'images-report.json' }

const dataRows = (tree: MarkdownNode) =>
  allNodes(tree)
    .filter(node => node.type === 'tableRow')
    .slice(1)
const text = (node: MarkdownNode): string => node.value ?? (node.children ?? []).map(text).join('')

describe('the comment of a situation', () => {
  test.each(Object.entries(situations))('%s', async (name, report) => {
    await expect(formatComment(report, options)).toMatchFileSnapshot(`../fixtures/comments/${name}.md`)
  })

  test.each(Object.entries(situations))('%s has one row for each change it does not count as left out', (_, report) => {
    const comment = formatComment(report, options)
    const leftOut = Number(/(\d+) of \d+ changes/.exec(comment)?.[1] ?? 0)
    expect(dataRows(parseMarkdown(comment)).length + leftOut).toBe(report.changes.length)
  })

  test('is the same for the same record', () => {
    const report = situations['many'] ?? sampleReport([])
    expect(formatComment(report, options)).toBe(formatComment(structuredClone(report), options))
  })
})

describe('what the table says', () => {
  const cellOf = (image: SampleImage, column: number) => {
    const row = dataRows(parseMarkdown(formatComment(sampleReport([image]), options)))[0]
    return text(row?.children?.[column] ?? { type: 'none' })
  }

  test.each<[string, SampleImage, string]>([
    ['a tag that changes', { image: 'nginx', old: 'nginx:1.1', new: 'nginx:1.2' }, '1.1 → 1.2'],
    ['a new image', { image: 'nginx', new: 'nginx:1.2' }, 'new → 1.2'],
    ['a removed image', { image: 'nginx', old: 'nginx:1.1' }, '1.1 → removed'],
    [
      'a mirror on both sides',
      { image: 'nginx', old: 'm.io/nginx:1.1', new: 'm.io/nginx:1.2' },
      'm.io/nginx<br>1.1 → 1.2'
    ],
    [
      'another repository',
      { image: 'nginx', old: 'nginx:1.1', new: 'm.io/nginx:1.1', movedRepository: true },
      'other repository<br>nginx:1.1 → m.io/nginx:1.1'
    ],
    [
      'another spelling of the same repository',
      { image: 'nginx', old: 'nginx:1', new: 'library/nginx:1' },
      'nginx:1 → library/nginx:1'
    ],
    [
      'a digest',
      { image: 'nginx', old: `nginx@sha256:${'a'.repeat(64)}`, new: `nginx@sha256:${'b'.repeat(64)}` },
      '@sha256:aaaaaaaaaaaa…<br>→ @sha256:bbbbbbbbbbbb…'
    ],
    ['no tag at all', { image: 'nginx', old: 'nginx', new: 'nginx:1.2' }, 'nginx → nginx:1.2'],
    ['no image reference', { image: 'nginx', old: 'what | ever', new: 'nginx:1.2' }, 'what | ever → nginx:1.2']
  ])('%s', (_, image, expected) => {
    expect(cellOf(image, 2)).toBe(expected)
  })

  test('containers of one object stand together, and many objects are counted', () => {
    const where = ['a', 'b'].map(container => sampleWhere('Deployment/api', container))
    expect(cellOf({ image: 'nginx', new: 'nginx:1', where }, 1)).toBe('Deployment/api · a, b')
    const many = Array.from({ length: 9 }, (_, index) => sampleWhere(`Job/${index}`, 'c'))
    expect(cellOf({ image: 'nginx', new: 'nginx:1', where: many }, 1)).toBe(
      'Job/0 · c<br>Job/1 · c<br>Job/2 · c<br>Job/3 · c<br>and 5 more'
    )
  })

  test('namespaces are named where there are several', () => {
    const where = [sampleWhere('Job/a', 'c', 'one'), sampleWhere('Job/a', 'c', 'two')]
    expect(cellOf({ image: 'nginx', new: 'nginx:1', where }, 1)).toBe('one/Job/a · c<br>two/Job/a · c')
  })
})

describe('a comment that would be too long', () => {
  const report = situations['500-changes'] ?? sampleReport([])
  const limits = [200, 500, 1000, 5000, 60_000, 200_000]

  test.each(limits)('fits into %i bytes, begins with marker and verdict, and is whole', limit => {
    const comment = formatComment(report, { ...options, limit })
    expect(byteLength(comment)).toBeLessThanOrEqual(limit)
    expect(comment.split('\n').slice(0, 2)).toEqual([marker, '### 500 images change, 1 could not be resolved'])
    const tree = parseMarkdown(comment)
    for (const row of dataRows(tree)) expect(row.children).toHaveLength(4)
    expect(comment.split('<details>').length).toBe(comment.split('</details>').length)
    expect(findActiveParts(comment)).toEqual([])
  })

  test.each(limits.filter(limit => limit >= 500))('counts in %i bytes what is left out and says where it is', limit => {
    const comment = formatComment(report, { ...options, limit })
    const rows = dataRows(parseMarkdown(comment)).length
    const note =
      /Left out for length:\*\* (.*)\. Everything is in the job summary and `images-report.json`/.exec(comment)?.[1] ??
      ''
    if (rows < 500) expect(note).toContain(rows === 0 ? '500 changes' : `${500 - rows} of 500 changes`)
    else expect(note).not.toContain('changes')
  })

  test('uses the room it has', () => {
    expect(byteLength(formatComment(report, options))).toBeGreaterThan(59_000)
  })

  test('keeps failures where the table is cut', () => {
    expect(formatComment(report, { ...options, limit: 5000 })).toContain('ghcr.io/shop/search')
  })

  test('is whole in the summary', () => {
    const summary = formatSummary(report, { reportFile: 'images-report.json' })
    expect(dataRows(parseMarkdown(summary))).toHaveLength(500)
    expect(summary).not.toContain('Left out')
    expect(summary.startsWith('### 500 images change')).toBe(true)
  })

  test('fits whatever the record and the limit', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.values(situations)),
        fc.integer({ min: 200, max: 80_000 }),
        (any, limit) => {
          const comment = formatComment(any, { ...options, limit, title: 'production' })
          return byteLength(comment) <= limit && comment.startsWith(marker)
        }
      ),
      { numRuns: 30 }
    )
  })

  test('5,000 changes fit, and so does the summary', () => {
    const images = Array.from({ length: 5000 }, (_, index) => ({
      image: `registry.example.com/${'team/'.repeat(9)}service-${index}`,
      old: `registry.example.com/${'team/'.repeat(9)}service-${index}:1`,
      new: `registry.example.com/${'team/'.repeat(9)}service-${index}:2`
    }))
    const huge = sampleReport(images, {
      failures: Array.from({ length: 600 }, () => sampleFailure({ message: 'x '.repeat(3000) }))
    })
    expect(byteLength(formatComment(huge, options))).toBeLessThanOrEqual(60_000)
    expect(byteLength(formatSummary(huge))).toBeLessThanOrEqual(900 * 1024)
  })
})

describe('hostile text in every field', () => {
  test.each(hostileTexts)('%s', (_, hostile) => {
    for (const markdown of [
      formatComment(hostileReport(hostile), options),
      formatSummary(hostileReport(hostile), options)
    ]) {
      const tree = parseMarkdown(markdown)
      expect(findActiveParts(markdown)).toEqual([])
      expect(dataRows(tree).map(row => row.children?.length)).toEqual([4, 4])
      expect(tree.children?.filter(node => node.type === 'table')).toHaveLength(1)
      expect(allNodes(tree).filter(node => node.type === 'heading')).toHaveLength(1)
      const comments = allNodes(tree).filter(node => node.type === 'html' && node.value?.includes('<!--'))
      expect(comments.map(node => node.value)).toEqual(markdown.startsWith(marker) ? [marker] : [])
    }
  })

  test.each([
    'javascript:alert(1)',
    'http://example.com/',
    'https://example.com/) [x](https://evil.example',
    'https://user@evil.example/',
    'https://example.com/\n# x'
  ])('is no link: %j', reportLink => {
    const comment = formatComment(sampleReport([]), { ...options, reportLink })
    expect(allNodes(parseMarkdown(comment)).filter(node => node.type === 'link')).toEqual([])
  })

  test('a link to the run is a link', () => {
    const reportLink = 'https://github.com/acme/shop/actions/runs/17?attempt=2#summary'
    expect(formatComment(sampleReport([]), { ...options, reportLink })).toContain(`[Whole report](${reportLink})`)
  })
})

function hostileReport(hostile: string): Report {
  const where = [{ namespace: hostile, deployment: hostile, container: hostile }, sampleWhere('Job/b', 'b')]
  const rejected = [{ reason: hostile, count: 1, examples: [hostile] }]
  const explanation = {
    repository: hostile,
    filter: hostile,
    prefix: null,
    seen: 2,
    matched: 1,
    newest: hostile,
    runnerUp: hostile,
    ties: [hostile],
    rejected
  }
  const place = { file: hostile, line: 1 }
  return sampleReport(
    [
      { image: hostile, old: 'a:1', new: `${hostile}x`, why: hostile, where, explanation },
      { image: hostile, old: `${hostile}y`, why: hostile, where, movedRepository: true },
      { image: hostile, old: hostile, new: hostile, where }
    ],
    {
      target: hostile,
      failures: [
        sampleFailure({ image: hostile, message: hostile, hint: hostile, place, where }),
        sampleFailure({ image: null, message: `first\n${hostile}`, hint: hostile, place, where: [] })
      ],
      warnings: [{ kind: 'warning', message: hostile, place, image: hostile }]
    }
  )
}
