import { describe, expect, test } from 'vitest'
import { FilterError } from '../../src/errors.ts'
import { parseVersionFilter } from '../../src/version/parse.ts'

describe('patterns have the syntax of RE2', () => {
  test.each<[string, string, string]>([
    ['(?i)V[0-9.]+', 'v1.2', 'x1.2'],
    ['(?i:rc|beta).*', 'RC1', 'alpha1'],
    ['(?P<major>\\d+)\\.(?P<minor>\\d+)', '1.2', '1.2.3'],
    ['(?P<constructor>a)(?P<toString>b)', 'ab', 'ba'],
    ['\\A\\d+\\z', '12', '12a'],
    ['\\Q1.2\\E.*', '1.2-x', '1x2'],
    ['\\Q1.2', '1.2', '1.2)'],
    ['\\Q(?<n>\\E', '(?<n>', 'n'],
    ['[[:alpha:]]+', 'abc', 'ab1'],
    ['[[:^digit:]]+', 'a-b', 'a1'],
    ['[]a]+', 'a]a', 'b'],
    ['[(?<n>]+', '(n', ')'],
    ['\\pL+', 'é', '1'],
    ['\\p{Lu}\\PL', 'A1', 'a1'],
    ['\\x41\\x{42}\\103', 'ABC', 'abc'],
    ['(?U)a+', 'aaa', 'b'],
    ['a{,2}', 'a{,2}', 'aa'],
    ['(?s)a.b', 'a\nb', 'ab'],
    ['a.b', 'a-b', 'a\nb'],
    ['a$', 'a', 'a\n'],
    ['(?m)^a$', 'a', 'a\nb'],
    ['a|ab|abc', 'abc', 'abcd'],
    ['1|2', '2', '12']
  ])('%s matches %j and not %j', (pattern, matching, other) => {
    const filter = parseVersionFilter(`prefix('', suffix=regex('${pattern}'))`)
    expect(filter.accepts(matching)).toBe(true)
    expect(filter.accepts(other)).toBe(false)
  })

  test.each<[string, string, number]>([
    ['[', 'missing closing ]', 0],
    ['(', 'missing closing )', 0],
    ['a)(?:b', 'unexpected )', 0],
    ['*', 'missing argument to repetition operator', 0],
    ['x|*', 'missing argument to repetition operator', 2],
    ['a{1001}', 'invalid repeat count', 1],
    ['ab[z-a]', 'invalid character class range', 3],
    ['a\\', 'trailing backslash at end of expression', 1],
    ['a\\e', 'invalid escape sequence', 1],
    ['\\Z', 'invalid escape sequence', 0],
    ['[[:foo:]]', 'invalid character class range', 1],
    ['\\p{Foo}', 'invalid character class range', 0],
    ['(?P<n>a)(?P<n>b)', 'duplicate capture group name', 4]
  ])('%s is refused: %s', (pattern, reason, offset) => {
    expectRefusal(pattern, `is not a regular expression: ${reason}`, offset)
  })
})

describe('what RE2 leaves out for the sake of linear time is refused with a rewrite', () => {
  const around = /^Say what a tag looks like/
  test.each<[string, string, number, RegExp]>([
    ['1(?=x)', 'look-ahead "(?=" is not supported', 1, around],
    ['ab(?!-rc).*', 'look-ahead "(?!" is not supported', 2, around],
    ['(?<=v)1', 'look-behind "(?<=" is not supported', 0, around],
    ['a(?<!b)c', 'look-behind "(?<!" is not supported', 1, around],
    ['(a)-\\1', 'the back-reference "\\1" is not supported', 4, /alternatives/],
    ['\\8', 'the back-reference "\\8" is not supported', 0, /alternatives/],
    ['(?P<n>a)\\k<n>', 'the back-reference "\\k<n>" is not supported', 8, /alternatives/],
    ['(?P<n>a)(?P=n)', 'the back-reference "(?P=n)" is not supported', 8, /alternatives/],
    ['(?>a)', 'atomic "(?>" is not supported', 0, /Leave it out/],
    ['a++', 'atomic "++" is not supported', 1, /Leave it out/],
    ['[a](?<n>b)', '"(?<n>" is not supported: kluctl reads named groups as (?P<name>…)', 3, /^Write \(\?P<n>…\)\.$/]
  ])('%s', (pattern, message, offset, hint) => {
    expect(expectRefusal(pattern, message, offset).hint).toMatch(hint)
  })

  test.each(['(a+)+b', '(a|aa)+$', '(.*a){20}', '(?:a?){50}a{50}b', '(x+x+)+y'])(
    '%s takes no exponential time',
    pattern => {
      const filter = parseVersionFilter(`regex('${pattern}')`)
      const prefix = parseVersionFilter(`prefix('${pattern}', suffix=number())`)
      for (const tag of [`${'a'.repeat(127)}!`, `${'x'.repeat(127)}!`]) {
        expect(filter.accepts(tag)).toBe(false)
        expect(prefix.accepts(tag)).toBe(false)
      }
    }
  )
})

function expectRefusal(pattern: string, message: string, offset: number): FilterError {
  const before = "prefix('a', suffix=regex('"
  try {
    parseVersionFilter(`${before}${pattern}'))`)
  } catch (error) {
    if (!(error instanceof FilterError)) throw error
    expect(error.message).toContain(message)
    expect(error.position).toBe(before.length + offset)
    return error
  }
  throw new Error(`${pattern} is accepted`)
}
