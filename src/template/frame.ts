import type { Context } from './context.ts'
import type { Scope } from './scope.ts'
import type { Template } from './template.ts'
import type { ExtendsNode } from './tree.ts'
import { TemplateRuntimeError, Undefined, type Value } from './value.ts'

/** What all frames of one run of a template's outermost body share. */
export type RootState = { extended: Template | undefined; by: ExtendsNode | undefined }

export type FrameKind = 'top' | 'loop' | 'block' | 'inner'

/** The variables of one scope while it runs. A name without a value is undefined. */
export class Frame {
  readonly scope: Scope
  readonly parent: Frame | undefined
  readonly context: Context
  /** The template whose text runs: with `extends` it is not always the context's. */
  readonly template: Template
  readonly kind: FrameKind
  /** Set where text is dropped once the template turns out to extend another. */
  readonly root: RootState | undefined
  private readonly slots = new Map<string, Value>()
  /** What `set` wrote directly in this loop or block; functions that look at the context see it. */
  readonly written: Map<string, Value> = new Map()

  constructor(scope: Scope, context: Context, template: Template, kind: FrameKind, parent?: Frame, root?: RootState) {
    this.scope = scope
    this.context = context
    this.template = template
    this.kind = kind
    this.parent = parent
    this.root = root
  }

  inner(scope: Scope, kind: FrameKind = 'inner', checksExtended = true): Frame {
    return new Frame(scope, this.context, this.template, kind, this, checksExtended ? this.root : undefined)
  }

  get isTop(): boolean {
    return this.kind === 'top'
  }

  /** Gives every variable of the scope its first value; parameters keep theirs. */
  enter(): void {
    this.written.clear()
    for (const [name, load] of this.scope.loads) {
      if (load === 'parameter') continue
      const value =
        load === 'resolve' ? this.context.resolve(name) : load === 'alias' ? this.parent?.read(name) : undefined
      if (value === undefined) this.slots.delete(name)
      else this.slots.set(name, value)
    }
  }

  /** The value of a name, or undefined where it has none. */
  read(name: string): Value | undefined {
    return this.owner(name).slots.get(name)
  }

  lookup(name: string): Value {
    const value = this.read(name)
    return value === undefined ? new Undefined(`'${name}' is undefined`) : value
  }

  assign(name: string, value: Value): void {
    this.owner(name).slots.set(name, value)
  }

  /** Gives a parameter of this very scope its value. */
  declare(name: string, value: Value): void {
    this.slots.set(name, value)
  }

  private owner(name: string): Frame {
    for (let frame: Frame | undefined = this; frame; frame = frame.parent) if (frame.scope.loads.has(name)) return frame
    throw new TemplateRuntimeError('AssertionError', `the name '${name}' cannot be used here`)
  }

  /** The variables that were written here and further out: what an include or a scoped block is given. */
  locals(): ReadonlyMap<string, Value> {
    const locals = new Map<string, Value>()
    for (const name of this.scope.storedNames()) {
      const value = this.read(name)
      if (value !== undefined) locals.set(name, value)
    }
    return locals
  }
}
