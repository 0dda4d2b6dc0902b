import { describe, expect, test } from 'vitest'
import { byCodeUnit, byteLength, nearest, plural, quote, shorten, visible } from '../../src/text.ts'

describe('text for people', () => {
  test.each([
    ['plain text stays', 'a b-ä', 'a b-ä'],
    ['a line end is shown', 'a\nb', 'a\\u{a}b'],
    ['an escape is shown', '\u001b[31m', '\\u{1b}[31m'],
    ['a right-to-left override is shown', 'a\u202eb', 'a\\u{202e}b'],
    ['a zero-width joiner is shown', 'a\u200db', 'a\\u{200d}b'],
    ['a lone surrogate is shown', 'a\ud800b', 'a\\u{d800}b'],
    ['a no-break space is shown', 'a\u00a0b', 'a\\u{a0}b'],
    ['an emoji stays', '🚢', '🚢']
  ])('%s', (_, text, expected) => {
    expect(visible(text)).toBe(expected)
  })

  test('a quoted text is cut, and never through a pair of surrogates', () => {
    expect(quote('a\nb')).toBe('"a\\u{a}b"')
    expect(quote('abcdef', 4)).toBe('"abc…"')
    expect(shorten('ab🚢d', 4)).toBe('ab…')
    expect(shorten('abcd', 4)).toBe('abcd')
  })

  test.each([
    [1, '1 entry'],
    [2, '2 entries'],
    [0, '0 entries']
  ])('%i is counted as %s', (count, expected) => {
    expect(plural(count, 'entry', 'entries')).toBe(expected)
  })
})

test('order is that of code units, whatever the locale', () => {
  expect(['b', 'a', 'B', 'ä', 'Z'].toSorted(byCodeUnit)).toEqual(['B', 'Z', 'a', 'b', 'ä'])
})

test('length is counted in bytes of UTF-8', () => {
  expect(byteLength('aä🚢')).toBe(7)
})

describe('the nearest known word', () => {
  const known = ['output-file', 'offline-images', 'target', 'images', 'include-tags', 'include-deployment-dirs']
  test.each([
    ['ouput-file', 'output-file'],
    ['targte', 'target'],
    ['IMAGES', 'images'],
    ['image', 'images'],
    ['include-dirs', undefined],
    ['include-tag', 'include-tags'],
    ['offline', 'offline-images'],
    ['zebra', undefined],
    ['', undefined],
    ['x'.repeat(100_000), undefined]
  ])('of %s is %s', (word, expected) => {
    expect(nearest(word, known)).toBe(expected)
  })
})
