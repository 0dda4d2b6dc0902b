import { describe, expect, test } from 'vitest'
import { parseKluctlDocuments, parseKluctlYaml } from '../../src/yaml/kluctl-yaml.ts'
import { isYamlMap, type YamlValue } from '../../src/yaml/parse.ts'

function readAs(text: string): YamlValue | undefined {
  const value = parseKluctlYaml(`a: ${text}\n`, 'x.yaml')?.value
  return isYamlMap(value) ? value.get('a') : undefined
}

describe('a plain word or number of a file that kluctl reads', () => {
  // what kluctl 2.27 makes of them
  test.each<[string, YamlValue]>([
    ['yes', true],
    ['Y', true],
    ['ON', true],
    ['n', false],
    ['Off', false],
    ['yEs', 'yEs'],
    ['nO', 'nO'],
    ['tRUE', 'tRUE'],
    ['"yes"', 'yes'],
    ['!!str no', 'no'],
    ['NULL', null],
    ['nULL', 'nULL'],
    ['010', 8n],
    ['-010', -8n],
    ['0o17', 15n],
    ['0O17', 15n],
    ['089', 89],
    ['0b101', 5n],
    ['0x1F', 31n],
    ['0x_1F', 31n],
    ['0x', '0x'],
    ['1_000', 1000n],
    ['1_', 1n],
    ['_1', '_1'],
    ['+1', 1n],
    ['00', 0n],
    ['1_0.5', 10.5],
    ['.5', 0.5],
    ['1.e3', 1000],
    ['1E+2', 100],
    ['1e400', '1e400'],
    ['9007199254740992', 9007199254740992n],
    ['9007199254740993', 9007199254740992n],
    ['-9223372036854775808', -9223372036854776000n],
    ['18446744073709551615', 18446744073709552000n],
    ['1000000000000000000000000', 1e24],
    ['0xFFFFFFFFFFFFFFFF', 18446744073709552000n],
    ['0xFFFFFFFFFFFFFFFFF', '0xFFFFFFFFFFFFFFFFF'],
    ['12:30', '12:30'],
    ['2020-01-01', '2020-01-01'],
    ['1.2.3', '1.2.3'],
    ['1-2', '1-2'],
    ['v1', 'v1']
  ])('%s', (text, expected) => {
    expect(readAs(text)).toEqual(expected)
  })

  test.each(['.inf', '-.Inf', '.NaN'])('%s is a number that is none', text => {
    expect(Number.isFinite(readAs(text))).toBe(false)
    expect(typeof readAs(text)).toBe('number')
  })

  test.each(['0', '0x', '1_', '1.', '0b1'])('that is long and ends wrongly costs no time: %s…', begin => {
    for (const digit of ['0', '1', '_']) {
      const text = `${begin}${digit.repeat(200_000)}z`
      expect(readAs(text)).toBe(text)
    }
  })

  test('that is long is text where Go has no number for it', () => {
    const text = '9'.repeat(200_000)
    expect(readAs(text)).toBe(text)
  })

  test('is such a value as a key too', () => {
    const value = parseKluctlYaml('{n: 1, yes: 2, 010: 3, "y": 4}', 'x.yaml')?.value
    expect(isYamlMap(value) ? [...value.keys()] : value).toEqual(['false', 'true', '8', 'y'])
  })

  test('may make two keys the same, which is an error', () => {
    expect(() => parseKluctlYaml('{on: 1, yes: 2}', 'x.yaml')).toThrow('twice')
  })
})

describe('a file that kluctl reads', () => {
  test.each([
    ['a: 1\n---\n', 1n],
    ['# c\n---\na: 1\n...\n', 1n],
    ['a: 1\n---\na: 2\n', 1n]
  ])('is its first document: %j', (text, expected) => {
    const value = parseKluctlYaml(text, 'x.yaml')?.value
    expect(isYamlMap(value) ? value.get('a') : value).toBe(expected)
  })

  test.each(['', '# c\n', '---\n', '~\n'])('may be empty: %j', text => {
    expect(parseKluctlYaml(text, 'x.yaml')).toBeUndefined()
  })

  test('has several documents where they are asked for', () => {
    expect(parseKluctlDocuments('yes\n---\n010\n', 'x.yaml').map(({ value }) => value)).toEqual([true, 8n])
  })
})
