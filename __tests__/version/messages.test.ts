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

const missing = 'expected a version filter (semver, number, regex, prefix), found'

describe('a text that is not a filter is refused at the place that is wrong', () => {
  test.each<[string, number, string]>([
    ['', 0, `${missing} the end of the text`],
    ['  // nothing', 12, `${missing} the end of the text`],
    ['1.2.3', 0, `${missing} the number "1.2"`],
    ['"number()"', 0, `${missing} the string "number()"`],
    ['#semver()', 0, `${missing} "#"`],
    ['\u00a0semver()', 0, `${missing} "\\u{a0}"`],
    ['latest', 0, 'there is no version filter "latest"; there are semver, number, regex, prefix'],
    [' Number()', 1, 'there is no version filter "Number"; there are semver, number, regex, prefix'],
    ['version.semver()', 0, 'there is no version filter "version"; there are semver, number, regex, prefix'],
    ['constructor()', 0, 'there is no version filter "constructor"; there are semver, number, regex, prefix'],
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
    ['number(1)', 7, 'expected ")", since number takes no arguments, found "1"'],
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
    ["prefix('a', suffix=' nope()')", 21, 'there is no version filter "nope"; there are semver, number, regex, prefix'],
    [
      `prefix('a', suffix="prefix('b', suffix='number(1)')")`,
      47,
      'expected ")", since number takes no arguments, found "1"'
    ],
    ["semver(range='^1')", 7, 'semver has no argument "range"; it has allow_no_nums'],
    ["regex('a', __proto__='b')", 11, 'regex has no argument "__proto__"; it has pattern'],
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
    ['calver()', "Write one of semver(), number(), regex('…'), prefix('…', suffix=…)."],
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

  test.each(["regex('%')", "prefix('[a]%')"])('a pattern in %s has at most 1,000 characters', shape => {
    const fitting = shape.replace('%', 'a'.repeat(997))
    expect(parseVersionFilter(fitting).accepts('b')).toBe(false)
    expect(refusal(shape.replace('%', 'a'.repeat(1001))).message).toMatch(/^the pattern is 100\d characters long/)
  })

  test('counted repetitions may not blow a pattern up', () => {
    expect(parseVersionFilter("regex('a{1000}')").accepts('a'.repeat(1000))).toBe(true)
    const error = refusal(`regex('${'(?:a?){1000}'.repeat(3)}')`)
    expect(error.message).toBe('the pattern expands to 6002 steps; at most 2500 are allowed')
    expect(error.position).toBe(7)
  })
})
