import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { newest } from '../../src/version/filter.ts'
import { parseVersionFilter } from '../../src/version/parse.ts'
import { suggestFilters, suggestLike } from '../../src/version/suggest.ts'

describe('suggested filters', () => {
  test.each<[readonly string[], string, string]>([
    [['1.2.3', '1.10.0', 'v1.9', '1.11.0-rc1', 'latest'], 'semver(prereleases=false)', '1.10.0'],
    [['1', '20', '3', 'latest'], 'number()', '20'],
    [['1', '1.25', '1.25.3', '1.24.0', '1.25.3-alpine'], 'semver(prereleases=false)', '1.25.3'],
    [['v1.2.3', 'sha-abcdef1', 'sha-1234567', 'sha-1234568'], 'semver(prereleases=false)', 'v1.2.3'],
    [['main-1', 'main-20', 'dev-3'], "prefix('main-', suffix=number())", 'main-20'],
    [
      ['v1', 'release-v1.2.0', 'release-v1.10.0'],
      "prefix('release-', suffix=semver(prereleases=false))",
      'release-v1.10.0'
    ],
    [
      ['main-9-fff0000', 'main-13-1111111', 'main-12-abc1234'],
      "regex('main-(?P<number>[0-9]+)-[0-9a-f]{7,40}', extract='number', suffix=number())",
      'main-13-1111111'
    ],
    [
      ['main-abcdef1-1658390300', 'main-abcdef2-1658390301'],
      "regex('main-[0-9a-f]{7,40}-(?P<number>[0-9]+)', extract='number', suffix=number())",
      'main-abcdef2-1658390301'
    ],
    [['20240101', '20231231', 'latest'], "date('YYYYMMDD')", '20240101'],
    [['2024-01-01', '2023-12-31'], "date('YYYY-MM-DD')", '2024-01-01'],
    [['nightly-20240101', 'nightly-20231231'], "prefix('nightly-', suffix=date('YYYYMMDD'))", 'nightly-20240101'],
    [
      ['20240101-101010-abcdef1', '20240102-101010-abcdef2'],
      "regex('(?P<date>[0-9TZ.-]+)-[0-9a-f]{7,40}', extract='date', suffix=date('YYYYMMDD-HHmmss'))",
      '20240102-101010-abcdef2'
    ],
    [['1.2-alpine', '1.3-alpine', '1.4'], "semver(variant='alpine')", '1.3-alpine'],
    [['2024.1.1', '2024.10.1'], 'semver()', '2024.10.1'],
    [['bookworm', 'bullseye', 'latest'], 'alphabetical()', 'bullseye'],
    [
      ['7.2.4-debian-12-r16', '7.4.1-debian-12-r9', '7.4.1-debian-12-r10', '6.2.14-debian-11-r0'],
      "regex('v?[0-9.]+-debian-12-r[0-9]+')",
      '7.4.1-debian-12-r10'
    ],
    [['1.9.0-r0', '1.10.0-r1', '1.10.0-r12'], "regex('v?[0-9.]+-r[0-9]+')", '1.10.0-r12'],
    [['1.9.0-2', '1.10.0-9', '1.10.0-10'], "regex('v?[0-9.]+-[0-9]+')", '1.10.0-10'],
    [['app-1.9-2', 'app-1.10-1'], "prefix('app-', suffix=regex('v?[0-9.]+-[0-9]+'))", 'app-1.10-1'],
    [
      ['1.2.0', '9f8e7d6', '68e2d8b', '4540215', '1715607'],
      'semver(allow_no_nums=false, prereleases=false, exclude="v?(?:19|20)[0-9]{2}[.-].*|v?[0-9]+")',
      '1.2.0'
    ],
    [['1.0', '1.1', '1.0-alpine', '1.1-alpine', '1', '1-alpine', 'alpine'], 'semver(prereleases=false)', '1.1'],
    [['1.0', '1.1', '1.0-alpine', '1.1-alpine', '1.2-alpine'], 'semver(prereleases=false)', '1.1'],
    [['1.0', '1.0-alpine', '1.1-alpine'], "semver(variant='alpine')", '1.1-alpine'],
    [
      ['app-1.0', 'app-1.1', 'app-1.0-slim', 'app-1.1-slim'],
      "prefix('app-', suffix=semver(prereleases=false))",
      'app-1.1'
    ],
    [['9-alpine', '20-alpine'], "semver(variant='alpine')", '20-alpine'],
    [['1.0.0-build12', '1.0.0-build13', '1.1.0-build2'], "regex('v?[0-9.]+-build[0-9]+')", '1.1.0-build2'],
    [['1.0.0-build2', '1.0.0-build12', '1.1.0-build.1'], "regex('v?[0-9.]+-build[0-9]+')", '1.0.0-build12'],
    [['1.0-x7', '1.0-x13', '1.1-x2'], "regex('v?[0-9.]+-x[0-9]+')", '1.1-x2'],
    [['app-1.0-x7', 'app-1.0-x13'], "prefix('app-', suffix=regex('v?[0-9.]+-x[0-9]+'))", 'app-1.0-x13'],
    [['1.0-alpine3.18', '1.1-alpine3.19', '1.2-alpine3.20'], "regex('v?[0-9.]+-alpine[0-9.]+')", '1.2-alpine3.20'],
    [['1.0-jdk17', '1.0-jdk21', '1.1-jdk17', '1.1-jdk21'], "semver(variant='jdk17')", '1.1-jdk17'],
    [['noble-20241011', 'noble-20241118.1'], "prefix('noble-', suffix=date('YYYYMMDD'))", 'noble-20241011']
  ])('of %j the first is %s', (tags, filter, picked) => {
    const [first] = suggestFilters(tags)
    expect(first?.filter).toBe(filter)
    expect(first?.newest).toBe(picked)
    expect(newest(parseVersionFilter(filter), tags)).toBe(picked)
  })

  test('other families are left out only where one of them would win', () => {
    expect(suggestFilters(['1.2.0', '1.3.0', '2024.1.1']).map(({ filter, newest }) => [filter, newest])).toEqual([
      ['semver(allow_no_nums=false, prereleases=false, exclude="v?(?:19|20)[0-9]{2}[.-].*|v?[0-9]+")', '1.3.0'],
      ['semver(allow_no_nums=false, exclude="v?[0-9]{1,3}(?:[^0-9].*)?|[0-9]{5,}.*")', '2024.1.1']
    ])
  })

  test('a date with a number behind is not taken for a hash, nor are numbers as long as the hashes a family', () => {
    expect(suggestFilters(['noble-20241118.1', '1.2']).map(({ filter }) => filter)).toEqual([
      'semver(prereleases=false)'
    ])
    expect(suggestFilters(['9f8e7d6', '4540215', '1.2']).map(({ newest }) => newest)).toEqual(['1.2'])
  })

  test('moving tags, hashes and artefacts have no filter of their own', () => {
    expect(suggestFilters(['latest', 'stable', `sha256-${'a1'.repeat(32)}.sig`])).toEqual([])
    expect(suggestFilters(['9f8e7d6', '4540215', 'f1bbcd8', 'latest'])).toEqual([])
    expect(suggestFilters(['sha-9f8e7d6', 'sha-1a2b3c4'])).toEqual([])
    expect(suggestFilters([])).toEqual([])
  })

  test('none stands above one that explains twice as many tags, each accepts its pick, and the order of the list has no influence', () => {
    const tag = fc.oneof(
      fc.constantFrom('1.2', '1.3-alpine', 'main-1', 'main-2-abcdef1', '20240101', '7', 'latest', "it's"),
      fc.string({ unit: fc.constantFrom(...'0129abcfv.-_+rT'), maxLength: 20 })
    )
    fc.assert(
      fc.property(fc.array(tag, { maxLength: 40 }), tags => {
        const suggestions = suggestFilters(tags)
        for (const { filter, newest: picked } of suggestions)
          expect(parseVersionFilter(filter).accepts(picked)).toBe(true)
        const explained = suggestions.map(one => one.explained)
        for (const [index, count] of explained.entries())
          expect(Math.max(0, ...explained.slice(index + 1))).toBeLessThan(2 * count)
        expect(suggestFilters([...tags].reverse())).toEqual(suggestions)
      })
    )
  })
})

describe('the filter for the family of a tag', () => {
  const jdk = ['1.0-jdk17', '1.0-jdk21', '1.1-jdk17', '1.1-jdk21', '1.1']
  test.each<[string, readonly string[], string | undefined]>([
    ['1.0-jdk21', jdk, "semver(variant='jdk21')"],
    ['1.0-build7', ['1.0-build8', '1.1-build2'], "regex('v?[0-9.]+-build[0-9]+')"],
    ['1.0-x7', ['1.0-x8', '1.1-x2'], "regex('v?[0-9.]+-x[0-9]+')"],
    ['0.9-x', jdk, undefined],
    ['9f8e7d6', jdk, undefined],
    ['1', jdk, undefined]
  ])('%s among %j', (tag, tags, filter) => {
    expect(suggestLike(tag, tags)).toBe(filter)
  })
})
