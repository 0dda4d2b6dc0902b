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
  proposeFilters(calls(some), known, rule).map(({ origin, filter, picks, accepts, seen, open, notes }) => ({
    origin,
    filter,
    picks,
    tags: `${accepts} of ${seen}`,
    ...(open === null ? {} : { open }),
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
    ['9.9.9-bookworm', 'semver(prereleases=false)', '1.26.0']
  ])('and has the tag %s keeps its variant', (tag, filter, picks) => {
    expect(propose({ tags: [tag] }, { tags: nginx })).toMatchObject([{ origin: 'proposed', filter, picks }])
  })

  test('and one rare variant keeps that, though many others are more frequent', () => {
    const many = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].flatMap(name => [`1.0.0-${name}`, `1.1.0-${name}`])
    expect(propose({ tags: ['1.0.0-rare'] }, { tags: [...many, '1.0.0-rare'] })).toMatchObject([
      { filter: "semver(variant='rare')", picks: '1.0.0-rare' }
    ])
  })

  test('and no family of tags gets none', () => {
    expect(propose({}, { tags: ['9f8e7d6', '1a2b3c4'] })).toEqual([
      { origin: 'none', filter: null, picks: null, tags: '0 of 2', open: 'no filter fits any of its 2 tags' }
    ])
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
    expect(first?.notes?.[0]).toBe("no tag passes prefix('main-')")
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
