import { TemplateRuntimeError } from '../value.ts'
import { limitError, maxIntegerBits, unsupported } from './limits.ts'
import { bitLength, exactFraction, exactQuotient, toFloat } from './numbers.ts'

/**
 * Python's `a ** b` for numbers. Integers stay exact; a float with an integer exponent is computed exactly and rounded once.
 * Throws ZeroDivisionError, OverflowError, `LimitError` for too large an integer, and `Unsupported` where the last digit depends on
 * the machine's mathematics library or the result is complex.
 */
export function raise(base: bigint | number, exponent: bigint | number): bigint | number {
  if (typeof base === 'bigint' && typeof exponent === 'bigint' && exponent >= 0n) return integerPower(base, exponent)
  return floatPower(toFloat(base), toFloat(exponent))
}

function integerPower(base: bigint, exponent: bigint): bigint {
  const magnitude = base < 0n ? -base : base
  if (magnitude > 1n && BigInt(bitLength(magnitude) - 1) * exponent > BigInt(maxIntegerBits))
    throw limitError(`integer is over the limit of ${maxIntegerBits} bits`)
  return base ** exponent
}

function floatPower(base: number, exponent: number): number {
  if (exponent === 0 || base === 1) return 1
  if (base === -1 && !Number.isFinite(exponent) && !Number.isNaN(exponent)) return 1
  if (base === 0 && exponent < 0)
    throw new TemplateRuntimeError('ZeroDivisionError', '0.0 cannot be raised to a negative power')
  if (!Number.isFinite(base) || !Number.isFinite(exponent) || base === 0) return base ** exponent
  if (exponent === 0.5 && base > 0) return Math.sqrt(base)
  if (!Number.isInteger(exponent))
    throw unsupported(
      base < 0
        ? 'a negative number with a fractional exponent has no real result'
        : 'fractional exponents are not supported'
    )
  return exactPower(base, exponent)
}

function exactPower(base: number, exponent: number): number {
  const rough = Math.abs(base) ** exponent
  if (rough === Number.POSITIVE_INFINITY || rough === 0) return outside(base, exponent, rough)
  if (Math.abs(exponent) > 4096) throw unsupported('float powers above 4096 are not supported')
  const [top, bottom] = exactFraction(base)
  const count = BigInt(Math.abs(exponent))
  return exponent > 0 ? exactQuotient(top ** count, bottom ** count) : exactQuotient(bottom ** count, top ** count)
}

/** Too large is an OverflowError; too small is a zero with the sign of the exact result. */
function outside(base: number, exponent: number, rough: number): number {
  if (rough !== 0) throw new TemplateRuntimeError('OverflowError', "(34, 'Numerical result out of range')")
  return base < 0 && exponent % 2 !== 0 ? -0 : 0
}
