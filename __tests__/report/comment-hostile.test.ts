import { describe, expect, test } from 'vitest'
import { formatComment, formatSummary, formatWhole } from '../../src/report/markdown.ts'
import { isPlainAddress, markdownLink } from '../../src/report/markdown-link.ts'
import type { ChangeLinks, GateRecord, PolicyRecord, Report } from '../../src/report/record.ts'
import { byteLength } from '../../src/text.ts'
import { hostileTexts } from './hostile.ts'
import { allNodes, dataRows, findActiveParts, findQuickActions, linksOf, parseMarkdown } from './markdown-tree.ts'
import { sampleFailure, sampleReport, sampleWhere } from './sample.ts'

const marker = '<!-- kluctl-images:0123456789abcdef -->'
const summary = 'https://github.com/acme/shop/actions/runs/17'
const page = 'https://hub.docker.com/_/nginx/tags?name=1.27.2'
const compare = 'https://github.com/nginx/nginx/compare/0a1b2c3...4d5e6f7'

/** Every text of a person or a registry that a view shows, each of them hostile. */
function views(hostile: string): readonly string[] {
  const report = hostileReport(hostile)
  const options = {
    fixedImagesFile: hostile,
    reportFile: hostile,
    title: hostile,
    notices: [hostile, hostile],
    receipt: hostile,
    links: { summary, artifact: hostile }
  }
  return [
    formatComment(report, { ...options, marker }),
    formatComment(report, { ...options, marker, limit: 9000 }),
    formatSummary(report, options),
    formatWhole(report, options)
  ]
}

describe('hostile text in every field', () => {
  test.each(hostileTexts)('%s', (_, hostile) => {
    for (const markdown of views(hostile)) {
      const tree = parseMarkdown(markdown)
      expect(findActiveParts(markdown, ownAddresses(hostile))).toEqual([])
      expect(findQuickActions(markdown)).toEqual([])
      for (const row of dataRows(tree)) expect(row.children).toHaveLength(5)
      if (byteLength(markdown) > 9000) expect(dataRows(tree)).toHaveLength(3)
      expect(tree.children?.filter(node => node.type === 'table').length).toBeLessThanOrEqual(1)
      expect(allNodes(tree).filter(node => node.type === 'heading')).toHaveLength(1)
      const comments = allNodes(tree).filter(node => node.type === 'html' && node.value?.includes('<!--'))
      expect(comments.map(node => node.value)).toEqual(markdown.startsWith(marker) ? [marker] : [])
      const html = allNodes(tree).flatMap(node => (node.type === 'html' ? [node.value ?? ''] : []))
      expect(html.filter(text => text.startsWith('<details>')).length).toBe(
        html.filter(text => text.trim() === '</details>').length
      )
      expect(markdown.split('\n').filter(line => line.startsWith('> [!'))).toHaveLength(
        markdown.includes('[!WARNING]') ? 2 : 0
      )
    }
  })
})

/** Some hostile texts are plain addresses: these may be links where an address is expected, and only there. */
function ownAddresses(hostile: string): readonly string[] {
  return [summary, page, compare, ...(isPlainAddress(hostile) ? [hostile] : [])]
}

test('old and new of one line keep their places, whatever letters they have', () => {
  const images = [{ image: 'app', old: 'app:שלום', new: 'app:ברכה' }]
  const row = formatComment(sampleReport(images), { marker }).match(/^\| `app`.*$/m)?.[0] ?? ''
  expect(row).toContain('→')
  expect(row).not.toMatch(/[\u0590-\u08ff]/)
})

describe('an address', () => {
  test.each([
    'javascript:alert(1)',
    'http://example.com/',
    'HTTPS://example.com/',
    'https://example.com/) [x](https://evil.example',
    'https://example.com/"title"',
    'https://example.com/a b',
    'https://example.com/<b>',
    'https://example.com/a|b',
    'https://example.com/`a`',
    'https://example.com/\\',
    'https://example.com/&lt;',
    'https://user@evil.example/',
    'https://user:password@evil.example/',
    'https://example.com\u202e/x',
    'https://exämple.com/',
    'https://example.com/\n# x',
    '//example.com/',
    'https://',
    `https://example.com/${'a'.repeat(2000)}`,
    'https://github.com/victim/project/issues/1',
    'https://github.com/victim/project/pull/7/files',
    'https://gitlab.example/victim/project/-/merge_requests/3'
  ])('that may not be a link is left out wherever it comes from: %j', address => {
    expect(markdownLink('x', address)).toBe('x')
    const links: ChangeLinks = { old: address, new: address, source: sourceOf('x', address) }
    const report = sampleReport([{ image: 'nginx', old: 'nginx:1', new: 'nginx:2', links }])
    const options = { marker, limit: 1200, links: { summary: address, artifact: address } }
    for (const markdown of [formatComment(report, options), formatSummary(report, options), formatWhole(report)]) {
      expect(linksOf(markdown)).toEqual([])
      expect(findActiveParts(markdown)).toEqual([])
    }
  })

  test.each([
    page,
    compare,
    'https://git.example.com:8443/a/b/-/compare/a...b?from_project_id=1#x',
    'https://dev.azure.com/o/p/_git/r/branchCompare?baseVersion=GCabc&targetVersion=GCdef',
    'https://quay.io/repository/shop/tool?tab=tags&tag=v1.2.3_rc',
    'https://bitbucket.org/a/b/branches/compare/4d5e6f7%0D0a1b2c3#diff'
  ])('of a page is a link: %s', address => {
    expect(linksOf(markdownLink('`x`', address))).toEqual([address])
    const links: ChangeLinks = { old: null, new: address, source: sourceOf('x', address) }
    const report = sampleReport([{ image: 'nginx', old: 'nginx:1', new: 'nginx:2', links }])
    expect(linksOf(formatComment(report, { marker }))).toEqual([address, address])
  })

  test('of summary and artifact stands at the end, or where a reader is told what is left out', () => {
    const links = { summary, artifact: `${summary}/artifacts/5` }
    const report = sampleReport([{ image: 'nginx', old: 'nginx:1', new: 'nginx:2' }])
    expect(linksOf(formatComment(report, { marker, links }))).toEqual([summary, links.artifact])
    expect(linksOf(formatSummary(report, { links }))).toEqual([links.artifact])
    expect(linksOf(formatComment(report, { marker, links, summary: false }))).toEqual([links.artifact])
    const cut = formatComment(report, { marker, links, limit: 450 })
    expect(cut).toContain(`More is in [the job summary](${summary}), everything in [the artifact](${links.artifact}).`)
  })
})

function sourceOf(hostile: string, address: string | null): ChangeLinks['source'] {
  const commits = { total: 5, subjects: [{ sha: hostile, subject: hostile }] }
  return { source: hostile, from: hostile, to: hostile, compare: address, note: hostile, commits }
}

function hostileReport(hostile: string): Report {
  const where = [{ namespace: hostile, deployment: hostile, container: hostile }, sampleWhere('Job/b', 'b')]
  const explanation = {
    repository: hostile,
    filter: hostile,
    prefix: hostile,
    seen: 2,
    matched: 1,
    newest: hostile,
    runnerUp: hostile,
    ties: [hostile],
    rejected: [{ reason: hostile, count: 1, examples: [hostile] }]
  }
  const policy: PolicyRecord = {
    passedOver: Array.from({ length: 7 }, () => ({ tag: hostile, rule: 'skip' as const, message: hostile })),
    date: { date: hostile, source: 'label' },
    hold: null
  }
  const hold: PolicyRecord = { passedOver: [], date: null, hold: { reason: hostile, owner: hostile, expiry: hostile } }
  const place = { file: hostile, line: 1 }
  const links = { old: hostile, new: page, source: sourceOf(hostile, compare) }
  const other = { old: null, new: null, source: sourceOf(hostile, hostile) }
  const report = sampleReport(
    [
      {
        image: hostile,
        old: 'a:1',
        new: `${hostile}x`,
        why: hostile,
        filter: hostile,
        where,
        explanation,
        links,
        policy
      },
      { image: hostile, old: `${hostile}y`, why: hostile, where, movedRepository: true },
      { image: 'b', new: `${hostile}z`, origin: 'fixed', why: hostile, where: [], links: other },
      { image: hostile, old: hostile, new: hostile, where, origin: 'fixed', why: hostile },
      { image: 'c', old: 'c:1', new: 'c:1', where, origin: 'deployed', why: hostile },
      { image: 'd', old: 'd:1', new: 'd:1', where, why: 'newest of 2 tags', explanation, policy },
      { image: hostile, old: 'e:1', new: 'e:1', where, origin: 'previous', why: hostile, policy: hold }
    ],
    {
      target: hostile,
      failures: [
        sampleFailure({ image: hostile, message: hostile, hint: hostile, place, where }),
        sampleFailure({
          image: null,
          message: `first\n${hostile}`,
          hint: hostile,
          place,
          where: [],
          excerpt: [hostile]
        })
      ],
      warnings: [
        { kind: 'warning', message: hostile, place, image: hostile },
        { kind: 'trap', message: hostile, place, image: hostile },
        { kind: 'hold', message: hostile, place, image: hostile },
        { kind: 'new-registry', message: hostile, place, image: hostile }
      ]
    }
  )
  const gates: readonly GateRecord[] = (['unresolved', 'major', 'trap'] as const).map(gate => ({
    gate,
    passed: false,
    images: [hostile, hostile, hostile, hostile],
    remedy: hostile
  }))
  return { ...report, gates }
}
