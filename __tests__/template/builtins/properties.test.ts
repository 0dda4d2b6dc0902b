import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromPlain, toPlain } from '../../../src/template/builtins/convert.ts'
import { equals, greaterThan, lessThan } from '../../../src/template/builtins/operators.ts'
import { repr } from '../../../src/template/builtins/text.ts'
import { toYaml } from '../../../src/template/builtins/yaml-dump.ts'
import { fromYaml } from '../../../src/template/builtins/yaml-load.ts'
import { Dict, TemplateRuntimeError, Tuple, type Value } from '../../../src/template/value.ts'
import { answer, askPython, encode, type Request } from '../../helpers/python-values.ts'

/** Characters that every supported Unicode version knows; lately assigned ones print differently in an older Python. */
const text = fc.oneof(
  fc.string({ unit: 'binary-ascii' }),
  fc.string({
    unit: fc.constantFrom('ä', 'ß', '€', '\u00a0', '\u200b', '\u2028', '中', '😀', '\ue000', '\u0301', 'x')
  }),
  fc.string({
    unit: fc.constantFrom('a', ' ', '\n', "'", '"', ':', '-', '#', 'é', '\\', '\t', '0', '😀'),
    maxLength: 60
  }),
  fc.constantFrom('yes', 'null', '012', '1.5', '2020-01-01', '~', '<<', '=', '')
)
const scalar: fc.Arbitrary<Value> = fc.oneof(
  text,
  fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n }),
  fc.double({ noNaN: true }),
  fc.boolean(),
  fc.constant(null)
)

/** Nested values; tuples only where asked for, as YAML has none. */
function nested(withTuples: boolean): fc.Arbitrary<Value> {
  return fc.letrec<{ value: Value }>(tie => ({
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      scalar,
      fc.array(tie('value'), { maxLength: 4 }),
      fc.array(fc.tuple(text, tie('value')), { maxLength: 4 }).map(entries => Dict.of(entries)),
      ...(withTuples ? [fc.array(tie('value'), { maxLength: 3 }).map(items => new Tuple(items))] : [])
    )
  })).value
}

const samples = fc.sample(nested(true), { numRuns: 300, seed: 7 })
const dumpable = fc.sample(nested(false), { numRuns: 300, seed: 8 })
const functions = ['function repr', 'filter to_json', 'filter tojson', 'filter to_yaml', 'function bool']
const requests: Request[] = functions.flatMap(name =>
  (name === 'filter to_yaml' ? dumpable : samples).map(value => ({ do: name, args: [encode(value)] }))
)
const live = askPython(requests)

/** Unpaired surrogates and duplicate keys are left to Python; everything else must be the same text. */
test.skipIf(!live)('generated values print as real Python prints them (skipped without Python)', () => {
  const differing = requests.filter((request, index) => {
    const found = answer(request)
    const expected = live?.[index]
    if (!expected || 'error' in found) return expected !== undefined && 'value' in expected
    return JSON.stringify(found) !== JSON.stringify(expected)
  })
  expect(differing).toEqual([])
})

describe('to_yaml and from_yaml', () => {
  test('what is written reads back as the same value', () => {
    fc.assert(
      fc.property(nested(false), value => {
        const written = toYaml(value)
        fc.pre(!/^[%]|[\ufeff\x85\u2028\u2029]|^\? /mu.test(written) && !written.includes('? '))
        expect(encode(readBack(written))).toEqual(encode(value))
      }),
      { numRuns: 300, seed: 3 }
    )
  })

  test('any text is read or refused with one of our errors', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom('a', ' ', '\n', ':', '-', '[', ']', '{', '}', ',', '&', '*', '|', '"', '?'),
          maxLength: 40
        }),
        source => {
          readOrError(source)
        }
      ),
      { numRuns: 500, seed: 4 }
    )
  })
})

/** A document that ends in `...` stands for a scalar; the mark is not read again. */
function readBack(written: string): Value {
  return fromYaml(written.replace(/\n\.\.\.\n$/, '\n'))
}

function readOrError(source: string): Value {
  try {
    return fromYaml(source)
  } catch (error) {
    if (error instanceof TemplateRuntimeError) return null
    throw error
  }
}

describe('comparing', () => {
  const number = fc.oneof(fc.bigInt({ min: -(2n ** 60n), max: 2n ** 60n }), fc.double({ noNaN: true }))

  test.each([
    ['numbers', number],
    ['texts', text],
    ['lists of numbers', fc.array(number, { maxLength: 3 })]
  ] as const)('%s: exactly one of less, equal and greater holds', (_, arbitrary: fc.Arbitrary<Value>) => {
    fc.assert(
      fc.property(arbitrary, arbitrary, (a, b) => {
        expect([lessThan(a, b), equals(a, b), greaterThan(a, b)].filter(Boolean)).toHaveLength(1)
        expect(lessThan(a, b)).toBe(greaterThan(b, a))
      }),
      { numRuns: 300, seed: 5 }
    )
  })

  test('a value equals its copy, and equal keys are one key of a dict', () => {
    fc.assert(
      fc.property(number, value => {
        const other: Value = typeof value === 'bigint' ? BigInt(value.toString()) : value
        expect(equals(value, other)).toBe(true)
        expect(
          Dict.of([
            [value, 1n],
            [other, 2n]
          ]).size
        ).toBe(1)
      }),
      { numRuns: 200, seed: 6 }
    )
  })
})

test('plain data survives the way in and out, whatever the order of its keys', () => {
  fc.assert(
    fc.property(fc.jsonValue(), plain => {
      const value = fromPlain(plain)
      expect(repr(fromPlain(toPlain(value)))).toBe(repr(value))
      expect(repr(fromPlain(reversed(plain)))).toBe(repr(value))
    }),
    { numRuns: 200, seed: 9 }
  )
})

/** The same data, the keys of every map in the opposite order. */
function reversed(data: unknown): unknown {
  if (Array.isArray(data)) return data.map(reversed)
  if (typeof data !== 'object' || data === null) return data
  return new Map(
    Object.entries(data)
      .reverse()
      .map(([key, value]) => [key, reversed(value)])
  )
}
