import { Dict, Markup, TemplateRuntimeError, Tuple, Undefined, type Value } from '../value.ts'
import { spend } from '../work.ts'
import { codePointCount, sliceCodePoints } from './code-points.ts'
import { refuseUndefined } from './equality.ts'
import { checkText, checkTextLength, typeError, unsupported, valueError } from './limits.ts'
import { exponentialText, fixedText, generalText, integerText, isNegative, specialText } from './number-text.ts'
import { asInteger, asNumber, toFloat } from './numbers.ts'
import { Range } from './range.ts'
import { codePointEscape, repr, toText } from './text.ts'
import { typeName } from './type-name.ts'

/** One `%…` of a format: everything between the percent sign and the letter. */
type Conversion = {
  readonly flags: string
  readonly width: number
  readonly precision: number | undefined
  readonly letter: string
}

/** What a conversion takes besides its text. */
const conversionWork = 60

type Show = (value: Value) => string

const pattern = /%(?:\(((?:[^()]|\([^()]*\))*)\))?([-+ #0]*)(\*|\d+)?(?:(\.)(\*|\d+)?)?[hlL]?([\s\S])?/gu

/**
 * Python's `text % values`: a tuple gives its items, a dict its keys, anything else is one value. `show` turns the value of `%s` into
 * text (MarkupSafe escapes there). Throws TypeError, ValueError, KeyError in Python's words, and `LimitError`.
 */
export function formatPercent(format: string, values: Value, show: Show = toText): string {
  const source = new ValueSource(values)
  let result = ''
  let from = 0
  for (const match of format.matchAll(pattern)) {
    const [whole, key, flags = '', width, dot, precision, letter] = match
    result += format.slice(from, match.index)
    from = match.index + whole.length
    spend(conversionWork)
    if (letter === undefined) throw valueError('incomplete format')
    if (letter === '(') throw source.brokenKey()
    if (letter === '%' && whole === '%%') result += '%'
    else {
      source.select(key)
      const conversion = source.conversion(flags, width, dot === undefined ? undefined : (precision ?? '0'), letter)
      result += convert(source.next(), conversion, show, format, from - letter.length)
    }
    checkTextLength(result.length)
  }
  source.finish()
  return checkText(result + format.slice(from))
}

/** Hands out the values in order, or those of the named keys. */
class ValueSource {
  private readonly values: Value
  private readonly items: readonly Value[]
  private readonly isMapping: boolean
  private position = 0
  private named: Value | undefined

  constructor(values: Value) {
    this.values = values
    this.items = values instanceof Tuple ? values.items : [values]
    this.isMapping =
      values instanceof Dict || values instanceof Undefined || values instanceof Range || Array.isArray(values)
  }

  /** Makes `%(key)…` the next value; without a key the next one in order. */
  select(key: string | undefined): void {
    this.named = undefined
    if (key === undefined) return
    if (!this.isMapping) throw typeError('format requires a mapping')
    if (this.values instanceof Undefined) throw new TemplateRuntimeError('UndefinedError', this.values.message)
    if (!(this.values instanceof Dict))
      throw typeError(`${typeName(this.values)} indices must be integers or slices, not str`)
    const value = this.values.get(key)
    if (value === undefined) throw new TemplateRuntimeError('KeyError', repr(key))
    this.named = value
  }

  /** The error for a key without its closing bracket. */
  brokenKey(): TemplateRuntimeError {
    return this.isMapping ? valueError('incomplete format key') : typeError('format requires a mapping')
  }

  next(): Value {
    if (this.named !== undefined) return this.named
    const value = this.items[this.position]
    if (value === undefined) throw typeError('not enough arguments for format string')
    this.position += 1
    return value
  }

  conversion(flags: string, width: string | undefined, precision: string | undefined, letter: string): Conversion {
    const wide = width === '*' ? this.star() : Number(width ?? 0)
    const digits = precision === '*' ? this.star() : precision === undefined ? undefined : Number(precision)
    checkTextLength(Math.abs(wide) + (digits ?? 0))
    return {
      flags: wide < 0 ? `${flags}-` : flags,
      width: Math.abs(wide),
      precision: digits === undefined ? undefined : Math.max(digits, 0),
      letter
    }
  }

  finish(): void {
    if (!this.isMapping && this.position < this.items.length && this.named === undefined)
      throw typeError('not all arguments converted during string formatting')
  }

  private star(): number {
    if (this.named !== undefined) throw typeError('not enough arguments for format string')
    const value = asInteger(this.next())
    if (value === undefined) throw typeError('* wants int')
    return Number(value)
  }
}

function convert(value: Value, conversion: Conversion, show: Show, format: string, index: number): string {
  const { letter } = conversion
  if (letter === 's') return padText(show(value), conversion)
  if (letter === 'r') return padText(repr(value), conversion)
  if (letter === 'a') return padText(ascii(repr(value)), conversion)
  if (letter === 'c') return padText(character(value), { ...conversion, precision: undefined })
  if ('diu'.includes(letter)) return decimal(value, conversion)
  if ('xXo'.includes(letter)) return radix(value, conversion)
  if ('eEfFgG'.includes(letter)) return float(value, conversion)
  const code = (letter.codePointAt(0) ?? 0).toString(16)
  const shown = letter >= ' ' && letter <= '~' ? letter : '?'
  throw valueError(
    `unsupported format character '${shown}' (0x${code}) at index ${codePointCount(format.slice(0, index))}`
  )
}

function padText(text: string, { flags, width, precision }: Conversion): string {
  const cut = precision === undefined ? text : sliceCodePoints(text, 0, precision)
  const fill = ' '.repeat(Math.max(width - codePointCount(cut), 0))
  return flags.includes('-') ? cut + fill : fill + cut
}

function decimal(value: Value, conversion: Conversion): string {
  refuseUndefined(value)
  const number = asNumber(value)
  if (number === undefined)
    throw typeError(`%${conversion.letter} format: a real number is required, not ${typeName(value)}`)
  const integer = typeof number === 'bigint' ? number : truncate(number)
  return padNumber(integer < 0n, '', integerText(integer < 0n ? -integer : integer), conversion, conversion.precision)
}

function radix(value: Value, conversion: Conversion): string {
  const { letter, flags } = conversion
  const integer = asInteger(value)
  if (integer === undefined) throw typeError(`%${letter} format: an integer is required, not ${typeName(value)}`)
  const digits = (integer < 0n ? -integer : integer).toString(letter === 'o' ? 8 : 16)
  const prefix = flags.includes('#') ? `0${letter}` : ''
  return padNumber(
    integer < 0n,
    prefix,
    letter === 'X' ? digits.toUpperCase() : digits,
    conversion,
    conversion.precision
  )
}

function float(value: Value, conversion: Conversion): string {
  refuseUndefined(value)
  const number = asNumber(value)
  if (number === undefined) throw typeError(`must be real number, not ${typeName(value)}`)
  const text = floatText(toFloat(number), conversion)
  return padNumber(isNegative(toFloat(number)), '', text, conversion, undefined)
}

function floatText(value: number, { letter, precision = 6, flags }: Conversion): string {
  const keep = flags.includes('#')
  const special = specialText(value)?.replace('-', '')
  const text = special ?? finiteText(value, letter.toLowerCase(), precision, keep)
  return letter === letter.toUpperCase() ? text.toUpperCase() : text
}

function finiteText(value: number, letter: string, precision: number, keep: boolean): string {
  if (precision > 1000) throw unsupported('more than 1000 digits after the point are not supported')
  if (letter === 'g') return generalText(value, precision, keep)
  const text = letter === 'e' ? exponentialText(value, precision) : fixedText(value, precision)
  return keep && precision === 0 ? text.replace(/^\d+/, '$&.') : text
}

function padNumber(
  negative: boolean,
  prefix: string,
  digits: string,
  { flags, width }: Conversion,
  precision: number | undefined
): string {
  const sign = negative ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : ''
  const long = digits.padStart(precision ?? 0, '0')
  const fill = width - sign.length - prefix.length - long.length
  if (flags.includes('-')) return sign + prefix + long + ' '.repeat(Math.max(fill, 0))
  if (flags.includes('0')) return sign + prefix + '0'.repeat(Math.max(fill, 0)) + long
  return ' '.repeat(Math.max(fill, 0)) + sign + prefix + long
}

function truncate(value: number): bigint {
  if (Number.isNaN(value)) throw valueError('cannot convert float NaN to integer')
  if (!Number.isFinite(value))
    throw new TemplateRuntimeError('OverflowError', 'cannot convert float infinity to integer')
  return BigInt(Math.trunc(value))
}

function character(value: Value): string {
  const text = value instanceof Markup ? value.text : value
  if (typeof text === 'string' && codePointCount(text) === 1) return text
  const code = asInteger(value)
  if (code === undefined) throw typeError('%c requires int or char')
  if (code < 0n || code > 0x10ffffn) throw new TemplateRuntimeError('OverflowError', '%c arg not in range(0x110000)')
  return String.fromCodePoint(Number(code))
}

function ascii(text: string): string {
  return text.replace(/[^\0-\x7f]/gu, codePointEscape)
}
