import { describe, expect, test } from 'vitest'
import { explain, newest } from '../../src/version/filter.ts'
import { parseVersionFilter } from '../../src/version/parse.ts'

const accepted = (filter: string, tags: readonly string[]): readonly string[] =>
  tags.filter(parseVersionFilter(filter).accepts)

const releases = [
  '1.1.9',
  '1.2.0',
  'v1.3',
  '1.9.9',
  '2.0.0',
  '1.4.0-rc1',
  '1.4.0-beta.2',
  '2.0.0-rc.1',
  '1.2.3.4',
  'latest'
]

describe('semver with a range', () => {
  test.each<[string, readonly string[]]>([
    ["semver(range='>=1.2 <2')", ['1.2.0', 'v1.3', '1.9.9']],
    ["semver(range='^1.2.0')", ['1.2.0', 'v1.3', '1.9.9']],
    ["semver(range='~1.2.0 || 2.x')", ['1.2.0', '2.0.0']],
    ["semver(range='~1.2 || 2.x')", ['1.2.0', '2.0.0']],
    ["semver(range='1.x')", ['1.1.9', '1.2.0', 'v1.3', '1.9.9']],
    ["semver(range='1.1 - 1.3')", ['1.1.9', '1.2.0', 'v1.3']],
    ["semver(range='>=1.4.0-0 <1.9')", ['1.4.0-rc1', '1.4.0-beta.2']],
    ["semver(range='>=1.2 <2', prereleases=true)", ['1.2.0', 'v1.3', '1.9.9', '1.4.0-rc1', '1.4.0-beta.2']],
    ["semver(range='>=1.2 <2', prereleases='rc')", ['1.2.0', 'v1.3', '1.9.9', '1.4.0-rc1']],
    ["semver(range='*', prereleases=false)", ['1.1.9', '1.2.0', 'v1.3', '1.9.9', '2.0.0']]
  ])('%s accepts %j', (filter, wanted) => {
    expect(accepted(filter, releases)).toEqual(wanted)
  })

  test.each<[string, string]>([
    ['2.0.0', 'is outside the range >=1.2 <2'],
    ['1.4.0-rc1', 'is a pre-release, and the range >=1.2 <2 does not name it'],
    ['1.4.0-alpine', 'has a suffix (variant or pre-release), and the range >=1.2 <2 does not name it'],
    ['1.2.3.4', 'cannot be read as a semantic version, so it is in no range'],
    ['1.4é', 'cannot be read as a semantic version, so it is in no range'],
    ['1.', 'cannot be read as a semantic version, so it is in no range'],
    [`1.2-${'a'.repeat(300)}`, 'cannot be read as a semantic version, so it is in no range'],
    [`1.${'9'.repeat(16)}`, 'cannot be read as a semantic version, so it is in no range'],
    ['latest', 'does not begin with a number']
  ])('%s %s', (tag, reason) => {
    expect(explain(parseVersionFilter("semver(range='>=1.2 <2')"), [tag]).rejected).toEqual([
      { reason, count: 1, examples: [tag] }
    ])
  })

  test.each<[string, string]>([
    ['2024.01.05', '2024.1.5'],
    ['v1', '1.0.0'],
    ['1.2rc1', '1.2.0-rc1'],
    ['1.2.3_rc_1', '1.2.3-rc-1'],
    ['1.2.3-01.rc', '1.2.3-1.rc'],
    ['1.2.3-0', '1.2.3-0'],
    ['1.2.3+build', '1.2.3']
  ])('%s is read as %s', (tag, version) => {
    expect(accepted(`semver(range='=${version}')`, [tag])).toEqual([tag])
  })
})

describe('semver and what follows the numbers', () => {
  const tags = [
    '1.2',
    '1.3',
    '1.4-rc1',
    '1.4.RC2',
    '1.5beta1',
    '1.6-alpine',
    '1.5_alpine',
    '1.7-rc1-alpine',
    '1.8-alpine3.19',
    '1.9+x'
  ]

  test.each<[string, readonly string[]]>([
    ['semver(prereleases=false)', ['1.2', '1.3', '1.9+x']],
    ["semver(prereleases='rc')", ['1.2', '1.3', '1.4-rc1', '1.4.RC2', '1.7-rc1-alpine', '1.9+x']],
    ["semver(prereleases='beta, rc')", ['1.2', '1.3', '1.4-rc1', '1.4.RC2', '1.5beta1', '1.7-rc1-alpine', '1.9+x']],
    ['semver(prereleases=true)', tags],
    ["semver(variant='alpine')", ['1.6-alpine', '1.5_alpine']],
    ["semver(variant='-alpine')", ['1.6-alpine', '1.5_alpine']],
    ["semver(variant='alpine', prereleases='rc')", ['1.6-alpine', '1.5_alpine', '1.7-rc1-alpine']],
    ["semver(variant='alpine3.19')", ['1.8-alpine3.19']],
    ["semver(variant='')", ['1.2', '1.3', '1.9+x']],
    ["semver(variant='alpine', range='<1.6')", ['1.5_alpine']]
  ])('%s accepts %j', (filter, wanted) => {
    expect(accepted(filter, tags)).toEqual(wanted)
  })

  test('a variant takes no part in the order', () => {
    const variants = ['1.6.1-alpine', '1.6.10-alpine', '1.6.10-rc2-alpine']
    expect(newest(parseVersionFilter("semver(variant='alpine')"), variants)).toBe('1.6.10-alpine')
    expect(parseVersionFilter("semver(variant='a', prereleases=true)").compare('1-rc2-a', '1-rc10-a')).toBe(-1)
  })

  test('the numbers never count as a variant', () => {
    expect(accepted("semver(variant='1')", ['1.0.1', '1.0-1'])).toEqual(['1.0-1'])
  })

  test.each<[string, string, string]>([
    ["semver(variant='alpine')", '1.2', 'is not of the variant alpine'],
    ["semver(variant='alpine')", '1.2-rc1-alpine', 'is a pre-release'],
    ["semver(variant='')", '1.2-rc1', 'has something after its numbers'],
    ['semver(prereleases=false)', '1.2-rc1', 'is a pre-release'],
    ['semver(prereleases=false)', '16.3-bookworm', 'has a suffix (variant or pre-release)'],
    ["semver(prereleases='rc')", '16.3-alpine', 'has a suffix (variant or pre-release) other than rc'],
    ["semver(prereleases='rc, beta')", '1.2-alpha', 'is a pre-release other than rc, beta'],
    ["number(exclude='1.*')", '12', 'is excluded by "1.*"'],
    ["prefix('a-', suffix=number(exclude='1.*'))", 'a-12', 'is excluded by "1.*" after a-'],
    ['alphabetical()', 'latest', 'a moving tag'],
    ["date('YYYYMMDD')", '20230229', 'is no day and time of the calendar'],
    ["date('YYYYMMDD')", '2023022', 'is no date written YYYYMMDD'],
    ["regex('(a)|b', extract='1')", 'b', 'has nothing in the group 1'],
    ["regex('(?P<n>.*)-x', extract='n', suffix=number())", 'y-x', 'not a whole number in the group n'],
    ["regex('(?P<n>.*)-x', extract='n')", 'y', 'does not match regex(pattern="(?P<n>.*)-x")']
  ])('%s says of %s: %s', (filter, tag, reason) => {
    expect(explain(parseVersionFilter(filter), [tag]).rejected).toEqual([{ reason, count: 1, examples: [tag] }])
  })
})

describe('exclude and order', () => {
  test.each<[string, readonly string[], string | undefined]>([
    ["semver(exclude='1\\.3')", ['1.2', '1.3', '1.3.1'], '1.3.1'],
    ["semver(exclude='.*-rc.*')", ['1.2', '1.3-rc1'], '1.2'],
    ["prefix('v', exclude='v2.*')", ['v1', 'v2', 'v20'], 'v1'],
    ["prefix('v', suffix=semver(exclude='2.*'))", ['v1', 'v2', 'v20'], 'v1'],
    ["semver(order='asc')", ['1.10', '1.9', '2.0'], '1.9'],
    ['semver(order=asc)', ['1.10', '1.9', '2.0'], '1.9'],
    ["semver(order='desc')", ['1.10', '1.9', '2.0'], '2.0'],
    ["number(order='asc', exclude='0+')", ['00', '3', '12'], '3'],
    ["prefix('m-', suffix=number(order='asc'))", ['m-12', 'm-9'], 'm-9'],
    ["prefix('m-', number(), order='asc')", ['m-12', 'm-9'], 'm-9'],
    ["semver(range='>=1.2', order='asc')", ['1.1', '1.3', '1.2.1'], '1.2.1'],
    ["semver(order='asc')", ['1.0', 'v1.0'], 'v1.0'],
    ["regex('[a-z]+', exclude='latest|main')", ['latest', 'main', 'abc'], 'abc']
  ])('%s of %j is %s', (filter, tags, wanted) => {
    expect(newest(parseVersionFilter(filter), tags)).toBe(wanted)
  })
})

describe('alphabetical, date and extract', () => {
  test.each<[string, readonly string[], string | undefined]>([
    ['alphabetical()', ['bullseye', 'bookworm', 'latest', 'stable'], 'bullseye'],
    ['alphabetical()', ['1.0.9', '1.0.63'], '1.0.9'],
    ["prefix('r-', suffix=alphabetical(order='asc'))", ['r-b', 'r-a', 'r-main'], 'r-a'],
    ["date('YYYYMMDD-HHmmss')", ['20240229-235959', '20240230-000000', '20240301-240000'], '20240229-235959'],
    ["date('YYYY.M.D')", ['2024.1.5', '2024.10.1', '2024.9.30', '2024.01.9'], '2024.10.1'],
    ["date('DD.MM.YYYY')", ['31.12.2023', '01.01.2024'], '01.01.2024'],
    ["date('YYMMDD')", ['231231', '240101', '241301'], '240101'],
    ["date('YYYY-MM-DDTHH-mm-ssZ')", ['2024-01-01T10-00-00Z', '2024-01-01T10-00-01Z'], '2024-01-01T10-00-01Z'],
    [
      "date('[main-]YYYYMMDD.HHmmss.SSS')",
      ['main-20240101.000000.001', 'main-20240101.000000.002'],
      'main-20240101.000000.002'
    ],
    ["prefix('n-', suffix=date('YYYYMMDD'))", ['n-20240101', 'n-20231231', 'n-99999999'], 'n-20240101'],
    ["date('YYYY')", ['1900', '2024'], '2024'],
    [
      "regex('^main-(?P<n>\\d+)-[0-9a-f]+$', extract='n', suffix=number())",
      ['main-9-ff', 'main-10-aa', 'dev-99-aa'],
      'main-10-aa'
    ],
    ["regex('.*-(v[0-9.]+)', extract='1')", ['b-v1.9', 'a-v1.10'], 'a-v1.10'],
    ["regex('[0-9]+-.*', suffix=alphabetical())", ['9-a', '10-b'], '9-a'],
    [
      "regex('(?P<day>[0-9]{8})-.*', extract='day', suffix=date('YYYYMMDD', order='asc'))",
      ['20240102-z', '20240101-a'],
      '20240101-a'
    ],
    ["regex('a(?P<x>[^z]*)z', extract='x', suffix=prefix('-', suffix=number()))", ['a-9z', 'a-10z'], 'a-10z']
  ])('%s of %j is %s', (filter, tags, wanted) => {
    expect(newest(parseVersionFilter(filter), tags)).toBe(wanted)
  })

  test.each(['20230229', '19000229', '20240431', '20241301', '20240100', '20240001'])('%s is no date', tag => {
    expect(parseVersionFilter("date('YYYYMMDD')").accepts(tag)).toBe(false)
  })

  test('two tags with the same extract tie, and the explanation says so', () => {
    const filter = parseVersionFilter("regex('(?P<n>[0-9]+)-.*', extract='n', suffix=number())")
    expect(explain(filter, ['7-a', '7-b', '6-z'])).toMatchObject({ newest: '7-b', runnerUp: '7-a', ties: ['7-a'] })
  })
})
