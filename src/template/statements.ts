import { runBlock, runExtends } from './blocks.ts'
import { integerText } from './builtins/number-text.ts'
import { toText } from './builtins/text.ts'
import { isTrue } from './builtins/truth.ts'
import { typeName } from './builtins/type-name.ts'
import { applyFilter, evaluateCall } from './expressions.ts'
import { runFor } from './for-loop.ts'
import type { Frame } from './frame.ts'
import { makeMacro } from './macro.ts'
import { Output } from './meter.ts'
import { runFromImport, runImport, runInclude } from './modules.ts'
import type { Completion, Runtime } from './runtime.ts'
import { analyse } from './scope.ts'
import { assignTarget, exportNames } from './targets.ts'
import type {
  AutoescapeNode,
  CallBlockNode,
  FilterBlockNode,
  IfNode,
  SetBlockNode,
  Statement,
  WithNode
} from './tree.ts'
import { Markup, TemplateRuntimeError, type Value } from './value.ts'

/** Runs one statement. Throws TemplateRuntimeError in Python's words, ProjectError for missing and refused files. */
export function runStatement(runtime: Runtime, node: Statement, frame: Frame, output: Output): Completion {
  if (node.kind === 'data') {
    if (!frame.root?.extended) output.append(node.text)
    return 'end'
  }
  runtime.mark(node.position)
  switch (node.kind) {
    case 'output':
      if (!frame.root?.extended) output.append(printed(runtime, runtime.evaluate(node.value, frame)))
      return 'end'
    case 'for':
      return runFor(runtime, node, frame, output)
    case 'if':
      return runIf(runtime, node, frame, output)
    case 'macro': {
      const macro = makeMacro(runtime, node, frame)
      frame.assign(node.name, macro)
      if (frame.isTop) exportNames(frame, [[node.name, macro]])
      return 'end'
    }
    case 'call-block':
      runCallBlock(runtime, node, frame, output)
      return 'end'
    case 'filter-block':
      return runFilterBlock(runtime, node, frame, output)
    case 'with':
      return runWith(runtime, node, frame, output)
    case 'set':
      assignTarget(runtime, node.target, runtime.evaluate(node.value, frame), frame, true)
      return 'end'
    case 'set-block':
      return runSetBlock(runtime, node, frame)
    case 'block':
      runBlock(runtime, node, frame, output)
      return 'end'
    case 'extends':
      runExtends(runtime, node, frame)
      return 'end'
    case 'include':
      runInclude(runtime, node, frame, output)
      return 'end'
    case 'import':
      runImport(runtime, node, frame)
      return 'end'
    case 'from-import':
      runFromImport(runtime, node, frame)
      return 'end'
    case 'autoescape':
      return runAutoescape(runtime, node, frame, output)
    case 'break':
    case 'continue':
      return node.kind
  }
}

function printed(runtime: Runtime, value: Value): string {
  return runtime.meter.checkText(typeof value === 'bigint' ? integerText(value) : toText(value))
}

/** What a `call` or `filter` block gives must be text: Jinja2 joins it as it is, and Python joins nothing else. */
function ownText(runtime: Runtime, value: Value): string {
  if (typeof value === 'string' || value instanceof Markup) return printed(runtime, value)
  throw new TemplateRuntimeError('TypeError', `the block must give text, not ${typeName(value)}`)
}

function runIf(runtime: Runtime, node: IfNode, frame: Frame, output: Output): Completion {
  for (const branch of [node, ...node.branches]) {
    runtime.mark(branch.position)
    const value = runtime.evaluate(branch.test, frame)
    runtime.at(branch.test)
    if (isTrue(value)) return runtime.run(branch.body, frame, output)
  }
  return runtime.run(node.otherwise, frame, output)
}

function runCallBlock(runtime: Runtime, node: CallBlockNode, frame: Frame, output: Output): void {
  const caller = makeMacro(runtime, node, frame)
  output.append(ownText(runtime, evaluateCall(runtime, node.call, frame, caller)))
}

function runFilterBlock(runtime: Runtime, node: FilterBlockNode, frame: Frame, output: Output): Completion {
  const scope = frame.scope.within(node, inner => analyse(inner, [...node.body, node.filter]))
  const inner = frame.inner(scope)
  inner.enter()
  const captured = new Output(runtime.meter.limits.text)
  const completion = runtime.run(node.body, inner, captured)
  if (completion !== 'end') return completion
  runtime.mark(node.position)
  output.append(ownText(runtime, applyBlockFilter(runtime, node.filter, captured.toString(), inner)))
  return 'end'
}

/** The filters of a block, the innermost of which is given the block's text. */
function applyBlockFilter(runtime: Runtime, node: FilterBlockNode['filter'], text: string, frame: Frame): Value {
  const value = node.target?.kind === 'filter' ? applyBlockFilter(runtime, node.target, text, frame) : text
  return applyFilter(runtime, node, value, frame)
}

function runWith(runtime: Runtime, node: WithNode, frame: Frame, output: Output): Completion {
  const scope = frame.scope.within(node, inner => analyse(inner, [...node.targets, ...node.body]))
  const inner = frame.inner(scope)
  inner.enter()
  for (const [index, target] of node.targets.entries()) {
    const expression = node.values[index]
    if (expression) assignTarget(runtime, target, runtime.evaluate(expression, frame), inner, false)
  }
  return runtime.run(node.body, inner, output)
}

function runSetBlock(runtime: Runtime, node: SetBlockNode, frame: Frame): Completion {
  const scope = frame.scope.within(node, inner => analyse(inner, node.body))
  const inner = frame.inner(scope, 'inner', false)
  inner.enter()
  const captured = new Output(runtime.meter.limits.text)
  const completion = runtime.run(node.body, inner, captured)
  if (completion !== 'end') return completion
  runtime.mark(node.position)
  const text = captured.toString()
  const value = node.filter ? applyBlockFilter(runtime, node.filter, text, inner) : text
  assignTarget(runtime, node.target, value, frame, true)
  return 'end'
}

/** Only `false` gets here: it changes nothing but the scope. */
function runAutoescape(runtime: Runtime, node: AutoescapeNode, frame: Frame, output: Output): Completion {
  const scope = frame.scope.within(node, inner => analyse(inner, [node.value, ...node.body]))
  const inner = frame.inner(scope)
  inner.enter()
  return runtime.run(node.body, inner, output)
}
