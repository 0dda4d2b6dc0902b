import { Markup, Undefined, type Value } from '../value.ts'
import { spend } from '../work.ts'
import { getItem } from './attributes.ts'

/** Looks a value up in an item, as the filters' parameter `attribute` says. */
export type Lookup = (item: Value) => Value

/**
 * The lookup for an attribute such as `metadata.labels.0`: parts between dots, whole numbers as indexes; None gives the item itself.
 * A fallback other than None takes the place of every undefined part. Errors as `getItem`.
 */
export function attributeLookup(attribute: Value, fallback: Value = null): Lookup {
  const parts = pathParts(attribute)
  return item => parts.reduce<Value>((value, part) => orFallback(getItem(value, part), fallback), item)
}

/** The lookup for several attributes, separated by commas: gives a list, one value each. */
export function attributesLookup(attribute: Value, change: Lookup): Lookup {
  const lookups = (typeof attribute === 'string' ? attribute.split(',') : [attribute]).map(part =>
    attributeLookup(part)
  )
  return item => lookups.map(lookup => change(lookup(item)))
}

/** Text in lower case, anything else as it is: how filters compare unless they are case sensitive. */
export function ignoreCase(value: Value): Value {
  const text = value instanceof Markup ? value.text : value
  if (typeof text !== 'string') return value
  spend(text.length)
  return text.toLowerCase()
}

function pathParts(attribute: Value): readonly Value[] {
  if (attribute === null) return []
  const text = attribute instanceof Markup ? attribute.text : attribute
  if (typeof text !== 'string') return [attribute]
  return text.split('.').map(part => (/^[0-9]+$/.test(part) ? BigInt(part) : part))
}

function orFallback(value: Value, fallback: Value): Value {
  return fallback !== null && value instanceof Undefined ? fallback : value
}
