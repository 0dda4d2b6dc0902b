import { TemplateRuntimeError, type Value } from '../value.ts'
import { divideHalfEven, floatParts } from './number-text.ts'

/** The number a value counts as: bool is int; undefined for anything else. */
export function asNumber(value: Value): bigint | number | undefined {
  if (typeof value === 'boolean') return value ? 1n : 0n
  return typeof value === 'bigint' || typeof value === 'number' ? value : undefined
}

/** The integer a value counts as: int and bool; undefined for anything else, floats too. */
export function asInteger(value: Value): bigint | undefined {
  const number = asNumber(value)
  return typeof number === 'bigint' ? number : undefined
}

/** Python's `float(int)`, rounded to nearest, ties to even. Throws OverflowError above the largest float. */
export function toFloat(value: bigint | number): number {
  const float = Number(value)
  if (typeof value === 'bigint' && !Number.isFinite(float))
    throw new TemplateRuntimeError('OverflowError', 'int too large to convert to float')
  return float
}

/** The float nearest to the exact quotient of two integers, ties to even. Throws OverflowError; `bottom` is not 0. */
export function exactQuotient(top: bigint, bottom: bigint): number {
  if (isSafe(top) && isSafe(bottom)) return Number(top) / Number(bottom)
  const sign = top < 0n !== bottom < 0n ? -1 : 1
  const quotient = sign * magnitudeQuotient(top < 0n ? -top : top, bottom < 0n ? -bottom : bottom)
  if (!Number.isFinite(quotient))
    throw new TemplateRuntimeError('OverflowError', 'integer division result too large for a float')
  return quotient
}

/** Splits a finite float into the exact fraction `top / bottom`. */
export function exactFraction(value: number): readonly [top: bigint, bottom: bigint] {
  const { negative, mantissa, exponent } = floatParts(value)
  const signed = negative ? -mantissa : mantissa
  return exponent >= 0 ? [signed << BigInt(exponent), 1n] : [signed, 1n << BigInt(-exponent)]
}

function magnitudeQuotient(top: bigint, bottom: bigint): number {
  if (top === 0n) return 0
  // 53 bits of quotient, fewer where the result is too small for a normal float: then rounding happens once, at the right bit.
  const scale = Math.max(bitLength(top) - bitLength(bottom) - 53, -1074)
  const rounded =
    scale >= 0 ? divideHalfEven(top, bottom << BigInt(scale)) : divideHalfEven(top << BigInt(-scale), bottom)
  const exact = bitLength(rounded) <= 53 ? scale : scale + 1
  const again =
    exact === scale
      ? rounded
      : exact >= 0
        ? divideHalfEven(top, bottom << BigInt(exact))
        : divideHalfEven(top << BigInt(-exact), bottom)
  return timesPowerOfTwo(Number(again), exact)
}

/** In two steps, as `2 ** exponent` alone may be too small or too large for a float; both products are exact. */
function timesPowerOfTwo(value: number, exponent: number): number {
  const half = Math.trunc(exponent / 2)
  return value * 2 ** half * 2 ** (exponent - half)
}

/** Number of bits of a non-negative integer. */
export function bitLength(value: bigint): number {
  return value === 0n ? 0 : value.toString(16).length * 4 - leadingZeros(value.toString(16).charAt(0))
}

function leadingZeros(digit: string): number {
  return Math.clz32(Number.parseInt(digit, 16)) - 28
}

function isSafe(value: bigint): boolean {
  return value <= 9007199254740992n && value >= -9007199254740992n
}
