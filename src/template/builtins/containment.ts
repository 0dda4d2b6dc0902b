import { Dict, hashKey, Markup, Sequence, Tuple, type Value } from '../value.ts'
import { spendOnSearch } from '../work.ts'
import { refuseUndefined, sameItem } from './equality.ts'
import { isSilent } from './iterate.ts'
import { typeError } from './limits.ts'
import { asNumber } from './numbers.ts'
import { Range } from './range.ts'
import { typeName } from './type-name.ts'

/**
 * Python's `item in container`: a part of text, an item of a list, tuple or sequence, a key of a dict.
 * Throws TypeError for other containers and unhashable keys, UndefinedError for an undefined container.
 */
export function contains(container: Value, item: Value): boolean {
  if (isSilent(container)) return false
  refuseUndefined(container)
  if (typeof container === 'string' || container instanceof Markup) return containsText(container, item)
  if (container instanceof Dict) return container.has(item)
  if (Array.isArray(container)) return hasItem(container, item)
  if (container instanceof Tuple) return hasItem(container.items, item)
  if (container instanceof Range) return rangeHas(container, item)
  if (container instanceof Sequence) return inSequence(container, item)
  throw typeError(`argument of type '${typeName(container)}' is not iterable`)
}

/** Keys are looked up, so they must be hashable; what is no pair is in no dict's items, whatever it is. */
function inSequence(container: Sequence, item: Value): boolean {
  if (container.kind === 'dict_keys') hashKey(item)
  if (container.kind === 'dict_items' && !(item instanceof Tuple && item.items.length === 2)) return false
  if (container.kind === 'dict_items' && item instanceof Tuple) hashKey(item.items[0] ?? null)
  return hasItem(container, item)
}

function containsText(container: string | Markup, item: Value): boolean {
  const part = item instanceof Markup ? item.text : item
  if (typeof part !== 'string') throw typeError(`'in <string>' requires string as left operand, not ${typeName(item)}`)
  const text = typeof container === 'string' ? container : container.text
  spendOnSearch(text, part)
  return text.includes(part)
}

/** A generator is used up as far as the item, as in Python. */
function hasItem(items: Iterable<Value>, item: Value): boolean {
  const iterator = items[Symbol.iterator]()
  for (let next = iterator.next(); next.done !== true; next = iterator.next())
    if (sameItem(next.value, item)) return true
  return false
}

function rangeHas(range: Range, item: Value): boolean {
  if (isSilent(item)) return false
  refuseUndefined(item)
  const number = asNumber(item)
  if (number === undefined) return false
  if (typeof number === 'number' && !Number.isInteger(number)) return false
  return range.has(BigInt(number))
}
