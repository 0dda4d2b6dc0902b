import { type Kwargs, TemplateRuntimeError, type Tuple, type Value } from '../value.ts'
import { bind, checkCount, requireIndex, signature } from './arguments.ts'
import { sameItem } from './equality.ts'
import { iterate } from './iterate.ts'
import { checkItems, typeError, valueError } from './limits.ts'
import type { Method, Methods } from './method.ts'
import { asInteger } from './numbers.ts'
import { sorted } from './sorting.ts'
import { repr } from './text.ts'

/** The methods of `list`. A method that changes the list gives None. */
export const listMethods: Methods<Value[]> = new Map<string, Method<Value[]>>([
  ['append', (self, args, kwargs) => insertAt('append', self, self.length, args, kwargs)],
  ['extend', (self, args, kwargs) => extend(self, args, kwargs)],
  ['insert', (self, args, kwargs) => insert(self, args, kwargs)],
  ['index', (self, args, kwargs) => index('list', self, args, kwargs)],
  ['count', (self, args, kwargs) => count('list', self, args, kwargs)],
  ['pop', (self, args, kwargs) => pop(self, args, kwargs)],
  ['remove', (self, args, kwargs) => remove(self, args, kwargs)],
  ['reverse', (self, args, kwargs) => withoutArguments('reverse', args, kwargs, () => void self.reverse())],
  ['clear', (self, args, kwargs) => withoutArguments('clear', args, kwargs, () => void self.splice(0))],
  ['sort', (self, args, kwargs) => sort(self, args, kwargs)],
  ['copy', (self, args, kwargs) => copy(self, args, kwargs)]
])

/** The methods of `tuple`. */
export const tupleMethods: Methods<Tuple> = new Map<string, Method<Tuple>>([
  ['index', (self, args, kwargs) => index('tuple', self.items, args, kwargs)],
  ['count', (self, args, kwargs) => count('tuple', self.items, args, kwargs)]
])

function insertAt(name: string, list: Value[], at: number, args: readonly Value[], kwargs: Kwargs): null {
  checkCount(`list.${name}`, args, kwargs, 1, 1)
  checkItems(list.length + 1)
  list.splice(at, 0, ...args)
  return null
}

function extend(list: Value[], args: readonly Value[], kwargs: Kwargs): null {
  checkCount('list.extend', args, kwargs, 1, 1)
  const source = args[0] ?? null
  for (const item of source === list ? [...list] : iterate(source)) {
    checkItems(list.length + 1)
    list.push(item)
  }
  return null
}

function insert(list: Value[], args: readonly Value[], kwargs: Kwargs): null {
  checkCount('list.insert', args, kwargs, 2, 2)
  const [at = null, item = null] = args
  return insertAt('append', list, offset(requireIndex(at), list.length), [item], new Map())
}

/** An index as Python clamps it: negative from the end, never outside. */
function offset(index: bigint, length: number): number {
  const absolute = index < 0n ? index + BigInt(length) : index
  return absolute < 0n ? 0 : absolute > BigInt(length) ? length : Number(absolute)
}

function index(type: 'list' | 'tuple', items: readonly Value[], args: readonly Value[], kwargs: Kwargs): bigint {
  checkCount(`${type}.index`, args, kwargs, 1, 3)
  const wanted = args[0] ?? null
  const [, from = 0n, to = BigInt(items.length)] = args
  const start = sliceIndex(from, items.length)
  const end = sliceIndex(to, items.length)
  for (let at = start; at < end; at += 1) if (sameItem(items[at] ?? null, wanted)) return BigInt(at)
  throw valueError(type === 'list' ? `${repr(wanted)} is not in list` : 'tuple.index(x): x not in tuple')
}

function sliceIndex(value: Value, length: number): number {
  const integer = asInteger(value)
  if (integer === undefined) throw typeError('slice indices must be integers or have an __index__ method')
  return offset(integer, length)
}

function count(type: 'list' | 'tuple', items: readonly Value[], args: readonly Value[], kwargs: Kwargs): bigint {
  checkCount(`${type}.count`, args, kwargs, 1, 1)
  const wanted = args[0] ?? null
  return BigInt(items.filter(item => sameItem(item, wanted)).length)
}

function pop(list: Value[], args: readonly Value[], kwargs: Kwargs): Value {
  checkCount('list.pop', args, kwargs, 0, 1)
  const [index = -1n] = args
  const at = requireIndex(index)
  if (list.length === 0) throw new TemplateRuntimeError('IndexError', 'pop from empty list')
  const absolute = at < 0n ? at + BigInt(list.length) : at
  if (absolute < 0n || absolute >= BigInt(list.length))
    throw new TemplateRuntimeError('IndexError', 'pop index out of range')
  return list.splice(Number(absolute), 1)[0] ?? null
}

function remove(list: Value[], args: readonly Value[], kwargs: Kwargs): null {
  checkCount('list.remove', args, kwargs, 1, 1)
  const wanted = args[0] ?? null
  const at = list.findIndex(item => sameItem(item, wanted))
  if (at < 0) throw valueError('list.remove(x): x not in list')
  list.splice(at, 1)
  return null
}

/** Keyword arguments only, as in Python; a key function cannot be written in a template, except for a macro or a method. */
function sort(list: Value[], args: readonly Value[], kwargs: Kwargs): null {
  if (args.length > 0) throw typeError('sort() takes no positional arguments')
  const bound = bind(signature('sort', [], ['key', null], ['reverse', false]), args, kwargs)
  if (bound.value('key') !== null)
    throw new TemplateRuntimeError('Unsupported', 'list.sort with a key is not supported')
  const reverse = bound.flag('reverse')
  list.splice(0, list.length, ...sorted(list, item => item, reverse))
  return null
}

function copy(list: readonly Value[], args: readonly Value[], kwargs: Kwargs): Value[] {
  checkCount('list.copy', args, kwargs, 0, 0)
  return [...list]
}

function withoutArguments(name: string, args: readonly Value[], kwargs: Kwargs, change: () => void): null {
  checkCount(`list.${name}`, args, kwargs, 0, 0)
  change()
  return null
}
