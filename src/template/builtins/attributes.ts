import { Callable, Dict, Markup, PyObject, TemplateRuntimeError, Tuple, Undefined, type Value } from '../value.ts'
import { checkCount } from './arguments.ts'
import { codePointAt, codePointCount } from './code-points.ts'
import { dictMethods } from './dict-methods.ts'
import { refuseUndefined } from './equality.ts'
import { GroupTuple } from './group-tuple.ts'
import { unsupported } from './limits.ts'
import { listMethods, tupleMethods } from './list-methods.ts'
import type { Method } from './method.ts'
import { asInteger, bitLength } from './numbers.ts'
import { otherAttributes } from './other-attributes.ts'
import { Range } from './range.ts'
import { repr, textRepr } from './text.ts'
import { markupMethod, textMethods } from './text-methods.ts'
import { describeObject } from './type-name.ts'

const forbidden: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

/**
 * Jinja2's `value.name`: the attribute or method, else the item of that key, else an undefined value with Jinja2's message.
 * Throws UndefinedError for an undefined value, SecurityError for names that reach into objects (threat model T-03), `Unsupported`
 * for an attribute that Python has and a template may not use here.
 */
export function getAttribute(value: Value, name: string): Value {
  refuseUndefined(value)
  refuseName(name)
  const attribute = findAttribute(value, name)
  if (attribute !== undefined) return attribute
  const item = value instanceof Dict ? value.get(name) : undefined
  if (item !== undefined) return item
  refuseInternal(name)
  return missingAttribute(value, name)
}

/**
 * Jinja2's `value[key]`: the item, else for a text key the attribute, else an undefined value with Jinja2's message.
 * Errors as {@link getAttribute}; an undefined value as the key of a dict is an UndefinedError.
 */
export function getItem(value: Value, key: Value): Value {
  refuseUndefined(value)
  const name = key instanceof Markup ? key.text : key
  if (typeof name === 'string') refuseName(name)
  const item = findItem(value, key)
  if (item !== undefined) return item
  if (typeof name !== 'string') return new Undefined(`${describeObject(value)} has no element ${repr(key)}`)
  const attribute = findAttribute(value, name)
  if (attribute !== undefined) return attribute
  refuseInternal(name)
  return missingAttribute(value, key)
}

/** The attribute or method of that name, never an item; undefined where there is none. Errors as {@link getAttribute}. */
export function findAttribute(value: Value, name: string): Value | undefined {
  if (value instanceof PyObject) return objectAttribute(value, name)
  if (value instanceof GroupTuple && (name === 'grouper' || name === 'list')) return value[name]
  const method = methodOf(value, name)
  if (method) return new Callable(name, method)
  const property = numberProperty(value, name) ?? rangeProperty(value, name)
  if (property !== undefined) return property
  if (otherAttributes(value).has(name))
    throw unsupported(`the attribute "${name}" of a ${describeObject(value)} is not supported`)
  return undefined
}

/** Throws SecurityError for `constructor`, `prototype` and `__proto__`, whatever they are asked of. */
export function refuseName(name: string): void {
  if (forbidden.has(name)) throw security(name)
}

/** Python's own internals start with two underscores; no template has a use for them. */
function refuseInternal(name: string): void {
  if (name.startsWith('__')) throw security(name)
}

function security(name: string): TemplateRuntimeError {
  return new TemplateRuntimeError('SecurityError', `access to "${name}" is not allowed`)
}

function objectAttribute(value: PyObject, name: string): Value | undefined {
  const attribute = value.attributes.get(name)
  return typeof attribute === 'function' ? attribute() : attribute
}

type Call = Callable['call']

function methodOf(value: Value, name: string): Call | undefined {
  if (typeof value === 'string') return bound(value, textMethods.get(name))
  if (value instanceof Markup) return bound(value, markupMethod(name))
  if (value instanceof Dict) return bound(value, dictMethods.get(name))
  if (Array.isArray(value)) return bound(value, listMethods.get(name))
  if (value instanceof Tuple) return bound(value, tupleMethods.get(name))
  if (typeof value === 'number' && name === 'is_integer')
    return bound(
      value,
      withoutArguments('float.is_integer', number => Number.isInteger(number))
    )
  const integer = asInteger(value)
  if (integer === undefined || name !== 'bit_length') return undefined
  return bound(
    integer,
    withoutArguments('int.bit_length', number => BigInt(bitLength(number < 0n ? -number : number)))
  )
}

function bound<Self>(self: Self, method: Method<Self> | undefined): Call | undefined {
  return method && ((args, kwargs) => method(self, args, kwargs))
}

function withoutArguments<Self>(name: string, compute: (self: Self) => Value): Method<Self> {
  return (self, args, kwargs) => {
    checkCount(name, args, kwargs, 0, 0)
    return compute(self)
  }
}

function numberProperty(value: Value, name: string): Value | undefined {
  const integer = asInteger(value)
  if (name === 'real') return integer ?? (typeof value === 'number' ? value : undefined)
  if (name === 'imag') return integer === undefined ? (typeof value === 'number' ? 0 : undefined) : 0n
  if (integer === undefined) return undefined
  return name === 'numerator' ? integer : name === 'denominator' ? 1n : undefined
}

function rangeProperty(value: Value, name: string): Value | undefined {
  return value instanceof Range && (name === 'start' || name === 'stop' || name === 'step') ? value[name] : undefined
}

/** The item of that key or index; undefined where Python raises an error that Jinja2 turns into an undefined value. */
function findItem(value: Value, key: Value): Value | undefined {
  if (value instanceof Dict) return findKey(value, key)
  const index = asInteger(key)
  if (index === undefined) return undefined
  if (typeof value === 'string') return codePointAt(value, fromEnd(index, codePointCount(value)))
  if (value instanceof Markup) return markedCharacter(value.text, index)
  if (Array.isArray(value)) return value[fromEnd(index, value.length)]
  if (value instanceof Tuple) return value.items[fromEnd(index, value.items.length)]
  if (value instanceof Range) return value.at(index < 0n ? index + value.length : index)
  return undefined
}

function markedCharacter(text: string, index: bigint): Markup | undefined {
  const character = codePointAt(text, fromEnd(index, codePointCount(text)))
  return character === undefined ? undefined : new Markup(character)
}

function findKey(dict: Dict, key: Value): Value | undefined {
  try {
    return dict.get(key)
  } catch (error) {
    if (error instanceof TemplateRuntimeError && error.type === 'TypeError') return undefined
    throw error
  }
}

/** The offset from the start; -1 where it is outside, which no list or text has. */
function fromEnd(index: bigint, length: number): number {
  const absolute = index < 0n ? index + BigInt(length) : index
  return absolute < 0n || absolute >= BigInt(length) ? -1 : Number(absolute)
}

function missingAttribute(value: Value, name: Value): Undefined {
  return new Undefined(`${textRepr(describeObject(value))} has no attribute ${repr(name)}`)
}
