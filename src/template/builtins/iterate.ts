import { Dict, Markup, PyObject, Sequence, TemplateRuntimeError, Tuple, Undefined, type Value } from '../value.ts'
import { codePointCount, codePoints } from './code-points.ts'
import { typeError } from './limits.ts'
import { Range } from './range.ts'
import { typeName } from './type-name.ts'

/**
 * What Python's `iter(value)` goes over: characters of text, items of a list or tuple, keys of a dict.
 * Throws TypeError for what cannot be looped over, UndefinedError for an undefined value; a dict that changes its size while it
 * is looped over is a RuntimeError, as in Python.
 */
export function iterate(value: Value): Iterable<Value> {
  if (Array.isArray(value)) return value
  if (typeof value === 'string') return codePoints(value)
  if (value instanceof Tuple) return value.items
  if (value instanceof Dict) return dictKeys(value)
  if (value instanceof Sequence) return value
  if (value instanceof Markup) return codePoints(value.text)
  if (isSilent(value)) return []
  if (value instanceof Undefined) throw new TemplateRuntimeError('UndefinedError', value.message)
  throw typeError(`'${typeName(value)}' object is not iterable`)
}

/** True where {@link iterate} would not throw. */
export function isIterable(value: Value): boolean {
  return (
    typeof value === 'string' ||
    Array.isArray(value) ||
    value instanceof Tuple ||
    value instanceof Dict ||
    value instanceof Sequence ||
    value instanceof Markup ||
    isSilent(value)
  )
}

/** True for what an inline `if` without `else` gave: empty text, an empty sequence, false. */
export function isSilent(value: Value): boolean {
  return value instanceof Undefined && value.silent
}

/** Python's `len(value)`. Throws TypeError where the value has none, UndefinedError for an undefined value. */
export function lengthOf(value: Value): number {
  if (typeof value === 'string') return codePointCount(value)
  if (Array.isArray(value)) return value.length
  if (value instanceof Tuple) return value.items.length
  if (value instanceof Dict) return value.size
  if (value instanceof Markup) return codePointCount(value.text)
  if (isSilent(value)) return 0
  if (value instanceof Undefined) throw new TemplateRuntimeError('UndefinedError', value.message)
  if (value instanceof Range) return Number(value.length)
  if (value instanceof Sequence && value.kind !== 'generator') return [...value].length
  if (value instanceof PyObject) return objectLength(value)
  throw typeError(`object of type '${typeName(value)}' has no len()`)
}

/** Of the objects a template can meet only `loop` has a length, and it is its attribute `length`. */
function objectLength(value: PyObject): number {
  const length = value.type === 'LoopContext' ? value.attributes.get('length') : undefined
  const number = typeof length === 'function' ? length() : length
  if (typeof number === 'bigint') return Number(number)
  throw typeError(`object of type '${value.type}' has no len()`)
}

function* dictKeys(dict: Dict): Generator<Value> {
  const size = dict.size
  for (const key of dict.keys()) {
    yield key
    if (dict.size !== size) throw new TemplateRuntimeError('RuntimeError', 'dictionary changed size during iteration')
  }
}
