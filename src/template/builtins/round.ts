import { TemplateRuntimeError, type Value } from '../value.ts'
import type { Arguments } from './arguments.ts'
import { refuseUndefined } from './equality.ts'
import { limitError, typeError } from './limits.ts'
import { divideHalfEven, scaledMagnitude } from './number-text.ts'
import { asInteger, asNumber } from './numbers.ts'
import { divide, multiply, power } from './operators.ts'
import { truncateFloat } from './parse-number.ts'
import { typeName } from './type-name.ts'

/** Jinja2's filter `round`: half to even with `common`, else `ceil` or `floor`. Throws TypeError, `Unsupported`. */
export function roundValue(value: Value, args: Arguments): Value {
  const method = args.value('method')
  if (method !== 'common' && method !== 'ceil' && method !== 'floor')
    throw new TemplateRuntimeError('FilterArgumentError', 'method must be common, ceil or floor')
  if (method === 'common') return roundCommon(value, args.value('precision'))
  const factor = power(10n, args.value('precision'))
  return divide(roundTo(multiply(value, factor), method), factor)
}

function roundTo(value: Value, method: 'ceil' | 'floor'): bigint {
  const number = asNumber(value)
  if (number === undefined) throw typeError(`must be real number, not ${typeName(value)}`)
  if (typeof number === 'bigint') return number
  return truncateFloat(method === 'ceil' ? Math.ceil(number) : Math.floor(number))
}

function roundCommon(value: Value, precision: Value): Value {
  const number = asNumber(value)
  if (number === undefined) throw typeError(`type ${typeName(value)} doesn't define __round__ method`)
  if (precision === null) return typeof number === 'bigint' ? number : wholeNumber(number)
  refuseUndefined(precision)
  const digits = asInteger(precision)
  if (digits === undefined) throw typeError(`'${typeName(precision)}' object cannot be interpreted as an integer`)
  return typeof number === 'bigint' ? roundInteger(number, digits) : roundFloat(number, digits)
}

function wholeNumber(value: number): bigint {
  if (!Number.isFinite(value)) return truncateFloat(value)
  return value < 0 ? -scaledMagnitude(value, 0) : scaledMagnitude(value, 0)
}

function roundInteger(value: bigint, digits: bigint): bigint {
  if (digits >= 0n) return value
  if (digits < -4300n) throw limitError(`rounding to ${digits} digits is over the limit`)
  const unit = 10n ** -digits
  const magnitude = divideHalfEven(value < 0n ? -value : value, unit) * unit
  return value < 0n ? -magnitude : magnitude
}

/** Exact: the decimal nearest to the float's true value, ties to even, then read back as a float. */
function roundFloat(value: number, digits: bigint): number {
  if (!Number.isFinite(value) || value === 0 || digits > 400n) return value
  const sign = value < 0 ? -1 : 1
  if (digits < -400n) return sign * 0
  const rounded = Number(`${scaledMagnitude(value, Number(digits))}e${-digits}`)
  if (!Number.isFinite(rounded)) throw new TemplateRuntimeError('OverflowError', 'rounded value too large to represent')
  return sign * rounded
}
