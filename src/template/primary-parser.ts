import nunjucksLexer from 'nunjucks/src/lexer.js'
import { ArgumentParser } from './argument-parser.ts'
import { parseFloatLiteral, parseInteger, unescapeText } from './literals.ts'
import type { Expression, Pair, Position } from './tree.ts'

const { TOKEN_SYMBOL, TOKEN_COMMA, TOKEN_COLON, TOKEN_STRING, TOKEN_INT, TOKEN_FLOAT } = nunjucksLexer
const { TOKEN_LEFT_PAREN, TOKEN_RIGHT_PAREN, TOKEN_LEFT_BRACKET, TOKEN_RIGHT_BRACKET } = nunjucksLexer
const { TOKEN_LEFT_CURLY, TOKEN_RIGHT_CURLY } = nunjucksLexer

const constants: ReadonlyMap<string, boolean | null> = new Map([
  ['true', true],
  ['True', true],
  ['false', false],
  ['False', false],
  ['none', null],
  ['None', null]
])

/** How a list of expressions without brackets ends and what may stand in it. */
type TupleOptions = {
  /** Only names and literals: what stands between `for` and `in`. */
  readonly simplified?: boolean
  /** False where a following `if` belongs to the statement. */
  readonly conditions?: boolean
  readonly parenthesized?: boolean
}

/** Names, literals, lists, dicts and tuples. */
export abstract class PrimaryParser extends ArgumentParser {
  /** An expression without inline `if`, whose word then belongs to a statement. */
  abstract parseOr(): Expression

  parsePrimary(): Expression {
    const token = this.nextToken()
    const position = this.positionOf(token)
    switch (token.type) {
      case TOKEN_SYMBOL: {
        const value = constants.get(token.value)
        if (value !== undefined) return { kind: 'literal', position, value }
        return { kind: 'name', position, name: token.value, mode: 'load' }
      }
      case TOKEN_STRING:
        return { kind: 'literal', position, value: this.parseStrings(token.value, position) }
      case TOKEN_INT:
        return { kind: 'literal', position, value: this.integer(token.value, position) }
      case TOKEN_FLOAT: {
        const value = parseFloatLiteral(token.value)
        if (value === undefined) this.problem('the number is too large', position, 'unsupported')
        return { kind: 'literal', position, value }
      }
      case TOKEN_LEFT_PAREN: {
        const node = this.parseTuple({ parenthesized: true })
        this.expectType(TOKEN_RIGHT_PAREN, ')')
        return node
      }
      case TOKEN_LEFT_BRACKET:
        return {
          kind: 'list',
          position,
          items: this.parseItems(TOKEN_RIGHT_BRACKET, ']', () => this.parseExpression())
        }
      case TOKEN_LEFT_CURLY:
        return { kind: 'dict', position, pairs: this.parseItems(TOKEN_RIGHT_CURLY, '}', () => this.parsePair()) }
      default:
        return this.problem(`unexpected '${this.describe(token)}'`, position)
    }
  }

  protected parseStrings(first: string, position: Position): string {
    let text = this.unquote(first, position)
    while (this.peekToken().type === TOKEN_STRING) {
      const token = this.nextToken()
      text += this.unquote(token.value, this.positionOf(token))
    }
    return text
  }

  protected unquote(literal: string, position: Position): string {
    const text = unescapeText(literal.slice(1, -1))
    return typeof text === 'string' ? text : this.problem(text.problem, position)
  }

  protected integer(text: string, position: Position): bigint {
    return parseInteger(text) ?? this.problem('the number has too many digits', position)
  }

  protected parsePair(): Pair {
    const key = this.parseExpression()
    this.expectType(TOKEN_COLON, ':')
    return { key, value: this.parseExpression() }
  }

  /** One expression, or several with commas between, which make a tuple. */
  parseTuple(options: TupleOptions = {}): Expression {
    let position = this.here()
    const items: Expression[] = []
    let isTuple = false
    for (;;) {
      if (items.length > 0) this.expectType(TOKEN_COMMA, ',')
      if (this.endsTuple()) break
      items.push(this.parseTupleItem(options))
      if (this.peekToken().type !== TOKEN_COMMA) break
      isTuple = true
      position = this.here()
    }
    const [first] = items
    if (!isTuple && first) return first
    if (!isTuple && !options.parenthesized)
      this.problem(`Expected an expression, got '${this.describe(this.peekToken())}'`, this.here())
    return { kind: 'tuple', position, items }
  }

  protected parseTupleItem(options: TupleOptions): Expression {
    if (options.simplified) return this.nested(() => this.parsePrimary())
    return options.conditions === false ? this.nested(() => this.parseOr()) : this.parseExpression()
  }

  protected endsTuple(): boolean {
    const { type } = this.peekToken()
    return this.isTagEnd(type) || type === TOKEN_RIGHT_PAREN
  }
}
