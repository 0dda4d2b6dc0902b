import { Dict, Markup, Sequence, Tuple, type Value } from '../value.ts'
import { refuseUndefined, sameItem } from './equality.ts'
import { typeError } from './limits.ts'
import { asNumber } from './numbers.ts'
import { Range } from './range.ts'
import { typeName } from './type-name.ts'

/**
 * Python's `item in container`: a part of text, an item of a list, tuple or sequence, a key of a dict.
 * Throws TypeError for other containers and unhashable keys, UndefinedError for an undefined container.
 */
export function contains(container: Value, item: Value): boolean {
  refuseUndefined(container)
  if (typeof container === 'string' || container instanceof Markup) return containsText(container, item)
  if (container instanceof Dict) return container.has(item)
  if (Array.isArray(container)) return hasItem(container, item)
  if (container instanceof Tuple) return hasItem(container.items, item)
  if (container instanceof Range) return rangeHas(container, item)
  if (container instanceof Sequence) return hasItem(container, item)
  throw typeError(`argument of type '${typeName(container)}' is not iterable`)
}

function containsText(container: string | Markup, item: Value): boolean {
  const part = item instanceof Markup ? item.text : item
  if (typeof part !== 'string') throw typeError(`'in <string>' requires string as left operand, not ${typeName(item)}`)
  return (typeof container === 'string' ? container : container.text).includes(part)
}

/** A generator is used up as far as the item, as in Python. */
function hasItem(items: Iterable<Value>, item: Value): boolean {
  const iterator = items[Symbol.iterator]()
  for (let next = iterator.next(); next.done !== true; next = iterator.next())
    if (sameItem(next.value, item)) return true
  return false
}

function rangeHas(range: Range, item: Value): boolean {
  refuseUndefined(item)
  const number = asNumber(item)
  if (number === undefined) return false
  if (typeof number === 'number' && !Number.isInteger(number)) return false
  return range.has(BigInt(number))
}
