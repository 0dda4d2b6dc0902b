import { spend } from '../work.ts'
import { checkTextLength } from './limits.ts'

/** Lines longer than this are folded at the next single blank. */
const bestWidth = 80

/**
 * The page that YAML is written on: knows the column and what the line holds so far, as PyYAML's emitter does. The layout of every
 * node depends on both.
 */
export class YamlWriter {
  /** Indentation of the node that is being written; undefined before the first one. */
  indent: number | undefined
  /** True where the last character written separates, so that no blank is needed. */
  whitespace = true
  /** True where the line holds nothing but indentation and the signs `-`, `?`, `:`. */
  indention = true
  /** True where the document needs `...` at its end. */
  openEnded = false
  private column = 0
  private length = 0
  private readonly parts: string[] = []

  /** True where the next single blank becomes a line break. */
  get isFull(): boolean {
    return this.column > bestWidth
  }

  /** True where `count` more characters pass the width. */
  isFullAfter(count: number): boolean {
    return this.column + count > bestWidth
  }

  /** Text of a scalar; its characters count, the state of the line does not change. */
  text(text: string): void {
    this.column += text.length
    this.raw(text)
  }

  /** A sign such as `-`, `:`, `'` or an anchor, after a blank where one is needed. */
  indicator(sign: string, needsBlank: boolean, { whitespace = false, indention = false } = {}): void {
    this.text(this.whitespace || !needsBlank ? sign : ` ${sign}`)
    this.whitespace = whitespace
    this.indention = this.indention && indention
    this.openEnded = false
  }

  /** Starts a new line unless the current one is still empty, and goes to the indentation. */
  toIndent(): void {
    const indent = this.indent ?? 0
    const isUsed = !this.indention || this.column > indent || (this.column === indent && !this.whitespace)
    if (isUsed) this.lineBreak()
    if (this.column < indent) {
      this.whitespace = true
      this.raw(' '.repeat(indent - this.column))
      this.column = indent
    }
  }

  lineBreak(): void {
    this.whitespace = true
    this.indention = true
    this.column = 0
    this.raw('\n')
  }

  /** Marks that text stands on the line. */
  inText(): void {
    this.whitespace = false
    this.indention = false
  }

  /** Runs with an indentation of two more; `step` 0 keeps it, and the first collection of a document stands at 0. */
  nested(step: 0 | 2, first: 0 | 2, write: () => void): void {
    const outer = this.indent
    this.indent = outer === undefined ? first : outer + step
    write()
    this.indent = outer
  }

  finish(): string {
    return this.parts.join('')
  }

  private raw(text: string): void {
    this.length += text.length
    spend(text.length + 2)
    checkTextLength(this.length)
    this.parts.push(text)
  }
}
