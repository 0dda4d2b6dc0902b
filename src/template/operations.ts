import {
  add,
  contains,
  divide,
  equals,
  floorDivide,
  greaterEqual,
  greaterThan,
  lessEqual,
  lessThan,
  modulo,
  multiply,
  notEquals,
  power,
  subtract
} from './builtins/operators.ts'
import type { BinaryOperator, CompareOperator } from './tree.ts'
import type { Value } from './value.ts'

/** A binary operator on two values. Throws TemplateRuntimeError in Python's words. */
export function operate(operator: BinaryOperator, left: Value, right: Value): Value {
  switch (operator) {
    case '+':
      return add(left, right)
    case '-':
      return subtract(left, right)
    case '*':
      return multiply(left, right)
    case '/':
      return divide(left, right)
    case '//':
      return floorDivide(left, right)
    case '%':
      return modulo(left, right)
    case '**':
      return power(left, right)
  }
}

/** One comparison of a chain. Throws TemplateRuntimeError in Python's words. */
export function compareValues(operator: CompareOperator, left: Value, right: Value): boolean {
  switch (operator) {
    case '==':
      return equals(left, right)
    case '!=':
      return notEquals(left, right)
    case '<':
      return lessThan(left, right)
    case '<=':
      return lessEqual(left, right)
    case '>':
      return greaterThan(left, right)
    case '>=':
      return greaterEqual(left, right)
    case 'in':
      return contains(right, left)
    case 'not in':
      return !contains(right, left)
  }
}
