import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { layOutRows, layOutTable, wrapText } from '../../src/report/table.ts'
import { countColumns, cutToColumns, takeColumns } from '../../src/report/text-width.ts'

const texts = fc.oneof(
  fc.string(),
  fc.string({ unit: fc.constantFrom('a', '-', ' ', '漢', 'ア', '한', '😀', 'e\u0301', '→', '·', '…', 'é', 'Ｗ') })
)

describe('a text', () => {
  test.each([
    ['', 0],
    ['abc', 3],
    ['old → new · …', 13],
    ['✗ ▼ ⇄ ~', 7],
    ['é', 1],
    ['e\u0301', 1],
    ['漢字', 4],
    ['カタカナ', 8],
    ['ｶﾀｶﾅ', 4],
    ['한국어', 6],
    ['ＷＩＤＥ', 8],
    ['😀', 2],
    ['ñandú', 5],
    ['𠀀', 2]
  ])('%j takes %i columns', (text, columns) => {
    expect(countColumns(text)).toBe(columns)
  })

  test('is cut to columns, never within a character', () => {
    expect(cutToColumns('漢字漢字', 8)).toBe('漢字漢字')
    expect(cutToColumns('漢字漢字', 6)).toBe('漢字…')
    expect(cutToColumns('rendering', 5)).toBe('rend…')
    expect(takeColumns('😀😀', 3)).toBe('😀')
    expect(takeColumns('😀😀', 1)).toBe('😀')
  })

  test('fits where it was cut, and begins as it did', () => {
    fc.assert(
      fc.property(texts, fc.integer({ min: 3, max: 30 }), (text, width) => {
        const short = cutToColumns(text, width)
        expect(countColumns(short)).toBeLessThanOrEqual(width)
        expect(text.startsWith(short.replace(/…$/, ''))).toBe(true)
      })
    )
  })
})

describe('a table', () => {
  test('wraps at blanks and signs and cuts no character in two', () => {
    expect(wrapText('one two', 5)).toEqual(['one', 'two'])
    expect(wrapText('registry.example.com/team/app', 21)).toEqual(['registry.example.com/', 'team/app'])
    expect(wrapText('😀😀😀', 4)).toEqual(['😀😀', '😀'])
    expect(wrapText('漢字漢字', 5)).toEqual(['漢字', '漢字'])
    expect(wrapText('', 5)).toEqual([''])
  })

  test('loses nothing, and is as wide as it may be', () => {
    fc.assert(
      fc.property(texts, fc.integer({ min: 4, max: 40 }), (text, width) => {
        const lines = wrapText(text, width)
        for (const line of lines) expect(countColumns(line)).toBeLessThanOrEqual(width)
        expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''))
      })
    )
  })

  test('takes the room from the widest column', () => {
    const rows = [['ab', 'long long long long', 'x'].map(text => ({ text }))]
    expect(layOutTable(rows, 20)).toEqual(['ab  long long      x', '    long long'])
  })

  test('has its columns under each other, whatever stands in them', () => {
    const rows = [
      ['漢字', 'x'],
      ['ab', 'y']
    ].map(row => row.map(text => ({ text })))
    expect(layOutRows(rows, 40)).toEqual([['漢字  x'], ['ab    y']])
  })
})
