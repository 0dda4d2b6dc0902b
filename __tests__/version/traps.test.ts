import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { newest } from '../../src/version/filter.ts'
import { parseVersionFilter } from '../../src/version/parse.ts'
import { findTraps } from '../../src/version/traps.ts'

const hash = '0123456789abcdef'.repeat(4)
const range = (count: number, tag: (index: number) => string): readonly string[] =>
  Array.from({ length: count }, (_, index) => tag(index))

describe('a trap is found, and the suggested filter avoids it', () => {
  test.each<[kind: string, filter: string, tags: readonly string[], picked: string, better: string]>([
    ['git-hash', 'semver()', ['1.2.0', '1.3.0', '9f8e7d6', '68e2d8b', 'latest'], '68e2d8b', '1.3.0'],
    ['git-hash', "prefix('v')", ['v1.2', 'v12ab34cd', 'v1.3'], 'v12ab34cd', 'v1.3'],
    ['git-hash', 'semver()', ['1', '1234568', '9f8e7d6', '68e2d8b', '1234567'], '1234568', '1'],
    ['git-hash', "regex('[0-9a-f]{7}|main-.*')", ['9f8e7d6', '1a2b3c4', 'main-1', 'main-2'], '9f8e7d6', 'main-2'],
    ['calendar-version', 'semver()', ['1.2.0', '3.1.2', '2022.04.22', '2022-05-01'], '2022.04.22', '3.1.2'],
    ['calendar-version', "prefix('app-', semver())", ['app-3.1.2', 'app-2022.4'], 'app-2022.4', 'app-3.1.2'],
    ['timestamp', 'number()', ['12', '13', '20220401120000'], '20220401120000', '13'],
    ['timestamp', 'number()', ['12', '1660613854390'], '1660613854390', '12'],
    ['timestamp', 'semver()', ['1.2.3', '1.2.4', '20220401'], '20220401', '1.2.4'],
    ['variant', 'semver()', ['1.25.2', '1.25.3', '1.25.3-alpine', '1.25.2-alpine'], '1.25.3', '1.25.3'],
    ['variant', 'semver()', ['1.25.2', '1.26.0-alpine3.19', '1.25.2-slim'], '1.26.0-alpine3.19', '1.25.2'],
    ['variant', 'semver()', ['1.0', '1.1-enterprise', '1.2-enterprise', '1.3-enterprise'], '1.3-enterprise', '1.0'],
    ['two-families', "regex('.*')", ['main-1', 'main-2', 'main-3', 'release-1', 'release-2'], 'release-2', 'main-3'],
    ['two-families', 'semver()', ['1.2.3', '1.2.4', '731', '732'], '732', '1.2.4'],
    ['moving-tag', "regex('.*')", ['abc-1', 'bca-2', 'stable'], 'stable', 'bca-2'],
    ['moving-tag', 'semver(true)', ['bullseye', 'bookworm', 'latest'], 'latest', 'bullseye'],
    ['idle-exclude', "semver(exclude='-rc')", ['1.2.0', '1.3.0-rc1'], '1.3.0-rc1', '1.2.0'],
    ['few-matches', 'semver()', [...range(300, index => `main-${index}`), '1.0'], '1.0', 'main-299']
  ])('%s: %s over %j', (kind, text, tags, picked, better) => {
    const filter = parseVersionFilter(text)
    expect(newest(filter, tags)).toBe(picked)
    const trap = findTraps(filter, tags).find(one => one.kind === kind)
    expect(trap?.message).toMatch(/[a-z0-9]/)
    const suggested = parseVersionFilter(trap?.suggestion ?? '')
    expect(newest(suggested, tags)).toBe(better)
    expect(findTraps(suggested, tags).map(one => one.kind)).not.toContain(kind)
  })

  test.each<[string, readonly string[], string]>([
    ['semver()', ['1.2', '9f8e7d6'], '9f8e7d6 looks like a git hash; the order of hashes means nothing'],
    ['semver()', ['1.2', '2024.01.01'], '2024.01.01 is a calendar version, and it outranks releases such as 1.2'],
    ['number()', ['7', '20240101'], '20240101 looks like a time, and it outranks smaller numbers such as 7'],
    [
      'semver()',
      ['1.2', '1.2-alpine'],
      "a variant such as 1.2-alpine sorts below the bare version; for one variant only write variant='alpine'"
    ],
    [
      'semver()',
      ['7.4.1', '7.4.1-debian-12-r3'],
      "a variant such as 7.4.1-debian-12-r3 sorts below the bare version; for one variant only write regex('v?[0-9.]+-debian-12-r[0-9]+')"
    ],
    [
      'semver()',
      ['17.2', '17.2-alpine', '18rc1'],
      "a variant such as 17.2-alpine sorts below the bare version; for one variant only write variant='alpine'"
    ],
    [
      'semver()',
      ['1.2', '9f8e7d6', '4540215', '68e2d8b'],
      '2 accepted tags look like git hashes, as 9f8e7d6; the order of hashes means nothing'
    ],
    ['semver()', ['1.2', '3f8e7d6', '4540215'], '3f8e7d6 looks like a git hash; the order of hashes means nothing'],
    ['semver(true)', ['a', 'b', 'stable'], 'stable is a moving tag, and it wins over 2 other tags'],
    ['semver()', ['1.2.3', '731'], 'whole numbers and versions are mixed: 731 outranks versions such as 1.2.3'],
    [
      "regex('.*')",
      ['dev-1', 'dev-2', 'rel-1', 'rel-2'],
      'tags of several families are mixed, as rel-2 and dev-1; the words decide before the numbers'
    ],
    ['semver()', [...range(250, index => `main-${index}`), '1'], 'the filter accepts only 1 of 251 tags']
  ])('%s over such tags says why', (text, tags, message) => {
    expect(findTraps(parseVersionFilter(text), tags).map(trap => trap.message)).toEqual([message])
  })
})

describe('no trap is found', () => {
  test.each<[string, readonly string[]]>([
    ['semver()', []],
    ['semver()', ['latest']],
    ['semver()', ['1', '1.2', '1.2.3', '1.3.0-rc.1', 'v1.1', 'latest', `sha256-${hash}.sig`]],
    ['semver()', ['2022.4.1', '2024.10.2', '2024.10.2-rc1']],
    ["prefix('main-', suffix=number())", ['main-1', 'main-20', 'dev-9', 'latest']],
    ["prefix('main-')", ['main-12-abc1234', 'main-13-1234567']],
    ["prefix('(?:main|master)-')", ['main-1', 'main-2', 'master-3', 'master-4']],
    ["regex('latest|stable')", ['latest', 'stable', '1.0']],
    ["date('YYYYMMDD')", ['20240101', '20240102', '1.0', '9f8e7d6']],
    ["semver(variant='alpine')", ['1.2', '1.2-alpine', '1.3-alpine']],
    ['number()', ['1', '2', '345']],
    ["semver(exclude='.*-rc.*')", ['1.2', '1.3']],
    ["semver(exclude='1[.]2')", ['1.2', '1.2.3', '1.3']]
  ])('%s over %j', (text, tags) => {
    expect(findTraps(parseVersionFilter(text), tags)).toEqual([])
  })

  const version = fc.tuple(fc.nat(40), fc.nat(200), fc.nat(200)).map(parts => parts.join('.'))
  const noise = fc.constantFrom('latest', 'main', 'edge', `sha256-${hash}.sig`, `sha256-${hash}`)
  const lists: readonly (readonly [string, string, fc.Arbitrary<string>])[] = [
    ['releases', 'semver()', version],
    [
      'releases with v and pre-releases',
      'semver()',
      fc.tuple(version, fc.constantFrom('', '-rc.1', '-beta2')).map(([v, rest]) => `v${v}${rest}`)
    ],
    ['build numbers', 'number()', fc.nat(99_999).map(String)],
    [
      'main-<n>-<sha>',
      "prefix('main-')",
      fc
        .tuple(fc.nat(9999), fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 7, maxLength: 7 }))
        .map(([n, sha]) => `main-${n}-${sha}`)
    ],
    [
      'dates',
      "date('YYYYMMDD')",
      fc
        .tuple(fc.integer({ min: 2000, max: 2030 }), fc.integer({ min: 10, max: 12 }), fc.integer({ min: 10, max: 28 }))
        .map(parts => parts.join(''))
    ]
  ]
  test.each(lists)('in clean lists of %s', (_, text, tag) => {
    const filter = parseVersionFilter(text)
    fc.assert(
      fc.property(fc.array(tag, { minLength: 1, maxLength: 60 }), fc.array(noise, { maxLength: 3 }), (tags, others) => {
        expect(findTraps(filter, [...tags, ...others])).toEqual([])
      })
    )
  })
})

describe('whatever the tags', () => {
  const tag = fc.oneof(
    fc.string({ unit: fc.constantFrom(...'0129abcfv.-_+rT'), maxLength: 20 }),
    fc.constantFrom(
      'latest',
      '2024.01.01',
      '20240101',
      '1.2.3',
      '1.2.3-alpine',
      '9f8e7d6',
      'main-1',
      'constructor',
      '__proto__'
    )
  )

  test('every suggestion is a filter, and traps do not depend on the order of the list', () => {
    const filters = [
      'semver()',
      'semver(true)',
      'number()',
      "regex('.*')",
      "prefix('v?')",
      'alphabetical()',
      "semver(exclude='1.*')"
    ]
    fc.assert(
      fc.property(fc.constantFrom(...filters), fc.array(tag, { maxLength: 40 }), (text, tags) => {
        const filter = parseVersionFilter(text)
        const traps = findTraps(filter, tags)
        for (const { suggestion } of traps) expect(() => parseVersionFilter(suggestion)).not.toThrow()
        expect(findTraps(filter, [...tags].reverse()).map(trap => trap.kind)).toEqual(traps.map(trap => trap.kind))
      })
    )
  })
})
