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
import { guardFilter, guardTest } from './placeholder-guard.ts'
import type { Completion, Module, Runtime } from './runtime.ts'
import { runStatement } from './statements.ts'
import type { Template } from './template.ts'
import { describeTrail, type Visit } from './trail.ts'
import { type Body, type Expression, type Position, startOf, type TreeNode } from './tree.ts'
import { Callable, type Kwargs, PyObject, TemplateRuntimeError, Undefined, type Value } from './value.ts'
import type { Variables } from './variables.ts'

/** What one render needs; `makeGlobals` is given the evaluator so that functions can render other templates. */
export type EvaluatorParts = {
  readonly meter: Meter
  readonly loader: TemplateLoader
  readonly debug: (message: string) => void
  readonly main: Template
}

/** What a call takes besides its arguments. */
const callWork = 30

/** Walks trees. One per render: nothing survives it (threat model T-07). No code is generated (T-01). */
export class Evaluator implements Runtime {
  readonly meter: Meter
  readonly loader: TemplateLoader
  readonly debug: (message: string) => void
  readonly filterContext: FilterContext
  readonly modules: Map<Template, Module> = new Map()
  globals: Variables = new Map<string, Value>()
  renderFilter: Value = null
  private template: Template
  private outer: Visit | undefined
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

  /** The template that runs. */
  get running(): Template {
    return this.template
  }

  callPlace(): Place {
    return { file: this.template.file, ...(this.current ? startOf(this.current) : this.marked) }
  }

  /** On an error the position stays where it happened. */
  inside<T>(template: Template, action: () => T): T {
    const outer: Visit = { template: this.template, marked: this.marked, current: this.current, outer: this.outer }
    this.template = template
    this.outer = outer
    const result = action()
    this.template = outer.template
    this.marked = outer.marked
    this.current = outer.current
    this.outer = outer.outer
    return result
  }

  /** How the templates led to a place, which may be in a template that could not be parsed. */
  trail(to: Place): readonly string[] {
    const { template, marked, current, outer } = this
    if (to.file === template.file) return outer ? describeTrail(to, outer) : []
    return describeTrail(to, { template, marked, current, outer })
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
    this.countCall(args, kwargs)
    if (callee instanceof ContextCallable && frame) {
      const { context, written } = frame
      return callee.callIn(written.size === 0 ? context : context.derived(written), args, kwargs)
    }
    if (callee instanceof Callable) return callee.call(args, kwargs)
    if (callee instanceof PyObject && callee.call) return callee.call(args, kwargs)
    if (callee instanceof Undefined) throw new TemplateRuntimeError('UndefinedError', callee.message)
    throw new TemplateRuntimeError('TypeError', `'${typeName(callee)}' object is not callable`)
  }

  private countCall(args: readonly Value[], kwargs: Kwargs): void {
    this.meter.countWork(callWork + 40 * kwargs.size + args.length)
    for (const value of args) this.meter.countValue(value)
    for (const value of kwargs.values()) this.meter.countValue(value)
  }

  private callFilter(name: string, value: Value, args: readonly Value[], kwargs: Kwargs): Value {
    const filter = filters.get(name)
    if (!filter) throw new TemplateRuntimeError('TemplateRuntimeError', `No filter named '${name}' found.`)
    this.meter.countValue(value)
    this.countCall(args, kwargs)
    const result = filter(this.filterContext, value, args, kwargs)
    this.meter.countValue(result)
    guardFilter(name, value, args, kwargs, result)
    return result
  }

  private callTest(name: string, value: Value, args: readonly Value[], kwargs: Kwargs): boolean {
    const test = tests.get(name)
    if (!test) throw new TemplateRuntimeError('TemplateRuntimeError', `No test named '${name}' found.`)
    this.meter.countValue(value)
    this.countCall(args, kwargs)
    guardTest(name, value, args)
    return test(this.filterContext, value, args, kwargs)
  }
}
