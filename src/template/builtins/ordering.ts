import { Markup, Sequence, Tuple, type Value } from '../value.ts'
import { compareText } from './code-points.ts'
import { Budget, refuseUndefined, sameItem } from './equality.ts'
import { typeError, unsupported, valueError } from './limits.ts'
import { SimpleTime } from './simple-time.ts'
import { typeName } from './type-name.ts'

type Operator = '<' | '<=' | '>' | '>='

/** Python's `a < b`. Throws TypeError for types without a common order, UndefinedError for an undefined value. */
export function lessThan(a: Value, b: Value): boolean {
  return inOrder('<', a, b, new Budget())
}

/** Python's `a <= b`; errors as {@link lessThan}. */
export function lessEqual(a: Value, b: Value): boolean {
  return inOrder('<=', a, b, new Budget())
}

/** Python's `a > b`; errors as {@link lessThan}. */
export function greaterThan(a: Value, b: Value): boolean {
  return inOrder('>', a, b, new Budget())
}

/** Python's `a >= b`; errors as {@link lessThan}. */
export function greaterEqual(a: Value, b: Value): boolean {
  return inOrder('>=', a, b, new Budget())
}

function inOrder(operator: Operator, a: Value, b: Value, budget: Budget): boolean {
  refuseUndefined(a)
  refuseUndefined(b)
  const left = number(a)
  const right = number(b)
  if (left !== undefined && right !== undefined) return compareNumbers(operator, left, right)
  const text = asText(a)
  const other = asText(b)
  if (text !== undefined && other !== undefined) return holds(operator, compareText(text, other))
  if (Array.isArray(a) && Array.isArray(b)) return itemsInOrder(operator, a, b, budget)
  if (a instanceof Tuple && b instanceof Tuple) return itemsInOrder(operator, a.items, b.items, budget)
  if (a instanceof SimpleTime || b instanceof SimpleTime) return compareTimes(operator, a, b)
  if (isKeyView(a) && isKeyView(b)) throw unsupported('comparing the keys or items of dicts as sets is not supported')
  throw typeError(`'${operator}' not supported between instances of '${typeName(a)}' and '${typeName(b)}'`)
}

/** The first pair of items that differ decides; without one the shorter list comes first. */
function itemsInOrder(operator: Operator, a: readonly Value[], b: readonly Value[], budget: Budget): boolean {
  for (const [index, item] of a.entries()) {
    const other = b[index]
    if (other === undefined) break
    if (!budget.step(() => sameItem(item, other, budget)))
      return budget.step(() => inOrder(operator, item, other, budget))
  }
  return holds(operator, a.length - b.length)
}

function compareTimes(operator: Operator, a: Value, b: Value): boolean {
  if (!(a instanceof SimpleTime && b instanceof SimpleTime)) throw valueError('value is not a SimpleTime')
  if ((a.offset === undefined) !== (b.offset === undefined))
    throw typeError("can't compare offset-naive and offset-aware datetimes")
  return compareNumbers(operator, a.moment, b.moment)
}

function compareNumbers(operator: Operator, a: bigint | number, b: bigint | number): boolean {
  switch (operator) {
    case '<':
      return a < b
    case '<=':
      return a <= b
    case '>':
      return a > b
    case '>=':
      return a >= b
  }
}

function holds(operator: Operator, difference: number): boolean {
  return compareNumbers(operator, difference, 0)
}

function number(value: Value): bigint | number | undefined {
  if (typeof value === 'boolean') return value ? 1n : 0n
  return typeof value === 'bigint' || typeof value === 'number' ? value : undefined
}

function asText(value: Value): string | undefined {
  return value instanceof Markup ? value.text : typeof value === 'string' ? value : undefined
}

function isKeyView(value: Value): boolean {
  return value instanceof Sequence && (value.kind === 'dict_keys' || value.kind === 'dict_items')
}
