import type { Token } from 'nunjucks/src/lexer.js'
import nunjucks from 'nunjucks/src/lexer.js'
import { pythonSpace, stripEnd } from './literals.ts'
import { SyntaxProblem } from './syntax-error.ts'

export type { Token } from 'nunjucks/src/lexer.js'

/** Type of the token that stands behind the last one. */
export const endOfTemplate = 'eof'

const space = `[${pythonSpace}]*`
const rawBegin = `\\{%[-+]?${space}raw${space}(?:-%\\}${space}|%\\})`
const begin = new RegExp(`${rawBegin}|\\{#[-+]?|\\{%[-+]?|\\{\\{[-+]?`, 'g')
const rawEnd = new RegExp(`\\{%[-+]?${space}endraw${space}(?:\\+%\\}|-%\\}${space}|%\\})`, 'g')
const commentEnd = new RegExp(`\\+#\\}|-#\\}${space}|#\\}`, 'g')
const blockEnd = new RegExp(`\\+%\\}|-%\\}${space}|%\\}`, 'y')
const variableEnd = new RegExp(`-\\}\\}${space}|\\}\\}`, 'y')
const blank = new RegExp(`[${pythonSpace}]+`, 'y')
const float = /(?<!\.)(?:\d+_)*\d+(?:(?:\.(?:\d+_)*\d+)?e[+-]?(?:\d+_)*\d+|\.(?:\d+_)*\d+)/iy
const integer = /0b(?:_?[01])+|0o(?:_?[0-7])+|0x(?:_?[\da-f])+|[1-9](?:_?\d)*|0(?:_?0)*/iy
const name = new RegExp(`(?:(?![${pythonSpace}])[\\w\\u0080-\\uffff])+`, 'y')
const identifier = /^[\p{XID_Start}_]\p{XID_Continue}*$/u
const string = /'[^'\\]*(?:\\.[^'\\]*)*'|"[^"\\]*(?:\\.[^"\\]*)*"/sy
const operator = /\/\/|\*\*|==|!=|>=|<=|[-+/*%~[\](){}><=.:|,;]/y

const closing: ReadonlyMap<string, string> = new Map([
  ['{', '}'],
  ['(', ')'],
  ['[', ']']
])

const types: ReadonlyMap<string, string> = new Map([
  ['(', nunjucks.TOKEN_LEFT_PAREN],
  [')', nunjucks.TOKEN_RIGHT_PAREN],
  ['[', nunjucks.TOKEN_LEFT_BRACKET],
  [']', nunjucks.TOKEN_RIGHT_BRACKET],
  ['{', nunjucks.TOKEN_LEFT_CURLY],
  ['}', nunjucks.TOKEN_RIGHT_CURLY],
  [',', nunjucks.TOKEN_COMMA],
  [':', nunjucks.TOKEN_COLON],
  ['~', nunjucks.TOKEN_TILDE],
  ['|', nunjucks.TOKEN_PIPE]
])

/**
 * Jinja2's lexical grammar on nunjucks' tokenizer. nunjucks goes character by character, loses backslashes, knows regular expressions
 * and `===`, and takes any run of characters as a name; all of that is replaced. Blanks are skipped, strings keep their quotes.
 * The source must have `\n` line ends (see {@link normalizeSource}). Source: Jinja2 3.1 lexer rules, kluctl-semantics 5.9.
 */
export class JinjaTokenizer extends nunjucks.lex('').constructor {
  private readonly waiting: Token[] = []
  private readonly brackets: string[] = []
  private inVariable = false
  /** The end of the template is reported where the last thing before it begins, as Jinja2 does. */
  private lastBegin = { lineno: 0, colno: 0 }
  private lineStart = 0
  private nextNewline: number

  constructor(source: string) {
    super(source)
    this.nextNewline = newlineFrom(source, 0)
  }

  override nextToken(): Token {
    return this.waiting.shift() ?? this.lexToken()
  }

  /** The token behind the one that comes next; nothing is consumed. */
  lookAhead(): Token {
    const token = this.waiting[0] ?? this.lexToken()
    this.waiting[0] = token
    return token
  }

  override forwardN(count: number): void {
    this.index += count
    while (this.nextNewline < this.index) {
      this.lineno++
      this.lineStart = this.nextNewline + 1
      this.nextNewline = newlineFrom(this.str, this.lineStart)
    }
    this.colno = this.index - this.lineStart
  }

  private lexToken(): Token {
    while (!this.isFinished()) {
      const token = this.in_code ? this.codeToken() : this.dataToken()
      if (token) return token
    }
    return { type: endOfTemplate, value: '', ...this.lastBegin }
  }

  private token(type: string, value: string): Token {
    if (value !== '') this.lastBegin = { lineno: this.lineno, colno: this.colno }
    return { type, value, lineno: this.lineno, colno: this.colno }
  }

  /** Text up to the next tag, then the begin of the tag; undefined where only a comment or nothing was there. */
  private dataToken(): Token | undefined {
    const found = search(begin, this.str, this.index)
    if (!found) return this.take(nunjucks.TOKEN_DATA, this.len - this.index)
    if (found.index > this.index) {
      const length = found.index - this.index
      const text = this.str.slice(this.index, found.index)
      const token = this.token(nunjucks.TOKEN_DATA, found[0].charAt(2) === '-' ? stripEnd(text) : text)
      this.forwardN(length)
      return token.value === '' ? undefined : token
    }
    const tag = found[0]
    if (tag.startsWith('{#')) return this.comment(tag)
    if (tag.length > 3) return this.raw(tag)
    this.in_code = true
    this.inVariable = tag.startsWith('{{')
    return this.take(this.inVariable ? nunjucks.TOKEN_VARIABLE_START : nunjucks.TOKEN_BLOCK_START, tag.length)
  }

  private comment(tag: string): undefined {
    const end = search(commentEnd, this.str, this.index + tag.length)
    if (end) this.forwardN(end.index + end[0].length - this.index)
    else this.toEnd(tag.length, 'Missing end of comment tag')
  }

  private raw(tag: string): Token | undefined {
    this.forwardN(tag.length)
    const end = search(rawEnd, this.str, this.index)
    if (!end) return this.toEnd(0, 'Missing end of raw directive')
    const text = this.str.slice(this.index, end.index)
    const token = this.token(nunjucks.TOKEN_DATA, end[0].charAt(2) === '-' ? stripEnd(text) : text)
    this.forwardN(end.index + end[0].length - this.index)
    return token.value === '' ? undefined : token
  }

  /** Jinja2 misses the end of a comment or raw block only where something follows its begin. */
  private toEnd(length: number, message: string): undefined {
    if (this.index + length < this.len) this.fail(message)
    this.forwardN(length)
  }

  private codeToken(): Token | undefined {
    const skipped = this.match(blank)
    if (skipped !== undefined) {
      this.forwardN(skipped.length)
      return undefined
    }
    const end = this.brackets.length === 0 ? this.match(this.inVariable ? variableEnd : blockEnd) : undefined
    if (end !== undefined) {
      this.in_code = false
      return this.take(this.inVariable ? nunjucks.TOKEN_VARIABLE_END : nunjucks.TOKEN_BLOCK_END, end.length)
    }
    for (const [pattern, type] of patterns) {
      const text = this.match(pattern)
      if (text !== undefined) return this.take(type, text.length)
    }
    const word = this.match(name)
    if (word !== undefined) {
      if (!identifier.test(word) || word !== word.normalize('NFKC')) this.fail('Invalid character in identifier')
      return this.take(nunjucks.TOKEN_SYMBOL, word.length)
    }
    const sign = this.match(operator)
    if (sign === undefined) return this.fail(`unexpected char ${JSON.stringify(this.str.charAt(this.index))}`)
    this.balance(sign)
    return this.take(types.get(sign) ?? nunjucks.TOKEN_OPERATOR, sign.length)
  }

  private balance(sign: string): void {
    const close = closing.get(sign)
    if (close !== undefined) this.brackets.push(close)
    else if (sign === '}' || sign === ')' || sign === ']') {
      const expected = this.brackets.pop()
      if (expected === undefined) this.fail(`unexpected '${sign}'`)
      if (expected !== sign) this.fail(`unexpected '${sign}', expected '${expected}'`)
    }
  }

  private take(type: string, length: number): Token {
    const token = this.token(type, this.str.slice(this.index, this.index + length))
    this.forwardN(length)
    return token
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.index
    return pattern.exec(this.str)?.[0]
  }

  private fail(message: string): never {
    throw new SyntaxProblem('TemplateSyntaxError', message, { line: this.lineno + 1, column: this.colno + 1 })
  }
}

const patterns: readonly (readonly [RegExp, string])[] = [
  [float, nunjucks.TOKEN_FLOAT],
  [integer, nunjucks.TOKEN_INT],
  [string, nunjucks.TOKEN_STRING]
]

/** Line ends become `\n` and one at the end is dropped, as Jinja2 does with `keep_trailing_newline` off. */
export function normalizeSource(source: string): string {
  const text = source.includes('\r') ? source.replace(/\r\n?/g, '\n') : source
  return text.endsWith('\n') ? text.slice(0, -1) : text
}

function newlineFrom(source: string, index: number): number {
  const found = source.indexOf('\n', index)
  return found === -1 ? Number.POSITIVE_INFINITY : found
}

function search(pattern: RegExp, source: string, index: number): RegExpExecArray | null {
  pattern.lastIndex = index
  return pattern.exec(source)
}
