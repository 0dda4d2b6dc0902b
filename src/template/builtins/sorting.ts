import { Tuple, type Value } from '../value.ts'
import { spend } from '../work.ts'
import { maxDepth, unsupported } from './limits.ts'
import { lessThan } from './ordering.ts'

/**
 * Python's `sorted(items, key=…, reverse=…)`: stable also in reverse. Throws TypeError where two keys have no common order,
 * UndefinedError where a key is undefined.
 */
export function sorted(items: Iterable<Value>, key: (item: Value) => Value, reverse = false): Value[] {
  const keyed = Array.from(items, item => ({ item, key: key(item) }))
  if (keyed.length > 1 && keyed.some(({ key }) => holdsNan(key, 0)))
    throw unsupported('sorting "nan" is not supported: it has no order')
  const ordered = keyed.toSorted((a, b) => {
    spend(4)
    if (lessThan(a.key, b.key)) return reverse ? 1 : -1
    return lessThan(b.key, a.key) ? (reverse ? -1 : 1) : 0
  })
  return ordered.map(({ item }) => item)
}

function holdsNan(value: Value, depth: number): boolean {
  spend(1)
  if (typeof value === 'number') return Number.isNaN(value)
  const items = Array.isArray(value) ? value : value instanceof Tuple ? value.items : []
  return depth < maxDepth && items.some(item => holdsNan(item, depth + 1))
}
