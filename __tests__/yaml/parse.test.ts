import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ProjectError } from '../../src/errors.ts'
import { isYamlMap, parseYaml, parseYamlDocuments, yamlLimits } from '../../src/yaml/parse.ts'

function refusal(read: () => unknown): string {
  try {
    read()
  } catch (error) {
    if (!(error instanceof ProjectError)) throw error
    return `${error.place?.file}:${error.place?.line}:${error.place?.column} ${error.code}: ${error.message}`
  }
  throw new Error('the text was read')
}

const value = (text: string): unknown => parseYaml(text, 'x.yaml')?.value

describe('YAML is data', () => {
  test.each<[string, string, unknown]>([
    ['whole numbers are exact', '12345678901234567890', 12_345_678_901_234_567_890n],
    ['other numbers are numbers', '1.5', 1.5],
    ['yes is text', 'yes', 'yes'],
    ['a time is text', '12:30', '12:30'],
    ['keys are text', '{1: a, true: b, null: c}', new Map(Object.entries({ '1': 'a', true: 'b', null: 'c' }))],
    [
      'merge keys are merged',
      '<<: {a: 1, b: 2}\na: 3',
      new Map([
        ['b', 2n],
        ['a', 3n]
      ])
    ],
    ['aliases are followed', '[&x a, *x]', ['a', 'a']],
    ['a dangerous key is a key', '__proto__: {a: 1}', new Map([['__proto__', new Map([['a', 1n]])]])],
    ['an empty value is null', 'a:', new Map([['a', null]])]
  ])('%s', (_, text, expected) => {
    expect(value(text)).toEqual(expected)
  })

  test('an empty text has no document', () => {
    expect(value('')).toBeUndefined()
    expect(value('# only a comment\n')).toBeUndefined()
  })

  test('several documents are read in order, empty ones too', () => {
    expect(parseYamlDocuments('a\n---\n---\nb\n', 'x.yaml').map(document => document.value)).toEqual(['a', null, 'b'])
  })

  test('every value knows its place, and a missing one its parent', () => {
    const document = parseYaml('a:\n  - b: 1\n    c: 2\n', 'x.yaml')
    expect(document?.place(['a', 0, 'c'])).toEqual({ file: 'x.yaml', line: 3, column: 8 })
    expect(document?.place(['a', 0, 'z', 'deep'])).toEqual({ file: 'x.yaml', line: 2, column: 5 })
    expect(document?.place()).toEqual({ file: 'x.yaml', line: 1, column: 1 })
  })
})

describe('YAML is refused (Y-01, Y-02)', () => {
  const limits = { ...yamlLimits, depth: 3, nodes: 10, aliases: 2 }
  test.each([
    ['larger than the limit', 'x'.repeat(yamlLimits.bytes + 1), 'x.yaml:undefined:undefined limit: the file is larger'],
    ['deeper than the limit', 'a:\n b:\n  c:\n   d: 1\n', 'x.yaml:4:7 limit: nested too deeply (more than 3 levels)'],
    ['with more values than the limit', '[1,2,3,4,5,6,7,8,9,10]', 'x.yaml:1:20 limit: more than 10 values'],
    ['with more aliases than the limit', '[&a x, *a, *a, *a]', 'x.yaml:1:16 limit: more than 2 aliases'],
    ['with an alias of nothing', '[*a]', 'x.yaml:1:1 yaml: Unresolved alias'],
    ['with an alias of itself', '&a [*a]', 'x.yaml:1:1 yaml: it is nested too deeply'],
    ['with a key that stands twice', 'a: 1\nb: 2\na: 3\n', 'x.yaml:3:1 yaml: "a" appears twice in one map'],
    ['with a key that stands twice as number and text', '1: a\n"1": b\n', 'yaml: "1" appears twice in one map'],
    ['with a key that is a map', '? {a: 1}\n: 2\n', 'yaml: a key is a map or a list'],
    ['with an unknown tag', 'a: !x b\n', 'x.yaml:1:4 yaml: Unresolved tag: !x'],
    ['with a binary tag', 'a: !!binary aGk=\n', 'x.yaml:1:13 yaml: a value with the tag'],
    ['with an open quote', 'a: "b\n', 'x.yaml:2:1 yaml: Missing closing "quote']
  ])('%s', (_, text, expected) => {
    expect(refusal(() => parseYaml(text, 'x.yaml', limits))).toContain(expected)
  })

  test('where aliases of aliases multiply', () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x]']
    for (let level = 1; level < 6; level += 1) lines.push(`a${level}: &a${level} [${`*a${level - 1}, `.repeat(8)}]`)
    expect(refusal(() => parseYaml(lines.join('\n'), 'x.yaml'))).toContain('Excessive alias count')
  })

  test('nested without end, in time that grows with the text only', () => {
    for (const part of ['[', '{a: ', '- ', '? ', '[{a: ']) {
      expect(refusal(() => parseYaml(part.repeat(30_000), 'x.yaml'))).toContain('nested too deeply')
    }
  })

  test.each([',', ']', '&a ', '!a ', '%A\n', '-\n'])('with %j without end, before each is an error in memory', part => {
    const text = part.repeat(yamlLimits.bytes / 5)
    expect(refusal(() => parseYaml(part === ',' ? `[${text}` : text, 'x.yaml'))).toContain('more than 200000 values')
  })

  test('with nothing but errors of ours, whatever the text is', () => {
    const alphabet = fc.constantFrom(...'ab:-? \n\t[]{},&*!|>\'"%#@`<=.0~\r\u0000\u00e9\ud800')
    fc.assert(
      fc.property(fc.string({ unit: alphabet, maxLength: 60 }), text => {
        try {
          parseYamlDocuments(text, 'x.yaml')
        } catch (error) {
          expect(error).toBeInstanceOf(ProjectError)
        }
      }),
      { numRuns: 1000 }
    )
  })
})

describe('a block at the end of a text that has no last line end', () => {
  // what PyYAML and Go make of them
  test.each([
    ['a: |\n  x\n  y', 'x\ny'],
    ['a: >\n  x\n  y', 'x y'],
    ['a: |+\n  x', 'x'],
    ['a: |-\n  x', 'x'],
    ['a: |\n  x\n', 'x\n'],
    ['a: |\n  x\n  ', 'x\n'],
    ['a: |\n  x\n# c', 'x\n'],
    ['b: [1]\na: |2\n   x', ' x'],
    ['a: "x\\n"', 'x\n']
  ])('%j', (text, expected) => {
    const value = parseYaml(text, 'x.yaml')?.value
    expect(isYamlMap(value) ? value.get('a') : value).toBe(expected)
  })

  test('is that of the last of several documents', () => {
    const values = parseYamlDocuments('|\n  x\n---\n- |\n  y', 'x.yaml').map(({ value }) => value)
    expect(values).toEqual(['x\n', ['y']])
  })

  test('is not looked for anew by each of many documents', () => {
    const begin = performance.now()
    expect(parseYamlDocuments(`${'---\n'.repeat(20_000)}${'a'.repeat(1_000_000)}`, 'x.yaml')).toHaveLength(20_000)
    expect(performance.now() - begin).toBeLessThan(10_000)
  })
})

test('a text of nothing but faults ends before each of them is described (Y-01)', () => {
  expect(() => parseYamlDocuments(`"${'\\q'.repeat(200_000)}"`, 'x.yaml')).toThrow('too many invalid escapes')
  const small = { ...yamlLimits, nodes: 100 }
  expect(() => parseYamlDocuments('#\n'.repeat(1000), 'x.yaml', small)).toThrow('more than 100 values')
  expect(parseYamlDocuments('"\\x41\\u0042\\n\\\\q"', 'x.yaml')[0]?.value).toBe('AB\n\\q')
})
