import { describe, expect, test } from 'vitest'
import { FilterError } from '../../src/errors.ts'
import {
  formatFilterCall,
  formatNumberCall,
  formatPrefixCall,
  formatRegexCall,
  formatSemverCall
} from '../../src/version/helpers.ts'
import { parseVersionFilter } from '../../src/version/parse.ts'

describe('the version functions of templates write filter text', () => {
  test.each<[string, string]>([
    [formatSemverCall(), 'semver(allow_no_nums=false)'],
    [formatSemverCall(true), 'semver(allow_no_nums=true)'],
    [formatSemverCall('True'), 'semver(allow_no_nums=true)'],
    [formatNumberCall(), 'number()'],
    [formatRegexCall('a.b'), 'regex(pattern="a.b")'],
    [formatRegexCall('\\d+'), 'regex(pattern="\\d+")'],
    [formatRegexCall('a"b'), `regex(pattern='a"b')`],
    [formatRegexCall("a'b"), `regex(pattern="a'b")`],
    [formatPrefixCall('m-', undefined), 'prefix(prefix="m-", suffix=semver(allow_no_nums=false))'],
    [formatPrefixCall('m-', formatNumberCall()), 'prefix(prefix="m-", suffix=number())'],
    [formatPrefixCall('m-', 'number ( )'), 'prefix(prefix="m-", suffix=number())'],
    [
      formatPrefixCall("a'", formatPrefixCall('b"', formatRegexCall("c'"))),
      `prefix(prefix="a'", suffix=prefix(prefix='b"', suffix=regex(pattern="c'")))`
    ]
  ])('%s', (written, wanted) => {
    expect(written).toBe(wanted)
    expect(parseVersionFilter(written).toSource()).toBe(written)
  })

  test('a text with both quotes cannot be written', () => {
    expect(() => formatRegexCall(`a'b"c`)).toThrow(FilterError)
    expect(() => formatPrefixCall(`a'b"c`, undefined)).toThrow(
      `"a'b"c" holds both ' and ", and strings of a version filter have no escapes`
    )
  })

  test.each<[string, () => string]>([
    ['allow_no_nums must be true or false', () => formatSemverCall('x')],
    ['the pattern of regex is empty', () => formatRegexCall('')],
    ['missing closing )', () => formatRegexCall('(')],
    ['there is no version filter "nope"', () => formatPrefixCall('a', 'nope()')],
    ['expected the end of the text', () => formatPrefixCall('a', 'number()), x(')],
    ['found the end of the text', () => formatPrefixCall('a', '')]
  ])('an argument that makes no filter is refused: %s', (message, write) => {
    expect(write).toThrow(FilterError)
    expect(write).toThrow(message)
  })

  test('no argument can break out of its string', () => {
    const prefix = 'a", suffix=number(), x="'
    expect(formatPrefixCall(prefix, undefined)).toBe(`prefix(prefix='${prefix}', suffix=semver(allow_no_nums=false))`)
  })

  test.each<[string, Readonly<Record<string, boolean | string | undefined>>, string]>([
    ['semver', {}, 'semver(allow_no_nums=false)'],
    [
      'semver',
      { prereleases: false, range: '>=1 <2' },
      'semver(allow_no_nums=false, range=">=1 <2", prereleases=false)'
    ],
    ['semver', { prereleases: 'rc', variant: undefined }, 'semver(allow_no_nums=false, prereleases="rc")'],
    ['alphabetical', { order: 'asc' }, 'alphabetical(order="asc")'],
    ['date', { layout: 'YYYYMMDD', exclude: '2023.*' }, 'date(layout="YYYYMMDD", exclude="2023.*")'],
    [
      'regex',
      { pattern: '(?P<n>[0-9]+)"', extract: 'n', suffix: 'number()' },
      `regex(pattern='(?P<n>[0-9]+)"', extract="n", suffix=number())`
    ]
  ])('any call is written from its arguments by name: %s %j', (name, given, wanted) => {
    expect(formatFilterCall(name, new Map(Object.entries(given)))).toBe(wanted)
  })

  test.each<[string, string, string]>([
    ['nope', 'a', 'there is no version filter "nope"'],
    ['number', 'range', 'number has no argument "range"'],
    ['prefix', 'suffix', 'there is no version filter "x"']
  ])('a call of %s with %s that makes no filter is refused', (name, parameter, message) => {
    expect(() => formatFilterCall(name, new Map([[parameter, 'x()']]))).toThrow(message)
  })
})
