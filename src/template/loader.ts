import { type Place, ProjectError } from '../errors.ts'
import { quote } from '../text.ts'
import { checkTree, type KnownNames } from './check.ts'
import { candidatePaths, joinName } from './lookup.ts'
import type { Meter } from './meter.ts'
import { parseTemplate } from './statement-parser.ts'
import { SyntaxProblem } from './syntax-error.ts'
import { Template } from './template.ts'

/** Templates by project-relative path: an object with the sources, or a function that gives undefined where there is no such file. */
export type TemplateFiles = Readonly<Record<string, string>> | ((path: string) => string | undefined)

/** Finds, parses and checks the templates of one render, each once. kluctl-semantics 5.6, threat model F-02. */
export class TemplateLoader {
  private readonly templates = new Map<string, Template>()
  private readonly read: (path: string) => string | undefined
  private readonly searchDirs: readonly string[]
  private readonly meter: Meter
  private readonly known: KnownNames

  constructor(files: TemplateFiles, searchDirs: readonly string[], meter: Meter, known: KnownNames) {
    this.read = typeof files === 'function' ? files : path => (Object.hasOwn(files, path) ? files[path] : undefined)
    this.searchDirs = searchDirs.map(dir => dir.replace(/^(?:\.?\/)+|^\.$|\/+$/g, ''))
    this.meter = meter
    this.known = known
  }

  /** Parses and checks a source. Throws ProjectError with the place inside it. */
  parse(source: string, name: string, file: string, inline = false): Template {
    const { limits } = this.meter
    if (source.length > limits.source)
      throw new ProjectError('limit', `the template has more than ${limits.source} characters`, {
        file,
        line: 1,
        column: 1
      })
    try {
      const body = parseTemplate(source)
      checkTree(body, limits, this.known)
      return new Template(name, file, body, inline)
    } catch (error) {
      throw toProjectError(error, file)
    }
  }

  /** Parses a text that a template gives to `render`; problems in it belong to the place of the call. */
  parseInline(source: string, place: Place): Template {
    try {
      return this.parse(source, '', place.file, true)
    } catch (error) {
      if (!(error instanceof ProjectError)) throw error
      const line = error.place?.line
      const where = line === undefined ? '' : ` (line ${line} of the text that is rendered)`
      throw new ProjectError(error.code, error.message + where, place)
    }
  }

  /** The template of that name as `user` sees it; undefined where there is none. Throws ProjectError for a name that is refused. */
  find(name: string, user: Template | undefined): Template | undefined {
    const joined = joinName(name, user?.inline ? undefined : user?.name)
    const known = this.templates.get(joined)
    if (known) return known
    const found = this.findSource(joined)
    if (!found) return undefined
    const template = this.parse(found.source, joined, found.path)
    this.templates.set(joined, template)
    return template
  }

  /** Content of a file that is found like a template. */
  findText(name: string): string | undefined {
    return this.findSource(joinName(name, undefined))?.source
  }

  /** Like {@link find}, but a missing template is a ProjectError with code `missing-file`. */
  get(name: string, user: Template | undefined): Template {
    return this.find(name, user) ?? missingTemplate([name])
  }

  private findSource(joined: string): { readonly path: string; readonly source: string } | undefined {
    for (const path of candidatePaths(joined, this.searchDirs)) {
      const source = this.readOne(path)
      if (source !== undefined) return { path, source }
    }
    return undefined
  }

  /** A file that may not be read is a fault of the template that asks for it: the caller adds that place. */
  private readOne(path: string): string | undefined {
    try {
      return this.read(path)
    } catch (error) {
      if (!(error instanceof ProjectError) || error.place?.line !== undefined) throw error
      throw new ProjectError(error.code, error.message, undefined, { hint: error.hint, cause: error })
    }
  }
}

/** Throws ProjectError with code `missing-file`; the caller adds the place. */
export function missingTemplate(names: readonly string[]): never {
  const list = names
    .slice(0, 10)
    .map(name => quote(name))
    .join(', ')
  const message = names.length === 1 ? `template ${list} not found` : `none of the templates ${list} was found`
  throw new ProjectError('missing-file', `TemplateNotFound: ${message}`)
}

function toProjectError(error: unknown, file: string): unknown {
  if (error instanceof RangeError) return new ProjectError('limit', 'the template is nested too deeply', { file })
  if (!(error instanceof SyntaxProblem)) return error
  const place = { file, ...error.position }
  if (error.type === 'limit') return new ProjectError('limit', error.message, place)
  if (error.type === 'unsupported') return new ProjectError('unsupported', error.message, place)
  return new ProjectError('template', `${error.type}: ${error.message}`, place)
}
