import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { commonPrefix, literalStart } from '../../src/version/literal.ts'
import { parseVersionFilter } from '../../src/version/parse.ts'

test.each([
  ['semver()', ''],
  ['number()', ''],
  ["date('YYYY')", ''],
  ["prefix('main-', suffix=number())", 'main-'],
  ["prefix('v1.')", 'v1.'],
  ["prefix('a-', suffix=prefix('b-', suffix=number()))", 'a-b-'],
  ["prefix('(?:main|master)-')", ''],
  ["prefix('main-[a-z]+-')", 'main-'],
  ["prefix('', suffix=semver())", ''],
  ["prefix('v', suffix=regex('1\\..*'))", 'v1.'],
  ["prefix('main-', suffix=number(), exclude='.*5')", 'main-'],
  ["regex('main-[0-9a-f]+')", 'main-'],
  ["regex('^v1\\.2.*$')", 'v1.2'],
  ["regex('main|master')", ''],
  ["regex('main-(a|b)')", 'main-'],
  ["regex('main-[a|b]')", 'main-'],
  ["regex('main-[]|]|x')", ''],
  ["regex('main-[(]|x')", ''],
  ["regex('(?i)main')", ''],
  ["regex('v?1')", ''],
  ["regex('v1*')", 'v'],
  ["regex('v1+0')", 'v1'],
  ["regex('v1{0,2}')", 'v'],
  ["regex('v1.2')", 'v1'],
  ["regex('\\Av1')", 'v1'],
  ["regex('\\Qa|b\\E')", ''],
  ["regex('main-(?P<n>[0-9]+)', extract='n', suffix=number())", 'main-'],
  ["regex('[^+]*', suffix=prefix('v2.'))", 'v2.']
])('every tag of %s begins with %j', (filter, literal) => {
  expect(parseVersionFilter(filter).literalPrefix).toBe(literal)
})

describe('what a filter accepts begins with its literal prefix', () => {
  const atom = fc.constantFrom(
    'a',
    'b',
    '-',
    '1',
    '\\.',
    '.',
    '[ab]',
    '[^a]',
    '(a|b)',
    '(?:a-)',
    '\\d',
    'a|b',
    '[|]',
    '\\|',
    '^',
    '$',
    '(?i:a)'
  )
  const pattern = fc.array(fc.tuple(atom, fc.constantFrom('', '', '', '*', '?', '+', '{2}')), {
    minLength: 1,
    maxLength: 5
  })
  const source = pattern.map(parts =>
    parts.map(([one, times]) => one + (/^[\^$]$|a\|b/.test(one) ? '' : times)).join('')
  )
  const tag = fc.array(fc.constantFrom('a', 'b', 'A', '-', '.', '1'), { maxLength: 5 }).map(parts => parts.join(''))

  test('for any pattern', () => {
    fc.assert(
      fc.property(source, fc.array(tag, { maxLength: 30 }), (text, tags) => {
        for (const written of [`regex('${text}')`, `prefix('${text}', suffix=regex('.*'))`]) {
          const filter = parseVersionFilter(written)
          for (const one of tags) if (filter.accepts(one)) expect(one.startsWith(filter.literalPrefix)).toBe(true)
        }
      }),
      { numRuns: 2000 }
    )
  })

  test('and for none it is longer than the pattern', () => {
    fc.assert(
      fc.property(fc.string(), text => {
        expect(literalStart(text).length).toBeLessThanOrEqual(text.length)
      })
    )
  })
})

test.each([
  [[], ''],
  [['v1.'], 'v1.'],
  [['v1.2', 'v1.3'], 'v1.'],
  [['v1.', ''], ''],
  [['a', 'b'], '']
])('what %j have in common is %j', (texts, common) => {
  expect(commonPrefix(texts)).toBe(common)
})
