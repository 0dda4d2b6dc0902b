import type { Place } from '../errors.ts'
import { runRoot } from './blocks.ts'
import type { FilterContext } from './builtins/context.ts'
import { filters } from './builtins/filters.ts'
import { tests } from './builtins/tests.ts'
import { typeName } from './builtins/type-name.ts'
import { type Context, ContextCallable } from './context.ts'
import { evaluateExpression } from './expressions.ts'
import type { Frame } from './frame.ts'
import type { TemplateLoader } from './loader.ts'
import type { Meter, Output } from './meter.ts'
import type { Completion, Module, Runtime } from './runtime.ts'
import { runStatement } from './statements.ts'
import type { Template } from './template.ts'
import { type Body, type Expression, type Position, startOf, type TreeNode } from './tree.ts'
import { Callable, type Kwargs, PyObject, TemplateRuntimeError, Undefined, type Value } from './value.ts'

/** What one render needs; `makeGlobals` is given the evaluator so that functions can render other templates. */
export type EvaluatorParts = {
  readonly meter: Meter
  readonly loader: TemplateLoader
  readonly debug: (message: string) => void
  readonly main: Template
}

/** Walks trees. One per render: nothing survives it (threat model T-07). No code is generated (T-01). */
export class Evaluator implements Runtime {
  readonly meter: Meter
  readonly loader: TemplateLoader
  readonly debug: (message: string) => void
  readonly filterContext: FilterContext
  readonly modules: Map<Template, Module> = new Map()
  readonly globals: Map<string, Value> = new Map()
  renderFilter: Value = null
  private template: Template
  private marked: Position = { line: 1, column: 1 }
  private current: TreeNode | undefined

  constructor(parts: EvaluatorParts) {
    this.meter = parts.meter
    this.loader = parts.loader
    this.debug = parts.debug
    this.template = parts.main
    this.filterContext = {
      callFilter: (name, value, args, kwargs) => this.callFilter(name, value, args, kwargs),
      callTest: (name, value, args, kwargs) => this.callTest(name, value, args, kwargs),
      call: (callee, args, kwargs) => this.call(callee, args, kwargs),
      checkLength: text => this.meter.checkText(text),
      countSteps: steps => this.meter.countSteps(steps)
    }
  }

  mark(position: Position): void {
    if (this.template.inline) return
    this.marked = position
    this.current = undefined
  }

  at(node: TreeNode): void {
    if (!this.template.inline) this.current = node
  }

  place(): Place {
    const start = this.current ? startOf(this.current) : this.marked
    const column = start.line === this.marked.line ? start.column : this.marked.column
    return { file: this.template.file, line: this.marked.line, column }
  }

  callPlace(): Place {
    return { file: this.template.file, ...(this.current ? startOf(this.current) : this.marked) }
  }

  /** On an error the position stays where it happened. */
  inside<T>(template: Template, action: () => T): T {
    const { template: outer, marked, current } = this
    this.template = template
    const result = action()
    this.template = outer
    this.marked = marked
    this.current = current
    return result
  }

  evaluate(node: Expression, frame: Frame): Value {
    this.meter.countOperation()
    return evaluateExpression(this, node, frame)
  }

  run(body: Body, frame: Frame, output: Output): Completion {
    for (const node of body) {
      this.meter.countOperation()
      const completion = runStatement(this, node, frame, output)
      if (completion !== 'end') return completion
    }
    return 'end'
  }

  renderRoot(template: Template, context: Context, output: Output): void {
    runRoot(this, template, context, output)
  }

  call(callee: Value, args: readonly Value[], kwargs: Kwargs, frame?: Frame): Value {
    if (callee instanceof ContextCallable && frame) {
      const { context, written } = frame
      return callee.callIn(written.size === 0 ? context : context.derived(written), args, kwargs)
    }
    if (callee instanceof Callable) return callee.call(args, kwargs)
    if (callee instanceof PyObject && callee.call) return callee.call(args, kwargs)
    if (callee instanceof Undefined) throw new TemplateRuntimeError('UndefinedError', callee.message)
    throw new TemplateRuntimeError('TypeError', `'${typeName(callee)}' object is not callable`)
  }

  private callFilter(name: string, value: Value, args: readonly Value[], kwargs: Kwargs): Value {
    const filter = filters.get(name)
    if (!filter) throw new TemplateRuntimeError('TemplateRuntimeError', `No filter named '${name}' found.`)
    return filter(this.filterContext, value, args, kwargs)
  }

  private callTest(name: string, value: Value, args: readonly Value[], kwargs: Kwargs): boolean {
    const test = tests.get(name)
    if (!test) throw new TemplateRuntimeError('TemplateRuntimeError', `No test named '${name}' found.`)
    return test(this.filterContext, value, args, kwargs)
  }
}
