import fc from 'fast-check'
import { diff, gt } from 'semver'
import { describe, expect, test } from 'vitest'
import type { Bump } from '../../src/version/bump.ts'
import { bumpOf } from '../../src/version/bump.ts'
import { digestRows, filterRows, tagRows } from './bump-rows.ts'

describe('two tags', () => {
  test.each(tagRows)('%s → %s is %s: %s', (old, now, expected) => {
    expect(bumpOf(`ghcr.io/shop/api:${old}`, `ghcr.io/shop/api:${now}`, null)).toBe(expected)
  })

  test.each(filterRows)('%s → %s by %s is %s: %s', (old, now, filter, expected) => {
    expect(bumpOf(`ghcr.io/shop/api:${old}`, `ghcr.io/shop/api:${now}`, filter)).toBe(expected)
  })
})

describe('two images', () => {
  test.each(digestRows)('%s → %s is %s: %s', (old, now, expected) => {
    expect(bumpOf(old, now, 'semver()')).toBe(expected)
  })
})

const number = fc.oneof(fc.nat({ max: 12 }), fc.nat({ max: 3000 }), fc.bigInt({ min: 0n, max: 10n ** 30n }))
// with lead and tail a tag, which has 128 characters at most
const numbers = fc
  .array(number, { minLength: 1, maxLength: 4 })
  .map(list => list.join('.'))
  .filter(text => text.length <= 110)
const lead = fc.constantFrom('', '', '', 'v', 'main-', 'release-v', 'sha-', 'pr-')
const tail = fc.constantFrom('', '', '-alpine', '-alpine3.20', '-rc.1', '-rc2', '-beta1', '-r4', '-1', '-3f2c1ab', '_2')
const tag = fc.oneof(
  fc.tuple(lead, numbers, tail).map(parts => parts.join('')),
  fc.constantFrom('latest', 'main', 'bookworm', '3f2c1ab', '9b0e7d4', '20240113', '2024-01-13', '2024.1.13', '24.04'),
  fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,20}$/)
)
const filter = fc.constantFrom(
  null,
  'semver()',
  'semver(allow_no_nums=true)',
  "semver(variant='alpine')",
  'number()',
  'alphabetical()',
  "date('YYYYMMDD')",
  "prefix('main-')",
  "prefix('main-', suffix=number())",
  "prefix('[a-z]+-', suffix=semver())",
  "regex('v?([0-9.]+)-.*', extract='1')",
  "regex('.*')",
  'no filter at all('
)
const levels: readonly Bump[] = ['major', 'minor', 'patch']

describe('any two tags', () => {
  test('are told apart without an error, whatever text and filter are', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), tag, fc.webUrl())
    const anyFilter = fc.oneof(filter, fc.string({ unit: 'binary' }))
    fc.assert(
      fc.property(text, text, anyFilter, (old, now, by) => {
        expect([...levels, 'digest', 'other', 'downgrade']).toContain(bumpOf(`a:${old}`, `a:${now}`, by))
        expect([...levels, 'digest', 'other', 'downgrade']).toContain(bumpOf(old, now, by))
      })
    )
  })

  test('are no downgrade in both directions, and no level in both', () => {
    fc.assert(
      fc.property(tag, tag, filter, (old, now, by) => {
        const there = bumpOf(`a:${old}`, `a:${now}`, by)
        const back = bumpOf(`a:${now}`, `a:${old}`, by)
        if (there === 'downgrade' || levels.includes(there)) expect(back).not.toBe(there)
        if (levels.includes(there)) expect(back).toBe('downgrade')
      }),
      { numRuns: 2000 }
    )
  })

  test('that are equal are no step', () => {
    fc.assert(fc.property(tag, filter, (one, by) => bumpOf(`a:${one}`, `a:${one}`, by) === 'other'))
  })

  test('change nothing else by a leading v', () => {
    fc.assert(
      fc.property(numbers, numbers, tail, (old, now, end) => {
        fc.pre(old !== now)
        expect(bumpOf(`a:v${old}${end}`, `a:v${now}${end}`, null)).toBe(
          bumpOf(`a:${old}${end}`, `a:${now}${end}`, null)
        )
      })
    )
  })
})

describe('versions of three numbers', () => {
  const part = fc.nat({ max: 999 })
  const version = fc.tuple(fc.oneof(fc.nat({ max: 3 }), part), fc.oneof(fc.nat({ max: 3 }), part), part)

  test.each([null, 'semver()', "prefix('')", "regex('.*')"])('are told apart as npm does, by %s', by => {
    fc.assert(
      fc.property(version, version, (a, b) => {
        const [old, now] = [a.join('.'), b.join('.')]
        const step = diff(old, now)
        const expected = step === null ? 'other' : gt(old, now) ? 'downgrade' : step
        expect(bumpOf(`a:${old}`, `a:${now}`, by)).toBe(expected)
      })
    )
  })

  test('before, and pre-releases of others after, are ordered as npm orders them', () => {
    const end = fc.constantFrom('', '-rc.1', '-rc.2', '-rc.10', '-beta.1', '-alpha')
    fc.assert(
      fc.property(version, end, version, end, (a, x, b, y) => {
        const [old, now] = [a.join('.') + x, b.join('.') + y]
        expect(bumpOf(`a:${old}`, `a:${now}`, null) === 'downgrade').toBe(gt(old, now))
      })
    )
  })
})
