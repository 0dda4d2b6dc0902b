import { Dict, Tuple, type Value } from '../value.ts'
import { codePointCount } from './code-points.ts'
import { limitError, maxDepth, unsupported } from './limits.ts'
import { sorted } from './sorting.ts'
import { repr } from './text.ts'

/**
 * Python's `pprint.pformat` of what fits into one line of 80 characters: `repr` with the keys of every dict sorted.
 * Throws `Unsupported` for longer values, which Python breaks into lines, and for keys of several types.
 */
export function prettyText(value: Value): string {
  const text = repr(withSortedKeys(value, 0))
  if (codePointCount(text) > 80)
    throw unsupported('the filter "pprint" is not supported for values of more than 80 characters')
  return text
}

function withSortedKeys(value: Value, depth: number): Value {
  if (depth > maxDepth) throw limitError(`value is nested deeper than the limit of ${maxDepth}`)
  if (Array.isArray(value)) return value.map(item => withSortedKeys(item, depth + 1))
  if (value instanceof Tuple) return new Tuple(value.items.map(item => withSortedKeys(item, depth + 1)))
  if (!(value instanceof Dict)) return value
  const keys = [...value.keys()]
  if (new Set(keys.map(key => typeof key)).size > 1)
    throw unsupported('the filter "pprint" is not supported for dicts with keys of several types')
  return Dict.of(sorted(keys, key => key).map(key => [key, withSortedKeys(value.get(key) ?? null, depth + 1)]))
}
