import { describe, expect, test } from 'vitest'
import { compareBytes, compareLoose } from '../../src/version/loose.ts'

const signs = { '<': -1, '=': 0, '>': 1 } as const

describe('loose order', () => {
  test.each<[string, '<' | '=' | '>', string, string]>([
    ['1.9', '<', '1.10', 'numbers are compared as numbers'],
    ['1.0', '<', '1.0.0', 'the shorter list is smaller'],
    ['1.02', '=', '1.2', 'leading zeros vanish'],
    ['1.0-rc2', '<', '1.0-rc10', 'runs of digits in the rest are numbers'],
    ['1.0-rc.1', '=', '1.0-rc1', 'dots only separate'],
    ['1.0rc1', '>', '1.0-rc1', 'a dash is a component of its own'],
    ['1.0.rc1', '=', '1.0rc1', 'a dot before a word is dropped'],
    ['1.0-a-1', '<', '1.0-1-1', 'a word is smaller than a number'],
    ['1.0-RC1', '<', '1.0-rc1', 'upper case comes first'],
    ['1.0-rc1', '<', '1.0_rc1', 'dash before underscore'],
    ['1.0--1', '>', '1.0-1-1', 'dashes in a row are one component, and it ends later than a single one'],
    ['1.0-alpine', '<', '1.0', 'a variant is below the bare version'],
    ['1.', '<', '1', 'a rest without components is still a rest'],
    ['1.', '=', '1..', 'a rest without components ties with another'],
    ['1..2', '<', '1.2', 'a dot counts for the numbers only before a digit'],
    ['1.0-2', '<', '1.0-2-1', 'the longer rest is larger'],
    ['v1.0', '=', '1.0', 'v belongs to the number'],
    ['vanilla', '>', 'udon', 'v belongs to the word when no digit follows'],
    ['V1', '<', '0', 'only a lower-case v is stripped'],
    ['latest', '<', '0', 'no number counts as zero with a rest'],
    ['2022-04-22', '<', '2022.04.22', 'dashes do not continue the number'],
    ['main-9-ff', '<', 'main-12-aa', 'numbers inside words count'],
    ['9f8e7d6', '<', '10a0000', 'a hash that begins with a digit is a version'],
    ['0x9', '<', '0x10', 'hexadecimal is no number'],
    ['1e3', '<', '1000', 'an exponent is a rest'],
    ['Infinity', '<', '1', 'words are words'],
    ['', '>', 'a', 'nothing is zero without a rest'],
    ['', '=', '0', 'nothing ties with zero'],
    ['1.0-é', '>', '1.0-z', 'other characters go by bytes'],
    ['1-\u{1f600}', '>', '1-\uffee', 'bytes order characters beyond the basic plane last']
  ])('%s %s %s: %s', (a, sign, b) => {
    const order = signs[sign]
    expect(compareLoose(a, b)).toBe(order)
    expect(compareLoose(b, a)).toBe(order === 0 ? 0 : -order)
  })

  test.each<[string, string]>([
    ['2147483647', '2147483648'],
    ['1659223320503', '1660613854390'],
    ['20220401123456', '20220402123456'],
    ['1.0-2', '1.0-20220401120000'],
    ['1.0-word', '1.0-20220401120000'],
    ['9007199254740992', '9007199254740993'],
    ['999999999999999', '1000000000000000'],
    ['9'.repeat(127), '1'.repeat(128)],
    [`${'9'.repeat(127)}8`, '9'.repeat(128)],
    [`1.0-${'9'.repeat(100)}`, `1.0-1${'0'.repeat(100)}`]
  ])('numbers have no largest: %s < %s', (smaller, larger) => {
    expect(compareLoose(smaller, larger)).toBe(-1)
    expect(compareLoose(larger, smaller)).toBe(1)
  })

  test('long numbers with leading zeros are equal to themselves without', () => {
    const long = '12345678901234567890'
    expect(compareLoose(`000${long}`, long)).toBe(0)
    expect(compareLoose(`1-${'0'.repeat(100)}7`, '1-7')).toBe(0)
  })

  test('a million characters are compared at once', () => {
    const digits = '9'.repeat(1_000_000)
    expect(compareLoose(digits, `${digits}0`)).toBe(-1)
    expect(compareLoose('1-a'.repeat(300_000), `${'1-a'.repeat(300_000)}b`)).toBe(-1)
  })
})

describe('byte order', () => {
  test.each<[string, string]>([
    ['1.2', 'v1.2'],
    ['A', 'a'],
    ['a', 'aa'],
    ['z', 'é'],
    ['\uffee', '\u{1f600}'],
    ['\u{1f600}', '\u{1f601}']
  ])('%s before %s', (first, second) => {
    expect(compareBytes(first, second)).toBe(-1)
    expect(compareBytes(second, first)).toBe(1)
    expect(Buffer.compare(Buffer.from(first), Buffer.from(second))).toBe(-1)
  })
})
