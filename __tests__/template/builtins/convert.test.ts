import { expect, test } from 'vitest'
import { fromPlain, toPlain } from '../../../src/template/builtins/convert.ts'
import { repr } from '../../../src/template/builtins/text.ts'

const self: unknown[] = []
self.push(self)
const deep = (depth: number): unknown => (depth === 0 ? 1 : [deep(depth - 1)])

test.each([
  [
    'keys sorted by code point at every level',
    { b: { z: 1, A: 2 }, a: [{ y: 1, x: 2 }] },
    "{'a': [{'x': 2, 'y': 1}], 'b': {'A': 2, 'z': 1}}"
  ],
  ['astral keys after all others', { '\u{1f600}': 1, '\uffee': 2 }, "{'￮ﾞ': 2, '😀': 1}".replace('￮ﾞ', '\uffee')],
  [
    'a Map as a dict',
    new Map<unknown, unknown>([
      ['b', 1n],
      [1, null]
    ]),
    "{'1': None, 'b': 1}"
  ],
  [
    'integers exact, floats as floats',
    [1, 1.5, 2n ** 70n, 1e20, 1e21],
    '[1, 1.5, 1180591620717411303424, 100000000000000000000, 1e+21]'
  ],
  [
    'keys that JavaScript has a use for as plain keys',
    JSON.parse('{"__proto__": 1, "constructor": 2}'),
    "{'__proto__': 1, 'constructor': 2}"
  ]
])('%s', (_, plain, printed) => {
  expect(repr(fromPlain(plain))).toBe(printed)
})

test.each([
  ['a function', () => 1, /a function cannot be handed/],
  ['a symbol', [Symbol('x')], /a symbol cannot be handed/],
  ['undefined', { a: undefined }, /an undefined value cannot be handed/],
  ['an instance of a class', { a: new Date(0) }, /an instance of a class cannot be handed/],
  ['a regular expression', /x/, /an instance of a class/],
  ['nan', Number.NaN, /the number NaN cannot be handed/],
  ['a value that contains itself', self, /contains itself/],
  ['deep nesting', deep(200), /nested deeper than the limit of 100/],
  ['a list as a key', new Map([[[1], 1]]), /a list or map cannot be a key/]
])('%s is refused', (_, plain, message) => {
  expect(() => fromPlain(plain)).toThrow(message)
})

test('values given out are plain data without a prototype', () => {
  const plain = toPlain(fromPlain({ a: [1, { constructor: 'x' }], b: 2n ** 70n }))
  expect(plain).toEqual({ a: [1, { constructor: 'x' }], b: 2n ** 70n })
  expect(Object.getPrototypeOf(plain)).toBeNull()
})
