import { Dict, Markup, Sequence, TemplateRuntimeError, Tuple, Undefined, type Value } from '../value.ts'
import { Range } from './range.ts'

/** Python's `bool(value)`: empty text, lists, tuples, dicts and zero are false. An undefined value is an UndefinedError unless it is silent. */
export function isTrue(value: Value): boolean {
  if (value === null || typeof value === 'boolean') return value === true
  if (typeof value === 'number') return value !== 0
  if (typeof value === 'string' || typeof value === 'bigint') return Boolean(value)
  if (Array.isArray(value)) return value.length > 0
  if (value instanceof Tuple) return value.items.length > 0
  if (value instanceof Dict) return value.size > 0
  if (value instanceof Markup) return value.text !== ''
  if (value instanceof Undefined && value.silent) return false
  if (value instanceof Undefined) throw new TemplateRuntimeError('UndefinedError', value.message)
  return value instanceof Sequence ? hasItems(value) : true
}

/** A generator is true without looking into it; the other sequences are true where they have an item. */
function hasItems(value: Sequence): boolean {
  if (value.kind === 'generator') return true
  if (value instanceof Range) return value.length > 0n
  return value[Symbol.iterator]().next().done !== true
}
