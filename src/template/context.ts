import type { BlockEntry, Template } from './template.ts'
import { Callable, type Kwargs, type Value } from './value.ts'
import { Layer, type Variables } from './variables.ts'

/**
 * The variables of one template run, as Jinja2's context: what it was given, what its outermost scope has set, what it exports to
 * importers, and its blocks with the ones they override. Source: Jinja2 3.1 runtime.
 */
export class Context {
  readonly template: Template
  readonly parent: Variables
  readonly vars: Map<string, Value> = new Map()
  readonly exported: Set<string> = new Set()
  readonly blocks: Map<string, BlockEntry[]> = new Map()

  constructor(template: Template, parent: Variables) {
    this.template = template
    this.parent = parent
    for (const [name, entry] of template.blocks) this.blocks.set(name, [entry])
  }

  resolve(name: string): Value | undefined {
    const own = this.vars.get(name)
    return own === undefined ? this.parent.get(name) : own
  }

  /** Everything that can be seen, own variables first. */
  all(): Variables {
    return this.vars.size === 0 ? this.parent : new Layer(new Map(this.vars), this.parent)
  }

  /** A context that also sees the given variables and shares the blocks. */
  derived(locals: ReadonlyMap<string, Value>): Context {
    const context = new Context(this.template, locals.size === 0 ? this.all() : new Layer(new Map(locals), this.all()))
    for (const [name, entries] of this.blocks) context.blocks.set(name, [...entries])
    return context
  }
}

/** A function that also sees the variables of the template that calls it: `get_var`, `load_template`, `render`. */
export class ContextCallable extends Callable {
  readonly callIn: (context: Context, args: readonly Value[], kwargs: Kwargs) => Value
  constructor(name: string, callIn: (context: Context, args: readonly Value[], kwargs: Kwargs) => Value) {
    super(name, () => null)
    this.callIn = callIn
  }
}
