import { iterate } from './builtins/iterate.ts'
import { isTrue } from './builtins/truth.ts'
import type { Frame } from './frame.ts'
import { LoopState } from './loop.ts'
import { Output } from './meter.ts'
import { guardLoop } from './placeholder-guard.ts'
import type { Completion, Runtime } from './runtime.ts'
import { analyse, declareTarget, type Scope } from './scope.ts'
import { assignTarget } from './targets.ts'
import type { ForNode } from './tree.ts'
import type { Value } from './value.ts'

/** Runs a loop with everything it may have: condition, `else`, `loop`, recursion. */
export function runFor(runtime: Runtime, node: ForNode, frame: Frame, output: Output): Completion {
  const items = runtime.evaluate(node.iterable, frame)
  runtime.at(node.iterable)
  guardLoop(items)
  if (!node.recursive) return new Loop(runtime, node, frame).run(items, output, 0)
  output.append(renderRecursive(runtime, node, frame, items, 0))
  return 'end'
}

function renderRecursive(runtime: Runtime, node: ForNode, frame: Frame, items: Value, depth: number): string {
  return runtime.meter.enterMacro(() =>
    runtime.inside(frame.template, () => {
      runtime.mark(node.position)
      const output = new Output(runtime.meter.limits.text)
      new Loop(runtime, node, frame).run(items, output, depth)
      return output.toString()
    })
  )
}

class Loop {
  private readonly runtime: Runtime
  private readonly node: ForNode
  private readonly outer: Frame
  private readonly frame: Frame

  constructor(runtime: Runtime, node: ForNode, outer: Frame) {
    this.runtime = runtime
    this.node = node
    this.outer = outer
    this.frame = outer.inner(this.bodyScope(), 'loop')
  }

  run(items: Value, output: Output, depth: number): Completion {
    const source = iterate(items)
    const chosen = this.node.test ? this.filtered(source) : source
    const recurse = this.node.recursive
      ? (inner: Value, at: number): string => renderRecursive(this.runtime, this.node, this.outer, inner, at)
      : undefined
    const completed = this.seesLoop()
      ? this.runExtended(new LoopState(chosen, this.node.test ? undefined : items, recurse, depth), output)
      : this.runPlain(chosen, output)
    if (completed || this.node.otherwise.length === 0) return 'end'
    return this.runElse(output)
  }

  private seesLoop(): boolean {
    return this.frame.template.isExtended(this.node)
  }

  /** True once an iteration has reached the end of the body: `else` runs otherwise, even after `break` or `continue`. */
  private runPlain(items: Iterable<Value>, output: Output): boolean {
    let completed = false
    for (const item of items) {
      const completion = this.iterate(item, output)
      if (completion === 'break') break
      if (completion === 'end') completed = true
      this.runtime.mark(this.node.position)
    }
    return completed
  }

  private runExtended(loop: LoopState, output: Output): boolean {
    let completed = false
    for (let item = loop.next(); item !== undefined; item = loop.next()) {
      this.frame.declare('loop', loop.object)
      const completion = this.iterate(item, output)
      if (completion === 'break') break
      if (completion === 'end') completed = true
      this.runtime.mark(this.node.position)
    }
    return completed
  }

  private iterate(item: Value, output: Output): Completion {
    this.runtime.meter.countSteps(1)
    this.runtime.at(this.node.target)
    assignTarget(this.runtime, this.node.target, item, this.frame, false)
    this.frame.enter()
    return this.runtime.run(this.node.body, this.frame, output)
  }

  private bodyScope(): Scope {
    const { node, outer } = this
    return outer.scope.within(node, scope => {
      if (outer.template.isExtended(node)) scope.parameter('loop')
      declareTarget(scope, node.target)
      analyse(scope, node.body)
    })
  }

  /** The items that the condition behind the loop lets through, one at a time. */
  private *filtered(items: Iterable<Value>): Generator<Value> {
    const { node, outer, runtime } = this
    const test = node.test
    if (!test) return
    const scope = outer.scope.within(test, inner => {
      declareTarget(inner, node.target)
      analyse(inner, [test])
    })
    const frame = outer.inner(scope)
    frame.enter()
    for (const item of items) {
      runtime.meter.countSteps(1)
      runtime.mark(test.position)
      assignTarget(runtime, node.target, item, frame, false)
      if (isTrue(runtime.evaluate(test, frame))) yield item
    }
  }

  private runElse(output: Output): Completion {
    const { node, outer, runtime } = this
    const scope = outer.scope.within(node.otherwise, inner => analyse(inner, node.otherwise))
    const frame = outer.inner(scope)
    frame.enter()
    return runtime.run(node.otherwise, frame, output)
  }
}
