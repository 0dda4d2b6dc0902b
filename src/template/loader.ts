import { type Place, ProjectError } from '../errors.ts'
import { type Excerpt, excerptOf } from '../excerpt.ts'
import { quote } from '../text.ts'
import { checkTree, type KnownNames } from './check.ts'
import { normalizeSource } from './lexer.ts'
import { candidatePaths, joinName } from './lookup.ts'
import type { Meter } from './meter.ts'
import type { RenderMemory } from './render-memory.ts'
import { parseTemplate } from './statement-parser.ts'
import { SyntaxProblem } from './syntax-error.ts'
import { syntaxHint } from './syntax-hint.ts'
import { Template } from './template.ts'
import { TemplateRuntimeError } from './value.ts'
import { spend } from './work.ts'

/** What a character of a template takes to be parsed. */
const parseWork = 10

/** What a file holds: text, or its bytes, which `load_base64` needs for a file that is no text. */
export type FileContent = string | Uint8Array

/** Templates by project-relative path: an object with the sources, or a function that gives undefined where there is no such file. */
export type TemplateFiles = Readonly<Record<string, FileContent>> | ((path: string) => FileContent | undefined)

/** Finds, parses and checks the templates of one render, each once. kluctl-semantics 5.6, threat model F-02. */
export class TemplateLoader {
  private readonly templates = new Map<string, Template>()
  /** The text of each file that was parsed, for excerpts. */
  private readonly sources = new Map<string, string>()
  private readonly read: (path: string) => FileContent | undefined
  private readonly searchDirs: readonly string[]
  private readonly meter: Meter
  private readonly known: KnownNames
  private readonly memory: RenderMemory

  constructor(
    files: TemplateFiles,
    searchDirs: readonly string[],
    meter: Meter,
    known: KnownNames,
    memory: RenderMemory
  ) {
    this.read = typeof files === 'function' ? files : path => (Object.hasOwn(files, path) ? files[path] : undefined)
    this.searchDirs = searchDirs.map(dir => dir.replace(/^(?:\.?\/)+|^\.$|\/+$/g, ''))
    this.meter = meter
    this.known = known
    this.memory = memory
  }

  /** The template of a file, parsed and checked. Throws ProjectError with the place inside it. */
  load(source: string, name: string, file: string): Template {
    this.sources.set(file, source)
    return this.memory.template(name, file, source, () => this.parse(source, name, file))
  }

  /** Parses and checks a source. Throws ProjectError with the place inside it. */
  private parse(source: string, name: string, file: string, inline = false): Template {
    const { limits } = this.meter
    if (source.length > limits.source)
      throw new ProjectError('limit', `the template has more than ${limits.source} characters`, {
        file,
        line: 1,
        column: 1
      })
    spend(parseWork * source.length)
    try {
      const body = parseTemplate(source)
      checkTree(body, limits, this.known)
      return new Template(name, file, body, inline)
    } catch (error) {
      throw this.toProjectError(error, file, source)
    }
  }

  /** The lines of a template around a place in it. */
  excerpt(place: Place): Excerpt | undefined {
    const source = this.sources.get(place.file)
    return source === undefined ? undefined : excerptIn(source, place)
  }

  /** The line of a place as it was written; empty where it is not known. */
  line({ file, line = 1 }: Place): string {
    return normalizeSource(this.sources.get(file) ?? '').split('\n')[line - 1] ?? ''
  }

  private toProjectError(error: unknown, file: string, source: string): unknown {
    if (error instanceof RangeError) return new ProjectError('limit', 'the template is nested too deeply', { file })
    if (!(error instanceof SyntaxProblem)) return error
    const place = { file, ...error.position }
    const excerpt = excerptIn(source, place)
    if (error.type === 'limit') return new ProjectError('limit', error.message, place, { excerpt })
    const details = { excerpt, hint: syntaxHint(normalizeSource(source), error, this.known) }
    if (error.type === 'unsupported') return new ProjectError('unsupported', error.message, place, details)
    return new ProjectError('template', `${error.type}: ${error.message}`, place, details)
  }

  /** Parses a text that a template gives to `render`; problems in it belong to the place of the call. */
  parseInline(source: string, place: Place): Template {
    try {
      return this.parse(source, '', place.file, true)
    } catch (error) {
      if (!(error instanceof ProjectError)) throw error
      const line = error.place?.line
      const where = line === undefined ? '' : ` (line ${line} of the text that is rendered)`
      const { hint } = error
      throw new ProjectError(error.code, error.message + where, place, { hint, excerpt: this.excerpt(place) })
    }
  }

  /** The template of that name as `user` sees it; undefined where there is none. Throws ProjectError for a name that is refused. */
  find(name: string, user: Template | undefined): Template | undefined {
    const joined = joinName(name, user?.inline ? undefined : user?.name)
    const known = this.templates.get(joined)
    if (known) return known
    const found = this.findSource(joined)
    if (!found) return undefined
    const template = this.load(textOf(found.content), joined, found.path)
    this.templates.set(joined, template)
    return template
  }

  /** Content of a file that is found like a template. */
  findContent(name: string): FileContent | undefined {
    return this.findSource(joinName(name, undefined))?.content
  }

  /** Like {@link find}, but a missing template is a ProjectError with code `missing-file`. */
  get(name: string, user: Template | undefined): Template {
    return this.find(name, user) ?? missingTemplate([name])
  }

  private findSource(joined: string): { readonly path: string; readonly content: FileContent } | undefined {
    for (const path of candidatePaths(joined, this.searchDirs)) {
      const content = this.readOne(path)
      if (content !== undefined) return { path, content }
    }
    return undefined
  }

  /** A file that may not be read is a fault of the template that asks for it: the caller adds that place. */
  private readOne(path: string): FileContent | undefined {
    try {
      return this.read(path)
    } catch (error) {
      if (!(error instanceof ProjectError) || error.place?.line !== undefined) throw error
      throw new ProjectError(error.code, error.message, undefined, { hint: error.hint, cause: error })
    }
  }
}

function textOf(content: FileContent): string {
  if (typeof content === 'string') return content
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content)
  } catch {
    throw new TemplateRuntimeError('UnicodeDecodeError', 'the file is not UTF-8 text')
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

function excerptIn(source: string, place: Place): Excerpt | undefined {
  return excerptOf(normalizeSource(source), place)
}
