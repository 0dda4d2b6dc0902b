import { findPlaceholders } from './placeholder.ts'
import type { CompareOperator } from './tree.ts'
import { Dict, type Kwargs, Markup, TemplateRuntimeError, Tuple, type Value } from './value.ts'

/**
 * Keeps what `images.get_image` gives from being lost. While a template runs it is a placeholder, so a template that measures, compares,
 * cuts or changes it would see something else than an image. Passing it on and printing it is fine, alone and inside other text. Each
 * function throws TemplateRuntimeError of type `ImageError`. kluctl-semantics 2.2; threat model T-13.
 */

/** Tests that look at the type of a value, never at its text. */
const typeTests: ReadonlySet<string> = new Set([
  ...[
    'boolean',
    'callable',
    'defined',
    'escaped',
    'false',
    'filter',
    'float',
    'integer',
    'iterable',
    'mapping',
    'none',
    'number'
  ],
  ...['sequence', 'string', 'test', 'true', 'undefined']
])

/** Filters that compare the items of a list with each other. */
const comparingFilters: ReadonlySet<string> = new Set(['unique', 'sort', 'min', 'max'])

/** Methods of text that give the text itself, or put it into another. */
const passingMethods: ReadonlySet<string> = new Set([
  ...[
    'strip',
    'lstrip',
    'rstrip',
    'format',
    'format_map',
    'join',
    'splitlines',
    'center',
    'ljust',
    'rjust',
    'expandtabs'
  ]
])

/** Methods that look for their argument. */
const seekingMethods: ReadonlySet<string> = new Set([
  ...[
    'get',
    'count',
    'index',
    'find',
    'rfind',
    'rindex',
    'startswith',
    'endswith',
    'remove',
    'pop',
    'split',
    'rsplit',
    'partition'
  ],
  ...['rpartition', 'removeprefix', 'removesuffix']
])

/** A filter must give text with the same placeholders, or data in which they still are. */
export function guardFilter(name: string, value: Value, args: readonly Value[], kwargs: Kwargs, result: Value): void {
  if (name === 'format') {
    guardFormat([...args, ...kwargs.values()], result)
    return
  }
  const compares = comparingFilters.has(name) && !kwargs.has('attribute') && args.length < 3
  if (compares && itemsOf(value)?.some(holdsPlaceholder)) refuse(`the filter "${name}" compares it`)
  if (!holdsPlaceholder(value)) return
  const kept = name === 'from_yaml' || isText(result) ? placeholdersIn(result) : []
  if (!placeholdersIn(value).every(placeholder => kept.includes(placeholder)))
    refuse(`the filter "${name}" changes or uses it up`)
  if (name === 'replace' && isAlone(value)) refuse('the filter "replace" would look into it')
}

/** A test may ask for the type only. */
export function guardTest(name: string, value: Value, args: readonly Value[]): void {
  if (typeTests.has(name)) return
  guardCompare(name === 'in' ? 'in' : '==', value, args[0] ?? false)
}

/** It may be compared with None and empty text, which it never is. */
export function guardCompare(operator: CompareOperator, left: Value, right: Value): void {
  if (left === null || right === null || left === '' || right === '') return
  const searched = operator === 'in' || operator === 'not in' ? (itemsOf(right) ?? []) : []
  if (holdsPlaceholder(left) || holdsPlaceholder(right) || searched.some(holdsPlaceholder))
    refuse('it cannot be compared')
}

/** An item or a part of it, and what it would be the key of. */
export function guardItem(target: Value, index: Value | undefined): void {
  if (holdsPlaceholder(target)) refuse('it has no parts')
  if (index !== undefined && holdsPlaceholder(index)) refuse('it cannot be a key')
}

/** A method of it. Texts of several lines may be cut and changed around it; what is altered is found after rendering. */
export function guardMethod(target: Value, name: string): void {
  if (!holdsPlaceholder(target) || passingMethods.has(name) || textOf(target).trim().includes('\n')) return
  refuse(`".${name}" would look into it or change it`)
}

/** A call of a method that is given it. */
export function guardCall(name: string, args: readonly Value[], kwargs: Kwargs, result: Value): void {
  if (name === 'format') guardFormat([...args, ...kwargs.values()], result)
  else if (seekingMethods.has(name) && args.some(holdsPlaceholder)) refuse(`".${name}" would look for it`)
}

/** What is put into text must be in the result: `'%.5s' % image` would cut it. */
export function guardFormat(inserted: readonly Value[], result: Value): void {
  const wanted = inserted.filter(holdsPlaceholder).flatMap(placeholdersIn)
  if (wanted.length === 0) return
  const kept = placeholdersIn(result)
  if (!wanted.every(placeholder => kept.includes(placeholder))) refuse('the format cuts or drops it')
}

/** A loop over its characters. */
export function guardLoop(iterable: Value): void {
  if (holdsPlaceholder(iterable)) refuse('it cannot be looped over')
}

function refuse(reason: string): never {
  throw new TemplateRuntimeError('ImageError', `the result of images.get_image may only be printed: ${reason}`)
}

const marker = 'kluctl-images.call.'

function holdsPlaceholder(value: Value): boolean {
  return typeof value === 'string' ? value.includes(marker) : value instanceof Markup && value.text.includes(marker)
}

function isText(value: Value): value is string | Markup {
  return typeof value === 'string' || value instanceof Markup
}

function textOf(value: Value): string {
  return typeof value === 'string' ? value : value instanceof Markup ? value.text : ''
}

/** Nothing but a placeholder and blanks. */
function isAlone(value: Value): boolean {
  const text = textOf(value).trim()
  const [found] = findPlaceholders(text)
  return found?.start === 0 && found.end === text.length
}

function itemsOf(value: Value): readonly Value[] | undefined {
  if (Array.isArray(value)) return value
  if (value instanceof Tuple) return value.items
  return value instanceof Dict ? [...value.keys()] : undefined
}

/** What `%` puts into text: the items of a tuple, the values of a map, or the value itself. */
export function insertedBy(value: Value): readonly Value[] {
  if (value instanceof Tuple) return value.items
  return value instanceof Dict ? [] : [value]
}

function placeholdersIn(value: Value): readonly string[] {
  if (isText(value)) {
    const text = textOf(value)
    return findPlaceholders(text).map(({ start, end }) => text.slice(start, end))
  }
  if (value instanceof Dict) return [...value.keys(), ...value.values()].flatMap(placeholdersIn)
  return (itemsOf(value) ?? []).flatMap(placeholdersIn)
}
