import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  defuseLine,
  jsonText,
  leftToRight,
  logLine,
  markdownCode,
  markdownFence,
  markdownText,
  terminalText
} from '../../src/report/escape.ts'
import { visible } from '../../src/text.ts'
import { hostileTexts } from './hostile.ts'
import { allNodes, findActiveParts, parseMarkdown } from './markdown-tree.ts'

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(
      fc.constantFrom(
        '`',
        '|',
        '\\',
        ' ',
        '\n',
        '\r',
        '@a',
        '#1',
        '<b>',
        '"',
        ':x:',
        '::',
        '##[',
        'a',
        '1.',
        '$',
        '](x)'
      )
    )
    .map(parts => parts.join('')),
  fc.constantFrom(...hostileTexts.map(([, text]) => text))
)
const inCell = (cell: string) => `| a | b |\n| --- | --- |\n| ${cell} | end |\n`

/** The only row of the table, cell by cell. */
function readRow(markdown: string) {
  const tree = parseMarkdown(markdown)
  const rows = allNodes(tree).filter(node => node.type === 'tableRow')
  return { rows: rows.length, blocks: tree.children?.length, cells: rows[1]?.children ?? [] }
}

describe('a code span', () => {
  test.each(hostileTexts)('holds a whole text that tries: %s', (_, text) => {
    const span = markdownCode(text, 'text')
    const nodes = allNodes(parseMarkdown(`before ${span} after`))
    const codes = nodes.filter(node => node.type === 'inlineCode')
    const isEmpty = text === ''
    expect(codes).toHaveLength(isEmpty ? 0 : 1)
    if (!isEmpty && !text.includes('`'.repeat(9))) expect(codes[0]?.value).toBe(visible(text))
    expect(findActiveParts(`before ${span} after`)).toEqual([])
  })

  test.each(hostileTexts)('stays in its cell with a text that tries: %s', (_, text) => {
    const { rows, blocks, cells } = readRow(inCell(markdownCode(text)))
    expect([rows, blocks, cells.length]).toEqual([2, 1, 2])
    expect(cells[0]?.children?.map(node => node.type)).toEqual([text === '' ? 'text' : 'inlineCode'])
    expect(cells[1]?.children).toMatchObject([{ type: 'text', value: 'end' }])
  })

  test('holds any text, at both places', () => {
    fc.assert(
      fc.property(anyText, text => {
        const { rows, cells } = readRow(inCell(markdownCode(text)))
        return (
          rows === 2 &&
          cells.length === 2 &&
          cells[0]?.children?.length === 1 &&
          findActiveParts(`x ${markdownCode(text, 'text')} y`).length === 0
        )
      })
    )
  })

  test.each([
    ['a|b', '`a\\|b`', '`a|b`'],
    ['a\\|b', '`a\\\\u{7c}b`', '`a\\|b`'],
    ['`', '`` ` ``', '`` ` ``'],
    ['', '(empty)', '(empty)'],
    [' ', '` `', '` `'],
    [' a ', '`  a  `', '`  a  `'],
    ['a\nb', '`a\\u{a}b`', '`a\\u{a}b`']
  ])('%j is written as %s in a cell and as %s outside', (text, cell, outside) => {
    expect([markdownCode(text), markdownCode(text, 'text')]).toEqual([cell, outside])
  })

  test('needs no fence longer than cmark reads', () => {
    expect(markdownCode('`'.repeat(200))).toBe(`\`${'\\u{60}'.repeat(200)}\``)
  })

  test('takes linear time', () => {
    const started = performance.now()
    markdownCode('\\'.repeat(200_000))
    markdownText(`${' '.repeat(200_000)}x`)
    expect(performance.now() - started).toBeLessThan(2000)
  })
})

describe('running text', () => {
  test.each([
    ['newest of 214 tags by semver()', 'newest of 214 tags by `semver()`'],
    ["newest of 9 tags by prefix('main-', suffix=number())", "newest of 9 tags by `prefix('main-', suffix=number())`"],
    ['pinned by pins.yaml, not selected.', 'pinned by `pins.yaml`, not selected.'],
    [
      '"ghcr.io/a/B" is not an image reference: "B" is not lower case',
      '`ghcr.io/a/B` is not an image reference: `B` is not lower case'
    ],
    ['kluctl 2.20 to 2.27 (and later) re-reads it', 'kluctl 2.20 to 2.27 (and later) re-reads it'],
    ['two results (targets "dev" and "prod")', 'two results (targets `dev` and `prod`)'],
    ['two results ("dev", "prod"): choose', 'two results (`dev`, `prod`): choose'],
    ['("dev")', '(`dev`)'],
    ['one of them ("dev").', 'one of them (`dev`).'],
    ['newest by prefix("main-")', 'newest by `prefix("main-")`'],
    ['newest by prefix("main-", suffix=number())', 'newest by `prefix("main-", suffix=number())`'],
    ['one\n   two', 'one two'],
    ['1. one', '`1`. one'],
    ['', '']
  ])('%j is written as %j', (text, expected) => {
    expect(markdownText(text)).toBe(expected)
  })

  test.each(hostileTexts)('stays text that tries: %s', (_, text) => {
    const markdown = markdownText(text)
    const tree = parseMarkdown(markdown)
    expect(findActiveParts(markdown)).toEqual([])
    expect(allNodes(tree).filter(node => !plainTypes.has(node.type))).toEqual([])
    const { rows, cells } = readRow(inCell(markdownText(text, 'cell')))
    expect([rows, cells.length]).toEqual([2, 2])
  })

  test('stays text, whatever it is', () => {
    fc.assert(
      fc.property(anyText, text => {
        const nodes = allNodes(parseMarkdown(markdownText(text)))
        const { rows, cells } = readRow(inCell(markdownText(text, 'cell')))
        return (
          nodes.every(node => plainTypes.has(node.type)) &&
          findActiveParts(markdownText(text)).length === 0 &&
          rows === 2 &&
          cells.length === 2
        )
      })
    )
  })
})

describe('a fence', () => {
  test.each(hostileTexts)('holds a whole text that tries: %s', (_, text) => {
    const tree = parseMarkdown(`- item\n\n${markdownFence(text, '  ')}\n- next\n`)
    expect(tree.children?.map(node => node.type)).toEqual(['list'])
    expect(tree.children?.[0]?.children?.[0]?.children?.map(node => node.type)).toEqual(['paragraph', 'code'])
    expect(parseMarkdown(`${markdownFence(text)}\n\nend`).children?.map(node => node.type)).toEqual([
      'code',
      'paragraph'
    ])
  })

  test('holds any text', () => {
    fc.assert(
      fc.property(anyText, text => {
        const types = parseMarkdown(`${markdownFence(text)}\n\nend`).children?.map(node => node.type)
        return types?.join() === 'code,paragraph'
      })
    )
  })

  test('keeps lines and the place of a caret', () => {
    expect(markdownFence('\tab\n ^')).toBe('```text\n ab\n ^\n```')
  })
})

describe('a log line', () => {
  test.each(hostileTexts)('is one line and no command: %s', (_, text) => {
    for (const line of [logLine(text), terminalText(text)]) {
      expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
      expect(line).not.toMatch(/^\s*::|##\[/)
    }
  })

  test.each([
    ['Hebrew', 'שלום', '\\u{5e9}\\u{5dc}\\u{5d5}\\u{5dd}'],
    ['Arabic, letters and digits', 'م٣', '\\u{645}\\u{663}'],
    ['Syriac', 'ܐ', '\\u{710}'],
    ['Thaana', 'ހ', '\\u{780}'],
    ["N'Ko", 'ߊ', '\\u{7ca}'],
    ['Adlam, beyond the basic plane', '\u{1e900}', '\\u{1e900}'],
    ['a form of presentation', '\ufe8d', '\\u{fe8d}'],
    ['a ligature', '\ufb2a', '\\u{fb2a}']
  ])('shows letters that would turn a row round: %s', (_, text, shown) => {
    for (const show of [logLine, terminalText]) {
      expect(show(`a:${text} → b`)).toBe(`a:${shown} → b`)
    }
  })

  test('leaves letters that are written from left to right', () => {
    const text = 'ünï → Ωд 漢字 한글 ไทย हिन्दी 🚢'
    expect([logLine(text), terminalText(text), leftToRight(text)]).toEqual([text, text, text])
  })

  test('is no command, whatever it is', () => {
    fc.assert(fc.property(anyText, text => !/^\s*::|##\[|[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(logLine(text))))
  })

  test.each([
    ['::error::x', '\\u{3a}:error::x'],
    ['  ::error::x', '  \\u{3a}:error::x'],
    ['a ::error::x', 'a ::error::x'],
    ['a ##[error]x', 'a #\\u{23}[error]x'],
    ['plain: text', 'plain: text']
  ])('%j is written as %j', (text, expected) => {
    expect(defuseLine(text)).toBe(expected)
  })
})

describe('JSON text', () => {
  test('is the same value, visible, and no command', () => {
    fc.assert(
      fc.property(anyText, fc.constantFrom(undefined, 2), (text, indent) => {
        const json = jsonText({ [text]: text }, indent)
        expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify({ [text]: text })))
        return !/##\[|[\p{Cf}\p{Zl}\p{Zp}\u0000-\u0009\u000b-\u001f\u007f-\u009f]/u.test(json)
      })
    )
  })
})

const plainTypes = new Set(['root', 'paragraph', 'text', 'inlineCode'])
