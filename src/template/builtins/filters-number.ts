import { Markup, TemplateRuntimeError, type Value } from '../value.ts'
import { checkCount } from './arguments.ts'
import { attributeLookup } from './attribute-path.ts'
import type { Filter } from './context.ts'
import { define } from './define-filter.ts'
import { refuseUndefined } from './equality.ts'
import { iterate } from './iterate.ts'
import { typeError } from './limits.ts'
import { fixedText } from './number-text.ts'
import { asNumber } from './numbers.ts'
import { add } from './operators.ts'
import { floatOf, parseFloatText, parseInteger, truncateFloat } from './parse-number.ts'
import { roundValue } from './round.ts'
import { typeName } from './type-name.ts'

/** Jinja2's filters for numbers: abs, filesizeformat, float, int, round, sum. */
export const numberFilters: ReadonlyMap<string, Filter> = new Map([
  ['abs', absolute],
  [
    'filesizeformat',
    define('do_filesizeformat(value)', [['binary', false]], (value, args) => fileSize(value, args.flag('binary')))
  ],
  ['float', define('do_float(value)', [['default', 0]], (value, args) => toFloatOr(value, args.value('default')))],
  [
    'int',
    define(
      'do_int(value)',
      [
        ['default', 0n],
        ['base', 10n]
      ],
      (value, args) => toIntegerOr(value, args.value('default'), args.value('base'))
    )
  ],
  [
    'round',
    define(
      'do_round(value)',
      [
        ['precision', 0n],
        ['method', 'common']
      ],
      roundValue
    )
  ],
  [
    'sum',
    define(
      'sync_do_sum(environment, iterable)',
      [
        ['attribute', null],
        ['start', 0n]
      ],
      (value, args, context) => {
        const lookup = attributeLookup(args.value('attribute'))
        let total = args.value('start')
        if (typeof total === 'string') throw typeError("sum() can't sum strings [use ''.join(seq) instead]")
        for (const item of iterate(value)) {
          context.countSteps(1)
          total = add(total, lookup(item))
        }
        return total
      }
    )
  ]
])

function absolute(_: unknown, value: Value, args: readonly Value[], kwargs: ReadonlyMap<string, Value>): Value {
  if (args.length > 0) throw typeError(`abs() takes exactly one argument (${args.length + 1} given)`)
  checkCount('abs', args, kwargs, 0, 0)
  const number = asNumber(value)
  if (number === undefined) throw typeError(`bad operand type for abs(): '${typeName(value)}'`)
  return typeof number === 'bigint' ? (number < 0n ? -number : number) : Math.abs(number)
}

function fileSize(value: Value, binary: boolean): string {
  const bytes = floatOf(value)
  const base = binary ? 1024n : 1000n
  if (bytes === 1) return '1 Byte'
  if (bytes < base) return `${truncateFloat(bytes)} Bytes`
  const prefixes = binary
    ? ['KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB', 'ZiB', 'YiB']
    : ['kB', 'MB', 'GB', 'TB', 'PB', 'EB', 'ZB', 'YB']
  const index = prefixes.findIndex((_, power) => bytes < base ** BigInt(power + 2))
  const last = index < 0 ? prefixes.length - 1 : index
  const size = (Number(base) * bytes) / Number(base ** BigInt(last + 2))
  return `${Number.isFinite(size) ? fixedText(size, 1) : Number.isNaN(size) ? 'nan' : 'inf'} ${prefixes[last]}`
}

/** Python's `float(value)`, or the default where Python raises TypeError or ValueError. */
function toFloatOr(value: Value, fallback: Value): Value {
  return orDefault(() => floatOf(value)) ?? fallback
}

/** Python's `int(value)`, else `int(float(value))`, else the default. */
function toIntegerOr(value: Value, fallback: Value, base: Value): Value {
  const text = value instanceof Markup ? value.text : value
  const direct = typeof text === 'string' ? parseInteger(text, base) : orDefault(() => integerOf(value))
  if (direct !== undefined) return direct
  const float = typeof text === 'string' ? parseFloatText(text) : orDefault(() => floatOf(value))
  return (float === undefined ? undefined : orDefault(() => truncateFloat(float))) ?? fallback
}

function integerOf(value: Value): bigint {
  refuseUndefined(value)
  const number = asNumber(value)
  if (number === undefined) throw typeError('int() argument must be a string or a real number')
  return typeof number === 'bigint' ? number : truncateFloat(number)
}

function orDefault<T>(compute: () => T): T | undefined {
  try {
    return compute()
  } catch (error) {
    if (error instanceof TemplateRuntimeError && (error.type === 'TypeError' || error.type === 'ValueError'))
      return undefined
    throw error
  }
}
