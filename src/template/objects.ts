import { bind, signature } from './builtins/arguments.ts'
import { iterate } from './builtins/iterate.ts'
import { repr } from './builtins/text.ts'
import { isRefusedName } from './check.ts'
import { Callable, Dict, type Kwargs, PyObject, TemplateRuntimeError, Tuple, Undefined, type Value } from './value.ts'

/** Python's `dict(...)`: a mapping or pairs, and names. Throws TypeError and ValueError in Python's words. */
export function makeDict(args: readonly Value[], kwargs: Kwargs): Dict {
  if (args.length > 1)
    throw new TemplateRuntimeError('TypeError', `dict expected at most 1 argument, got ${args.length}`)
  const dict = new Dict()
  const [source] = args
  if (source instanceof Dict) for (const [key, value] of source.entries()) dict.set(key, value)
  else if (source instanceof Undefined) throw new TemplateRuntimeError('UndefinedError', source.message)
  else if (source !== undefined) fillFromPairs(dict, source)
  for (const [name, value] of kwargs) dict.set(name, value)
  return dict
}

function fillFromPairs(dict: Dict, source: Value): void {
  let index = 0
  for (const pair of iterate(source)) {
    const items = pairItems(pair, index)
    const [key, value] = items
    if (items.length !== 2 || key === undefined || value === undefined) {
      const problem = `dictionary update sequence element #${index} has length ${items.length}; 2 is required`
      throw new TemplateRuntimeError('ValueError', problem)
    }
    dict.set(key, value)
    index++
  }
}

function pairItems(pair: Value, index: number): readonly Value[] {
  try {
    return [...iterate(pair)]
  } catch (error) {
    if (!(error instanceof TemplateRuntimeError) || error.type !== 'TypeError') throw error
    const problem = `cannot convert dictionary update sequence element #${index} to a sequence`
    throw new TemplateRuntimeError('TypeError', problem)
  }
}

const namespaces = new WeakSet<PyObject>()

/** Jinja2's `namespace(...)`: an object whose attributes `set` can write. */
export function makeNamespace(args: readonly Value[], kwargs: Kwargs): PyObject {
  const attributes = new Map<string, Value | (() => Value)>()
  for (const [key, value] of makeDict(args, kwargs).entries()) {
    if (typeof key !== 'string')
      throw new TemplateRuntimeError('TypeError', 'attribute names of a namespace must be text')
    if (isRefusedName(key)) throw new TemplateRuntimeError('SecurityError', `access to "${key}" is not allowed`)
    attributes.set(key, value)
  }
  const object = new PyObject('Namespace', attributes, () => `<Namespace ${repr(asDict(attributes))}>`)
  namespaces.add(object)
  return object
}

function asDict(attributes: ReadonlyMap<string, Value | (() => Value)>): Dict {
  return Dict.of([...attributes].map(([name, value]) => [name, typeof value === 'function' ? value() : value] as const))
}

/** Writes an attribute of a namespace. Throws TemplateRuntimeError for any other value. */
export function assignAttribute(target: Value, name: string, value: Value): void {
  if (!(target instanceof PyObject) || !namespaces.has(target))
    throw new TemplateRuntimeError('TemplateRuntimeError', 'cannot assign attribute on non-namespace object')
  target.attributes.set(name, value)
}

const noParameters = (name: string): ((args: readonly Value[], kwargs: Kwargs) => void) => {
  const parameters = signature(name, ['self'])
  return (args, kwargs) => {
    bind(parameters, args, kwargs)
  }
}

/** Jinja2's `cycler(...)`: `next()`, `current`, `reset()`. */
export function makeCycler(args: readonly Value[], kwargs: Kwargs): PyObject {
  const [unknown] = kwargs.keys()
  if (unknown !== undefined)
    throw new TemplateRuntimeError('TypeError', `Cycler.__init__() got an unexpected keyword argument '${unknown}'`)
  if (args.length === 0) throw new TemplateRuntimeError('RuntimeError', 'at least one item has to be provided')
  let position = 0
  const current = (): Value => args[position] ?? null
  const checkNext = noParameters('Cycler.next')
  const checkReset = noParameters('Cycler.reset')
  const next = (nextArgs: readonly Value[], nextKwargs: Kwargs): Value => {
    checkNext(nextArgs, nextKwargs)
    const value = current()
    position = (position + 1) % args.length
    return value
  }
  const reset = (resetArgs: readonly Value[], resetKwargs: Kwargs): Value => {
    checkReset(resetArgs, resetKwargs)
    position = 0
    return null
  }
  const attributes = new Map<string, Value | (() => Value)>([
    ['items', new Tuple(args)],
    ['pos', () => BigInt(position)],
    ['current', current],
    ['next', new Callable('next', next)],
    ['reset', new Callable('reset', reset)]
  ])
  return new PyObject('Cycler', attributes)
}

const joinerSignature = signature('Joiner.__init__', ['self'], ['sep', ', '])

/** Jinja2's `joiner(sep)`: called it gives empty text first, then the separator. */
export function makeJoiner(args: readonly Value[], kwargs: Kwargs): PyObject {
  const separator = bind(joinerSignature, args, kwargs).value('sep')
  let used = false
  const checkCall = noParameters('Joiner.__call__')
  const attributes = new Map<string, Value | (() => Value)>([
    ['sep', separator],
    ['used', () => used]
  ])
  return new PyObject('Joiner', attributes, undefined, (callArgs, callKwargs) => {
    checkCall(callArgs, callKwargs)
    const first = !used
    used = true
    return first ? '' : separator
  })
}
