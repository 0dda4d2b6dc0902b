import { describe, expect, test } from 'vitest'
import { alertsOf } from '../../src/report/alerts.ts'
import { formatAnnotations } from '../../src/report/annotations.ts'
import { heldImages } from '../../src/report/held-images.ts'
import { formatComment, formatSummary } from '../../src/report/markdown.ts'
import { dateText, holdText, type PolicyWriter, passedOverLines, passedOverText } from '../../src/report/policy-text.ts'
import type { PolicyRecord, Report, WarningRecord } from '../../src/report/record.ts'
import { formatTable } from '../../src/report/terminal.ts'
import { listPassedOver } from '../../src/resolve/candidates-listed.ts'
import { dataRows, parseMarkdown, textOf } from './markdown-tree.ts'
import { type SampleImage, sampleReport } from './sample.ts'
import { situations } from './situations.ts'
import { judged } from './situations-policy.ts'

const plain: PolicyWriter = { name: text => text, sentence: text => text }
const policy = situations['policy'] ?? sampleReport([])
const options = { marker: '<!-- kluctl-images:0123456789abcdef -->' }
const over = (count: number): Pick<PolicyRecord, 'passedOver'> => ({
  passedOver: Array.from({ length: count }, (_, index) => ({ tag: `9.${9 - index}`, rule: 'skip', message: 'broken' }))
})
const warning = (kind: WarningRecord['kind'], image: string | null, message = 'x'): WarningRecord => ({
  ...{ kind, message, image, place: { file: `${image}.yaml` } }
})

describe('what the policy did, in words', () => {
  test.each([
    [
      { reason: 'uploads break', owner: '@shop/web', expiry: '2026-12-24' },
      'uploads break (@shop/web, until 2026-12-24)'
    ],
    [{ reason: 'uploads break', owner: null, expiry: '2026-12-24' }, 'uploads break (until 2026-12-24)'],
    [{ reason: 'uploads break', owner: '@shop/web', expiry: null }, 'uploads break (@shop/web)'],
    [{ reason: 'uploads break', owner: null, expiry: null }, 'uploads break'],
    [{ reason: '', owner: null, expiry: null }, 'no reason given']
  ])('a hold %j', (hold, text) => {
    expect(holdText(hold, plain)).toBe(text)
  })

  test('a reason and an owner that never end are cut', () => {
    const text = holdText({ reason: 'a'.repeat(9000), owner: 'b'.repeat(9000), expiry: null }, plain)
    expect(text.length).toBeLessThan(720)
  })

  test.each([
    ['registry', "pushed 2026-11-18 by the registry's date"],
    ['label', 'created 2026-11-18, says its label'],
    ['config', 'created 2026-11-18, says its configuration']
  ] as const)('a date of the %s, and who says it', (source, text) => {
    expect(dateText({ date: '2026-11-18T23:59:59Z', source }, plain)).toBe(text)
  })

  test.each([
    [0, '', 0],
    [1, 'passed over 9.9 (skip)', 1],
    [2, 'passed over 9.9 (skip), 9.8 (skip)', 2],
    [3, 'passed over 9.9 (skip) and 2 more', 3],
    [5, 'passed over 9.9 (skip) and 4 more', 5],
    [7, 'passed over 9.9 (skip) and 6 more', 6]
  ])('%i tags that were passed over', (count, text, lines) => {
    expect(passedOverText(over(count), plain)).toBe(text)
    const list = passedOverLines(over(count), plain)
    expect(list).toHaveLength(lines)
    if (count > 0) expect(list[0]).toBe('passed over 9.9: broken')
    if (count === 7) expect(list.at(-1)).toBe('passed over 2 more tags')
  })
})

test('tags that the list of a run leaves out are counted as well', () => {
  const refusals = Array.from(
    { length: 48 },
    (_, index) => ({ tag: `9.${index}`, rule: 'max-bump', message: 'x' }) as const
  )
  const passedOver = listPassedOver(refusals.map(refusal => ({ ...refusal, wasAsked: false })))
  expect(passedOver.length).toBeLessThan(48)
  expect(passedOverText({ passedOver }, plain)).toBe('passed over 9.0 (max-bump) and 47 more')
  expect(passedOverLines({ passedOver }, plain).at(-1)).toBe('passed over 43 more tags')
})

describe('a new registry', () => {
  const images: readonly SampleImage[] = ['a', 'b', 'c'].map(name => ({
    image: `r.example/${name}`,
    ...(name === 'c' ? { old: 'r.example/c:1.0.0' } : { new: `r.example/${name}:1.0.0` })
  }))
  const message = 'registry r.example is new in this pull request, and no login is sent to it'
  const report = sampleReport(images, { warnings: images.map(({ image }) => warning('new-registry', image, message)) })

  test('is marked in the row of each image, but where the image is removed', () => {
    const rows = dataRows(parseMarkdown(formatComment(report, options))).map(row => textOf(row))
    const marked = rows.map(row => [row.charAt(10), row.includes('new registry')])
    expect(marked).toEqual([
      ['c', false],
      ['a', true],
      ['b', true]
    ])
    const lines = formatTable(report, { color: false, width: 200 }).split('\n')
    expect(lines.filter(line => line.includes('NEW REGISTRY')).map(line => line.charAt(13))).toEqual(['a', 'b'])
  })

  test('is one alert for all its images', () => {
    expect(alertsOf(report.warnings)).toEqual([
      { kind: 'new-registry', message, place: null, images: images.map(({ image }) => image) }
    ])
    expect(formatComment(report, options).split(message.slice(20))).toHaveLength(2)
  })
})

describe('an alert', () => {
  const warnings = [
    warning('warning', 'a'),
    warning('hold', 'a', 'ended'),
    warning('hold', 'a', 'ended'),
    warning('trap', 'a'),
    warning('hold', 'b', 'ended'),
    warning('new-registry', null, 'new')
  ]

  test('is a new registry, then an expired hold, once for each place', () => {
    expect(alertsOf(warnings).map(({ kind, images, place }) => [kind, images, place?.file])).toEqual([
      ['new-registry', [], undefined],
      ['hold', ['a'], 'a.yaml'],
      ['hold', ['b'], 'b.yaml']
    ])
  })

  test('stands outside of a fold, and before a table that is longer than a screen', () => {
    const change = (index: number): SampleImage => ({ image: `i${index}`, old: 'a:1.0.0', new: 'a:1.0.1' })
    const of = (count: number): string =>
      formatComment(
        sampleReport(
          Array.from({ length: count }, (_, index) => change(index)),
          { warnings }
        ),
        options
      )
    const places = [15, 16].map(count =>
      ['**Needs attention**', '| image |', '<details>'].map(text => of(count).indexOf(text))
    )
    expect(places.map(([alert = 0, table = 0, fold = 0]) => [alert > table, alert < fold])).toEqual([
      [true, true],
      [false, true]
    ])
  })

  test('is an annotation with its name, behind the traps and before other warnings', () => {
    const titles = formatAnnotations(sampleReport([], { warnings }), '.').map(({ title, level }) => `${level} ${title}`)
    expect(titles).toEqual([
      'warning Trap: a',
      'warning New registry: kluctl-images',
      'warning Expired hold: a',
      'warning Expired hold: b',
      'warning a'
    ])
  })
})

describe('a hold', () => {
  const hold = { reason: 'uploads break', owner: '@shop/web', expiry: '2026-12-24' }
  const use = (image: string, now: string | undefined = `${image}:1.0.0`): SampleImage => ({
    ...{ image, old: `${image}:1.0.0`, new: now, origin: 'previous', why: 'held: x' },
    policy: { passedOver: [], date: null, hold }
  })

  test('is told once for each image, whoever uses it and whatever it changes to', () => {
    const report = sampleReport([use('a'), use('a'), use('b', 'b:0.9.0')])
    expect(heldImages(report).map(({ image, result, where }) => [image, result, where.length])).toEqual([
      ['a', 'a:1.0.0', 2],
      ['b', 'b:0.9.0', 1]
    ])
    const [before = ''] = formatComment(report, options).split('<details>')
    expect(before).toContain('- `a` `1.0.0`, **held**: uploads break (`@shop/web`, until 2026-12-24)')
    expect(before).toContain('- `b` `0.9.0`, **held**: uploads break (`@shop/web`, until 2026-12-24)')
  })

  test('of an image that has nothing to stay at says so', () => {
    const report = sampleReport([use('a')])
    const uses = report.uses.map(one => ({ ...one, status: 'failed' as const, result: null, origin: null }))
    expect(formatComment({ ...report, uses }, options)).toContain(
      '- `a` has nothing to stay at, **held**: uploads break'
    )
  })
})

describe('what the policy passed over', () => {
  const explanation = policy.uses.find(({ image }) => image === 'ghcr.io/shop/api')?.explanation ?? null
  const of = (image: string, members: Partial<Report['uses'][number]>): Report => {
    const report = sampleReport([{ image, old: `${image}:1.5.0`, new: `${image}:1.5.0`, policy: judged }])
    return { ...report, uses: report.uses.map(one => ({ ...one, explanation, ...members })) }
  }

  test('explains an image that stays, and one that has no answer', () => {
    const failed = { status: 'failed', result: null, origin: null } as const
    for (const report of [of('a', {}), of('a', failed)]) {
      const comment = formatComment(report, options)
      expect(comment).toContain('; the newest is `1.6.0`; pushed 2026-11-18')
      expect(comment).toContain('  - passed over `1.5.1`: skipped: loses uploads')
    }
    expect(formatComment(of('a', { policy: null }), options)).not.toContain('Why these tags')
  })

  test('is counted as left out where there is no room for it', () => {
    const whole = formatSummary(of('a', {}))
    const cut = formatSummary(of('a', {}), { limit: whole.length - 250 })
    expect(cut).not.toContain('passed over `1.5.1`:')
    expect(cut).toMatch(/\*\*Left out for length:\*\*.* details of 1 explanation\./)
  })
})

test('what is deployed counts as held, and says that it is unchanged', () => {
  const image: SampleImage = { image: 'a', old: 'a:1', new: 'a:1', origin: 'deployed', why: 'deployed in the cluster' }
  const report = sampleReport([image])
  expect(report.counts).toMatchObject({ heldImages: 1, kept: 0 })
  expect(formatComment(report, options)).toContain('**held**: deployed in the cluster, unchanged (')
  expect(formatTable(report, { color: false, width: 200 })).toContain('held  deployed in the cluster, unchanged')
})

test('the cost tells how many requests were about single images, with and without a receipt', () => {
  const report = sampleReport([], { cost: { requests: 9, waits: 1, repositories: 2, imageRequests: 4 } })
  expect(formatSummary(report)).toContain(
    '- 9 requests to registries for the tags of 2 repositories, 4 of them about single images, with 1 wait before another try\n'
  )
  expect(formatSummary(report, { receipt: 'ghcr.io: 9 requests, 4 of them about single images' })).toContain(
    '- For the tags of 2 repositories: `ghcr.io`: 9 requests, 4 of them about single images\n'
  )
})

test.each([120, 60])('the terminal shows the policy in %i columns', async width => {
  await expect(formatTable(policy, { color: false, width })).toMatchFileSnapshot(
    `../fixtures/terminal/policy-${width}.txt`
  )
})
