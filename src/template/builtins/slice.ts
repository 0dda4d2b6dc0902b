import { Dict, Markup, Tuple, type Value } from '../value.ts'
import { codePointCount, codePoints, sliceCodePoints } from './code-points.ts'
import { refuseUndefined } from './equality.ts'
import { limitError, typeError, valueError } from './limits.ts'
import { asInteger } from './numbers.ts'
import { Range } from './range.ts'
import { typeName } from './type-name.ts'

/** The three parts of a slice, each null where the template left it out. */
type Bounds = { readonly start: Value; readonly stop: Value; readonly step: Value }

/**
 * Jinja2's `value[start:stop:step]`; null for a part that is left out or None. Throws UndefinedError for an undefined value,
 * TypeError for a value or a part that does not fit, ValueError for a zero step: Jinja2 does not turn these into undefined values.
 */
export function slice(value: Value, start: Value, stop: Value, step: Value): Value {
  refuseUndefined(value)
  const bounds = { start, stop, step }
  if (typeof value === 'string') return sliceText(value, bounds)
  if (value instanceof Markup) return new Markup(sliceText(value.text, bounds))
  if (Array.isArray(value)) return pick(value, resolve(bounds, BigInt(value.length)))
  if (value instanceof Tuple) return new Tuple(pick(value.items, resolve(bounds, BigInt(value.items.length))))
  if (value instanceof Range) return sliceRange(value, bounds)
  if (value instanceof Dict) throw typeError("unhashable type: 'slice'")
  throw typeError(`'${typeName(value)}' object is not subscriptable`)
}

function sliceText(text: string, bounds: Bounds): string {
  const found = resolve(bounds, BigInt(codePointCount(text)))
  if (found.step === 1) return sliceCodePoints(text, found.start, found.stop)
  return pick(codePoints(text), found).join('')
}

function sliceRange(range: Range, bounds: Bounds): Range {
  const found = resolve(bounds, range.length)
  const at = (index: number): bigint => range.start + BigInt(index) * range.step
  return new Range(at(found.start), at(found.stop), range.step * BigInt(found.step))
}

type Resolved = { readonly start: number; readonly stop: number; readonly step: number }

function pick<T>(items: readonly T[], { start, stop, step }: Resolved): T[] {
  if (step === 1) return items.slice(start, Math.max(start, stop))
  const picked: T[] = []
  for (let index = start; step > 0 ? index < stop : index > stop; index += step) {
    const item = items[index]
    if (item !== undefined) picked.push(item)
  }
  return picked
}

/** Offsets within the length, as Python's `slice.indices`. */
function resolve(bounds: Bounds, length: bigint): Resolved {
  const start = index(bounds.start)
  const stop = index(bounds.stop)
  const step = index(bounds.step) ?? 1n
  if (step === 0n) throw valueError('slice step cannot be zero')
  if (length > BigInt(Number.MAX_SAFE_INTEGER)) throw limitError('the range is too long to be sliced')
  const lowest = step > 0n ? 0n : -1n
  const highest = step > 0n ? length : length - 1n
  const clamp = (offset: bigint): number => {
    const absolute = offset < 0n ? offset + length : offset
    return Number(absolute < lowest ? lowest : absolute > highest ? highest : absolute)
  }
  return {
    start: start === undefined ? Number(step > 0n ? lowest : highest) : clamp(start),
    stop: stop === undefined ? Number(step > 0n ? highest : lowest) : clamp(stop),
    step: Number(step)
  }
}

function index(part: Value): bigint | undefined {
  if (part === null) return undefined
  const integer = asInteger(part)
  if (integer === undefined) throw typeError('slice indices must be integers or None or have an __index__ method')
  return integer
}
