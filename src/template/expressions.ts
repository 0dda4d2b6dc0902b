import { getAttribute, getItem } from './builtins/attributes.ts'
import { iterate } from './builtins/iterate.ts'
import { concatText, negate, positive } from './builtins/operators.ts'
import { slice } from './builtins/slice.ts'
import { isTrue } from './builtins/truth.ts'
import { typeName } from './builtins/type-name.ts'
import { isRefusedName } from './check.ts'
import type { Frame } from './frame.ts'
import { compareValues, operate } from './operations.ts'
import { guardCall, guardCompare, guardFormat, guardItem, guardMethod, insertedBy } from './placeholder-guard.ts'
import type { Runtime } from './runtime.ts'
import type { Arguments, CallNode, CompareNode, ConditionNode, Expression, ItemNode, LogicNode } from './tree.ts'
import { Callable, Dict, type Kwargs, TemplateRuntimeError, Tuple, Undefined, type Value } from './value.ts'
import { spend } from './work.ts'

/** What a new list or tuple takes, and a new dict, besides what is in it. */
const collectionWork = 16
const dictWork = 100

const noNames: Kwargs = new Map()

/** The value of an expression. Throws TemplateRuntimeError in Python's words. */
export function evaluateExpression(runtime: Runtime, node: Expression, frame: Frame): Value {
  switch (node.kind) {
    case 'literal':
      return node.value
    case 'name':
      return frame.lookup(node.name)
    case 'tuple':
      spend(collectionWork + 8 * node.items.length)
      return new Tuple(node.items.map(item => runtime.evaluate(item, frame)))
    case 'list':
      spend(collectionWork + 8 * node.items.length)
      return node.items.map(item => runtime.evaluate(item, frame))
    case 'dict':
      spend(dictWork)
      return Dict.of(
        node.pairs.map(pair => [runtime.evaluate(pair.key, frame), runtime.evaluate(pair.value, frame)] as const)
      )
    case 'condition':
      return choose(runtime, node, frame)
    case 'and':
    case 'or':
      return combine(runtime, node, frame)
    case 'not': {
      const value = runtime.evaluate(node.operand, frame)
      runtime.at(node)
      return !isTrue(value)
    }
    case 'binary': {
      const left = runtime.evaluate(node.left, frame)
      const right = runtime.evaluate(node.right, frame)
      runtime.at(node)
      // the copying of both lists is counted where they are joined
      if (node.operator === '+' && Array.isArray(left)) return operate('+', left, right)
      runtime.meter.countValue(left)
      runtime.meter.countValue(right)
      const result = checked(runtime, operate(node.operator, left, right))
      if (node.operator === '%' || node.operator === '*') guardFormat([left, ...insertedBy(right)], result)
      return result
    }
    case 'unary': {
      const value = runtime.evaluate(node.operand, frame)
      runtime.at(node)
      return checked(runtime, node.operator === '-' ? negate(value) : positive(value))
    }
    case 'concat': {
      const parts = node.parts.map(part => runtime.evaluate(part, frame))
      runtime.at(node)
      return checked(runtime, concatText(parts))
    }
    case 'compare':
      return compare(runtime, node, frame)
    case 'attribute': {
      const target = runtime.evaluate(node.target, frame)
      runtime.at(node)
      if (!(target instanceof Dict)) runtime.meter.countValue(target)
      guardMethod(target, node.name)
      return getAttribute(target, node.name)
    }
    case 'item':
      return takeItem(runtime, node, frame)
    case 'slice':
      throw new TemplateRuntimeError('TypeError', 'a slice cannot stand here')
    case 'call':
      return evaluateCall(runtime, node, frame)
    case 'filter':
      return applyFilter(runtime, node, node.target ? runtime.evaluate(node.target, frame) : '', frame)
    case 'test':
      return applyTest(runtime, node, frame)
  }
}

function checked(runtime: Runtime, value: Value): Value {
  runtime.meter.countValue(value)
  return typeof value === 'string' ? runtime.meter.checkText(value) : value
}

function choose(runtime: Runtime, node: ConditionNode, frame: Frame): Value {
  const test = runtime.evaluate(node.test, frame)
  runtime.at(node.test)
  if (isTrue(test)) return runtime.evaluate(node.value, frame)
  if (node.otherwise) return runtime.evaluate(node.otherwise, frame)
  return new Undefined('the inline if-expression evaluated to false and no else section was defined.', true)
}

function combine(runtime: Runtime, node: LogicNode, frame: Frame): Value {
  const left = runtime.evaluate(node.left, frame)
  runtime.at(node)
  return isTrue(left) === (node.kind === 'and') ? runtime.evaluate(node.right, frame) : left
}

function compare(runtime: Runtime, node: CompareNode, frame: Frame): Value {
  let left = runtime.evaluate(node.first, frame)
  for (const { operator, operand } of node.rest) {
    const right = runtime.evaluate(operand, frame)
    runtime.at(node)
    runtime.meter.countValue(left)
    runtime.meter.countValue(right)
    guardCompare(operator, left, right)
    if (!compareValues(operator, left, right)) return false
    left = right
  }
  return true
}

function takeItem(runtime: Runtime, node: ItemNode, frame: Frame): Value {
  const target = runtime.evaluate(node.target, frame)
  if (typeof target === 'string' || node.index.kind === 'slice') runtime.meter.countValue(target)
  if (node.index.kind !== 'slice') {
    const index = runtime.evaluate(node.index, frame)
    runtime.at(node)
    guardItem(target, index)
    return getItem(target, index)
  }
  const bound = (expression: Expression | undefined): Value => (expression ? runtime.evaluate(expression, frame) : null)
  const [start, stop, step] = [bound(node.index.start), bound(node.index.stop), bound(node.index.step)]
  runtime.at(node)
  guardItem(target, undefined)
  return checked(runtime, slice(target, start, stop, step))
}

type EvaluatedArguments = { readonly args: readonly Value[]; readonly kwargs: Kwargs }

function evaluateArguments(runtime: Runtime, node: Arguments, frame: Frame): EvaluatedArguments {
  const args = node.positional.map(argument => runtime.evaluate(argument, frame))
  if (node.named.length === 0 && !node.spread && !node.spreadNamed) return { args, kwargs: noNames }
  const kwargs = new Map(node.named.map(named => [named.name, runtime.evaluate(named.value, frame)] as const))
  if (node.spread) args.push(...spreadItems(runtime, runtime.evaluate(node.spread, frame)))
  if (node.spreadNamed) addNames(kwargs, runtime.evaluate(node.spreadNamed, frame))
  return { args, kwargs }
}

function spreadItems(runtime: Runtime, value: Value): readonly Value[] {
  const items: Value[] = []
  for (const item of iterate(value)) {
    runtime.meter.countSteps(1)
    runtime.meter.checkRange(BigInt(items.push(item)))
  }
  return items
}

function addNames(kwargs: Map<string, Value>, value: Value): void {
  if (value instanceof Undefined) throw new TemplateRuntimeError('UndefinedError', value.message)
  if (!(value instanceof Dict))
    throw new TemplateRuntimeError('TypeError', `argument after ** must be a mapping, not ${typeName(value)}`)
  for (const [name, item] of value.entries()) {
    if (typeof name !== 'string') throw new TemplateRuntimeError('TypeError', 'keywords must be strings')
    if (isRefusedName(name)) throw new TemplateRuntimeError('SecurityError', `access to "${name}" is not allowed`)
    if (kwargs.has(name))
      throw new TemplateRuntimeError('TypeError', `got multiple values for keyword argument '${name}'`)
    kwargs.set(name, item)
  }
}

/** Calls what a call node names. `caller` is what a call block hands over. */
export function evaluateCall(runtime: Runtime, node: CallNode, frame: Frame, caller?: Value): Value {
  const callee = runtime.evaluate(node.callee, frame)
  const { args, kwargs } = evaluateArguments(runtime, node.args, frame)
  runtime.at(node)
  if (caller === undefined) {
    const result = checked(runtime, runtime.call(callee, args, kwargs, frame))
    if (callee instanceof Callable) guardCall(callee.name, args, kwargs, result)
    return result
  }
  if (kwargs.has('caller'))
    throw new TemplateRuntimeError('TypeError', "got multiple values for keyword argument 'caller'")
  return checked(runtime, runtime.call(callee, args, new Map([...kwargs, ['caller', caller]]), frame))
}

/** Applies a filter node to a value: the node's own target, or the text of a block. */
export function applyFilter(
  runtime: Runtime,
  node: Extract<Expression, { kind: 'filter' }>,
  value: Value,
  frame: Frame
): Value {
  const { args, kwargs } = evaluateArguments(runtime, node.args, frame)
  runtime.at(node)
  if (node.name === 'render')
    return checked(runtime, runtime.call(runtime.renderFilter, [value, ...args], kwargs, frame))
  const result = runtime.filterContext.callFilter(node.name, value, args, kwargs)
  return typeof result === 'string' ? runtime.meter.checkText(result) : result
}

function applyTest(runtime: Runtime, node: Extract<Expression, { kind: 'test' }>, frame: Frame): Value {
  const value = runtime.evaluate(node.target, frame)
  const { args, kwargs } = evaluateArguments(runtime, node.args, frame)
  runtime.at(node)
  return runtime.filterContext.callTest(node.name, value, args, kwargs)
}
