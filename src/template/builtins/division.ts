import { TemplateRuntimeError } from '../value.ts'
import { exactQuotient, toFloat } from './numbers.ts'

type Number_ = bigint | number

/** Python's `a / b` of numbers: always a float. Throws ZeroDivisionError, OverflowError. */
export function trueDivide(a: Number_, b: Number_): number {
  if (typeof a === 'bigint' && typeof b === 'bigint') {
    if (b === 0n) throw zeroDivision('division by zero')
    return exactQuotient(a, b)
  }
  const divisor = toFloat(b)
  const dividend = toFloat(a)
  if (divisor === 0) throw zeroDivision('float division by zero')
  return dividend / divisor
}

/** Python's `a // b` of numbers: rounded down. Throws ZeroDivisionError. */
export function floorQuotient(a: Number_, b: Number_): Number_ {
  if (typeof a === 'bigint' && typeof b === 'bigint') {
    if (b === 0n) throw zeroDivision('integer division or modulo by zero')
    const quotient = a / b
    return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient
  }
  const divisor = toFloat(b)
  if (divisor === 0) throw zeroDivision('float floor division by zero')
  return floatFloor(toFloat(a), divisor)
}

/** Python's `a % b` of numbers: the sign of the divisor. Throws ZeroDivisionError. */
export function remainder(a: Number_, b: Number_): Number_ {
  if (typeof a === 'bigint' && typeof b === 'bigint') {
    if (b === 0n) throw zeroDivision('integer modulo by zero')
    const rest = a % b
    return rest !== 0n && rest < 0n !== b < 0n ? rest + b : rest
  }
  const divisor = toFloat(b)
  if (divisor === 0) throw zeroDivision('float modulo')
  return floatRemainder(toFloat(a), divisor)
}

function floatRemainder(a: number, b: number): number {
  const rest = a % b
  if (rest === 0) return isNegative(b) ? -0 : 0
  return rest < 0 !== b < 0 ? rest + b : rest
}

/** From the exact remainder, so that the quotient is rounded down also where `a / b` would round up to an integer. */
function floatFloor(a: number, b: number): number {
  const rest = a % b
  const adjust = rest !== 0 && rest < 0 !== b < 0 ? 1 : 0
  const quotient = (a - rest) / b - adjust
  if (quotient === 0) return isNegative(a / b) ? -0 : 0
  const floor = Math.floor(quotient)
  return quotient - floor > 0.5 ? floor + 1 : floor
}

function isNegative(value: number): boolean {
  return value < 0 || Object.is(value, -0)
}

function zeroDivision(message: string): TemplateRuntimeError {
  return new TemplateRuntimeError('ZeroDivisionError', message)
}
