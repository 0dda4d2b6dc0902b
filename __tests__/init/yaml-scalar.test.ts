import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { notAFileName, unwritable, yamlLines, yamlScalar } from '../../src/init/yaml-scalar.ts'

const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), fc.string())
const writable = anyText.filter(text => unwritable(text) === undefined)

describe('a text as a scalar', () => {
  test.each([
    ['prod', 'prod'],
    ['deploy/shop-1', 'deploy/shop-1'],
    ['no', '"no"'],
    ['On', '"On"'],
    ['null', '"null"'],
    ['1.10', '"1.10"'],
    ['0x1f', '"0x1f"'],
    ['2026-11-22', '"2026-11-22"'],
    ['a: b', '"a: b"'],
    ['a #b', '"a #b"'],
    ["it's", '"it\'s"'],
    ['say "x"', '"say \\"x\\""'],
    ['*', '"*"']
  ])('%j stands as %s', (text, written) => {
    expect(yamlScalar(text)).toBe(written)
  })

  test('is read back as what it was, by the readers of YAML 1.1 and 1.2', () => {
    fc.assert(
      fc.property(writable, text => {
        for (const version of ['1.1', '1.2'] as const)
          expect(parse(`key: ${yamlScalar(text)} # words\n`, { version })).toEqual({ key: text })
      })
    )
  })

  test('in a list of lines is read back as those lines', () => {
    fc.assert(
      fc.property(fc.array(writable, { minLength: 1, maxLength: 5 }), texts => {
        const lines = yamlLines('key', texts).map(line => `  ${line}\n`)
        expect(parse(`top:\n${lines.join('')}  next: 1\n`)).toEqual({ top: { key: `${texts.join('\n')}\n`, next: 1 } })
      })
    )
  })
})

describe('what may not stand in a pipeline', () => {
  test.each([
    ['', 'it is empty'],
    [' prod', 'it begins or ends with a blank'],
    ['#prod', 'it begins with #, as a comment'],
    ['--yes', 'it begins with -, as a flag'],
    ['a\nb', 'it holds characters that nobody sees'],
    ['a\u2028b', 'it holds characters that nobody sees'],
    ['a\u202eb', 'it holds characters that nobody sees'],
    ['a\u00a0b', 'it holds characters that nobody sees'],
    ['${{ secrets.X }}', 'it holds $, which begins a variable or an expression'],
    ['$[[ inputs.x ]]', 'it holds $, which begins a variable or an expression'],
    ['$(id)', 'it holds $, which begins a variable or an expression'],
    ['x'.repeat(201), 'it is longer than 200 characters']
  ])('%j', (text, why) => {
    expect(unwritable(text)).toBe(why)
  })

  test.each(['prod', 'eu west', 'größe', "it's", 'a{b}', 'env=dev', '100%'])('%j may', text => {
    expect(unwritable(text)).toBeUndefined()
  })

  test.each([
    ['prod', true],
    ['eu-1.blue', true],
    ['a/b', false],
    ['..', false],
    ['.hidden', false],
    ['a b', false],
    ['a:b', false]
  ])('%j as the name of a file', (name, may) => {
    expect(notAFileName(name) === undefined).toBe(may)
  })
})
