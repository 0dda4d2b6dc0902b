import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mapWithValueAt, parseTargetPath, textsIn } from '../../src/project/vars-path.ts'
import { parseYaml, type YamlValue } from '../../src/yaml/parse.ts'

const yaml = (text: string): YamlValue => parseYaml(text, 'x')?.value ?? null

test.each<[string, readonly (string | number)[]]>([
  ['a', ['a']],
  ['a.b.c', ['a', 'b', 'c']],
  ['$.a.b', ['a', 'b']],
  ['@.a', ['a']],
  ['a["x.y"].b', ['a', 'x.y', 'b']],
  ["$['a b']", ['a b']],
  ['a[ 2 ]', ['a', 2]],
  ['a.b[0]', ['a', 'b', 0]],
  ['my-name.x_1', ['my-name', 'x_1']]
])('%s is a target path', (text, path) => {
  expect(parseTargetPath(text)).toEqual(path)
})

test.each([
  '',
  '$',
  '.',
  '.a',
  'a.',
  'a..b',
  '$a',
  '[0]',
  '$[0]',
  'a[0].b',
  'a[0][1]',
  'a[-1]',
  'a[*]',
  'a.*',
  'a[?(@.b)]',
  'a[1:2]',
  'a[99999999]',
  'a b',
  "a['x",
  'a]'
])('%j is none', text => {
  expect(parseTargetPath(text)).toBeUndefined()
})

test('a value is put at its path, and a list has nothing before it', () => {
  expect(mapWithValueAt(['a', 'b'], 1n)).toEqual(yaml('a: {b: 1}'))
  expect(mapWithValueAt(['a', 2], 'x')).toEqual(yaml('a: [null, null, x]'))
})

test('a path of names is read back from how it is written', () => {
  const name = fc.stringMatching(/^[a-z][a-z0-9_-]{0,6}$/)
  fc.assert(
    fc.property(fc.array(name, { minLength: 1, maxLength: 5 }), names => {
      expect(parseTargetPath(names.join('.'))).toEqual(names)
      expect(parseTargetPath(`$${names.map(step => `['${step}']`).join('')}`)).toEqual(names)
    })
  )
})

test('texts of a value are those of maps and lists in it, and no other values', () => {
  expect(textsIn(yaml('{a: x, b: [y, 1, true, null, {c: z}]}'))).toEqual(['x', 'y', 'z'])
})
