import type { Place } from '../errors.ts'
import type { FilterContext } from './builtins/context.ts'
import type { Context } from './context.ts'
import type { Frame } from './frame.ts'
import type { TemplateLoader } from './loader.ts'
import type { Meter, Output } from './meter.ts'
import type { Template } from './template.ts'
import type { Body, Expression, Position, TreeNode } from './tree.ts'
import type { Kwargs, PyObject, Value } from './value.ts'
import type { Variables } from './variables.ts'

/** A template that ran as a module: its text and what it exports. */
export type Module = {
  readonly text: string
  readonly exports: ReadonlyMap<string, Value>
  readonly object: PyObject
  readonly file: string
}

/** How a body ended: at its end, or by `break` or `continue`. */
export type Completion = 'end' | 'break' | 'continue'

/** What the parts of the evaluator use of each other during one render. */
export interface Runtime {
  readonly meter: Meter
  readonly loader: TemplateLoader
  readonly filterContext: FilterContext
  /** The variables every template sees. */
  readonly globals: Variables
  /** The filter `render`, which also sees the variables. */
  readonly renderFilter: Value
  /** Templates that were imported without context, each run once. */
  readonly modules: Map<Template, Module>
  readonly debug: (message: string) => void
  /** Names the statement that runs: its line is the one in messages, as in Jinja2. */
  mark(position: Position): void
  /** Names the expression that runs. */
  at(node: TreeNode): void
  /** Where an error belongs. */
  place(): Place
  /** Where the expression that runs begins. */
  callPlace(): Place
  /** Runs something of a template; positions count in its file meanwhile. */
  inside<T>(template: Template, action: () => T): T
  evaluate(node: Expression, frame: Frame): Value
  run(body: Body, frame: Frame, output: Output): Completion
  renderRoot(template: Template, context: Context, output: Output): void
  call(callee: Value, args: readonly Value[], kwargs: Kwargs, frame?: Frame): Value
}
