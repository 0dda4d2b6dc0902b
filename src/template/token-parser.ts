import type { Token } from 'nunjucks/src/lexer.js'
import nunjucksLexer from 'nunjucks/src/lexer.js'
import nunjucksParser from 'nunjucks/src/parser.js'
import { endOfTemplate, JinjaTokenizer, normalizeSource } from './lexer.ts'
import { type OpenStatement, SyntaxProblem } from './syntax-error.ts'
import type { Position } from './tree.ts'

const descriptions: ReadonlyMap<string, string> = new Map([
  [endOfTemplate, 'end of template'],
  [nunjucksLexer.TOKEN_BLOCK_START, 'begin of statement block'],
  [nunjucksLexer.TOKEN_BLOCK_END, 'end of statement block'],
  [nunjucksLexer.TOKEN_VARIABLE_START, 'begin of print statement'],
  [nunjucksLexer.TOKEN_VARIABLE_END, 'end of print statement'],
  [nunjucksLexer.TOKEN_DATA, 'template data / text']
])

/** How deep brackets, operators and statements may be inside each other while parsing; the tree itself has its own limit. */
const maxNesting = 200

/** nunjucks' parser with its token functions kept (peek, next, skip) and everything that reports a problem in Jinja2's words. */
export class TokenParser extends nunjucksParser.Parser {
  private readonly tokenizer: JinjaTokenizer
  private depth = 0
  /** The statements around, outermost first, from their words to the ends of their tags. */
  protected readonly open: OpenStatement[] = []

  constructor(source: string) {
    const tokenizer = new JinjaTokenizer(normalizeSource(source))
    super(tokenizer)
    this.tokenizer = tokenizer
  }

  here(): Position {
    return this.positionOf(this.peekToken())
  }

  positionOf(token: Token): Position {
    return { line: token.lineno + 1, column: token.colno + 1 }
  }

  /** Is this word next? Nothing is consumed. */
  at(word: string): boolean {
    const token = this.peekToken()
    return token.type === nunjucksLexer.TOKEN_SYMBOL && token.value === word
  }

  /** The token behind the next one. */
  lookAhead(): Token {
    this.peekToken()
    return this.tokenizer.lookAhead()
  }

  expectName(): Token {
    const token = this.nextToken()
    if (token.type !== nunjucksLexer.TOKEN_SYMBOL) this.unexpected(token, 'name')
    return token
  }

  expectWord(word: string): Token {
    const token = this.nextToken()
    if (token.type !== nunjucksLexer.TOKEN_SYMBOL || token.value !== word) this.unexpected(token, word)
    return token
  }

  expectType(type: string, wanted = descriptions.get(type) ?? type): Token {
    const token = this.nextToken()
    if (token.type !== type) this.unexpected(token, wanted)
    return token
  }

  private unexpected(token: Token, wanted: string): never {
    const message =
      token.type === endOfTemplate
        ? `unexpected end of template, expected '${wanted}'.`
        : `expected token '${wanted}', got '${this.describe(token)}'`
    this.problem(message, this.positionOf(token))
  }

  describe(token: Token): string {
    return descriptions.get(token.type) ?? token.value
  }

  /** Guards the call stack: every construct that can hold itself goes through here. */
  nested<T>(parse: () => T): T {
    if (++this.depth > maxNesting) this.problem('the template is nested too deeply', this.here(), 'limit')
    const result = parse()
    this.depth--
    return result
  }

  problem(message: string, position: Position, type = 'TemplateSyntaxError'): never {
    throw new SyntaxProblem(type, message, position, this.open)
  }

  /** nunjucks' own way to fail; its positions count from 0. */
  override fail(message: string, lineno?: number, colno?: number): never {
    const position = lineno === undefined ? this.here() : { line: lineno + 1, column: (colno ?? 0) + 1 }
    this.problem(message, position)
  }

  isTagEnd(type: string): boolean {
    return type === nunjucksLexer.TOKEN_VARIABLE_END || type === nunjucksLexer.TOKEN_BLOCK_END
  }

  isEnd(type: string): boolean {
    return type === endOfTemplate
  }
}
