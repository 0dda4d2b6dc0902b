import { describe, expect, test } from 'vitest'
import { FilterError } from '../../src/errors.ts'
import { parseVersionFilter } from '../../src/version/parse.ts'

function refusal(text: string): FilterError {
  try {
    parseVersionFilter(text)
  } catch (error) {
    if (error instanceof FilterError) return error
    throw error
  }
  throw new Error(`${text} is accepted`)
}

const missing = 'expected a version filter (semver, number, regex, prefix, alphabetical, date), found'

describe('a text that is not a filter is refused at the place that is wrong', () => {
  test.each<[string, number, string]>([
    ['', 0, `${missing} the end of the text`],
    ['  // nothing', 12, `${missing} the end of the text`],
    ['1.2.3', 0, `${missing} the number "1.2"`],
    ['"number()"', 0, `${missing} the string "number()"`],
    ['#semver()', 0, `${missing} "#"`],
    ['\u00a0semver()', 0, `${missing} "\\u{a0}"`],
    ['latest', 0, 'there is no version filter "latest"; there are semver, number, regex, prefix, alphabetical, date'],
    [
      ' Number()',
      1,
      'there is no version filter "Number"; there are semver, number, regex, prefix, alphabetical, date'
    ],
    [
      'version.semver()',
      0,
      'there is no version filter "version"; there are semver, number, regex, prefix, alphabetical, date'
    ],
    [
      'constructor()',
      0,
      'there is no version filter "constructor"; there are semver, number, regex, prefix, alphabetical, date'
    ],
    ['semver', 6, 'expected "(" after "semver", found the end of the text'],
    ['semver{}', 6, 'expected "(" after "semver", found "{"'],
    [
      'semver(',
      7,
      'expected a value (a string, a name, a whole number or a version filter), found the end of the text'
    ],
    ['semver(true', 11, 'expected "," or ")", found the end of the text'],
    ['semver()x', 8, 'expected the end of the text, found "x"'],
    ['number() or semver()', 9, 'expected the end of the text, found "or"'],
    ["prefix('a',)", 11, 'expected a value (a string, a name, a whole number or a version filter), found ")"'],
    ['regex(`a`)', 6, 'expected a value (a string, a name, a whole number or a version filter), found "`"'],
    [
      'semver(1.5)',
      7,
      'expected a value (a string, a name, a whole number or a version filter), found the number "1.5"'
    ],
    ["regex('a", 6, 'this quote is never closed'],
    ["regex(r'a')", 7, 'expected "," or ")", found the string "a"'],
    ['number(1)', 7, 'number has too many arguments; it takes none without a name'],
    ['regex()', 6, 'regex needs a pattern'],
    ['prefix(suffix=number())', 22, 'prefix needs a prefix'],
    ["regex('')", 7, 'the pattern of regex is empty'],
    ['semver(1)', 7, 'allow_no_nums must be true or false, found the number "1"'],
    ['semver(allow_no_nums=yes)', 21, 'allow_no_nums must be true or false, found the name "yes"'],
    ['semver(allow_no_nums=number())', 21, 'allow_no_nums must be true or false, found a version filter'],
    ['regex(pattern=number())', 14, 'pattern must be a string, found a version filter'],
    ['prefix(a)', 7, 'prefix must be a string, found the name "a"'],
    ["prefix('a', 'number()')", 12, 'suffix must be a version filter, found the string "number()"'],
    ["prefix('a', suffix=number)", 19, 'suffix must be a version filter, found the name "number"'],
    ["prefix('a', suffix=1)", 19, 'suffix must be a version filter, found the number "1"'],
    ["prefix('a', suffix='')", 20, `${missing} the end of the string`],
    [
      "prefix('a', suffix=' nope()')",
      21,
      'there is no version filter "nope"; there are semver, number, regex, prefix, alphabetical, date'
    ],
    [
      `prefix('a', suffix="prefix('b', suffix='number(1)')")`,
      47,
      'number has too many arguments; it takes none without a name'
    ],
    [
      "semver(ranges='1.x')",
      7,
      'semver has no argument "ranges"; it has allow_no_nums, range, prereleases, variant, exclude, order'
    ],
    [
      "regex('a', __proto__='b')",
      11,
      'regex has no argument "__proto__"; it has pattern, extract, suffix, exclude, order'
    ],
    ["semver(range='^1.2')", 14, '"^1.2" lacks the last of its three numbers'],
    ["semver(range='1.x || new')", 14, '"1.x || new" is not a range of versions'],
    ["semver(range=' ')", 14, 'the range is empty'],
    ["semver(true, range='1.x')", 20, 'range asks for versions, and allow_no_nums=true for all tags'],
    ['semver(prereleases=rc)', 19, 'prereleases must be true, false or a string, found the name "rc"'],
    ["semver(prereleases='r2')", 20, 'prereleases must be true, false, or words such as rc'],
    ["semver(variant='a|b')", 16, 'a variant has letters, digits, ".", "_" and "-" only'],
    ["semver(order='up')", 14, 'order must be asc or desc'],
    ["number(exclude='')", 16, 'the pattern of exclude is empty'],
    ["number(exclude='a(')", 16, '"a(" is not a regular expression: missing closing )'],
    ["regex('(?P<n>a)', extract='m')", 27, 'the pattern has no group "m"'],
    ["regex('a', extract='1')", 20, 'the pattern has no group "1"'],
    ['date()', 5, 'date needs a layout'],
    ["date('YYYYMMDDhhmmss')", 14, '"hh" is no part of a date; there are YYYY, YY, MM, M, DD, D, HH, H, mm, ss, SSS'],
    ["date('main-YYYY')", 6, '"m" is no part of a date; there are YYYY, YY, MM, M, DD, D, HH, H, mm, ss, SSS'],
    ["date('YYYY-DD')", 6, 'the layout has no month'],
    ["date('YYYYMMYY')", 6, 'the layout names the year twice'],
    ["date('[a')", 6, 'this bracket is never closed'],
    [
      "date('YYYYMDD')",
      6,
      'in YYYYMDD the month has one or two digits and digits follow, so it can be read in two ways'
    ],
    ["regex('a', 'b')", 11, 'regex has too many arguments; it takes pattern'],
    ["prefix('a', prefix='b')", 12, 'prefix is given prefix twice'],
    ["prefix(prefix='a', prefix='b')", 19, 'prefix is given prefix twice'],
    ["prefix(suffix=number(), 'a')", 24, 'an argument without a name follows one with a name']
  ])('%s', (text, position, message) => {
    const error = refusal(text)
    expect(error.message).toBe(message)
    expect(error.position).toBe(position)
    expect(error.filter).toBe(text)
  })

  test('the caret stands under the place, in a filter of several lines too', () => {
    expect(refusal("prefix('a-',\n  suffix=nope())").caret()).toBe(
      "prefix('a-',   suffix=nope())\n                      ^"
    )
  })

  test.each<[string, string]>([
    [
      'calver()',
      "Write one of semver(), number(), regex('…'), prefix('…', suffix=…), alphabetical(), date('YYYYMMDD')."
    ],
    ["semver(range='^1.2')", 'Write ^1.2.0, or >=1.2.'],
    ["semver(range='^1')", 'Write ^1.0.0, or 1.x.'],
    ['semver(prereleases=rc)', "Put it in quotes: 'rc'."],
    ["regex('(a)(?P<n>b)', extract='m')", 'Its groups: "n", 1 to 2.'],
    ["regex('a', extract='n')", 'Put the part that orders the tags in a group: (?P<n>[0-9]+).'],
    ['number(1)', 'By name it also takes exclude, order.'],
    ['SemVer()', 'Names are lower case: write semver().'],
    ['version.number()', 'In a text leave out "version.": write semver(), not version.semver().'],
    ["regex(r'a')", "Strings need no letter in front: a backslash is always a backslash, as in regex('\\d+')."],
    ['regex(abc)', "Put it in quotes: 'abc'."],
    ["prefix('a', 'number()')", 'Leave out the quotes: suffix=number().'],
    ["prefix('a', number)", 'Write number() for the version filter of that name.'],
    ['semver(1)', 'Write allow_no_nums=true or allow_no_nums=false.'],
    ['regex(`a`)', 'Strings stand in \' or ".'],
    ["regex('a)", 'Strings have no escapes: they end at the first same quote.']
  ])('%s comes with a hint', (text, hint) => {
    expect(refusal(text).hint).toBe(hint)
  })
})

describe('limits', () => {
  test('a text has at most 10,000 characters', () => {
    expect(parseVersionFilter(`number()${' '.repeat(9992)}`).toString()).toBe('number()')
    const error = refusal(`number()${' '.repeat(9993)}`)
    expect(error.message).toBe('the version filter is 10001 characters long; at most 10000 are allowed')
    expect(error.position).toBe(10_000)
  })

  test('filters are nested at most 50 deep, in strings too', () => {
    expect(refusal("prefix('', ".repeat(51)).message).toBe('version filters are nested more than 50 deep')
    const quoted = `${"prefix('', ".repeat(49)}prefix('', suffix="number()")${')'.repeat(49)}`
    expect(refusal(quoted).message).toBe('version filters are nested more than 50 deep')
  })

  test.each(["regex('%')", "number(exclude='[a]%')"])('a pattern in %s has at most 1,000 characters', shape => {
    const fitting = shape.replace('%', 'a'.repeat(997))
    expect(parseVersionFilter(fitting).accepts('b')).toBe(false)
    expect(refusal(shape.replace('%', 'a'.repeat(1001))).message).toMatch(/^the pattern is 100\d characters long/)
  })

  test('a pattern that has to say where it matches is small', () => {
    const message = 'at most 200 are allowed where a part of the match is asked for'
    expect(refusal("prefix('[ab]{250}')").message).toBe(`the pattern expands to 252 steps; ${message}`)
    expect(refusal("regex('([ab]{250})', extract='1')").message).toMatch(message)
    expect(refusal("prefix('[ab]{150}', suffix=prefix('[ab]{150}'))").message).toMatch(
      'all patterns of a filter together'
    )
  })

  test('counted repetitions may not blow a pattern up', () => {
    expect(parseVersionFilter("regex('a{1000}')").accepts('a'.repeat(1000))).toBe(true)
    const error = refusal(`regex('${'(?:a?){1000}'.repeat(3)}')`)
    expect(error.message).toBe('the pattern expands to 6002 steps; at most 2500 are allowed')
    expect(error.position).toBe(7)
  })
})
