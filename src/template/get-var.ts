import { bind, signature } from './builtins/arguments.ts'
import { getItem } from './builtins/attributes.ts'
import { isRefusedName } from './check.ts'
import { ContextCallable, type Variables } from './context.ts'
import { Dict, TemplateRuntimeError, Tuple, Undefined, type Value } from './value.ts'

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

type Step = string | bigint

const steps = /^(?:\.?([A-Za-z_@][A-Za-z0-9_@-]*)|\[(-?\d+)\]|\.?\[\s*'([^'\\]*)'\s*\]|\.?\[\s*"([^"\\]*)"\s*\])/

/** A path is text such as `a.b[0]['c d']`, with or without `$.` in front, or a list of names and numbers. */
function parsePath(path: Value): readonly Step[] {
  if (Array.isArray(path) || path instanceof Tuple) return (Array.isArray(path) ? path : path.items).map(listStep)
  if (typeof path !== 'string') throw new TemplateRuntimeError('TypeError', 'get_var: a path must be text or a list')
  const found: Step[] = []
  let rest = path.startsWith('$') ? path.slice(1) : path
  if (rest === '' || (path === rest && rest.startsWith('.'))) throw unsupported(path)
  while (rest !== '') {
    const match = steps.exec(rest)
    if (!match) throw unsupported(path)
    const [whole, name, index, single, double] = match
    found.push(index === undefined ? (name ?? single ?? double ?? '') : BigInt(index))
    rest = rest.slice(whole.length)
    if (rest !== '' && !rest.startsWith('.') && !rest.startsWith('[')) throw unsupported(path)
  }
  return found
}

function listStep(step: Value): Step {
  if (typeof step !== 'string' && typeof step !== 'bigint')
    throw new TemplateRuntimeError('TypeError', 'get_var: a path holds names and numbers')
  return typeof step === 'string' && step.includes('*') ? unsupported(step) : step
}

function unsupported(path: string): never {
  const message = `get_var: the path ${JSON.stringify(path)} is not supported: names, numbers and quoted keys are`
  throw new TemplateRuntimeError('Unsupported', message)
}

function findPath(variables: Variables, path: readonly Step[]): Value | undefined {
  const [first, ...rest] = path
  if (typeof first !== 'string' || isRefusedName(first)) return undefined
  let value = variables.get(first)
  for (const step of rest) value = value === undefined ? undefined : stepInto(value, step)
  return value
}

function stepInto(value: Value, step: Step): Value | undefined {
  if (typeof step === 'string') return value instanceof Dict && !isRefusedName(step) ? value.get(step) : undefined
  if (!Array.isArray(value)) return undefined
  const item = getItem(value, step)
  return item instanceof Undefined ? undefined : item
}
