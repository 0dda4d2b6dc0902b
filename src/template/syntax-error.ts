import type { Position } from './tree.ts'

/** A statement with a body, by its word and where it began. */
export type OpenStatement = { readonly word: string; readonly position: Position }

/** A template cannot be parsed or is refused before anything of it runs. The caller adds the file. */
export class SyntaxProblem extends Error {
  /** Jinja2's class name (`TemplateSyntaxError`, `TemplateAssertionError`), or `limit`, or `unsupported`. */
  readonly type: string
  readonly position: Position
  /** The statements that were begun and not ended where the parser stopped, outermost first. */
  readonly open: readonly OpenStatement[]

  constructor(type: string, message: string, position: Position, open: readonly OpenStatement[] = []) {
    super(message)
    this.name = 'SyntaxProblem'
    this.type = type
    this.position = position
    this.open = open
  }
}
