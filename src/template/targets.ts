import { iterate } from './builtins/iterate.ts'
import { typeName } from './builtins/type-name.ts'
import type { Frame } from './frame.ts'
import { assignAttribute } from './objects.ts'
import type { Runtime } from './runtime.ts'
import type { Target } from './tree.ts'
import { TemplateRuntimeError, type Value } from './value.ts'

/** Gives a target its value; tuples are unpacked as in Python. `tracked` is true for `set`, whose names the context learns. */
export function assignTarget(runtime: Runtime, target: Target, value: Value, frame: Frame, tracked: boolean): void {
  if (target.kind === 'name' && !tracked) {
    frame.assign(target.name, value)
    return
  }
  const names: [string, Value][] = []
  assign(runtime, target, value, frame, names)
  if (tracked && names.length > 0) remember(frame, names)
}

function assign(runtime: Runtime, target: Target, value: Value, frame: Frame, names: [string, Value][]): void {
  switch (target.kind) {
    case 'name':
      frame.assign(target.name, value)
      names.push([target.name, value])
      break
    case 'namespace-target':
      assignAttribute(frame.lookup(target.name), target.attribute, value)
      break
    case 'tuple-target': {
      const items = unpack(value, target.items.length)
      for (const [index, item] of target.items.entries()) assign(runtime, item, items[index] ?? null, frame, names)
    }
  }
}

function unpack(value: Value, count: number): readonly Value[] {
  const items: Value[] = []
  for (const item of unpackable(value)) {
    if (items.length === count)
      throw new TemplateRuntimeError('ValueError', `too many values to unpack (expected ${count})`)
    items.push(item)
  }
  if (items.length < count)
    throw new TemplateRuntimeError('ValueError', `not enough values to unpack (expected ${count}, got ${items.length})`)
  return items
}

function unpackable(value: Value): Iterable<Value> {
  try {
    return iterate(value)
  } catch (error) {
    if (!(error instanceof TemplateRuntimeError) || error.type !== 'TypeError') throw error
    throw new TemplateRuntimeError('TypeError', `cannot unpack non-iterable ${typeName(value)} object`)
  }
}

function remember(frame: Frame, names: readonly (readonly [string, Value])[]): void {
  if (frame.kind === 'top') exportNames(frame, names)
  else if (frame.kind !== 'inner') for (const [name, value] of names) frame.written.set(name, value)
}

/** Names of the outermost scope become the context's; those without a leading underscore can be imported. */
export function exportNames(frame: Frame, names: readonly (readonly [string, Value])[]): void {
  for (const [name, value] of names) {
    frame.context.vars.set(name, value)
    if (!name.startsWith('_')) frame.context.exported.add(name)
  }
}
