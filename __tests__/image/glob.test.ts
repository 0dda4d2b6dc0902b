import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compileGlob, type GlobSteps, hasTooManyStars, matchesGlob } from '../../src/image/glob.ts'

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
  expect(matchesGlob(compileGlob(pattern), text, '/')).toBe(expected)
})

test('says what a regular expression of the same meaning says', () => {
  const letter = fc.constantFrom('a', 'b', '/', ':', '*', '**')
  const pattern = fc.array(letter, { maxLength: 8 }).map(letters => letters.join(''))
  const text = fc.array(fc.constantFrom('a', 'b', '/', ':'), { maxLength: 12 }).map(letters => letters.join(''))
  fc.assert(
    fc.property(pattern, text, fc.constantFrom('/', '/:', ''), (one, other, separators) => {
      const inside = separators === '' ? '.*' : `[^${separators}]*`
      const source = one.replace(/\*+/g, stars => (stars === '*' ? inside : '.*'))
      expect(matchesGlob(compileGlob(one), other, separators)).toBe(new RegExp(`^${source}$`).test(other))
    }),
    { numRuns: 5000 }
  )
})

test.each([
  ['a', 'b', 16],
  ['ghcr.io/team/*', 'quay.io/team/app', 16],
  ['**', 'a'.repeat(500), 16],
  ['*a*a*a*a*a*a*a*a*ab', 'a'.repeat(500), 16],
  // what stands between the stars is found where it is looked for first
  ['*a*a*a*a*a*a*a*a*b', `${'a'.repeat(500)}b`, 16 + 8 * (8 + 1)],
  ['*b*', 'a'.repeat(500), 16 + 8 + 500 + 1]
])('what %s costs for a text is as little as it can be', (pattern, text, cost) => {
  const steps: GlobSteps = { left: 0 }
  matchesGlob(compileGlob(pattern), text, '/', steps)
  expect(-steps.left).toBe(cost)
})

test('each run of stars costs the length of the text at most, and for each segment that of its literal', () => {
  const letter = fc.constantFrom('a', 'aa', 'b', '/', '*', '**')
  const pattern = fc.array(letter, { maxLength: 30 }).map(letters => letters.join(''))
  const text = fc.array(fc.constantFrom('a', 'b', '/'), { maxLength: 200 }).map(letters => letters.join(''))
  fc.assert(
    fc.property(pattern, text, (one, other) => {
      const steps: GlobSteps = { left: 0 }
      const glob = compileGlob(one)
      matchesGlob(glob, other, '/', steps)
      const segments = other.split('/').length
      const longest = Math.max(...glob.literals.map(({ length }) => length))
      const run = other.length + segments * (8 + 2 * longest)
      expect(-steps.left).toBeLessThanOrEqual(16 + glob.runs.length * run)
    }),
    { numRuns: 1000 }
  )
})

test('ten runs of stars are enough', () => {
  expect(hasTooManyStars('*a'.repeat(10))).toBe(false)
  expect(hasTooManyStars('***a'.repeat(10))).toBe(false)
  expect(hasTooManyStars('*a'.repeat(11))).toBe(true)
})
