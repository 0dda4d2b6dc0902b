import { bind, signature } from './builtins/arguments.ts'
import { iterate } from './builtins/iterate.ts'
import { typeName } from './builtins/type-name.ts'
import { Callable, Dict, Sequence, TemplateRuntimeError, Tuple, Undefined, type Value } from './value.ts'

/** Counts values that are copied against the limit of the render. */
type CountSteps = (steps: number) => void

const maxDepth = 100
const merge = signature('merge_dict', [], ['a'], ['b'], ['clone', true])
const update = signature('update_dict', [], ['a'], ['b'])

/** kluctl's `merge_dict` and `update_dict`. kluctl-semantics 5.7; kluctl v2.28, ext/dict_utils.py. */
export function dictFunctions(countSteps: CountSteps): readonly (readonly [string, Value])[] {
  return [
    [
      'merge_dict',
      new Callable('merge_dict', (args, kwargs) => {
        const bound = bind(merge, args, kwargs)
        return mergeDicts(bound.value('a'), bound.value('b'), bound.flag('clone'), countSteps)
      })
    ],
    [
      'update_dict',
      new Callable('update_dict', (args, kwargs) => {
        const bound = bind(update, args, kwargs)
        mergeDicts(bound.value('a'), bound.value('b'), false, countSteps)
        return ''
      })
    ]
  ]
}

/** Merges `b` into `a`, map by map; lists and scalars are replaced. With `clone`, into a deep copy of `a`. */
function mergeDicts(a: Value, b: Value, clone: boolean, countSteps: CountSteps): Dict {
  const target = clone ? copyDict(requireDict(a), countSteps, 0) : a === null ? new Dict() : requireDict(a)
  mergeInto(target, hasNothing(b) ? new Dict() : requireDict(b), countSteps, 0)
  return target
}

/** kluctl walks through the keys of `b` only, so that an empty list or text does as well. */
function hasNothing(value: Value): boolean {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0)
}

function mergeInto(target: Dict, source: Dict, countSteps: CountSteps, depth: number): void {
  countSteps(source.size)
  for (const [key, value] of source.entries()) {
    const existing = target.get(key)
    target.set(key, mergeValue(existing, value, countSteps, depth + 1))
  }
}

/** What stands where `value` is merged over `existing`: a map goes into a map that is there, anything else replaces it. */
export function mergeValue(existing: Value | undefined, value: Value, countSteps: CountSteps, depth = 0): Value {
  if (depth > maxDepth) tooDeep()
  if (!(existing instanceof Dict && value instanceof Dict)) return value
  mergeInto(existing, value, countSteps, depth)
  return existing
}

function copyDict(dict: Dict, countSteps: CountSteps, depth: number): Dict {
  return Dict.of([...dict.entries()].map(([key, value]) => [key, copyValue(value, countSteps, depth + 1)] as const))
}

/** A deep copy as kluctl makes it: tuples and other iterables become lists. */
export function copyValue(value: Value, countSteps: CountSteps, depth = 0): Value {
  countSteps(1)
  if (depth > maxDepth) tooDeep()
  if (value instanceof Dict) return copyDict(value, countSteps, depth)
  if (Array.isArray(value) || value instanceof Tuple || value instanceof Sequence)
    return [...iterate(value)].map(item => copyValue(item, countSteps, depth + 1))
  return value
}

function tooDeep(): never {
  throw new TemplateRuntimeError('LimitError', `a value is nested more than ${maxDepth} deep`)
}

function requireDict(value: Value): Dict {
  if (value instanceof Dict) return value
  if (value instanceof Undefined) throw new TemplateRuntimeError('UndefinedError', value.message)
  throw new TemplateRuntimeError('AttributeError', `'${typeName(value)}' object has no attribute 'items'`)
}
