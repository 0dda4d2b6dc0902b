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
import { defaultLimits, type TemplateLimits } from './limits.ts'
import { type TemplateFiles, TemplateLoader } from './loader.ts'
import { Meter, Output } from './meter.ts'
import { Dict, TemplateRuntimeError, type Value } from './value.ts'

export type { TemplateLimits } from './limits.ts'
export type { TemplateFiles } from './loader.ts'

export type RenderOptions = {
  /** Variables: plain data, also bigint and Map. They are copied, and maps reach templates with sorted keys. */
  readonly vars?: Readonly<Record<string, unknown>>
  /** Project-relative path of the source, for messages and relative names; default `template`. */
  readonly name?: string
  /** Other templates by project-relative path. */
  readonly files?: TemplateFiles
  /** Where names of templates are looked up, in order; default: the folder of `name`, then the project folder. */
  readonly searchDirs?: readonly string[]
  readonly limits?: Partial<TemplateLimits>
  /** Receives what `debug_print` prints. */
  readonly debug?: (message: string) => void
  /**
   * True where kluctl's functions hide variables of the same name, as `images` and `version`: kluctl installs them after the variables
   * (v2.28, kluctl-semantics 2.5). By default the caller's variables win.
   */
  readonly functionsWin?: boolean
}

const known: KnownNames = { filters: { has: name => name === 'render' || filters.has(name) }, tests }

/**
 * Renders a template as kluctl's Jinja2 does (strict undefined, no autoescape, `break` and `continue`). Calls of `images.get_image`
 * become placeholders, see placeholder.ts. kluctl-semantics 5.6 to 5.9.
 * @throws ProjectError `template`, `missing-file`, `outside-root`, `unsupported` or `limit`, with the place
 */
export function renderTemplate(source: string, options: RenderOptions = {}): string {
  const name = options.name ?? 'template'
  if (typeof source !== 'string')
    throw new ProjectError('template', 'the template is no text', { file: name, line: 1, column: 1 })
  const meter = new Meter({ ...defaultLimits, ...options.limits })
  const searchDirs = options.searchDirs ?? [...new Set([folderOf(name), ''])]
  const loader = new TemplateLoader(options.files ?? {}, searchDirs, meter, known)
  const main = loader.parse(source, `/${name}`, name)
  const evaluator = new Evaluator({ meter, loader, main, debug: options.debug ?? (() => undefined) })
  try {
    evaluator.renderFilter = makeRender(evaluator)
    const functions = makeGlobals(evaluator)
    for (const [key, value] of functions) evaluator.globals.set(key, value)
    for (const [key, value] of variablesOf(options.vars ?? {})) {
      if (options.functionsWin !== true || !functions.has(key) || jinjaGlobals.has(key))
        evaluator.globals.set(key, value)
    }
    const output = new Output(meter.limits.output)
    evaluator.renderRoot(main, new Context(main, evaluator.globals), output)
    return output.toString()
  } catch (error) {
    throw withPlace(error, evaluator.place())
  }
}

function folderOf(name: string): string {
  const end = name.lastIndexOf('/')
  return end < 0 ? '' : name.slice(0, end)
}

function variablesOf(vars: Readonly<Record<string, unknown>>): [string, Value][] {
  const converted = readVariables(vars)
  if (!(converted instanceof Dict)) return []
  const named: [string, Value][] = []
  for (const [name, value] of converted.entries())
    if (typeof name === 'string' && !isRefusedName(name)) named.push([name, value])
  return named
}

/** The caller's objects may have getters and traps, which may throw anything. */
function readVariables(vars: Readonly<Record<string, unknown>>): Value {
  try {
    return fromPlain(vars)
  } catch (error) {
    if (error instanceof TemplateRuntimeError || error instanceof RangeError) throw error
    throw new TemplateRuntimeError('TypeError', 'the variables cannot be read: one of them fails when it is asked for')
  }
}

/** Python's messages repeat the value they are about, however long it is. */
const maxMessage = 1000

function hintFor({ type, message }: TemplateRuntimeError): string | undefined {
  if (type !== 'UndefinedError') return undefined
  return message.endsWith(' is undefined')
    ? 'Give it a value in vars, in args or in the target, or write a default: {{ name | default(…) }}.'
    : 'Check its spelling, or write a default behind it: {{ a.b | default(…) }}.'
}

function withPlace(error: unknown, place: Place): unknown {
  if (error instanceof ProjectError)
    return error.place ? error : new ProjectError(error.code, error.message, place, { hint: error.hint, cause: error })
  if (error instanceof ImagesError) return new ProjectError('template', error.message, place, { cause: error })
  if (error instanceof RangeError)
    return new ProjectError('limit', 'the template needs too much memory or is nested too deeply', place)
  if (!(error instanceof TemplateRuntimeError)) return error
  const message = shorten(error.message, maxMessage)
  if (error.type === 'LimitError') return new ProjectError('limit', message, place)
  if (error.type === 'Unsupported') return new ProjectError('unsupported', message, place)
  return new ProjectError('template', `${error.type}: ${message}`, place, { hint: hintFor(error) })
}
