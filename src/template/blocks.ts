import type { Context } from './context.ts'
import { Frame, type RootState } from './frame.ts'
import { Output } from './meter.ts'
import { requireTemplate } from './modules.ts'
import type { Runtime } from './runtime.ts'
import type { BlockEntry, Template } from './template.ts'
import type { BlockNode, ExtendsNode } from './tree.ts'
import { type Kwargs, PyObject, TemplateRuntimeError, Undefined, type Value } from './value.ts'

/** Runs a template's outermost body, and then the template it extends. */
export function runRoot(runtime: Runtime, template: Template, context: Context, output: Output): void {
  runtime.inside(template, () => {
    const root: RootState = { extended: undefined, by: undefined }
    const frame = new Frame(template.rootScope, context, template, 'top', undefined, root)
    frame.enter()
    if (template.rootScope.loads.get('self') === 'parameter') frame.declare('self', selfReference(runtime, context))
    runtime.run(template.body, frame, output)
    const parent = root.extended
    if (root.by) runtime.mark(root.by.position)
    if (root.by) runtime.at(root.by)
    if (parent) runtime.meter.includeTemplate(() => runRoot(runtime, parent, context, output))
  })
}

/** A block statement where it stands. */
export function runBlock(runtime: Runtime, node: BlockNode, frame: Frame, output: Output): void {
  if (frame.isTop && frame.root?.extended) return
  const context = node.scoped ? frame.context.derived(frame.locals()) : frame.context
  const entries = context.blocks.get(node.name) ?? []
  if (node.required && entries.length <= 1)
    throw new TemplateRuntimeError('TemplateRuntimeError', `Required block '${node.name}' not found`)
  const [entry] = entries
  if (entry) runEntry(runtime, entry, context, output)
}

function runEntry(runtime: Runtime, entry: BlockEntry, context: Context, output: Output): void {
  runtime.meter.enterMacro(() =>
    runtime.inside(entry.template, () => {
      const frame = new Frame(entry.scope, context, entry.template, 'block')
      frame.enter()
      if (entry.scope.loads.get('self') === 'parameter') frame.declare('self', selfReference(runtime, context))
      if (entry.scope.loads.get('super') === 'parameter') frame.declare('super', superOf(runtime, context, entry))
      runtime.run(entry.node.body, frame, output)
    })
  )
}

function superOf(runtime: Runtime, context: Context, entry: BlockEntry): Value {
  const entries = context.blocks.get(entry.node.name) ?? []
  return blockReference(runtime, context, entry.node.name, entries, entries.indexOf(entry) + 1)
}

/** A block as a value: called it gives its text, its attribute `super` is the block it overrides. */
function blockReference(
  runtime: Runtime,
  context: Context,
  name: string,
  entries: readonly BlockEntry[],
  depth: number
): Value {
  const entry = entries[depth]
  if (!entry) return new Undefined(`there is no parent block called '${name}'.`)
  const render = (args: readonly Value[], kwargs: Kwargs): Value => {
    if (args.length > 0 || kwargs.size > 0)
      throw new TemplateRuntimeError('TypeError', 'BlockReference.__call__() takes 1 positional argument')
    const output = new Output(runtime.meter.limits.text)
    runEntry(runtime, entry, context, output)
    return output.toString()
  }
  const attributes = new Map<string, Value | (() => Value)>([
    ['name', name],
    ['super', () => blockReference(runtime, context, name, entries, depth + 1)]
  ])
  return new PyObject('BlockReference', attributes, undefined, render)
}

/** What `self` is: every block by its name. */
function selfReference(runtime: Runtime, context: Context): Value {
  const attributes = new Map<string, Value | (() => Value)>()
  for (const [name, entries] of context.blocks)
    attributes.set(name, () => blockReference(runtime, context, name, entries, 0))
  return new PyObject('TemplateReference', attributes)
}

/** An `extends`: from here on the outermost body only defines. */
export function runExtends(runtime: Runtime, node: ExtendsNode, frame: Frame): void {
  if (frame.root?.extended) throw new TemplateRuntimeError('TemplateRuntimeError', 'extended multiple times')
  const parent = requireTemplate(runtime, runtime.evaluate(node.template, frame), frame.template)
  for (const [block, entry] of parent.blocks) {
    const entries = frame.context.blocks.get(block)
    if (entries) entries.push(entry)
    else frame.context.blocks.set(block, [entry])
  }
  if (!frame.root) return
  frame.root.extended = parent
  frame.root.by = node
}
