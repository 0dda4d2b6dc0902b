import { Markup, TemplateRuntimeError, type Value } from '../value.ts'
import { refuseUndefined } from './equality.ts'
import { checkInteger, typeError, valueError } from './limits.ts'
import { asInteger, asNumber, toFloat } from './numbers.ts'
import { repr } from './text.ts'
import { strip } from './text-split.ts'
import { typeName } from './type-name.ts'

/** Python's `float(value)` of a number or text. Throws TypeError, ValueError, UndefinedError. */
export function floatOf(value: Value): number {
  refuseUndefined(value)
  const number = asNumber(value)
  if (number !== undefined) return toFloat(number)
  const text = value instanceof Markup ? value.text : value
  if (typeof text !== 'string')
    throw typeError(`float() argument must be a string or a real number, not '${typeName(value)}'`)
  const float = parseFloatText(text)
  if (float === undefined) throw valueError(`could not convert string to float: ${repr(value)}`)
  return float
}

const floatPattern = /^[+-]?(?:(?:\d+(?:_\d+)*)(?:\.(?:\d+(?:_\d+)*)?)?|\.\d+(?:_\d+)*)(?:[eE][+-]?\d+(?:_\d+)*)?$/

/** Text as Python's `float` reads it: blanks around, underscores between digits, `inf`, `nan`; undefined for anything else. */
export function parseFloatText(text: string): number | undefined {
  const plain = westernDigits(strip(text, null))
  const special = /^([+-]?)(inf|infinity|nan)$/i.exec(plain)
  if (special) {
    const isNan = special[2]?.toLowerCase() === 'nan'
    return isNan ? Number.NaN : special[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
  }
  return floatPattern.test(plain) ? Number(plain.replaceAll('_', '')) : undefined
}

const prefixes: ReadonlyMap<bigint, RegExp> = new Map([
  [2n, /^0b_?/i],
  [8n, /^0o_?/i],
  [16n, /^0x_?/i]
])

/** Text as Python's `int(text, base)` reads it; undefined where Python raises TypeError or ValueError. Throws `LimitError`. */
export function parseInteger(text: string, baseValue: Value): bigint | undefined {
  const given = asInteger(baseValue)
  if (given === undefined || given < 0n || given === 1n || given > 36n) return undefined
  const [, sign = '', unsigned = ''] = /^([+-]?)([\s\S]*)$/.exec(westernDigits(strip(text, null))) ?? []
  const base = given === 0n ? guessBase(unsigned) : given
  const body = unsigned.replace(prefixes.get(base) ?? /^(?!)/, '')
  if (!/^[0-9a-z]+(?:_[0-9a-z]+)*$/i.test(body)) return undefined
  const digits = body.replaceAll('_', '').toLowerCase()
  if (given === 0n && base === 10n && /^0+[1-9]/.test(digits)) return undefined
  if (digits.length > 4300 && !(base === 2n || base === 4n || base === 8n || base === 16n || base === 32n))
    return undefined
  const magnitude = readDigits(digits, base)
  return magnitude === undefined ? undefined : sign === '-' ? -magnitude : magnitude
}

function guessBase(text: string): bigint {
  for (const [base, prefix] of prefixes) if (prefix.test(text)) return base
  return 10n
}

function readDigits(digits: string, base: bigint): bigint | undefined {
  if (base === 10n) return /^[0-9]+$/.test(digits) ? checkInteger(BigInt(digits)) : undefined
  let number = 0n
  for (const digit of digits) {
    const value = BigInt(Number.parseInt(digit, 36))
    if (value >= base) return undefined
    number = checkInteger(number * base + value)
  }
  return number
}

/** Python's `int(float)`: towards zero. Throws ValueError for nan, OverflowError for infinity. */
export function truncateFloat(value: number): bigint {
  if (Number.isNaN(value)) throw valueError('cannot convert float NaN to integer')
  if (!Number.isFinite(value))
    throw new TemplateRuntimeError('OverflowError', 'cannot convert float infinity to integer')
  return BigInt(Math.trunc(value))
}

/** Decimal digits of every script as 0 to 9: each script's ten digits follow one another. */
function westernDigits(text: string): string {
  return text.replace(/(?![0-9])\p{Nd}/gu, digit => {
    let zero = digit.codePointAt(0) ?? 0
    let value = 0
    while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) {
      zero -= 1
      value += 1
    }
    return String(value)
  })
}
