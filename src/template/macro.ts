import { repr } from './builtins/text.ts'
import type { Frame } from './frame.ts'
import { Output } from './meter.ts'
import type { Runtime } from './runtime.ts'
import { analyse, type Scope } from './scope.ts'
import type { MacroPlan } from './template.ts'
import type { CallBlockNode, MacroNode } from './tree.ts'
import { Dict, type Kwargs, PyObject, TemplateRuntimeError, Tuple, Undefined, type Value } from './value.ts'
import { spend } from './work.ts'

/** What a macro takes besides its attributes. */
const macroWork = 400

/** A macro, or the `caller` of a call block, as a value that can be called. Source: Jinja2 3.1 Macro. */
export function makeMacro(runtime: Runtime, node: MacroNode | CallBlockNode, outer: Frame): PyObject {
  spend(macroWork)
  const { template } = outer
  const plan = template.planOf(node)
  const name = node.kind === 'macro' ? node.name : null
  const scope = outer.scope.within(node, inner => analyseMacro(inner, node, plan))
  checkCaller(node, plan)
  const params = node.params.map(param => param.name)
  const attributes = new Map<string, Value>([
    ['name', name],
    ['arguments', new Tuple(params)],
    ['catch_kwargs', plan.kwargs],
    ['catch_varargs', plan.varargs],
    ['caller', plan.caller],
    ['explicit_caller', plan.explicitCaller]
  ])
  const print = (): string => `<Macro ${name === null ? 'anonymous' : repr(name)}>`
  return new PyObject('Macro', attributes, print, (args, kwargs) => {
    const values = bindMacro(name, params, plan, args, kwargs)
    return runtime.meter.enterMacro(() =>
      runtime.inside(template, () => runMacro(runtime, node, outer.inner(scope, 'inner', false), values))
    )
  })
}

function analyseMacro(scope: Scope, node: MacroNode | CallBlockNode, plan: MacroPlan): void {
  if (plan.caller && !plan.explicitCaller) scope.parameter('caller')
  if (plan.kwargs) scope.parameter('kwargs')
  if (plan.varargs) scope.parameter('varargs')
  analyse(scope, [...node.params, ...node.defaults, ...node.body])
}

function checkCaller(node: MacroNode | CallBlockNode, plan: MacroPlan): void {
  const index = node.params.findIndex(param => param.name === 'caller')
  if (plan.caller && index >= 0 && index < node.params.length - node.defaults.length)
    throw new TemplateRuntimeError(
      'TemplateAssertionError',
      'When defining macros or call blocks the special "caller" argument must be omitted or be given a default.'
    )
}

function bindMacro(
  name: string | null,
  params: readonly string[],
  plan: MacroPlan,
  args: readonly Value[],
  kwargs: Kwargs
): Map<string, Value> {
  const values = new Map<string, Value>()
  const rest = new Map(kwargs)
  let foundCaller = args.length >= params.length && plan.explicitCaller
  for (const [index, param] of params.entries()) {
    const value = index < args.length ? args[index] : rest.get(param)
    if (index >= args.length) {
      rest.delete(param)
      foundCaller ||= param === 'caller'
    }
    if (value !== undefined) values.set(param, value)
  }
  if (plan.caller && !foundCaller) {
    const caller = rest.get('caller') ?? null
    rest.delete('caller')
    values.set('caller', caller === null ? new Undefined('No caller defined') : caller)
  }
  if (plan.kwargs) values.set('kwargs', Dict.of(rest))
  else refuseRest(name, rest)
  if (plan.varargs) values.set('varargs', new Tuple(args.slice(params.length)))
  else if (args.length > params.length)
    throw new TemplateRuntimeError(
      'TypeError',
      `macro ${nameText(name)} takes not more than ${params.length} argument(s)`
    )
  return values
}

function refuseRest(name: string | null, rest: Kwargs): void {
  const [first] = rest.keys()
  if (first === undefined) return
  const message = rest.has('caller')
    ? `macro ${nameText(name)} was invoked with two values for the special caller argument. This is most likely a bug.`
    : `macro ${nameText(name)} takes no keyword argument ${repr(first)}`
  throw new TemplateRuntimeError('TypeError', message)
}

function nameText(name: string | null): string {
  return name === null ? 'None' : repr(name)
}

function runMacro(
  runtime: Runtime,
  node: MacroNode | CallBlockNode,
  frame: Frame,
  values: ReadonlyMap<string, Value>
): string {
  runtime.mark(node.position)
  frame.enter()
  for (const [name, value] of values) frame.declare(name, value)
  const required = node.params.length - node.defaults.length
  for (const [index, { name }] of node.params.entries()) {
    if (values.has(name)) continue
    const fallback = node.defaults[index - required]
    const value = fallback ? runtime.evaluate(fallback, frame) : new Undefined(`parameter '${name}' was not provided`)
    frame.declare(name, value)
  }
  const output = new Output(runtime.meter.limits.text)
  runtime.run(node.body, frame, output)
  return output.toString()
}
