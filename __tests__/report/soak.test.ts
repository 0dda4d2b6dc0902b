import { fromMarkdown } from 'mdast-util-from-markdown'
import { describe, expect, test } from 'vitest'
import { compareReport } from '../../src/report/compare-report.ts'
import { formatSoakedDiffs, type SoakedDiff } from '../../src/report/format-diff-soak.ts'
import type { Change } from '../../src/report/record.ts'
import { minimumSoak, type Soak, type SoakFacts, soakOf, soakText } from '../../src/report/soak.ts'

const hour = 3600
const soak = (seconds: number, more: Partial<Soak> = {}): Soak => ({
  since: '2026-11-18T14:03:00Z',
  source: 'git',
  atLeast: false,
  seconds,
  ...more
})

test.each<[Soak, string]>([
  [soak(0), 'since 2026-11-18 14:03 UTC (0 minutes)'],
  [soak(90), 'since 2026-11-18 14:03 UTC (1 minute)'],
  [soak(23.9 * hour), 'since 2026-11-18 14:03 UTC (23 hours)'],
  [soak(24 * hour), 'since 2026-11-18 (1 day)'],
  [soak(119 * hour), 'since 2026-11-18 (4 days)'],
  [soak(24 * hour, { atLeast: true }), 'at least since 2026-11-18 (1 day)']
])('%j is shown as %s', (value, text) => {
  expect(soakText(value)).toBe(text)
})

test.each([
  ['90m', 5400],
  ['12h', 43_200],
  ['3d', 259_200],
  ['1w', 604_800],
  ['0d', 0],
  ['3650d', 315_360_000]
])('%s is %i seconds', (text, seconds) => {
  expect(minimumSoak(text)).toBe(seconds)
})

const now = Date.parse('2026-11-22T12:00:00Z')
const hoursAgo = (hours: number): number => now - hours * hour * 1000
const git = (hours: number, atLeast = false): SoakFacts['committed'] => ({ committed: hoursAgo(hours) / 1000, atLeast })

describe('a result has soaked since', () => {
  test.each<[string, Omit<SoakFacts, 'now'>, Partial<Soak> | undefined]>([
    [
      'the commit, where that came after the decision',
      { decided: hoursAgo(90), committed: git(2) },
      { source: 'git', seconds: 2 * hour }
    ],
    [
      'the decision, where that came after the commit',
      { decided: hoursAgo(1), committed: git(50) },
      { source: 'lock', seconds: hour }
    ],
    ['the commit, where no lock says', { decided: undefined, committed: git(3) }, { source: 'git', seconds: 3 * hour }],
    [
      'the decision, where git does not know the file',
      { decided: hoursAgo(4), committed: undefined },
      { source: 'lock', seconds: 4 * hour, atLeast: false }
    ],
    [
      'at least the commit that a shallow clone ends with',
      { decided: hoursAgo(90), committed: git(2, true) },
      { source: 'git', seconds: 2 * hour, atLeast: true }
    ],
    [
      'the decision, where that came after what a shallow clone ends with',
      { decided: hoursAgo(1), committed: git(2, true) },
      { source: 'lock', atLeast: false }
    ],
    ['never, where git knows the file without it', { decided: hoursAgo(90), committed: null }, undefined],
    ['never, where nobody says', { decided: undefined, committed: undefined }, undefined],
    [
      'now, where that is still to come',
      { decided: hoursAgo(-5), committed: git(9) },
      { source: 'lock', seconds: 0, since: '2026-11-22T17:00:00Z' }
    ]
  ])('%s', (_, facts, expected) => {
    const found = soakOf({ ...facts, now })
    if (expected === undefined) expect(found).toBeUndefined()
    else expect(found).toMatchObject(expected)
  })
})

test.each(['', '3', 'd', '-1d', '1.5d', '3 d', '1y', '3651d', '3d4h'])('"%s" is no time', text => {
  expect(() => minimumSoak(text)).toThrow(`"${text}" is not a time`)
})

const report = compareReport([{ image: 'app', resultImage: 'app:1' }], [{ image: 'app', resultImage: 'app:2' }])
const soaks = (seconds: number): ReadonlyMap<Change, Soak> =>
  new Map(report.changes.map(change => [change, soak(seconds)]))
const show = (diff: Partial<SoakedDiff>, format: 'text' | 'markdown' | 'json' = 'text'): string =>
  formatSoakedDiffs([{ pair: null, report, soaks: new Map(), minimum: undefined, ...diff }], format, {
    color: false,
    width: 120
  })

describe('a change in a comparison', () => {
  test.each<[string, Partial<SoakedDiff>, string]>([
    ['has the reason of the files where nobody knows since when', {}, 'fixed image'],
    ['is not known between targets', { pair: { ahead: 'a', behind: 'b' } }, 'since when is not known'],
    [
      'is ready at the very second',
      { soaks: soaks(3600), minimum: 3600 },
      'ready: since 2026-11-18 14:03 UTC (1 hour)'
    ],
    [
      'waits before',
      { soaks: soaks(3599), minimum: 3600 },
      'waits 1 minute more: since 2026-11-18 14:03 UTC (59 minutes)'
    ],
    ['waits where nobody knows since when', { minimum: 3600 }, 'waits: since when is not known']
  ])('%s', (_, diff, why) => {
    expect(show(diff).trimEnd().endsWith(`  major  ${why}`)).toBe(true)
  })

  test('is ready in JSON only where a minimum was asked for and has passed', () => {
    const ready = (diff: Partial<SoakedDiff>): unknown => JSON.parse(show(diff, 'json'))[0].ready
    expect([ready({}), ready({ minimum: 1 }), ready({ minimum: 1, soaks: soaks(1) })]).toEqual([undefined, false, true])
  })
})

test('names of targets are shown and not obeyed', () => {
  const pair = { ahead: '[x](http://e) `<b>`', behind: '::error::\u202ey\n# z' }
  const markdown = show({ pair }, 'markdown')
  const [title] = fromMarkdown(markdown).children
  expect(title).toMatchObject({ type: 'heading', depth: 2 })
  expect(title?.type === 'heading' && title.children.map(({ type }) => type)).toEqual([
    'text',
    'inlineCode',
    'text',
    'inlineCode'
  ])
  expect(show({ pair })).toMatch(/^What ::error::\\u\{202e\}y\\u\{a\}# z lacks of \[x\]\(http:\/\/e\) `<b>`\n/)
})
