import { ProjectError } from '../errors.ts'
import { iterate } from './builtins/iterate.ts'
import { isTrue } from './builtins/truth.ts'
import { Context } from './context.ts'
import type { Frame } from './frame.ts'
import { missingTemplate } from './loader.ts'
import { Output } from './meter.ts'
import type { Module, Runtime } from './runtime.ts'
import type { Template } from './template.ts'
import type { FromImportNode, ImportNode, IncludeNode } from './tree.ts'
import { PyObject, TemplateRuntimeError, Tuple, Undefined, type Value } from './value.ts'
import { Layer, type Variables } from './variables.ts'

/** The template a value names. Throws ProjectError where it is missing, TemplateRuntimeError for a value that is no name. */
export function requireTemplate(runtime: Runtime, value: Value, user: Template): Template {
  return runtime.loader.get(templateName(value), user)
}

function templateName(value: Value): string {
  if (typeof value === 'string') return value
  if (value instanceof Undefined) throw new TemplateRuntimeError('UndefinedError', value.message)
  throw new TemplateRuntimeError('TypeError', 'the name of a template must be text')
}

/** The first template of a list that exists, as include allows; undefined where a missing one may be ignored. */
function selectTemplate(runtime: Runtime, value: Value, node: IncludeNode, frame: Frame): Template | undefined {
  const names = namesOf(value).map(templateName)
  for (const name of names) {
    const template = runtime.loader.find(name, frame.template)
    if (template) return template
  }
  if (node.ignoreMissing) return undefined
  if (names.length > 0) return missingTemplate(names)
  throw new ProjectError('missing-file', 'TemplatesNotFound: Tried to select from an empty list of templates.')
}

/** Only include takes a list; anything else that is false counts as an empty one. */
function namesOf(value: Value): readonly Value[] {
  if (Array.isArray(value) || value instanceof Tuple) return [...iterate(value)]
  return typeof value === 'string' || isTrue(value) ? [value] : []
}

export function runInclude(runtime: Runtime, node: IncludeNode, frame: Frame, output: Output): void {
  const value = runtime.evaluate(node.template, frame)
  runtime.at(node)
  const template = selectTemplate(runtime, value, node, frame)
  if (!template) return
  if (node.withContext) {
    const variables = mergeLocals(frame.context.all(), frame.locals())
    runtime.meter.includeTemplate(() => runtime.renderRoot(template, new Context(template, variables), output))
  } else output.append(defaultModule(runtime, template).text)
}

function mergeLocals(variables: Variables, locals: ReadonlyMap<string, Value>): Variables {
  return locals.size === 0 ? variables : new Layer(locals, variables)
}

function makeModule(runtime: Runtime, template: Template, variables: Variables): Module {
  const context = new Context(template, variables)
  const output = new Output(runtime.meter.limits.output)
  runtime.meter.includeTemplate(() => runtime.renderRoot(template, context, output))
  const exports = new Map<string, Value>()
  for (const name of context.exported) {
    const value = context.vars.get(name)
    if (value !== undefined) exports.set(name, value)
  }
  const text = output.toString()
  return { text, exports, file: template.file, object: new PyObject('TemplateModule', new Map(exports), () => text) }
}

/** A module without context sees the globals only, and runs once however often it is imported. */
function defaultModule(runtime: Runtime, template: Template): Module {
  const known = runtime.modules.get(template)
  if (known) return known
  const module = makeModule(runtime, template, runtime.globals)
  runtime.modules.set(template, module)
  return module
}

function importModule(runtime: Runtime, node: ImportNode | FromImportNode, frame: Frame): Module {
  const value = runtime.evaluate(node.template, frame)
  runtime.at(node)
  const template = requireTemplate(runtime, value, frame.template)
  return node.withContext
    ? makeModule(runtime, template, mergeLocals(frame.context.all(), frame.locals()))
    : defaultModule(runtime, template)
}

export function runImport(runtime: Runtime, node: ImportNode, frame: Frame): void {
  bindImported(frame, node.target, importModule(runtime, node, frame).object)
}

export function runFromImport(runtime: Runtime, node: FromImportNode, frame: Frame): void {
  const module = importModule(runtime, node, frame)
  for (const { name, alias } of node.names) {
    const value = module.exports.get(name)
    bindImported(frame, alias, value === undefined ? notExported(module, name, node, frame) : value)
  }
}

function notExported(module: Module, name: string, node: FromImportNode, frame: Frame): Undefined {
  const imported = `(imported on line ${node.position.line} in '${frame.template.file}')`
  return new Undefined(`the template '${module.file}' ${imported} does not export the requested name '${name}'`)
}

/** Imported names can be used further on, but are not exported again. */
function bindImported(frame: Frame, name: string, value: Value): void {
  frame.assign(name, value)
  if (!frame.isTop) return
  frame.context.vars.set(name, value)
  frame.context.exported.delete(name)
}
