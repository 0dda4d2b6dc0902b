import { ProjectError } from '../errors.ts'
import type { TemplateLimits } from './limits.ts'
import type { TemplateFiles } from './loader.ts'

export type RenderOptions = {
  /** Variables: plain data, also bigint and Map. They are copied, and maps reach templates with sorted keys. */
  readonly vars?: Readonly<Record<string, unknown>> | ReadonlyMap<string, unknown>
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

/**
 * Refuses what the types would, for callers without types: a mistake there would else be a template without variables.
 * @throws ProjectError `config` naming the option
 */
export function checkRenderCall(source: unknown, options: unknown): void {
  if (typeof source !== 'string')
    throw new ProjectError('template', `the template is no text, but ${nameKind(source)}`, {
      file: 'template',
      line: 1,
      column: 1
    })
  if (!isRecord(options))
    throw fault(`the options of renderTemplate are no object, but ${nameKind(options)}`, 'Write { vars: { … } }.')
  const unknown = Object.keys(options).find(key => !Object.hasOwn(expected, key))
  // beside vars, an option that only another version knows does no harm; without them these are the variables themselves
  if (unknown !== undefined && options['vars'] === undefined) {
    const hint = `Options are ${Object.keys(expected).join(', ')}; variables stand in vars.`
    throw fault(`renderTemplate has no option ${JSON.stringify(unknown)}`, hint)
  }
  for (const [key, { what, test }] of Object.entries(expected)) {
    const value = options[key]
    if (value !== undefined && !test(value))
      throw fault(`the option ${key} of renderTemplate must be ${what}, and it is ${nameKind(value)}`)
  }
}

type Expectation = { readonly what: string; readonly test: (value: unknown) => boolean }

const expected: Readonly<Record<keyof RenderOptions, Expectation>> = {
  vars: { what: 'an object with the variables', test: value => value === null || isRecord(value) },
  name: { what: 'text', test: value => typeof value === 'string' },
  files: { what: 'an object or a function', test: value => isRecord(value) || typeof value === 'function' },
  searchDirs: { what: 'a list of folders', test: Array.isArray },
  limits: { what: 'an object with numbers', test: isRecord },
  debug: { what: 'a function', test: value => typeof value === 'function' },
  functionsWin: { what: 'true or false', test: value => typeof value === 'boolean' }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function nameKind(value: unknown): string {
  if (value === null || value === undefined) return String(value)
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}

function fault(message: string, hint?: string): ProjectError {
  return new ProjectError('config', message, undefined, { hint })
}
