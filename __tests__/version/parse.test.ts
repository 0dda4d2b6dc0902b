import { describe, expect, test } from 'vitest'
import { parseVersionFilter } from '../../src/version/parse.ts'

describe('filter texts and their canonical form', () => {
  test.each<[string, string]>([
    ['semver()', 'semver(allow_no_nums=false)'],
    ['semver(True)', 'semver(allow_no_nums=true)'],
    ["semver(allow_no_nums='T')", 'semver(allow_no_nums=true)'],
    ['semver(allow_no_nums=0)', 'semver(allow_no_nums=false)'],
    ['number()', 'number()'],
    ["regex('a')", 'regex(pattern="a")'],
    ['regex(pattern=latest)', 'regex(pattern="latest")'],
    ['regex(pattern=0x1F)', 'regex(pattern="0x1F")'],
    ['regex(pattern=0b1_0)', 'regex(pattern="0b1_0")'],
    ['regex(pattern=0o17)', 'regex(pattern="0o17")'],
    ['regex(pattern=1_000)', 'regex(pattern="1_000")'],
    ['regex(pattern=08)', 'regex(pattern="08")'],
    ["prefix('')", 'prefix(prefix="", suffix=semver(allow_no_nums=false))'],
    ['prefix(prefix=7)', 'prefix(prefix="7", suffix=semver(allow_no_nums=false))'],
    ["prefix('a', number())", 'prefix(prefix="a", suffix=number())'],
    ["prefix(suffix=number(), prefix='a')", 'prefix(prefix="a", suffix=number())'],
    ["prefix('main-', suffix='number()')", 'prefix(prefix="main-", suffix=number())'],
    [
      `prefix('a', suffix="prefix('b', suffix=number())")`,
      'prefix(prefix="a", suffix=prefix(prefix="b", suffix=number()))'
    ],
    [`prefix('a', suffix=" number ( ) // yes")`, 'prefix(prefix="a", suffix=number())'],
    [
      "prefix('release-', suffix=prefix('v', suffix=regex('[0-9]+')))",
      'prefix(prefix="release-", suffix=prefix(prefix="v", suffix=regex(pattern="[0-9]+")))'
    ],
    ['\t semver \r\n ( allow_no_nums = true ) ', 'semver(allow_no_nums=true)'],
    ['/* any */ semver( // why\n true /* really */ )', 'semver(allow_no_nums=true)'],
    ['number() /* kluctl lets a comment stay open', 'number()'],
    ['\ufeffnumber()', 'number()'],
    ["regex('// no comment')", 'regex(pattern="// no comment")'],
    ["regex('a\nb')", 'regex(pattern="a\nb")'],
    ["regex('\\d+')", 'regex(pattern="\\d+")'],
    [`regex("it's")`, `regex(pattern="it's")`],
    ['regex(pattern=né)', 'regex(pattern="né")'],
    ["prefix('日本-')", 'prefix(prefix="日本-", suffix=semver(allow_no_nums=false))']
  ])('%s is %s', (text, canonical) => {
    expect(parseVersionFilter(text).toString()).toBe(canonical)
  })

  test('the canonical text of kluctl puts double quotes around a double quote; the source text does not', () => {
    const filter = parseVersionFilter(`prefix('a"b', suffix=regex('"'))`)
    expect(filter.toString()).toBe('prefix(prefix="a"b", suffix=regex(pattern="""))')
    expect(filter.toSource()).toBe(`prefix(prefix='a"b', suffix=regex(pattern='"'))`)
    expect(parseVersionFilter(filter.toSource()).toString()).toBe(filter.toString())
  })

  test('fifty filters may be nested', () => {
    const nested = `${"prefix('', ".repeat(49)}number()${')'.repeat(49)}`
    expect(parseVersionFilter(nested).accepts('12')).toBe(true)
  })
})

describe('what each filter accepts', () => {
  test.each<[string, readonly string[], readonly string[]]>([
    [
      'semver()',
      ['1', 'v2', '1.2.3-x', '2022-04-22', '9f8e7d6', '1_0', '01.2'],
      ['latest', 'main-1', 'V1.0', 'vv1', '.1', '-1', '']
    ],
    ['semver(true)', ['latest', 'V1', '-', '1', ''], []],
    ['number()', ['0', '007', '20220422000000', '9'.repeat(128)], ['', '1.0', 'v1', '-1', '1e3', '٣']],
    ["regex('main|master')", ['main', 'master'], ['mainline', 'webmaster']],
    ["regex('v1.0')", ['v1.0', 'v1x0'], ['v1.0.0', 'av1.0', 'v1.0\n']],
    ["regex('latest')", ['latest'], ['latest-1', 'Latest']],
    ["prefix('main-')", ['main-1', 'main-v1'], ['main-', 'main-x', 'main1', 'xmain-1']],
    ["prefix('v1.')", ['v1.5'], ['v1-5', 'v1x5', 'v1.x']],
    ["prefix('v?')", ['v1', '1', 'vv1'], ['x1']],
    ["prefix('release/')", ['release/1'], ['release-1']],
    ["prefix('a-|b-')", ['a-1', 'b-2'], ['1', 'xb-2', 'a-b']],
    ["prefix('(main|master)-', suffix=number())", ['main-1', 'master-22'], ['main-a', 'dev-1']],
    ["prefix('.*-', suffix=number())", ['a-1', 'a-b-2', 'a-1-2'], ['a-1-b', '7']],
    ["prefix('release-', suffix=prefix('v', suffix=number()))", ['release-v1'], ['release-1', 'release-v1.0', 'v1']]
  ])('%s', (text, accepted, refused) => {
    const filter = parseVersionFilter(text)
    expect(accepted.filter(tag => !filter.accepts(tag))).toEqual([])
    expect(refused.filter(tag => filter.accepts(tag))).toEqual([])
  })
})
