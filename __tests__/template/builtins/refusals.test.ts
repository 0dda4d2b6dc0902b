import { describe, expect, test } from 'vitest'
import { getAttribute, getItem } from '../../../src/template/builtins/attributes.ts'
import { filters } from '../../../src/template/builtins/filters.ts'
import { add, concatText, equals, multiply, power } from '../../../src/template/builtins/operators.ts'
import { Range } from '../../../src/template/builtins/range.ts'
import { repr, toText } from '../../../src/template/builtins/text.ts'
import {
  Callable,
  Dict,
  hashKey,
  PyObject,
  Sequence,
  TemplateRuntimeError,
  Tuple,
  Undefined,
  type Value
} from '../../../src/template/value.ts'
import { context } from '../../helpers/python-values.ts'

/** Type and words of the error that is thrown; undefined where none is. */
function errorOf(run: () => unknown): string | undefined {
  try {
    run()
    return undefined
  } catch (error) {
    if (error instanceof TemplateRuntimeError) return `${error.type}: ${error.message}`
    throw error
  }
}

function filter(name: string, value: Value, ...args: Value[]): Value {
  return context.callFilter(name, value, args, new Map())
}

const hostile = Dict.of([
  ['constructor', 'x'],
  ['__proto__', 'y'],
  ['prototype', 'z']
])
const method = new Callable('upper', () => null)
const values: [string, Value][] = [
  ['text', 'abc'],
  ['an integer', 1n],
  ['a float', 1.5],
  ['a list', [1n]],
  ['a tuple', new Tuple([1n])],
  ['a dict', hostile],
  ['a method', method],
  ['a generator', new Sequence('generator', () => [1n])],
  ['an object', new PyObject('Namespace', new Map())],
  ['None', null]
]

describe('names that reach into objects (T-03, T-04)', () => {
  const names = ['constructor', '__proto__', 'prototype']
  test.each(values)('are refused on %s as attribute, as key and in the filters that look up', (_, value) => {
    for (const name of names) {
      const refused = `SecurityError: access to "${name}" is not allowed`
      expect(errorOf(() => getAttribute(value, name))).toBe(refused)
      expect(errorOf(() => getItem(value, name))).toBe(refused)
      expect(errorOf(() => filter('attr', value, name))).toBeDefined()
      expect(
        errorOf(() => filter('list', context.callFilter('map', [value], [], new Map([['attribute', name]]))))
      ).toBe(refused)
    }
  })

  test.each(values)('that start with two underscores are refused on %s', (_, value) => {
    expect(errorOf(() => getAttribute(value, '__class__'))).toBe('SecurityError: access to "__class__" is not allowed')
  })

  test.each([
    'length',
    'map',
    'at',
    'toString',
    'valueOf',
    'hasOwnProperty',
    'call',
    'apply',
    'bind',
    'items_',
    'push',
    'size'
  ])('of JavaScript such as "%s" are undefined', name => {
    for (const [, value] of values) expect(getAttribute(value, name)).toBeInstanceOf(Undefined)
  })

  test('of Python that are not supported are an error, never undefined', () => {
    expect(errorOf(() => getAttribute('a', 'encode'))).toMatch(/^Unsupported: the attribute "encode"/)
    expect(errorOf(() => getAttribute(hostile, 'fromkeys'))).toMatch(/^Unsupported/)
    expect(errorOf(() => getAttribute(new Sequence('generator', () => []), 'gi_frame'))).toMatch(/^Unsupported/)
  })

  test('in a format field are refused', () => {
    const format = getAttribute('{0.upper}', 'format')
    expect(errorOf(() => format instanceof Callable && format.call(['a'], new Map()))).toMatch(
      /^Unsupported: the format field/
    )
  })
})

describe('functions, generators and objects', () => {
  test.each([
    ['a method', method],
    ['a method in a list', [method]],
    ['a generator', new Sequence('generator', () => [1n])],
    ['an object', new PyObject('LoopContext', new Map())]
  ] as [string, Value][])('%s has no text', (_, value) => {
    expect(errorOf(() => toText(value))).toMatch(/^Unsupported: .* cannot be printed/)
  })

  test('a generator is used up by its first loop', () => {
    const generator = filter('map', ['a', 'b'], 'upper')
    expect(filter('join', generator, ',')).toBe('A,B')
    expect(filter('join', generator, ',')).toBe('')
  })
})

describe('limits (T-10)', () => {
  const long = 'x'.repeat(1_000_000)
  const shared = (depth: number): Value => (depth === 0 ? 'xxxxxxxxxx' : (item => [item, item])(shared(depth - 1)))
  const deep = (depth: number): Value => (depth === 0 ? 1n : [deep(depth - 1)])
  const tuples = (depth: number): Tuple =>
    depth === 0 ? new Tuple([1n]) : (item => new Tuple([item, item]))(tuples(depth - 1))

  test.each([
    ['text repeated', () => multiply('ab', 10n ** 30n)],
    ['text joined', () => add(long, long)],
    ['text concatenated', () => concatText([long, long])],
    ['a list repeated', () => multiply([1n], 10n ** 12n)],
    ['a power', () => power(2n, 100_000n)],
    ['a power of a power', () => power(power(9n, 999n), 999n)],
    ['replace', () => filter('replace', long, 'x', 'yy')],
    [
      'join',
      () =>
        filter(
          'join',
          Array.from({ length: 3 }, () => long)
        )
    ],
    ['center', () => filter('center', 'a', 10n ** 9n)],
    ['indent', () => filter('indent', '\n'.repeat(2000), 1000n)],
    ['format with a width', () => filter('format', '%999999999d', 1n)],
    ['format with a star', () => filter('format', '%*d', 10n ** 12n, 1n)],
    ['batch', () => filter('list', filter('batch', [1n], 10n ** 9n, 'x'))],
    ['to_json of shared parts', () => filter('to_json', shared(30))],
    ['printing shared parts', () => repr(shared(30))],
    ['comparing shared parts', () => equals(shared(30), shared(30))],
    ['a nested tuple as a key', () => hashKey(tuples(60))],
    ['printing deep values', () => repr(deep(150))],
    ['to_yaml of deep values', () => filter('to_yaml', deep(150))],
    ['from_yaml of deep values', () => filter('from_yaml', '['.repeat(50_000))],
    ['from_yaml of aliases', () => filter('from_yaml', `- &a x\n${'- *a\n'.repeat(60)}`)],
    ['xmlattr', () => filter('urlencode', '\u20ac'.repeat(200_000))]
  ])('%s stops with an error before memory is used up', (_, run) => {
    expect(errorOf(run)).toMatch(/^(?:LimitError|YAMLError|OverflowError): /)
  })

  test('a range of any size is measured without being built', () => {
    expect(new Range(0n, 10n ** 18n, 1n).length).toBe(10n ** 18n)
    expect(getItem(new Range(0n, 10n ** 18n, 1n), -1n)).toBe(10n ** 18n - 1n)
  })

  test('shared parts become anchors in YAML, so they cost nothing', () => {
    expect(toText(filter('to_yaml', shared(30)))).toMatch(/^- &id0/)
  })
})

test('the filter "random" says that it is not supported', () => {
  expect(errorOf(() => filter('random', ['a']))).toMatch(/^Unsupported: the filter/)
})

test('tables of names hold no inherited names', () => {
  for (const name of ['constructor', 'toString', '__proto__', 'valueOf']) expect(filters.get(name)).toBeUndefined()
})
