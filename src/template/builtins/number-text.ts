import { valueError } from './limits.ts'

/** Exact parts of a finite float: the value is `mantissa * 2 ** exponent`, with the sign apart. */
export type FloatParts = { readonly negative: boolean; readonly mantissa: bigint; readonly exponent: number }

/** Takes a finite float apart without loss. */
export function floatParts(value: number): FloatParts {
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, value)
  const bits = view.getBigUint64(0)
  const biased = Number((bits >> 52n) & 0x7ffn)
  const fraction = bits & 0xfffffffffffffn
  const mantissa = biased === 0 ? fraction : fraction | 0x10000000000000n
  return { negative: bits >> 63n === 1n, mantissa, exponent: (biased === 0 ? 1 : biased) - 1075 }
}

/** The integer nearest to `|value| * 10 ** digits`, ties to even, computed exactly. */
export function scaledMagnitude(value: number, digits: number): bigint {
  const { mantissa, exponent } = floatParts(value)
  let top = mantissa
  let bottom = 1n
  if (exponent >= 0) top <<= BigInt(exponent)
  else bottom <<= BigInt(-exponent)
  if (digits >= 0) top *= 10n ** BigInt(digits)
  else bottom *= 10n ** BigInt(-digits)
  return divideHalfEven(top, bottom)
}

/** `top / bottom` of non-negative integers, rounded to the nearest integer, ties to even. */
export function divideHalfEven(top: bigint, bottom: bigint): bigint {
  const quotient = top / bottom
  const twice = (top % bottom) * 2n
  return twice > bottom || (twice === bottom && quotient % 2n === 1n) ? quotient + 1n : quotient
}

/** Python's `repr(float)`: the shortest digits that read back the same; `1e+16`, `1.0`, `inf`, `nan`, `-0.0`. */
export function floatRepr(value: number): string {
  const special = specialText(value)
  if (special !== undefined) return special
  const [digits, exponent] = shortestDigits(value)
  const sign = isNegative(value) ? '-' : ''
  if (exponent < -4 || exponent >= 16) return `${sign}${withPoint(digits, 1)}${exponentText(exponent)}`
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0')
  return `${sign}${whole}.${digits.slice(exponent + 1) || '0'}`
}

/** `inf`, `-inf` or `nan`; undefined for a finite float. */
export function specialText(value: number): string | undefined {
  if (Number.isNaN(value)) return 'nan'
  if (Number.isFinite(value)) return undefined
  return value > 0 ? 'inf' : '-inf'
}

/** Magnitude with a fixed number of digits after the point, rounded exactly, ties to even: `%.2f` without the sign. */
export function fixedText(value: number, digits: number): string {
  const text = scaledMagnitude(value, digits)
    .toString()
    .padStart(digits + 1, '0')
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`
}

/** Magnitude as `d.ddde+XX` with that many digits after the point, rounded exactly: `%.2e` without the sign. */
export function exponentialText(value: number, digits: number): string {
  const [text, exponent] = roundedDigits(value, digits + 1)
  return `${withPoint(text, 1)}${exponentText(exponent)}`
}

/** Magnitude as `%g` writes it; `keepZeros` is the `#` flag; `keepPoint` adds `.0` to what looks like an integer. */
export function generalText(value: number, precision: number, keepZeros: boolean, keepPoint = false): string {
  const significant = Math.max(precision, 1)
  const [all, exponent] = roundedDigits(value, significant)
  const digits = keepZeros ? all : all.replace(/0+$/, '')
  if (exponent < -4 || exponent >= (keepPoint ? significant - 1 : significant)) {
    const mantissa = digits === '' ? '0' : digits
    return `${keepZeros && mantissa.length === 1 ? `${mantissa}.` : withPoint(mantissa, 1)}${exponentText(exponent)}`
  }
  return plainDigits(digits, exponent, keepZeros, keepPoint)
}

/** Digits laid out without an exponent: the first digit stands for `10 ** exponent`. */
function plainDigits(digits: string, exponent: number, keepZeros: boolean, keepPoint: boolean): string {
  if (exponent < 0) return `0.${'0'.repeat(-exponent - 1)}${digits}`
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0')
  const rest = digits.slice(exponent + 1)
  if (rest !== '') return `${whole}.${rest}`
  if (keepPoint) return `${whole}.0`
  return keepZeros ? `${whole}.` : whole
}

/** Decimal text of an integer; Python stops at 4,300 digits, and so do we. */
export function integerText(value: bigint): string {
  const text = value.toString()
  if (text.length - (value < 0n ? 1 : 0) > 4300)
    throw valueError(
      'Exceeds the limit (4300 digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit'
    )
  return text
}

/** True for negative numbers and for `-0.0`. */
export function isNegative(value: number): boolean {
  return value < 0 || Object.is(value, -0)
}

/** Exactly `count` significant digits of the magnitude, and the exponent of the first. */
function roundedDigits(value: number, count: number): [digits: string, exponent: number] {
  if (value === 0) return ['0'.repeat(count), 0]
  const exponent = Number(value.toExponential().split('e')[1] ?? '0')
  const digits = scaledMagnitude(value, count - 1 - exponent).toString()
  // The shortest text of a number near 0 may be a rounded-up power of ten: the exact first digit is one place further.
  if (digits.length < count) return [scaledMagnitude(value, count - exponent).toString(), exponent - 1]
  return digits.length > count ? [digits.slice(0, count), exponent + 1] : [digits, exponent]
}

/** Shortest digits that read back as the same float, and the exponent of the first. */
function shortestDigits(value: number): [digits: string, exponent: number] {
  const [mantissa = '0', exponent = '0'] = Math.abs(value).toExponential().split('e')
  return [mantissa.replace('.', ''), Number(exponent)]
}

function withPoint(digits: string, at: number): string {
  return digits.length > at ? `${digits.slice(0, at)}.${digits.slice(at)}` : digits
}

function exponentText(exponent: number): string {
  return `e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`
}
