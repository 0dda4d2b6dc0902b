import fc from 'fast-check'
import { expect, test } from 'vitest'
import { matchesGlob } from '../../src/image/glob.ts'

test.each([
  ['', '', true],
  ['', 'a', false],
  ['a', 'a', true],
  ['a/b', 'a/b', true],
  ['*', '', true],
  ['*', 'abc', true],
  ['*', 'a/b', false],
  ['**', 'a/b/c', true],
  ['***', 'a/b/c', true],
  ['a/*', 'a/', true],
  ['a/*/c', 'a/b/c', true],
  ['a/*/c', 'a/b/b/c', false],
  ['a/**/c', 'a/b/b/c', true],
  ['a*b*c', 'axxbxxc', true],
  ['a*b*c', 'axxbxx', false],
  ['a.c', 'abc', false],
  ['[a]', '[a]', true],
  ['**a', 'ba\na', true]
])('%j and %j: %s', (pattern, text, expected) => {
  expect(matchesGlob(pattern, text, '/')).toBe(expected)
})

test('says what a regular expression of the same meaning says', () => {
  const letter = fc.constantFrom('a', 'b', '/', '*', '**')
  const pattern = fc.array(letter, { maxLength: 8 }).map(letters => letters.join(''))
  const text = fc.array(fc.constantFrom('a', 'b', '/'), { maxLength: 10 }).map(letters => letters.join(''))
  fc.assert(
    fc.property(pattern, text, (one, other) => {
      const source = one.replace(/\*+/g, stars => (stars === '*' ? '[^/]*' : '.*'))
      expect(matchesGlob(one, other, '/')).toBe(new RegExp(`^${source}$`).test(other))
    }),
    { numRuns: 2000 }
  )
})
