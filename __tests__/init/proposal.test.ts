import { describe, expect, test } from 'vitest'
import type { ImageCalls } from '../../src/init/image-calls.ts'
import { type KnownTags, proposeFilters } from '../../src/init/proposal.ts'

const calls = (some: Partial<ImageCalls> = {}): ImageCalls => ({
  image: 'nginx',
  repository: 'docker.io/library/nginx',
  count: 1,
  filters: [],
  hasBare: true,
  tags: [],
  tagged: undefined,
  ...some
})

const propose = (some: Partial<ImageCalls>, known: KnownTags, rule?: string) =>
  proposeFilters(calls(some), known, rule).map(({ origin, filter, picks, accepts, seen, open, offer, notes }) => ({
    origin,
    filter,
    picks,
    tags: `${accepts} of ${seen}`,
    ...(open === null ? {} : { open }),
    ...(offer === null ? {} : { offer }),
    ...(notes.length === 0 ? {} : { notes })
  }))

const nginx = ['latest', '1.25.0', '1.25.1', '1.26.0', '1.25.0-alpine', '1.26.0-alpine', '1.27.0-perl']

describe('an image whose calls name no filter', () => {
  test('gets the one that explains most of its tags', () => {
    expect(propose({}, { tags: nginx })).toEqual([
      { origin: 'proposed', filter: 'semver(prereleases=false)', picks: '1.26.0', tags: '3 of 7' }
    ])
  })

  test.each([
    ['1.25.0', 'semver(prereleases=false)', '1.26.0'],
    ['1.25.0-alpine', "semver(variant='alpine')", '1.26.0-alpine'],
    ['1.24.0-alpine', "semver(variant='alpine')", '1.26.0-alpine'],
    ['1.27.0-perl', "semver(variant='perl')", '1.27.0-perl'],
    ['latest', 'semver(prereleases=false)', '1.26.0'],
    ['9.9.9-bookworm', 'semver(prereleases=false)', '1.26.0'],
    ['1-alpine', "semver(variant='alpine')", '1.26.0-alpine']
  ])('and has the tag %s keeps its variant', (tag, filter, picks) => {
    expect(propose({ tags: [tag] }, { tags: nginx })).toMatchObject([{ origin: 'proposed', filter, picks }])
  })

  test('and as many tags of a variant as of none gets no variant', () => {
    const tags = ['1.25.4', '1.25.4-alpine', '1.27.0', '1.27.0-alpine', '1.27', '1.27-alpine', '1', 'alpine', 'latest']
    expect(propose({}, { tags })).toMatchObject([{ filter: 'semver(prereleases=false)', picks: '1.27.0' }])
  })

  test('and a number in the variant that changes with each build is not held to one build', () => {
    const tags = ['1.0.0-build12', '1.0.0-build13', '1.1.0-build2']
    const all = { filter: "regex('v?[0-9.]+-build[0-9]+')", picks: '1.1.0-build2', tags: '3 of 3' }
    for (const used of [[], ['1.0.0-build13'], ['0.9.0-build1']])
      expect(propose({ tags: used }, { tags })).toMatchObject([all])
    const words = tags.map(tag => tag.replace('build', 'x'))
    expect(propose({ tags: ['1.0.0-x13'] }, { tags: words })).toMatchObject([{ tags: '3 of 3', picks: '1.1.0-x2' }])
  })

  test('and one rare variant keeps that, though many others are more frequent', () => {
    const many = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].flatMap(name => [`1.0.0-${name}`, `1.1.0-${name}`])
    expect(propose({ tags: ['1.0.0-rare'] }, { tags: [...many, '1.0.0-rare'] })).toMatchObject([
      { filter: "semver(variant='rare')", picks: '1.0.0-rare' }
    ])
  })

  test.each<[readonly string[], readonly string[], string, string | undefined]>([
    [['9f8e7d6', '1a2b3c4'], [], 'hashes have no order; without a rule semver() takes 9f8e7d6', undefined],
    [['sha-9f8e7d6', 'sha-1a2b3c4'], [], 'hashes have no order', undefined],
    [['a1b2c3d', 'f77aa00', 'latest'], [], 'hashes have no order, latest is a moving tag', "regex('latest')"],
    [['nightly', 'latest', 'edge'], [], 'edge, latest, nightly are moving tags', "regex('latest')"],
    [['nightly', 'latest', 'edge'], ['nightly'], 'edge, latest, nightly are moving tags', "regex('nightly')"],
    [['nightly', 'edge'], ['latest'], 'edge, nightly are moving tags', "regex('edge')"],
    [['main', 'dev', 'edge', 'stable'], [], 'dev, edge, main and so on are moving tags', "regex('stable')"]
  ])('and has only the tags %j, which have no order, and %j in use, gets none', (tags, used, why, offer) => {
    const open = `no filter fits any of its ${tags.length} tags: ${why}`
    const none = { origin: 'none', filter: null, picks: null, tags: `0 of ${tags.length}`, open }
    expect(propose({ tags: used }, { tags })).toEqual([
      offer === undefined
        ? { ...none, notes: ['pin it in a fixed-images file, and give it a hold'] }
        : { ...none, offer, notes: [`${offer} follows the tag`] }
    ])
    if (offer !== undefined) expect(propose({}, { tags }, offer)).toMatchObject([{ tags: `1 of ${tags.length}` }])
  })

  test('and no tag at all gets none', () => {
    expect(propose({}, { tags: [] })).toMatchObject([{ origin: 'none', open: 'it has no tag yet', tags: '0 of 0' }])
  })

  test('and a registry that cannot be asked gets none, with the reason', () => {
    expect(propose({}, { problem: 'it is away' })).toEqual([
      { origin: 'none', filter: null, picks: null, tags: 'null of null', open: 'it is away' }
    ])
  })

  test('and nobody asked gets none', () => {
    expect(propose({}, undefined)).toMatchObject([{ origin: 'none', open: 'its registry was not asked' }])
  })

  test('and a tag in the call is told what to write', () => {
    const tagged = { image: 'nginx:1.25.0-alpine', place: undefined }
    expect(propose({ tagged, tags: ['1.25.0-alpine'] }, { tags: nginx })).toMatchObject([
      {
        filter: "semver(variant='alpine')",
        notes: ['a call names "nginx:1.25.0-alpine"; write get_image("nginx"), the tag is what we look for']
      }
    ])
  })
})

describe('an image that has a filter', () => {
  test('of its template keeps it', () => {
    expect(propose({ filters: ["semver(variant='alpine')"], hasBare: false }, { tags: nginx })).toEqual([
      { origin: 'template', filter: "semver(variant='alpine')", picks: '1.26.0-alpine', tags: '2 of 7' }
    ])
  })

  test('of its template that is a trap is told so', () => {
    const [first] = propose({ filters: ['semver()'], hasBare: false }, { tags: ['1.2.0', '9f8e7d6'] })
    expect(first).toMatchObject({ origin: 'template', filter: 'semver()', picks: '9f8e7d6' })
    expect(first?.notes?.join()).toMatch(/^9f8e7d6 looks like a git hash.*; instead: semver\(/)
  })

  test('that accepts nothing is told so', () => {
    const [first] = propose({ filters: ["prefix('main-')"], hasBare: false }, { tags: nginx })
    expect(first).toMatchObject({ picks: null, tags: '0 of 7' })
    expect(first?.notes?.[0]).toBe("no tag passes prefix('main-'); instead: semver(prereleases=false)")
  })

  const built = ['main-101-3fa9c01', 'main-102-a0b1c2d', 'pr-7-1122334', 'pr-8-1122334', 'pr-9-1122334', 'latest']
  const counted = (branch: string): string =>
    `regex('${branch}-(?P<number>[0-9]+)-[0-9a-f]{7,40}', extract='number', suffix=number())`
  test.each<[string, readonly string[], readonly string[], string | undefined]>([
    ["prefix('main-', suffix=number())", built, [], counted('main')],
    ["prefix('main-', suffix=number())", built, ['pr-7-1122334'], counted('pr')],
    ["prefix('master-', suffix=number())", built, [], counted('pr')],
    ["semver(variant='alpine')", ['1.0', '1.1'], [], 'semver(prereleases=false)'],
    ['semver()', ['latest', 'edge'], [], "regex('latest')"],
    ['semver()', ['f1a2b3c'], [], undefined],
    ['semver()', [], [], undefined]
  ])('%s that accepts none of %j, with %j in use, is offered one that does', (filter, tags, used, offer) => {
    for (const [origin, found] of [
      ['template', propose({ filters: [filter], hasBare: false, tags: used }, { tags })],
      ['policy', propose({ tags: used }, { tags }, filter)]
    ] as const) {
      const note = `no tag passes ${filter}${offer === undefined ? '' : `; instead: ${offer}`}`
      const one = { origin, filter, picks: null, tags: `0 of ${tags.length}`, notes: [note] }
      expect(found).toEqual([offer === undefined ? one : { ...one, offer }])
    }
  })

  test.each<[string, readonly string[], string | undefined]>([
    ['semver()', ['1.2.0', '2.0.0-rc.1'], '2.0.0-rc.1 is a pre-release; semver(prereleases=false) picks 1.2.0'],
    [
      "prefix('app-')",
      ['app-1.2', 'app-1.3beta1'],
      'app-1.3beta1 is a pre-release; prefix(prefix="app-", suffix=semver(prereleases=false)) picks app-1.2'
    ],
    ['semver()', ['2.0.0-rc.1'], undefined],
    ['semver()', ['1.2.0', '1.1.0-rc.1'], undefined],
    ['semver()', ['2024.2.1-rc1', '2024.1.1'], undefined],
    ['semver(prereleases=true)', ['1.2.0', '2.0.0-rc.1'], undefined],
    ["semver(prereleases='rc')", ['1.2.0', '2.0.0-rc.1'], undefined],
    ['semver(allow_no_nums=true)', ['1.2.0', '2.0.0-rc.1'], undefined],
    ["regex('.*')", ['1.2.0', '2.0.0-rc.1'], undefined]
  ])('%s over %j says so where it picks a pre-release that nobody asked for', (filter, tags, note) => {
    const [first] = propose({ filters: [filter], hasBare: false }, { tags })
    expect(first?.notes ?? []).toEqual(note === undefined ? [] : [note])
  })

  test('that is none is told so', () => {
    expect(propose({ filters: ['semver('], hasBare: false }, { tags: nginx })).toMatchObject([
      { origin: 'template', filter: 'semver(', picks: null, notes: [expect.stringContaining('"semver("')] }
    ])
  })

  test('in two templates has a row for each, and one for a call without', () => {
    expect(
      propose({ filters: ['semver()', "semver(variant='alpine')"], hasBare: true }, { tags: nginx })
    ).toMatchObject([
      { origin: 'template', filter: 'semver()' },
      { origin: 'template', filter: "semver(variant='alpine')" },
      { origin: 'template', filter: 'semver()', notes: [expect.stringContaining('names no filter'), expect.anything()] }
    ])
  })

  test('of the policy is told of that one, which wins over the template', () => {
    expect(propose({ filters: ['semver()'] }, { tags: nginx }, "semver(variant='alpine')")).toEqual([
      { origin: 'policy', filter: "semver(variant='alpine')", picks: '1.26.0-alpine', tags: '2 of 7' }
    ])
  })
})
