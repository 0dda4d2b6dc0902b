import { describe, expect, test } from 'vitest'
import { formatComment, formatSummary } from '../../src/report/markdown.ts'
import { formatReceipt, type HostCost } from '../../src/report/receipt.ts'
import { findActiveParts } from './markdown-tree.ts'
import { sampleReport } from './sample.ts'
import { situations } from './situations.ts'

type Hosts = Readonly<Record<string, HostCost>>

const many: Hosts = Object.fromEntries(
  Array.from({ length: 12 }, (_, index) => [
    `r${index}.example.com`,
    { requests: 20 - index, waits: index % 2, ...(index > 8 ? { images: 2 } : {}) }
  ])
)

const receipts: readonly (readonly [string, Hosts])[] = [
  ['the issue', { 'docker.io': { requests: 37, waits: 2, limit: 100, remaining: 74 } }],
  ['one of each', { 'docker.io': { requests: 1, waits: 1, limit: 1, remaining: 1 } }],
  ['no waits, no limit', { 'ghcr.io': { requests: 7, waits: 0 } }],
  ['what is left of nobody knows how much', { 'ghcr.io': { requests: 7, waits: 0, remaining: 3 } }],
  ['nothing left', { 'ghcr.io': { requests: 7, waits: 3, limit: 60, remaining: 0 } }],
  ['some about single images', { 'docker.io': { requests: 37, images: 12, waits: 2, limit: 100, remaining: 74 } }],
  ['all about single images', { 'ghcr.io': { requests: 2, images: 2, waits: 0 } }],
  [
    'several hosts, busiest first',
    {
      'ghcr.io': { requests: 7, waits: 0 },
      'auth.docker.io': { requests: 30, waits: 1 },
      'docker.io': { requests: 30, waits: 0, limit: 100, remaining: 74 }
    }
  ],
  ['many hosts', many],
  ['a host that was not asked', { 'quay.io': { requests: 0, waits: 0 }, 'ghcr.io': { requests: 2, waits: 0 } }],
  ['nobody', {}]
]

const lineOf = (hosts: Hosts): string | undefined => formatReceipt(new Map(Object.entries(hosts)))

describe('the receipt', () => {
  test('in every case', async () => {
    const text = receipts.map(([name, hosts]) => `${name}\n  ${lineOf(hosts) ?? '(no line)'}\n`).join('')
    await expect(text).toMatchFileSnapshot('../fixtures/receipts.txt')
  })

  test('does not depend on the order in which hosts were asked', () => {
    const reversed = Object.fromEntries(Object.entries(many).toReversed())
    expect(lineOf(reversed)).toBe(lineOf(many))
  })

  const report = situations['one-patch'] ?? sampleReport([])
  const receipt = '37 requests, 2 waits, 74 of 100 left'

  test('is in the job summary, in place of the bare count', () => {
    const summary = formatSummary(report, { receipt })
    expect(summary).toContain(`<summary>What it cost</summary>\n\n- For the tags of 4 repositories: ${receipt}\n`)
    expect(summary.match(/\d+ requests/g)).toHaveLength(1)
    expect(formatSummary(report)).not.toContain('left')
  })

  test('is in no comment, since a comment says the same for the same result', () => {
    expect(formatComment(report, { marker: '<!-- m -->' })).not.toContain('left')
  })

  test('cannot be Markdown of a host', () => {
    const hosts = { '<img src=x>': { requests: 1, waits: 0 }, '[x](https://y.test)': { requests: 1, waits: 0 } }
    const summary = formatSummary(report, { receipt: lineOf(hosts) ?? '' })
    expect(findActiveParts(summary)).toEqual(findActiveParts(formatSummary(report)))
  })
})
