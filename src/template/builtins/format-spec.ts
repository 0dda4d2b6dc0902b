import { Markup, TemplateRuntimeError, type Value } from '../value.ts'
import { spend } from '../work.ts'
import { codePointCount, sliceCodePoints } from './code-points.ts'
import { checkTextLength, typeError, unsupported, valueError } from './limits.ts'
import {
  exponentialText,
  fixedText,
  floatRepr,
  generalText,
  integerText,
  isNegative,
  specialText
} from './number-text.ts'
import { toFloat } from './numbers.ts'
import { toText } from './text.ts'
import { typeName } from './type-name.ts'

/** A format specification, taken apart: `[[fill]align][sign][#][0][width][grouping][.precision][type]`. */
type Spec = {
  readonly fill: string
  readonly align: string
  readonly sign: string
  readonly alternate: boolean
  readonly width: number
  readonly grouping: string
  readonly precision: number | undefined
  readonly type: string
}

const pattern = /^(?:([\s\S])?([<>=^]))?([-+ ])?(#)?(0)?(\d+)?([,_])?(?:\.(\d+))?([\s\S])?$/u

/** What a conversion takes besides its text. */
const conversionWork = 60

/** Python's `format(value, spec)`. Throws ValueError and TypeError in Python's words, `Unsupported` for rare forms, `LimitError`. */
export function formatValue(value: Value, text: string): string {
  if (text === '') return toText(value)
  const spec = parseSpec(text, value)
  spend(conversionWork)
  checkTextLength(spec.width + (spec.precision ?? 0))
  if (typeof value === 'string') return formatText(value, spec)
  if (typeof value === 'number') return formatFloat(value, spec)
  if (typeof value === 'bigint') return formatInteger(value, spec)
  if (typeof value === 'boolean') return formatInteger(value ? 1n : 0n, spec)
  if (value instanceof Markup) throw unsupported('formatting text that is marked safe is not supported')
  throw typeError(`unsupported format string passed to ${typeName(value)}.__format__`)
}

function parseSpec(text: string, value: Value): Spec {
  const match = pattern.exec(text)
  if (!match) throw valueError(`Invalid format specifier`)
  const [, fill, align, sign = '', alternate, zero, width, grouping = '', precision, type = ''] = match
  const isText = typeof value === 'string'
  return {
    fill: fill ?? (zero === undefined ? ' ' : '0'),
    align: align ?? (isText ? '<' : zero === undefined ? '>' : '='),
    sign,
    alternate: alternate !== undefined,
    width: Number(width ?? 0),
    grouping,
    precision: precision === undefined ? undefined : Number(precision),
    type
  }
}

function formatText(text: string, spec: Spec): string {
  if (spec.type !== '' && spec.type !== 's') throw unknownCode(spec.type, 'str')
  if (spec.sign !== '')
    throw valueError(`${spec.sign === ' ' ? 'Space' : 'Sign'} not allowed in string format specifier`)
  if (spec.alternate) throw valueError('Alternate form (#) not allowed in string format specifier')
  if (spec.grouping !== '') throw valueError(`Cannot specify '${spec.grouping}' with 's'.`)
  if (spec.align === '=') throw valueError("'=' alignment not allowed in string format specifier")
  return pad('', spec.precision === undefined ? text : sliceCodePoints(text, 0, spec.precision), spec)
}

function formatInteger(value: bigint, spec: Spec): string {
  const type = spec.type === '' ? 'd' : spec.type
  if ('eEfFgG%'.includes(type)) return formatFloat(toFloat(value), spec)
  if (spec.precision !== undefined) throw valueError('Precision not allowed in integer format specifier')
  if (type === 'c') return formatCharacter(value, spec)
  const base = ({ b: 2, d: 10, o: 8, x: 16, X: 16 } as const)[type]
  if (type === 'n') throw unsupported('the format type "n" depends on the locale')
  if (base === undefined) throw unknownCode(type, 'int')
  if (spec.grouping === ',' && type !== 'd') throw valueError(`Cannot specify ',' with '${type}'.`)
  const magnitude = value < 0n ? -value : value
  const digits = base === 10 ? integerText(magnitude) : magnitude.toString(base)
  const prefix = spec.alternate && base !== 10 ? `0${type}` : ''
  return group(
    signOf(value < 0n, spec) + prefix,
    type === 'X' ? digits.toUpperCase() : digits,
    '',
    spec,
    base === 10 ? 3 : 4
  )
}

function formatCharacter(value: bigint, spec: Spec): string {
  if (spec.sign !== '') throw valueError("Sign not allowed with integer format specifier 'c'")
  if (spec.alternate) throw valueError("Alternate form (#) not allowed with integer format specifier 'c'")
  if (spec.grouping !== '') throw valueError(`Cannot specify '${spec.grouping}' with 'c'.`)
  if (value < 0n || value > 0x10ffffn) throw new TemplateRuntimeError('OverflowError', '%c arg not in range(0x110000)')
  return pad('', String.fromCodePoint(Number(value)), spec)
}

function formatFloat(value: number, spec: Spec): string {
  if (spec.type === 'n') throw unsupported('the format type "n" depends on the locale')
  if (!['', 'e', 'E', 'f', 'F', 'g', 'G', '%'].includes(spec.type)) throw unknownCode(spec.type, 'float')
  if ((spec.precision ?? 0) > 1000) throw unsupported('more than 1000 digits after the point are not supported')
  const text = (specialText(value)?.replace('-', '') ?? finiteText(value, spec)) + (spec.type === '%' ? '%' : '')
  const shown = 'EFG'.includes(spec.type || ' ') ? text.toUpperCase() : text
  const [, whole = '', rest = ''] = /^(\d*)([\s\S]*)$/.exec(shown) ?? []
  return group(signOf(isNegative(value), spec), whole, rest, spec, 3)
}

function finiteText(value: number, { type, precision, alternate }: Spec): string {
  if (type === '') return precision === undefined ? shortest(value) : generalText(value, precision, alternate, true)
  const digits = precision ?? 6
  const kind = type.toLowerCase()
  if (kind === 'g') return generalText(value, digits, alternate)
  const text = kind === 'e' ? exponentialText(value, digits) : fixedText(kind === '%' ? value * 100 : value, digits)
  return alternate && digits === 0 ? text.replace(/^\d+/, '$&.') : text
}

function shortest(value: number): string {
  return floatRepr(Math.abs(value))
}

function signOf(negative: boolean, { sign }: Spec): string {
  if (negative) return '-'
  return sign === '-' ? '' : sign
}

/** Puts separators into the digits; with zero padding the separators count towards the width. */
function group(lead: string, digits: string, rest: string, spec: Spec, size: number): string {
  if (spec.grouping === '') return pad(lead, digits + rest, spec)
  let grouped = separate(digits, spec.grouping, size)
  if (spec.align === '=' && spec.fill === '0' && digits !== '') {
    // the separators take at least this part of the width
    const least = Math.floor(((spec.width - lead.length - rest.length) * size) / (size + 1)) - 1
    let wider = digits.padStart(least, '0')
    grouped = separate(wider, spec.grouping, size)
    while (lead.length + grouped.length + rest.length < spec.width) {
      wider = `0${wider}`
      grouped = separate(wider, spec.grouping, size)
    }
  }
  return pad(lead, grouped + rest, spec)
}

function separate(digits: string, separator: string, size: number): string {
  const first = digits.length % size || size
  const groups = [digits.slice(0, first)]
  for (let at = first; at < digits.length; at += size) groups.push(digits.slice(at, at + size))
  return groups.join(separator)
}

function pad(lead: string, body: string, { fill, align, width }: Spec): string {
  const missing = Math.max(width - codePointCount(lead + body), 0)
  if (align === '=') return lead + fill.repeat(missing) + body
  if (align === '<') return lead + body + fill.repeat(missing)
  if (align === '>') return fill.repeat(missing) + lead + body
  const left = Math.floor(missing / 2)
  return fill.repeat(left) + lead + body + fill.repeat(missing - left)
}

function unknownCode(type: string, name: string): TemplateRuntimeError {
  return valueError(`Unknown format code '${type}' for object of type '${name}'`)
}
