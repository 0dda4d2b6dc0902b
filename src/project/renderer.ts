import { type Place, ProjectError } from '../errors.ts'
import type { FileSource } from '../ports.ts'
import type { FileContent } from '../template/loader.ts'
import { formatPlaceholder, replacePlaceholders } from '../template/placeholder.ts'
import { renderRemembering } from '../template/render.ts'
import { RenderMemory } from '../template/render-memory.ts'
import type { YamlMap } from '../yaml/parse.ts'

/** Renders texts of one project. Everything that is rendered goes through here. */
export type Renderer = {
  /**
   * Renders a text with variables. `folders` are searched for templates, nearest first (kluctl-semantics 5.6).
   * A text without `{` is returned as it is, without the engine.
   * @throws ProjectError
   */
  render(text: string, name: string, vars: YamlMap, folders: readonly string[]): string
  /** Renders a text that stands somewhere in a file; what is wrong in it is reported at that place. @throws ProjectError */
  renderPart(text: string, place: Place, vars: YamlMap, folders: readonly string[]): string
  /** Tells whether a `when` expression holds; an empty one does. @throws ProjectError at the place of the expression */
  isTrue(expression: string, place: Place, vars: YamlMap, folders: readonly string[]): boolean
}

/** Who follows the rendering from outside: it may be ended at any moment, and begun again without the file that was at fault. */
export type RenderWatch = {
  /** Told the file before each text that goes through the engine. */
  readonly begin: (file: string) => void
  /** Receives what `debug_print` prints. */
  readonly debug: (message: string) => void
  /** Files that ended the process before, with the reason. */
  readonly refused: ReadonlyMap<string, string>
}

/** Text where it is UTF-8; load_base64 takes bytes as well. */
function readContent(source: FileSource, path: string): FileContent | undefined {
  try {
    return source.read(path)
  } catch (error) {
    if (!(error instanceof ProjectError) || error.code !== 'template') throw error
    return source.readBytes(path)
  }
}

/** Calls of a text that stands at a place of a file: their lines count in the text alone, which is wrong in the file. */
function withPlace(rendered: string, text: string, place: Place): string {
  if (!text.includes('get_image')) return rendered
  const lines = text.split('\n').length
  return replacePlaceholders(rendered, call => {
    const isOwn = call.place?.file === place.file && (call.place.line ?? 1) <= lines
    return formatPlaceholder(isOwn ? { ...call, place } : call)
  })
}

/** For a rendering that nobody follows. */
export const unwatched: RenderWatch = { begin: () => undefined, debug: () => undefined, refused: new Map() }

/** A name is looked up in folder after folder, and most of them do not have it: that is asked once a folder. */
const missingLimit = 10_000

export function createRenderer(source: FileSource, { begin, debug, refused }: RenderWatch): Renderer {
  const memory = new RenderMemory()
  const missing = new Set<string>()
  const files = (path: string): FileContent | undefined => {
    if (missing.has(path)) return undefined
    const content = readContent(source, path)
    if (content === undefined && missing.size < missingLimit) missing.add(path)
    return content
  }
  const render: Renderer['render'] = (text, name, vars, folders) => {
    if (!text.includes('{')) return text
    const reason = refused.get(name)
    if (reason !== undefined) throw new ProjectError('limit', reason, { file: name })
    begin(name)
    const options = { vars, name, files, searchDirs: folders, functionsWin: true, debug }
    return renderRemembering(text, options, memory)
  }
  const renderPart: Renderer['renderPart'] = (text, place, vars, folders) => {
    try {
      return withPlace(render(text, place.file, vars, folders), text, place)
    } catch (error) {
      // the engine counts lines in the text alone, which is wrong in the file that holds it
      if (!(error instanceof ProjectError) || (error.place && error.place.file !== place.file)) throw error
      const excerpt = error.excerpt && ['in the text that is rendered here:', ...error.excerpt]
      throw new ProjectError(error.code, error.message, place, { hint: error.hint, cause: error, excerpt })
    }
  }
  return {
    render,
    renderPart,
    isTrue: (expression, place, vars, folders) => {
      if (expression.trim() === '') return true
      const text = `{% if ${expression} %}True{% else %}False{% endif %}`
      return renderPart(text, place, vars, folders).trim() === 'True'
    }
  }
}
