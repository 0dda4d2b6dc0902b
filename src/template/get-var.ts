import { bind, signature } from './builtins/arguments.ts'
import { codePointAt, codePointCount } from './builtins/code-points.ts'
import { slice } from './builtins/slice.ts'
import { isTrue } from './builtins/truth.ts'
import { typeName } from './builtins/type-name.ts'
import { isRefusedName } from './check.ts'
import { ContextCallable } from './context.ts'
import { Dict, TemplateRuntimeError, Tuple, Undefined, type Value } from './value.ts'
import type { Variables } from './variables.ts'
import { spendOnSearch } from './work.ts'

const parameters = signature('get_var', [], ['path'], ['default', null])

/** kluctl's `get_var(path, default)`: the first path that exists in the variables. kluctl-semantics 5.7; kluctl v2.28, kluctl_ext.py. */
export function makeGetVar(): ContextCallable {
  return new ContextCallable('get_var', (context, args, kwargs) => {
    const bound = bind(parameters, args, kwargs)
    const path = bound.value('path')
    if (path instanceof Undefined) throw new TemplateRuntimeError('UndefinedError', path.message)
    for (const one of Array.isArray(path) ? path : [path]) {
      const found = findPath(context.all(), parsePath(one))
      if (found !== undefined) return found
    }
    return bound.value('default')
  })
}

/** The parts of a name between the signs `*`. */
type NamePattern = readonly string[]

/** A name, an index, every name that fits a pattern with `*`, every item, or the items of a slice. */
type Step = string | bigint | { readonly names: NamePattern } | { readonly from: Value; readonly to: Value }

const name = '([A-Za-z_][A-Za-z0-9_@-]*)'
const quoted = String.raw`'([^'\\]*)'|"([^"\\]*)"`
/** `a`, `.a`, `.'a b'`, `.0`, `[a]`, `['a b']`, `[0]`, `[1:2]`, `*`, `[*]`: blanks may stand between signs. */
const step = new RegExp(
  String.raw`^\s*(?:\.?\s*\[\s*(?:${name}|${quoted}|(-?\d+)|(-?\d*)\s*:\s*(-?\d*)|(\*))\s*\]|\.?\s*(?:${name}|${quoted}|(\*)|(-?\d+)(?!\d|\.\d)))\s*`
)
/** Names that mean something else to jsonpath-ng unless they are quoted: its lexer takes the begin of `trueName` for a truth value. */
const reserved = /^(?:true|false|where$|wherenot$)/

/**
 * A path is text such as `a.b[0]['c d']`, with or without `$.` in front, or a list of names and numbers, which kluctl turns into such
 * text. Source: kluctl v2.28, ext/jsonpath_utils.py, and the grammar of jsonpath-ng.
 */
function parsePath(path: Value): readonly Step[] {
  if (Array.isArray(path) || path instanceof Tuple) return (Array.isArray(path) ? path : path.items).map(listStep)
  if (typeof path !== 'string') throw new TemplateRuntimeError('TypeError', 'get_var: a path must be text or a list')
  const found: Step[] = []
  const rooted = /^\s*\$\s*(?=[.[])/.exec(path)
  let rest = path.slice(rooted?.[0].length ?? 0)
  if (rest === '') unsupported(path)
  while (rest !== '') {
    const match = step.exec(rest)
    if (!match) unsupported(path)
    const begin = match[0].trim().charAt(0)
    const isFirst = found.length === 0 && !rooted
    if (isFirst ? begin === '.' : begin !== '.' && begin !== '[') unsupported(path)
    found.push(stepOf(match))
    rest = rest.slice(match[0].length)
  }
  return found
}

function stepOf(match: RegExpExecArray): Step {
  const [, inName, inSingle, inDouble, index, from, to, allItems, own, single, double, allNames, number] = match
  if (index !== undefined) return BigInt(index)
  if (from !== undefined) return { from: bound(from), to: bound(to ?? '') }
  if (allItems !== undefined) return { from: null, to: null }
  if (allNames !== undefined) return { names: ['', ''] }
  // a number behind a dot is the key with that text, never an index
  if (number !== undefined) return String(BigInt(number))
  const plain = inName ?? own
  if (plain !== undefined && reserved.test(plain)) refuseWord(plain)
  return named(inName ?? inSingle ?? inDouble ?? own ?? single ?? double ?? '')
}

function bound(text: string): Value {
  return text === '' ? null : BigInt(text)
}

/** `*` in a name stands for any text; the other signs of Python's `fnmatch` are not supported beside it. */
function named(text: string): Step {
  if (!text.includes('*')) return text
  if (/[?[]/.test(text)) unsupported(text)
  return { names: text.split('*') }
}

/** True for a name that begins with the first part, ends with the last one, and has the others in between, one after another. */
function fits(name: string, pattern: NamePattern): boolean {
  const first = pattern[0] ?? ''
  const last = pattern.at(-1) ?? ''
  if (!name.startsWith(first) || !name.endsWith(last)) return false
  let from = first.length
  for (const part of pattern.slice(1, -1)) {
    spendOnSearch(name, part)
    const at = name.indexOf(part, from)
    if (at < 0) return false
    from = at + part.length
  }
  return from <= name.length - last.length
}

function listStep(part: Value): Step {
  if (typeof part !== 'string' && typeof part !== 'bigint')
    throw new TemplateRuntimeError('TypeError', 'get_var: a path holds names and numbers')
  if (typeof part === 'string' && /^(?:\d|[^\x00-\x7f])/.test(part) && !/[^\p{L}\p{N}]/u.test(part)) unsupported(part)
  if (typeof part === 'string' && reserved.test(part) && /^[A-Za-z0-9]+$/.test(part)) refuseWord(part)
  return typeof part === 'string' ? named(part) : part
}

function refuseWord(plain: string): never {
  const message = `get_var: kluctl cannot read the name ${JSON.stringify(plain)} in a path; quote it, as in a['${plain}']`
  throw new TemplateRuntimeError('Exception', message)
}

function unsupported(path: string): never {
  const message = `get_var: the path ${JSON.stringify(path)} is not supported: names, numbers, quoted keys, slices and * are`
  throw new TemplateRuntimeError('Unsupported', message)
}

/** The one value that the path names. Throws where it names several, as kluctl does. */
function findPath(variables: Variables, path: readonly Step[]): Value | undefined {
  const [first, ...rest] = path
  if (first === undefined) return undefined
  if (typeof first !== 'string') return unsupported(typeof first === 'object' ? '*' : `[${first}]`)
  if (isRefusedName(first)) return undefined
  const start = variables.get(first)
  let values = start === undefined ? [] : [start]
  for (const one of rest) {
    values = values.flatMap(value => stepInto(value, one))
    if (values.length > maxValues) several()
  }
  if (values.length > 1) several()
  return values[0]
}

const maxValues = 100_000

function several(): never {
  throw new TemplateRuntimeError('Exception', 'get_var: the path names several values, and only one can be given')
}

function stepInto(value: Value, one: Step): readonly Value[] {
  if (typeof one === 'string') {
    const found = value instanceof Dict && !isRefusedName(one) ? value.get(one) : undefined
    return found === undefined ? [] : [found]
  }
  if (typeof one === 'object' && 'names' in one) return value instanceof Dict ? valuesNamed(value, one.names) : []
  return typeof one === 'object' ? valuesBetween(value, one.from, one.to) : valueAt(value, one)
}

/** A slice takes a map, a text or a number as a list of that one value. */
function valuesBetween(value: Value, from: Value, to: Value): readonly Value[] {
  if (value === null) return []
  const isOne = value instanceof Dict || ['string', 'bigint', 'number', 'boolean'].includes(typeof value)
  if (!isOne && !Array.isArray(value)) noIndex(value)
  const items = slice(isOne ? [value] : value, from, to, null)
  return Array.isArray(items) ? items : []
}

/** Nothing for an index behind the end and for whatever counts as false; below the begin, and in a map, a missing index is an error. */
function valueAt(value: Value, index: bigint): readonly Value[] {
  if (!isTrue(value)) return []
  if (Array.isArray(value)) {
    const at = positionOf(index, value.length, 'list')
    return at === undefined ? [] : value.slice(at, at + 1)
  }
  if (typeof value === 'string') {
    const at = positionOf(index, codePointCount(value), 'string')
    return at === undefined ? [] : [codePointAt(value, at) ?? '']
  }
  if (!(value instanceof Dict)) noIndex(value)
  if (index >= BigInt(value.size)) return []
  const found = value.get(index)
  if (found === undefined) throw new TemplateRuntimeError('KeyError', String(index))
  return [found]
}

function positionOf(index: bigint, length: number, kind: string): number | undefined {
  if (index >= BigInt(length)) return undefined
  if (index < -BigInt(length)) throw new TemplateRuntimeError('IndexError', `${kind} index out of range`)
  return Number(index < 0n ? index + BigInt(length) : index)
}

function noIndex(value: Value): never {
  if (['bigint', 'number', 'boolean'].includes(typeof value))
    throw new TemplateRuntimeError('TypeError', `object of type '${typeName(value)}' has no len()`)
  throw new TemplateRuntimeError('Unsupported', 'get_var: an index or a slice of such a value is not supported')
}

function valuesNamed(dict: Dict, names: NamePattern): readonly Value[] {
  return [...dict.entries()].flatMap(([key, value]) =>
    typeof key === 'string' && !isRefusedName(key) && fits(key, names) ? [value] : []
  )
}
