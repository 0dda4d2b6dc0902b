import { Dict, type Kwargs, Sequence, TemplateRuntimeError, Tuple, type Value } from '../value.ts'
import { checkCount } from './arguments.ts'
import { refuseUndefined } from './equality.ts'
import { iterate } from './iterate.ts'
import { typeError, valueError } from './limits.ts'
import type { Method, Methods } from './method.ts'
import { repr } from './text.ts'

/** The methods of `dict`. `keys`, `values` and `items` stay views of the dict. */
export const dictMethods: Methods<Dict> = new Map<string, Method<Dict>>([
  ['keys', (self, args, kwargs) => view('keys', args, kwargs, () => self.keys())],
  ['values', (self, args, kwargs) => view('values', args, kwargs, () => self.values())],
  ['items', (self, args, kwargs) => view('items', args, kwargs, () => dictItems(self))],
  ['get', (self, args, kwargs) => get(self, args, kwargs)],
  ['pop', (self, args, kwargs) => pop(self, args, kwargs)],
  ['popitem', (self, args, kwargs) => popItem(self, args, kwargs)],
  ['setdefault', (self, args, kwargs) => setDefault(self, args, kwargs)],
  ['update', (self, args, kwargs) => update(self, args, kwargs)],
  ['copy', (self, args, kwargs) => copy(self, args, kwargs)],
  ['clear', (self, args, kwargs) => clear(self, args, kwargs)]
])

/** The entries of a dict as Python gives them: tuples of key and value. */
export function* dictItems(dict: Dict): Generator<Value> {
  for (const [key, value] of dict.entries()) yield new Tuple([key, value])
}

function view(
  name: 'keys' | 'values' | 'items',
  args: readonly Value[],
  kwargs: Kwargs,
  make: () => Iterable<Value>
): Sequence {
  checkCount(`dict.${name}`, args, kwargs, 0, 0)
  return new Sequence(`dict_${name}`, make)
}

function get(dict: Dict, args: readonly Value[], kwargs: Kwargs): Value {
  checkCount('get', args, kwargs, 1, 2)
  const [key = null, fallback = null] = args
  const value = dict.get(key)
  return value === undefined ? fallback : value
}

function pop(dict: Dict, args: readonly Value[], kwargs: Kwargs): Value {
  checkCount('pop', args, kwargs, 1, 2)
  const [key = null, fallback] = args
  const value = dict.get(key)
  dict.delete(key)
  if (value !== undefined) return value
  if (fallback === undefined) throw new TemplateRuntimeError('KeyError', repr(key))
  return fallback
}

function popItem(dict: Dict, args: readonly Value[], kwargs: Kwargs): Value {
  checkCount('dict.popitem', args, kwargs, 0, 0)
  const last = [...dict.entries()].at(-1)
  if (!last) throw new TemplateRuntimeError('KeyError', repr('popitem(): dictionary is empty'))
  dict.delete(last[0])
  return new Tuple(last)
}

function setDefault(dict: Dict, args: readonly Value[], kwargs: Kwargs): Value {
  checkCount('setdefault', args, kwargs, 1, 2)
  const [key = null, fallback = null] = args
  const value = dict.get(key)
  if (value !== undefined) return value
  dict.set(key, fallback)
  return fallback
}

function update(dict: Dict, args: readonly Value[], kwargs: Kwargs): null {
  if (args.length > 1) throw typeError(`update expected at most 1 argument, got ${args.length}`)
  for (const source of args) addAll(dict, source)
  for (const [key, value] of kwargs) dict.set(key, value)
  return null
}

/** Adds what `dict(source)` takes: another dict, or pairs. Throws TypeError and ValueError in Python's words. */
export function addAll(dict: Dict, source: Value): void {
  if (source instanceof Dict) {
    for (const [key, value] of [...source.entries()]) dict.set(key, value)
    return
  }
  refuseUndefined(source)
  let index = 0
  for (const pair of iterate(source)) {
    const [key, value, ...rest] = pairItems(pair, index)
    const length = (key === undefined ? 0 : 1) + (value === undefined ? 0 : 1) + rest.length
    if (key === undefined || value === undefined || rest.length > 0)
      throw valueError(`dictionary update sequence element #${index} has length ${length}; 2 is required`)
    dict.set(key, value)
    index += 1
  }
}

function pairItems(pair: Value, index: number): readonly Value[] {
  try {
    return [...iterate(pair)]
  } catch (error) {
    if (!(error instanceof TemplateRuntimeError) || error.type !== 'TypeError') throw error
    throw typeError(`cannot convert dictionary update sequence element #${index} to a sequence`)
  }
}

function copy(dict: Dict, args: readonly Value[], kwargs: Kwargs): Dict {
  checkCount('dict.copy', args, kwargs, 0, 0)
  return Dict.of(dict.entries())
}

function clear(dict: Dict, args: readonly Value[], kwargs: Kwargs): null {
  checkCount('dict.clear', args, kwargs, 0, 0)
  dict.clear()
  return null
}
