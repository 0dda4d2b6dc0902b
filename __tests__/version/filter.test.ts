import { describe, expect, test } from 'vitest'
import { explain, newest } from '../../src/version/filter.ts'
import { parseVersionFilter } from '../../src/version/parse.ts'

const hash = '0123456789abcdef'.repeat(4)

describe('the newest tag', () => {
  test.each<[string, readonly string[], string | undefined]>([
    ['semver()', ['1.2', '1.10', '1.9'], '1.10'],
    ['semver()', ['1.2', 'v1.2'], 'v1.2'],
    ['semver()', ['v1.2', '1.2'], 'v1.2'],
    ['semver()', ['1.0-rc.1', '1.0-rc1'], '1.0-rc1'],
    ['semver()', [], undefined],
    ['semver()', ['latest', 'main'], undefined],
    ['number()', ['3', '1660613854390', '1659223320503'], '1660613854390'],
    ["prefix('(?:main|master)-')", ['main-1', 'master-1'], 'master-1'],
    ["prefix('main-', suffix=number())", ['main-9', 'main-10', 'main-11-x', 'dev-99'], 'main-10'],
    ["prefix('(main|master)-', suffix=number())", ['main-9', 'master-10'], 'master-10'],
    ["regex('main|master')", ['mainline', 'main', 'webmaster', 'master'], 'master'],
    ["prefix('.*-', suffix=number())", ['z-1-2', 'a-1-3'], 'a-1-3']
  ])('%s of %j is %s', (filter, tags, wanted) => {
    expect(newest(parseVersionFilter(filter), tags)).toBe(wanted)
  })

  test('odd but legal tags are tags like any other', () => {
    const tags = ['constructor', '__proto__', 'null', 'yes', '1e3', 'toString', 'NaN', '0x7f']
    expect(newest(parseVersionFilter('semver()'), tags)).toBe('1e3')
    expect(newest(parseVersionFilter("regex('c.*')"), tags)).toBe('constructor')
    expect(newest(parseVersionFilter("regex('_.*')"), tags)).toBe('__proto__')
    expect(newest(parseVersionFilter("prefix('n', suffix=regex('ull'))"), tags)).toBe('null')
    expect(explain(parseVersionFilter('semver(true)'), tags)).toMatchObject({ seen: 8, matched: 8, newest: '1e3' })
  })

  test('tags of 128 digits are compared to the last one', () => {
    const tags = [`${'9'.repeat(127)}7`, `${'9'.repeat(127)}8`, `0${'9'.repeat(127)}`]
    expect(newest(parseVersionFilter('number()'), tags)).toBe(`${'9'.repeat(127)}8`)
  })

  test('any iterable is read once', () => {
    let reads = 0
    function* tags(): Generator<string> {
      for (const tag of ['1', '3', '2']) {
        reads++
        yield tag
      }
    }
    expect(newest(parseVersionFilter('number()'), tags())).toBe('3')
    expect(reads).toBe(3)
  })
})

describe('tags of signatures and attestations', () => {
  test.each([`sha256-${hash}`, `sha256-${hash}.sig`, `sha256-${hash}.att`, `sha256-${hash}.sbom`])(
    '%s never counts',
    tag => {
      for (const text of ['semver(true)', "regex('.*')", "prefix('sha256-', suffix=semver(true))"]) {
        expect(parseVersionFilter(text).accepts(tag)).toBe(false)
        expect(newest(parseVersionFilter(text), [tag])).toBeUndefined()
      }
    }
  )

  test.each([`sha256-${hash}.txt`, `sha256-${hash.slice(1)}`, `sha256-${hash}0`, `v-sha256-${hash}`, 'sha256-1.sig'])(
    '%s is no such tag',
    tag => {
      expect(parseVersionFilter("regex('.*')").accepts(tag)).toBe(true)
    }
  )
})

describe('comparing two tags with a filter', () => {
  test('a prefix is not compared', () => {
    expect(parseVersionFilter("prefix('(?:z|a)-')").compare('z-1', 'a-2')).toBe(-1)
    expect(parseVersionFilter("prefix('(?:z|a)-')").compare('z-1', 'a-1')).toBe(0)
  })

  test('an accepted tag is above all others, and the others have an order too', () => {
    const filter = parseVersionFilter('number()')
    expect(filter.compare('1', '99.0')).toBe(1)
    expect(filter.compare('99.0', '1')).toBe(-1)
    expect(filter.compare('1.0', '2.0')).toBe(-1)
  })
})

describe('the explanation of a decision', () => {
  test('says how many were seen, which won, what came next and why the others were left out', () => {
    const tags = [
      'main-1',
      'main-3',
      'main-2',
      'main-x',
      'main-',
      'dev-7',
      'dev-8',
      'latest',
      'a',
      `sha256-${hash}.sig`
    ]
    expect(explain(parseVersionFilter("prefix('main-', suffix=number())"), tags)).toEqual({
      seen: 10,
      matched: 3,
      newest: 'main-3',
      runnerUp: 'main-2',
      ties: [],
      rejected: [
        { reason: 'does not begin with main-', count: 4, examples: ['a', 'dev-7', 'dev-8'] },
        { reason: 'not a whole number after main-', count: 2, examples: ['main-', 'main-x'] },
        { reason: 'signature or attestation artefact', count: 1, examples: [`sha256-${hash}.sig`] }
      ]
    })
  })

  test.each<[string, string, string]>([
    ['semver()', 'latest', 'does not begin with a number'],
    ['number()', '1.0', 'not a whole number'],
    ["regex('[a-z]+')", '1', 'does not match regex(pattern="[a-z]+")'],
    ["prefix('')", 'x', 'does not begin with a number'],
    ["prefix('v?-')", 'x', 'does not begin with a match of v?-'],
    ["prefix('a-', suffix=prefix('b-'))", 'a-c', 'does not begin with b- after a-'],
    ["prefix('a-', suffix=prefix('b-'))", 'a-b-c', 'does not begin with a number after b- after a-']
  ])('%s says of %s: %s', (filter, tag, reason) => {
    expect(explain(parseVersionFilter(filter), [tag]).rejected).toEqual([{ reason, count: 1, examples: [tag] }])
  })

  test('names up to three ties, the greatest first; the first of them is the runner-up', () => {
    const tags = ['1.2', 'v1.2', '01.2', '1.02', '1.002', '1.1']
    expect(explain(parseVersionFilter('semver()'), tags)).toEqual({
      seen: 6,
      matched: 6,
      newest: 'v1.2',
      runnerUp: '1.2',
      ties: ['1.2', '1.02', '1.002'],
      rejected: []
    })
  })

  test('a tag that is listed twice does not tie with itself', () => {
    expect(explain(parseVersionFilter('number()'), ['2', '2', '1'])).toMatchObject({ seen: 2, runnerUp: '1', ties: [] })
  })

  test('of no tags is empty', () => {
    const nothing = { seen: 0, matched: 0, newest: undefined, runnerUp: undefined, ties: [], rejected: [] }
    expect(explain(parseVersionFilter('semver()'), [])).toEqual(nothing)
  })
})
