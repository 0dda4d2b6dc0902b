import { type Place, ProjectError } from '../errors.ts'
import type { FileSource } from '../ports.ts'
import { renderTemplate } from '../template/render.ts'
import type { YamlMap } from '../yaml/parse.ts'
import { withParents } from './files.ts'

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

export function createRenderer(source: FileSource, debug: (message: string) => void): Renderer {
  const render: Renderer['render'] = (text, name, vars, folders) => {
    if (!text.includes('{')) return text
    return renderTemplate(text, {
      vars: Object.fromEntries(vars),
      name,
      files: path => source.read(path),
      searchDirs: folders,
      functionsWin: true,
      debug
    })
  }
  const renderPart: Renderer['renderPart'] = (text, place, vars, folders) => {
    try {
      return render(text, place.file, vars, folders)
    } catch (error) {
      // the engine counts lines in the text alone, which is wrong in the file that holds it
      if (!(error instanceof ProjectError) || (error.place && error.place.file !== place.file)) throw error
      throw new ProjectError(error.code, error.message, place, { hint: error.hint, cause: error })
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

/** Folders that an item or a deployment project searches for templates: its own, and its parents up to the root. */
export function searchFolders(...folders: readonly string[]): readonly string[] {
  return [...new Set(folders.flatMap(folder => withParents(folder)))]
}
