import { Markup, TemplateRuntimeError, Tuple, type Value } from '../value.ts'
import { spend } from '../work.ts'
import { floorQuotient, remainder, trueDivide } from './division.ts'
import { refuseUndefined } from './equality.ts'
import { escapeMarkup } from './escape.ts'
import { checkInteger, checkItems, checkText, checkTextLength, typeError } from './limits.ts'
import { asInteger, asNumber, toFloat } from './numbers.ts'
import { raise } from './power.ts'
import { formatPercent } from './printf.ts'
import { SimpleTime } from './simple-time.ts'
import { toText } from './text.ts'
import { moveTime } from './time-functions.ts'
import { typeName } from './type-name.ts'

export { contains } from './containment.ts'
export { equals, notEquals } from './equality.ts'
export { greaterEqual, greaterThan, lessEqual, lessThan } from './ordering.ts'

/**
 * Python's operators on template values. All throw UndefinedError for an undefined operand, TypeError in Python's words for types
 * that do not fit, `LimitError` (see limits.ts) for a result that is too large.
 */

type Pair = readonly [bigint, bigint] | readonly [number, number]

/** `a + b`: numbers, text, lists, tuples. */
export function add(a: Value, b: Value): Value {
  refuseUndefinedPair(a, b)
  if (a instanceof SimpleTime) return moveTime(a, b, 1n)
  const pair = numbers(a, b)
  if (pair) return onInteger(pair) ? checkInteger(pair[0] + pair[1]) : pair[0] + pair[1]
  if (isText(a) && isText(b)) return joinTexts(a, b)
  if (isText(a)) throw typeError(`can only concatenate str (not "${typeName(b)}") to str`)
  if (Array.isArray(a)) {
    if (!Array.isArray(b)) throw typeError(`can only concatenate list (not "${typeName(b)}") to list`)
    checkItems(a.length + b.length)
    spend(4 * (a.length + b.length))
    return [...a, ...b]
  }
  if (a instanceof Tuple) {
    if (!(b instanceof Tuple)) throw typeError(`can only concatenate tuple (not "${typeName(b)}") to tuple`)
    checkItems(a.items.length + b.items.length)
    spend(4 * (a.items.length + b.items.length))
    return new Tuple([...a.items, ...b.items])
  }
  throw unsupportedOperands('+', a, b)
}

/** `a - b`. */
export function subtract(a: Value, b: Value): Value {
  refuseUndefinedPair(a, b)
  if (a instanceof SimpleTime) return moveTime(a, b, -1n)
  const pair = numbersOrThrow('-', a, b)
  return onInteger(pair) ? checkInteger(pair[0] - pair[1]) : pair[0] - pair[1]
}

/** `a * b`: numbers, and text, lists or tuples repeated. */
export function multiply(a: Value, b: Value): Value {
  refuseUndefinedPair(a, b)
  const pair = numbers(a, b)
  if (pair) return onInteger(pair) ? checkInteger(pair[0] * pair[1]) : pair[0] * pair[1]
  const [repeated, times] = isRepeatable(a) ? [a, b] : [b, a]
  if (!isRepeatable(repeated)) throw unsupportedOperands('*', a, b)
  const count = asInteger(times)
  if (count === undefined) throw typeError(`can't multiply sequence by non-int of type '${typeName(times)}'`)
  if (count >= 2n ** 63n || count < -(2n ** 63n))
    throw new TemplateRuntimeError('OverflowError', "cannot fit 'int' into an index-sized integer")
  return repeat(repeated, count > 0n ? count : 0n)
}

/** `a / b`: always a float. Throws ZeroDivisionError. */
export function divide(a: Value, b: Value): Value {
  return trueDivide(...operands('/', a, b))
}

/** `a // b`: rounded down. Throws ZeroDivisionError. */
export function floorDivide(a: Value, b: Value): Value {
  return floorQuotient(...operands('//', a, b))
}

/** `a % b`: remainder with the divisor's sign, or printf-style formatting where `a` is text. */
export function modulo(a: Value, b: Value): Value {
  if (isText(a)) {
    if (a instanceof Markup) return new Markup(formatPercent(a.text, b, value => escapeMarkup(value).text))
    return formatPercent(a, b)
  }
  return remainder(...operands('%', a, b))
}

/** `a ** b`. Throws ZeroDivisionError, and `Unsupported` where the exact result cannot be had. */
export function power(a: Value, b: Value): Value {
  return raise(...operands('** or pow()', a, b))
}

/** `-a`. */
export function negate(value: Value): Value {
  return -unaryNumber('-', value)
}

/** `+a`. */
export function positive(value: Value): Value {
  return unaryNumber('+', value)
}

/** Jinja2's `~`: the texts of all parts, one after the other. */
export function concatText(parts: readonly Value[]): string {
  const texts = parts.map(toText)
  checkTextLength(texts.reduce((length, text) => length + text.length, 0))
  return texts.join('')
}

function joinTexts(a: string | Markup, b: string | Markup): Value {
  if (typeof a === 'string' && typeof b === 'string') {
    checkTextLength(a.length + b.length)
    return a + b
  }
  return new Markup(checkText(escapeMarkup(a).text + escapeMarkup(b).text))
}

function repeat(value: string | Markup | Value[] | Tuple, count: bigint): Value {
  if (typeof value === 'string') return repeatText(value, count)
  if (value instanceof Markup) return new Markup(repeatText(value.text, count))
  const items = value instanceof Tuple ? value.items : value
  checkItems(BigInt(items.length) * count)
  // a list without items may be repeated without end
  if (items.length > 0) spend(4 * items.length * Number(count))
  const repeated = items.length === 0 ? [] : Array.from({ length: Number(count) }, () => items).flat(1)
  return value instanceof Tuple ? new Tuple(repeated) : repeated
}

function repeatText(text: string, count: bigint): string {
  checkTextLength(BigInt(text.length) * count)
  spend(text.length)
  return text === '' ? '' : text.repeat(Number(count))
}

function numbers(a: Value, b: Value): Pair | undefined {
  const left = asNumber(a)
  const right = asNumber(b)
  if (left === undefined || right === undefined) return undefined
  if (typeof left === 'bigint' && typeof right === 'bigint') return [left, right]
  return [toFloat(left), toFloat(right)]
}

function numbersOrThrow(operator: string, a: Value, b: Value): Pair {
  refuseUndefinedPair(a, b)
  const pair = numbers(a, b)
  if (!pair) throw unsupportedOperands(operator, a, b)
  return pair
}

/** Two numbers, not yet made the same type: the operation decides. */
function operands(operator: string, a: Value, b: Value): [bigint | number, bigint | number] {
  refuseUndefinedPair(a, b)
  const left = asNumber(a)
  const right = asNumber(b)
  if (left === undefined || right === undefined) throw unsupportedOperands(operator, a, b)
  return [left, right]
}

function onInteger(pair: Pair): pair is readonly [bigint, bigint] {
  return typeof pair[0] === 'bigint'
}

function unaryNumber(operator: string, value: Value): bigint | number {
  refuseUndefined(value)
  const number = asNumber(value)
  if (number === undefined) throw typeError(`bad operand type for unary ${operator}: '${typeName(value)}'`)
  return number
}

function isText(value: Value): value is string | Markup {
  return typeof value === 'string' || value instanceof Markup
}

function isRepeatable(value: Value): value is string | Markup | Value[] | Tuple {
  return isText(value) || Array.isArray(value) || value instanceof Tuple
}

function refuseUndefinedPair(a: Value, b: Value): void {
  refuseUndefined(a)
  refuseUndefined(b)
}

function unsupportedOperands(operator: string, a: Value, b: Value): Error {
  return typeError(`unsupported operand type(s) for ${operator}: '${typeName(a)}' and '${typeName(b)}'`)
}
