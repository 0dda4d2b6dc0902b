import type { Position } from './tree.ts'

/** A template cannot be parsed or is refused before anything of it runs. The caller adds the file. */
export class SyntaxProblem extends Error {
  /** Jinja2's class name (`TemplateSyntaxError`, `TemplateAssertionError`), or `limit`, or `unsupported`. */
  readonly type: string
  readonly position: Position

  constructor(type: string, message: string, position: Position) {
    super(message)
    this.name = 'SyntaxProblem'
    this.type = type
    this.position = position
  }
}
