import { ImagesError, type Place, ProjectError } from '../errors.ts'
import { shorten } from '../text.ts'
import { fromPlain } from './builtins/convert.ts'
import { filters } from './builtins/filters.ts'
import { tests } from './builtins/tests.ts'
import { isRefusedName, type KnownNames } from './check.ts'
import { Context } from './context.ts'
import { Evaluator } from './evaluator.ts'
import { makeRender } from './file-functions.ts'
import { jinjaGlobals, makeGlobals } from './globals.ts'
import { defaultLimits } from './limits.ts'
import { TemplateLoader } from './loader.ts'
import { Meter, Output } from './meter.ts'
import { RenderMemory } from './render-memory.ts'
import { checkRenderCall, type RenderOptions } from './render-options.ts'
import { missingNameHint } from './syntax-hint.ts'
import { undefinedHint } from './undefined-hint.ts'
import { Dict, TemplateRuntimeError, type Value } from './value.ts'
import { Globals } from './variables.ts'
import { countingWork } from './work.ts'

export type { TemplateLimits } from './limits.ts'
export type { FileContent, TemplateFiles } from './loader.ts'
export type { RenderOptions } from './render-options.ts'

type Variables = Readonly<Record<string, unknown>> | ReadonlyMap<string, unknown>

const known: KnownNames = {
  filters: { has: name => name === 'render' || filters.has(name), keys: () => ['render', ...filters.keys()] },
  tests
}

/**
 * Renders a template as kluctl's Jinja2 does (strict undefined, no autoescape, `break` and `continue`). Calls of `images.get_image`
 * become placeholders, see placeholder.ts. kluctl-semantics 5.6 to 5.9.
 * @throws ProjectError `template`, `missing-file`, `outside-root`, `unsupported` or `limit`, with the place
 */
export function renderTemplate(source: string, options: RenderOptions = {}): string {
  return renderRemembering(source, options, new RenderMemory())
}

/**
 * {@link renderTemplate} for many templates with one memory. Options must have the same limits each time, and variables that are never
 * changed. Errors are the same.
 */
export function renderRemembering(source: string, options: RenderOptions, memory: RenderMemory): string {
  checkRenderCall(source, options)
  const name = options.name ?? 'template'
  const meter = new Meter({ ...defaultLimits, ...options.limits })
  const searchDirs = options.searchDirs ?? [...new Set([folderOf(name), ''])]
  const loader = new TemplateLoader(options.files ?? {}, searchDirs, meter, known, memory)
  const main = loader.load(source, `/${name}`, name)
  const evaluator = new Evaluator({ meter, loader, main, debug: options.debug ?? (() => undefined) })
  try {
    evaluator.renderFilter = makeRender(evaluator)
    const functions = makeGlobals(evaluator)
    const vars = options.vars ?? noVariables
    const variables = memory.variablesOf(vars, () => variablesOf(vars))
    evaluator.globals = new Globals(
      variables,
      functions,
      name => options.functionsWin !== true || jinjaGlobals.has(name)
    )
    const output = new Output(meter.limits.output)
    const context = new Context(main, evaluator.globals)
    countingWork(
      units => meter.countWork(units),
      () => evaluator.renderRoot(main, context, output)
    )
    return output.toString()
  } catch (error) {
    throw withPlace(error, evaluator)
  }
}

function folderOf(name: string): string {
  const end = name.lastIndexOf('/')
  return end < 0 ? '' : name.slice(0, end)
}

const noVariables = {}

function variablesOf(vars: Variables): ReadonlyMap<string, Value> {
  const named = new Map<string, Value>()
  const converted = readVariables(vars)
  if (!(converted instanceof Dict)) return named
  for (const [name, value] of converted.entries())
    if (typeof name === 'string' && !isRefusedName(name)) named.set(name, value)
  return named
}

/** The caller's objects may have getters and traps, which may throw anything. */
function readVariables(vars: Variables): Value {
  try {
    return fromPlain(vars)
  } catch (error) {
    if (error instanceof TemplateRuntimeError || error instanceof RangeError) throw error
    throw new TemplateRuntimeError('TypeError', 'the variables cannot be read: one of them fails when it is asked for')
  }
}

/** Python's messages repeat the value they are about, however long it is. */
const maxMessage = 1000

function withPlace(error: unknown, evaluator: Evaluator): unknown {
  const place = evaluator.place()
  const excerpt = [...(evaluator.loader.excerpt(place) ?? []), ...evaluator.trail(place)]
  if (error instanceof ProjectError) {
    const { code, message, hint } = error
    if (!error.place) return new ProjectError(code, message, place, { hint, cause: error, excerpt })
    if (!error.excerpt) return error
    const whole = [...error.excerpt, ...evaluator.trail(error.place)]
    return new ProjectError(code, message, error.place, { hint, cause: error, excerpt: whole })
  }
  if (error instanceof ImagesError)
    return new ProjectError('template', error.message, place, { hint: error.hint, cause: error, excerpt })
  if (error instanceof RangeError)
    return new ProjectError('limit', 'the template needs too much memory or is nested too deeply', place, { excerpt })
  if (!(error instanceof TemplateRuntimeError)) return error
  const message = shorten(error.message, maxMessage)
  if (error.type === 'LimitError') return new ProjectError('limit', message, place, { excerpt })
  if (error.type === 'Unsupported') return new ProjectError('unsupported', message, place, { excerpt })
  const hint = runtimeHint(error, evaluator, place)
  return new ProjectError('template', `${error.type}: ${message}`, place, { hint, excerpt })
}

function runtimeHint({ type, message }: TemplateRuntimeError, evaluator: Evaluator, place: Place): string | undefined {
  // Python names the kind of value, and not the variable that has it
  if (type === 'TypeError' && message.includes('StrictUndefined'))
    return 'A variable that is used here is undefined: check its spelling, or write a default: {{ name | default(…) }}.'
  if (type === 'ImageError' && message.includes('may only be printed'))
    return 'Its tag is known after rendering only, in kluctl too, so print it whole. For a chart that wants repository and tag apart, kluctl-images export --format helm-values writes both.'
  if (type !== 'UndefinedError') return missingNameHint(message, known)
  const { running: template, globals, loader } = evaluator
  return undefinedHint(message, { template, globals, place, line: loader.line(place) })
}
