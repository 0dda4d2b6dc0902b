import { Markup, Sequence, TemplateRuntimeError, Undefined, type Value } from '../value.ts'
import { checkCount } from './arguments.ts'
import { attributeLookup } from './attribute-path.ts'
import { codePoints } from './code-points.ts'
import type { Filter, FilterContext } from './context.ts'
import { define } from './define-filter.ts'
import { refuseUndefined } from './equality.ts'
import { isIterable, iterate, lengthOf } from './iterate.ts'
import { checkItems, checkTextLength, typeError, unsupported } from './limits.ts'
import { asInteger } from './numbers.ts'
import { equals, floorDivide, modulo, multiply, subtract } from './operators.ts'
import { toText } from './text.ts'
import { typeName } from './type-name.ts'

/** Jinja2's filters for lists and other sequences: batch, count, first, join, last, length, list, random, reverse, slice. */
export const listFilters: ReadonlyMap<string, Filter> = new Map([
  ['length', len],
  ['count', len],
  ['list', define('sync_do_list(value)', [], (value, _, context) => listOf(value, context))],
  ['first', define('sync_do_first(environment, seq)', [], first)],
  ['last', define('do_last(environment, seq)', [], last)],
  ['reverse', define('do_reverse(value)', [], reverse)],
  [
    'join',
    define(
      'sync_do_join(eval_ctx, value)',
      [
        ['d', ''],
        ['attribute', null]
      ],
      (value, args, context) => join(value, args.value('d'), args.value('attribute'), context)
    )
  ],
  [
    'batch',
    define('do_batch(value)', [['linecount'], ['fill_with', null]], (value, args, context) =>
      batch(value, args.value('linecount'), args.value('fill_with'), context)
    )
  ],
  [
    'slice',
    define('sync_do_slice(value)', [['slices'], ['fill_with', null]], (value, args, context) =>
      slices(value, args.value('slices'), args.value('fill_with'), context)
    )
  ],
  ['random', () => refuse('the filter "random" is not supported: its result would change from run to run')]
])

function refuse(message: string): never {
  throw unsupported(message)
}

function len(_: FilterContext, value: Value, args: readonly Value[], kwargs: ReadonlyMap<string, Value>): Value {
  if (args.length > 0) throw typeError(`len() takes exactly one argument (${args.length + 1} given)`)
  checkCount('len', args, kwargs, 0, 0)
  return BigInt(lengthOf(value))
}

/** Everything a value can be looped over, as a list; each item counts as a step. */
export function listOf(value: Value, context: FilterContext): Value[] {
  const items: Value[] = []
  for (const item of iterate(value)) {
    context.countSteps(1)
    checkItems(items.length + 1)
    items.push(item)
  }
  return items
}

function first(value: Value): Value {
  const next = iterate(value)[Symbol.iterator]().next()
  return next.done === true ? new Undefined('No first item, sequence was empty.') : next.value
}

function last(value: Value): Value {
  const items = reversible(value)
  if (!items) refuseUndefined(value)
  if (!items) throw typeError(`'${typeName(value)}' object is not reversible`)
  const item = items.at(-1)
  if (item === undefined) return new Undefined('No last item, sequence was empty.')
  return value instanceof Markup && typeof item === 'string' ? new Markup(item) : item
}

/** Items of what Python can walk backwards; undefined for a generator and for what has no items. */
function reversible(value: Value): readonly Value[] | undefined {
  const isReversible = isIterable(value) && !(value instanceof Sequence && value.kind === 'generator')
  return isReversible ? [...iterate(value)] : undefined
}

function reverse(value: Value, _: unknown, context: FilterContext): Value {
  if (typeof value === 'string') return codePoints(value).toReversed().join('')
  if (value instanceof Markup) return new Markup(codePoints(value.text).toReversed().join(''))
  if (!isIterable(value)) refuseUndefined(value)
  if (!isIterable(value)) throw new TemplateRuntimeError('FilterArgumentError', 'argument must be iterable')
  if (reversible(value)) return new Sequence('generator', () => (reversible(value) ?? []).toReversed())
  return listOf(value, context).reverse()
}

function join(value: Value, separator: Value, attribute: Value, context: FilterContext): string {
  const lookup = attributeLookup(attribute)
  const joint = toText(separator)
  const texts: string[] = []
  let length = 0
  for (const item of iterate(value)) {
    context.countSteps(1)
    const text = toText(lookup(item))
    length += text.length + (texts.length === 0 ? 0 : joint.length)
    checkTextLength(length)
    texts.push(text)
  }
  return texts.join(joint)
}

function batch(value: Value, lineCount: Value, fill: Value, context: FilterContext): Value {
  return new Sequence('generator', function* () {
    let line: Value[] = []
    for (const item of iterate(value)) {
      context.countSteps(1)
      if (equals(BigInt(line.length), lineCount)) {
        yield line
        line = []
      }
      line.push(item)
    }
    if (line.length === 0) return
    const missing = fill === null ? 0n : asInteger(subtract(lineCount, BigInt(line.length)))
    if (missing === undefined) throw typeError("can't multiply sequence by non-int of type 'float'")
    const filling = multiply([fill], missing)
    yield Array.isArray(filling) ? [...line, ...filling] : line
  })
}

/** As many lists as asked for; the first ones are one longer where the items do not come out even. */
function slices(value: Value, count: Value, fill: Value, context: FilterContext): Value {
  return new Sequence('generator', function* () {
    const items = listOf(value, context)
    const size = Number(asInteger(floorDivide(BigInt(items.length), count)) ?? 0n)
    const longer = Number(asInteger(modulo(BigInt(items.length), count)) ?? 0n)
    const number = asInteger(count)
    if (number === undefined) throw typeError(`'${typeName(count)}' object cannot be interpreted as an integer`)
    let from = 0
    for (let index = 0; index < number; index += 1) {
      context.countSteps(1)
      const end = from + size + (index < longer ? 1 : 0)
      const part = items.slice(from, end)
      if (fill !== null && index >= longer) part.push(fill)
      yield part
      from = end
    }
  })
}
