import { Dict, Markup, Tuple, type Value } from '../value.ts'
import { compareText } from './code-points.ts'
import { limitError, maxDepth, typeError, valueError } from './limits.ts'
import { integerText } from './number-text.ts'
import { typeName } from './type-name.ts'

/**
 * Turns plain data (as JSON or YAML gives it; Map allowed) into values of a template: a deep copy, maps with their keys sorted by code
 * point at every level, integers exact. kluctl hands its variables over the same way, as JSON (kluctl v2.16, pkg/jinja2).
 * Throws TypeError for functions, symbols, undefined and instances of classes, ValueError for `nan`, infinity and cycles, `LimitError`
 * for data that is nested deeper than 100.
 */
export function fromPlain(plain: unknown): Value {
  return convert(plain, [])
}

function convert(plain: unknown, parents: readonly unknown[]): Value {
  if (plain === null) return null
  switch (typeof plain) {
    case 'string':
    case 'boolean':
    case 'bigint':
      return plain
    case 'number':
      return convertNumber(plain)
    case 'object':
      return convertObject(plain, parents)
    default:
      throw typeError(`${describe(typeof plain)} cannot be handed to a template`)
  }
}

/** JSON as Go writes it has no point in an integral number below 1e21, so Python reads an integer. */
function convertNumber(plain: number): Value {
  if (!Number.isFinite(plain)) throw valueError(`the number ${plain} cannot be handed to a template`)
  return Number.isInteger(plain) && Math.abs(plain) < 1e21 ? BigInt(plain) : plain
}

function convertObject(plain: object, parents: readonly unknown[]): Value {
  if (parents.includes(plain)) throw valueError('data that contains itself cannot be handed to a template')
  if (parents.length >= maxDepth) throw limitError(`data is nested deeper than the limit of ${maxDepth}`)
  const here = [...parents, plain]
  if (Array.isArray(plain)) return Array.from(plain, (item: unknown) => convert(item, here))
  const entries = entriesOf(plain).toSorted(([a], [b]) => compareText(a, b))
  return Dict.of(entries.map(([key, value]) => [key, convert(value, here)]))
}

function entriesOf(plain: object): [string, unknown][] {
  if (plain instanceof Map) return Array.from(plain, ([key, value]: [unknown, unknown]) => [keyText(key), value])
  const prototype: unknown = Object.getPrototypeOf(plain)
  if (prototype !== null && prototype !== Object.prototype)
    throw typeError('an instance of a class cannot be handed to a template')
  return Object.entries(plain)
}

/** Keys of a map are text in JSON. */
function keyText(key: unknown): string {
  if (typeof key === 'string') return key
  if (typeof key === 'number' || typeof key === 'bigint' || typeof key === 'boolean' || key === null) return String(key)
  throw typeError(`${describe(typeof key)} cannot be a key of a map`)
}

function describe(type: string): string {
  return type === 'undefined' ? 'an undefined value' : type === 'object' ? 'a list or map' : `a ${type}`
}

/**
 * Turns a value into plain data: tuples become arrays, dicts objects without a prototype, integers numbers where those are exact.
 * Throws TypeError for functions, generators, undefined and other objects, and for keys that are no text, number, boolean or None.
 */
export function toPlain(value: Value): unknown {
  return plainOf(value, 0)
}

function plainOf(value: Value, depth: number): unknown {
  if (depth > maxDepth) throw limitError(`value is nested deeper than the limit of ${maxDepth}`)
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number')
    return value
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value
  if (Array.isArray(value)) return value.map(item => plainOf(item, depth + 1))
  if (value instanceof Tuple) return value.items.map(item => plainOf(item, depth + 1))
  if (value instanceof Markup) return value.text
  if (!(value instanceof Dict)) throw typeError(`a value of type ${typeName(value)} is no plain data`)
  const plain: Record<string, unknown> = Object.create(null)
  for (const [key, item] of value.entries()) plain[plainKey(key)] = plainOf(item, depth + 1)
  return plain
}

function plainKey(key: Value): string {
  if (typeof key === 'string') return key
  if (key instanceof Markup) return key.text
  if (typeof key === 'bigint') return integerText(key)
  if (key === null || typeof key === 'boolean' || typeof key === 'number') return String(key)
  throw typeError(`keys must be text, not ${typeName(key)}`)
}
