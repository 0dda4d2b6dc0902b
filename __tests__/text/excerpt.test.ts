import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { excerptOf, shownExcerpt } from '../../src/excerpt.ts'

const five = 'one\ntwo\nthree\nfour\nfive\nsix\n'
const at = (text: string, line: number, column?: number) =>
  excerptOf(text, column === undefined ? { file: 'x', line } : { file: 'x', line, column })

describe('the lines around a place', () => {
  test.each<[string, readonly string[] | undefined, readonly string[]]>([
    [
      'in the middle',
      at(five, 3, 2),
      ['  1 | one', '  2 | two', '> 3 | three', '    |  ^', '  4 | four', '  5 | five']
    ],
    ['at the begin', at(five, 1, 1), ['> 1 | one', '    | ^', '  2 | two', '  3 | three']],
    ['at the end', at(five, 6, 4), ['  4 | four', '  5 | five', '> 6 | six', '    |    ^']],
    ['behind the last line end', at('a\n', 2, 1), ['  1 | a', '> 2 |', '    | ^']],
    ['without column', at('a\nb', 2), ['  1 | a', '> 2 | b']],
    ['with a column behind the line', at('ab', 1, 9), ['> 1 | ab', '    |   ^']],
    ['of empty lines', at('\n\n\n', 2, 1), ['  1 |', '> 2 |', '    | ^', '  3 |']],
    ['with line ends of Windows', at('a\r\nb\r\nc', 2, 1), ['  1 | a', '> 2 | b', '    | ^', '  3 | c']],
    [
      'whose numbers grow a digit',
      at('1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11', 9, 1),
      ['   7 | 7', '   8 | 8', '>  9 | 9', '     | ^', '  10 | 10', '  11 | 11']
    ],
    ['behind tabs, which stay', at('\t\ta\tb', 1, 5), ['> 1 | \t\ta\tb', '    | \t\t \t^']],
    ['behind wide characters', at('日本 x', 1, 4), ['> 1 | 日本 x', '    |      ^']],
    ['behind an emoji', at('😀x', 1, 3), ['> 1 | 😀x', '    |   ^']],
    ['behind a combining accent', at('e\u0301x', 1, 3), ['> 1 | e\u0301x', '    |  ^']],
    [
      'behind what nobody sees',
      at('a\u202eb\u001b[1mc', 1, 8),
      ['> 1 | a\\u{202e}b\\u{1b}[1mc', `    | ${' '.repeat(19)}^`]
    ]
  ])('%s', (_, actual, expected) => {
    expect(actual).toEqual(expected)
  })

  test('are none for a line that the text does not have, or a place without line', () => {
    expect([at('a', 2), at('', 5, 1), excerptOf('a', { file: 'x' })]).toEqual([undefined, undefined, undefined])
  })

  test('are cut around the column, between words, and say so', () => {
    const line = `${'before '.repeat(40)}HERE ${'behind '.repeat(40)}`
    const [shown = '', caret = ''] = at(line, 1, line.indexOf('HERE') + 1) ?? []
    expect(shown).toMatch(/^> 1 \| … ?(?:before )+HERE (?:behind )+ ?…$/)
    expect(shown.length).toBeLessThanOrEqual(126)
    expect(shown.indexOf('HERE')).toBe(caret.indexOf('^'))
  })

  test('show no part of a long word that is cut: half a secret is one that no redactor knows', () => {
    const token = 'ghp_0123456789abcdefghijklmnopqrstuvwxyz'
    for (let shift = 0; shift < 200; shift += 1) {
      const line = `${'x '.repeat(50)}${'y'.repeat(shift)} ${token} ${'z '.repeat(80)}`
      const shown = at(line, 1, 60)?.join('\n') ?? ''
      expect(shown.replace(token, '')).not.toMatch(/ghp_|wxyz/)
    }
  })

  test('always have a caret under the column, and never a line that is long or ends itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), fc.nat(5), fc.nat(400), (text, line, column) => {
        const lines = at(text, line + 1, column + 1) ?? []
        expect(lines.filter(one => one.startsWith('>')).length).toBe(lines.length === 0 ? 0 : 1)
        for (const one of lines) {
          expect(one).not.toMatch(/[\n\r]/)
          expect(one.length).toBeLessThan(260)
        }
      })
    )
  })

  test('of a text of one huge line cost little', () => {
    const start = performance.now()
    expect(at('a'.repeat(5_000_000), 1, 2_500_000)?.[0]).toContain('…')
    expect(performance.now() - start).toBeLessThan(5000)
  })
})

describe('what a sink shows of an excerpt', () => {
  test('is bounded, whoever made it', () => {
    const shown = shownExcerpt(Array.from({ length: 100 }, () => `a\r\nb${'x'.repeat(1000)}`))
    expect(shown).toHaveLength(16)
    expect(shown.every(line => line.length <= 400 && !/[\r\n]/.test(line))).toBe(true)
  })
})

describe('an excerpt of rendered text', () => {
  const rendered = (text: string, line: number) => excerptOf(text, { file: 'x', line, column: 1 }, { isRendered: true })

  test('says so, and hides what may be a secret', () => {
    const text = [
      'data:',
      '  dbPassword: hunter2',
      '  url: https://example.com',
      '  apiToken="abc" # x',
      '  a: b'
    ].join('\n')
    expect(rendered(text, 3)).toEqual([
      'in the rendered text:',
      '  1 | data:',
      '  2 |   dbPassword: *******',
      '> 3 |   url: https://example.com',
      '    | ^',
      '  4 |   apiToken=*********',
      '  5 |   a: b'
    ])
  })

  test('hides the value of an environment variable by its name', () => {
    expect(rendered('env:\n- name: DB_PASSWORD\n  value: hunter2\n- name: HOST\n  value: db', 2)).toEqual([
      'in the rendered text:',
      '  1 | env:',
      '> 2 | - name: DB_PASSWORD',
      '    | ^',
      '  3 |   value: *******',
      '  4 | - name: HOST'
    ])
  })

  test.each(['kind: Secret', 'kind: "Secret"', '{"kind":"Secret","data":{}}', 'items:\n- kind: Secret # x'])(
    'is none where %j stands in it',
    secret => {
      expect(rendered(`a: b\n${secret}\nc: d`, 1)).toBeUndefined()
    }
  )

  test.each(['kind: SecretStore', 'kind: Deployment', 'secretName: x'])('is shown where only %j does', other => {
    expect(rendered(`a: b\n${other}`, 1)).toBeDefined()
  })

  test('shows no line of a key', () => {
    const text = `a: |\n  -----BEGIN PRIVATE KEY-----\n  ${'QUJD'.repeat(16)}\n  x`
    expect(rendered(text, 4)?.join('\n')).not.toMatch(/BEGIN|QUJD/)
  })
})

test('what looks like secrets is hidden in linear time, whatever ends a line', () => {
  const line = `${'password: \u2028'.repeat(200_000)}x`
  const start = performance.now()
  expect(excerptOf(line, { file: 'x', line: 1, column: 1 }, { isRendered: true })?.[1]).toMatch(/^> 1 \| password: …$/)
  expect(performance.now() - start).toBeLessThan(10_000)
})
