import { Callable, Dict, hashKey, Markup, PyObject, Tuple, Undefined, type Value } from '../value.ts'
import { bind, checkCount, signature } from './arguments.ts'
import type { Test } from './context.ts'
import { refuseUndefined } from './equality.ts'
import { filters } from './filters.ts'
import { isIterable, isSilent } from './iterate.ts'
import { unsupported } from './limits.ts'
import { asNumber } from './numbers.ts'
import { contains, equals, greaterEqual, greaterThan, lessEqual, lessThan, modulo, notEquals } from './operators.ts'
import { Range } from './range.ts'
import { toText } from './text.ts'
import { isLower, isUpper } from './text-predicates.ts'
import { typeName } from './type-name.ts'

/** Every test of Jinja2 3.1 by name, the operators among them. */
export const tests: ReadonlyMap<string, Test> = new Map<string, Test>([
  ['boolean', plain('test_boolean', value => typeof value === 'boolean')],
  ['true', plain('test_true', value => value === true)],
  ['false', plain('test_false', value => value === false)],
  ['none', plain('test_none', value => value === null)],
  ['integer', plain('test_integer', value => typeof value === 'bigint')],
  ['float', plain('test_float', value => typeof value === 'number')],
  ['number', plain('test_number', value => asNumber(value) !== undefined)],
  ['string', plain('test_string', value => typeof value === 'string' || value instanceof Markup)],
  ['mapping', plain('test_mapping', value => value instanceof Dict)],
  ['sequence', plain('test_sequence', isSequence)],
  ['iterable', plain('test_iterable', isIterableOrThrow)],
  ['callable', plain('callable', isCallable)],
  ['defined', plain('test_defined', value => !(value instanceof Undefined))],
  ['undefined', plain('test_undefined', value => value instanceof Undefined)],
  ['escaped', plain('test_escaped', value => value instanceof Markup)],
  ['lower', plain('test_lower', value => isLower(toText(value)))],
  ['upper', plain('test_upper', value => isUpper(toText(value)))],
  ['odd', plain('test_odd', value => equals(modulo(value, 2n), 1n))],
  ['even', plain('test_even', value => equals(modulo(value, 2n), 0n))],
  ['divisibleby', withOther('test_divisibleby', 'num', (value, other) => equals(modulo(value, other), 0n))],
  ['sameas', withOther('test_sameas', 'other', isSame)],
  ['in', withOther('test_in', 'seq', (value, other) => contains(other, value))],
  ['filter', plain('test_filter', (value, name) => named(value, name, filters))],
  ['test', plain('test_test', (value, name) => named(value, name, tests))],
  ...operator(['==', 'eq', 'equalto'], 'eq', equals),
  ...operator(['!=', 'ne'], 'ne', notEquals),
  ...operator(['<', 'lt', 'lessthan'], 'lt', lessThan),
  ...operator(['<=', 'le'], 'le', lessEqual),
  ...operator(['>', 'gt', 'greaterthan'], 'gt', greaterThan),
  ...operator(['>=', 'ge'], 'ge', greaterEqual)
])

function plain(name: string, holds: (value: Value, name: string) => boolean): Test {
  const parameters = signature(name, ['value'])
  return (_, value, args, kwargs) => {
    bind(parameters, args, kwargs)
    return holds(value, name)
  }
}

function withOther(name: string, parameter: string, holds: (value: Value, other: Value) => boolean): Test {
  const parameters = signature(name, ['value'], [parameter])
  return (_, value, args, kwargs) => holds(value, bind(parameters, args, kwargs).value(parameter))
}

/** The operators are functions that Python writes in C: two arguments, no keywords. */
function operator(names: readonly string[], python: string, holds: (a: Value, b: Value) => boolean): [string, Test][] {
  const test: Test = (_, value, args, kwargs) => {
    checkCount(python, [value, ...args], kwargs, 2, 2)
    return holds(value, args[0] ?? null)
  }
  return names.map(name => [name, test])
}

/** What has a length and can be indexed. */
function isSequence(value: Value): boolean {
  const isText = typeof value === 'string' || value instanceof Markup
  return (
    isText ||
    Array.isArray(value) ||
    value instanceof Tuple ||
    value instanceof Dict ||
    value instanceof Range ||
    isSilent(value)
  )
}

function isIterableOrThrow(value: Value): boolean {
  if (!isIterable(value)) refuseUndefined(value)
  return isIterable(value) || (value instanceof PyObject && value.type === 'LoopContext')
}

/** Every undefined value has the method that calls use, so Jinja2 says that it can be called. */
function isCallable(value: Value): boolean {
  return (
    value instanceof Callable || value instanceof Undefined || (value instanceof PyObject && value.call !== undefined)
  )
}

/** Identity: small values are the same object for Python as well, except where that depends on how it stores them. */
function isSame(value: Value, other: Value): boolean {
  if (value === null || typeof value === 'boolean' || other === null || typeof other === 'boolean')
    return value === other
  if (typeof value !== typeof other) return false
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint') {
    if (value !== other) return false
    if (typeof value === 'bigint' && value >= -5n && value <= 256n) return true
    throw unsupported(`"sameas" of two equal values of type ${typeName(value)} depends on how Python stores them`)
  }
  return value === other
}

function named(value: Value, name: string, table: ReadonlyMap<string, unknown>): boolean {
  hashKey(value)
  const text = value instanceof Markup ? value.text : value
  return typeof text === 'string' && (table.has(text) || (name === 'test_filter' && text === 'render'))
}
