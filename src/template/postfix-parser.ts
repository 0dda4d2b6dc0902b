import nunjucksLexer from 'nunjucks/src/lexer.js'
import { noArguments } from './argument-parser.ts'
import { PrimaryParser } from './primary-parser.ts'
import type { Arguments, CallNode, Expression, FilterNode } from './tree.ts'

const { TOKEN_SYMBOL, TOKEN_OPERATOR, TOKEN_COMMA, TOKEN_COLON, TOKEN_PIPE } = nunjucksLexer
const { TOKEN_LEFT_PAREN, TOKEN_LEFT_BRACKET, TOKEN_RIGHT_BRACKET, TOKEN_LEFT_CURLY } = nunjucksLexer
const { TOKEN_STRING, TOKEN_INT, TOKEN_FLOAT } = nunjucksLexer

/** What an argument of a test without brackets may begin with. */
const testArgument: ReadonlySet<string> = new Set([
  TOKEN_SYMBOL,
  TOKEN_STRING,
  TOKEN_INT,
  TOKEN_FLOAT,
  TOKEN_LEFT_BRACKET,
  TOKEN_LEFT_CURLY
])

/** What follows an operand: attributes, indexes, slices, calls, filters and tests. */
export abstract class PostfixParser extends PrimaryParser {
  protected parsePostfix(operand: Expression): Expression {
    let node = operand
    for (;;) {
      const token = this.peekToken()
      if (token.type === TOKEN_LEFT_PAREN) node = this.parseCall(node)
      else if (token.type === TOKEN_LEFT_BRACKET) node = this.parseItem(node)
      else if (token.type === TOKEN_OPERATOR && token.value === '.') node = this.parseAttribute(node)
      else return node
    }
  }

  protected parseFiltersAndTests(operand: Expression): Expression {
    let node = operand
    for (;;) {
      const { type } = this.peekToken()
      if (type === TOKEN_PIPE) node = this.parseFilters(node) ?? node
      else if (this.at('is')) node = this.parseTest(node)
      else if (type === TOKEN_LEFT_PAREN) node = this.parseCall(node)
      else return node
    }
  }

  protected parseCall(callee: Expression): CallNode {
    return { kind: 'call', position: this.here(), callee, args: this.parseArguments() }
  }

  protected parseAttribute(target: Expression): Expression {
    const position = this.here()
    this.nextToken()
    const token = this.nextToken()
    if (token.type === TOKEN_SYMBOL) return { kind: 'attribute', position, target, name: token.value }
    if (token.type !== TOKEN_INT) this.problem('expected name or number', this.positionOf(token))
    const at = this.positionOf(token)
    return {
      kind: 'item',
      position,
      target,
      index: { kind: 'literal', position: at, value: this.integer(token.value, at) }
    }
  }

  protected parseItem(target: Expression): Expression {
    const position = this.here()
    this.nextToken()
    const items: Expression[] = []
    while (this.peekToken().type !== TOKEN_RIGHT_BRACKET) {
      if (items.length > 0) this.expectType(TOKEN_COMMA, ',')
      items.push(this.parseSubscript())
    }
    this.nextToken()
    const [first] = items
    const index: Expression = items.length === 1 && first ? first : { kind: 'tuple', position, items }
    return { kind: 'item', position, target, index }
  }

  protected parseSubscript(): Expression {
    const position = this.here()
    const start = this.peekToken().type === TOKEN_COLON ? undefined : this.parseExpression()
    if (start && this.peekToken().type !== TOKEN_COLON) return start
    this.nextToken()
    const stop = this.peekToken().type === TOKEN_COLON ? undefined : this.parseBound()
    const step = this.skip(TOKEN_COLON) ? this.parseBound() : undefined
    return { kind: 'slice', position, start, stop, step }
  }

  protected parseBound(): Expression | undefined {
    const { type } = this.peekToken()
    return type === TOKEN_RIGHT_BRACKET || type === TOKEN_COMMA ? undefined : this.parseExpression()
  }

  /** The filters behind a value, or behind the word `filter` or a block `set`, where they have no target. */
  parseFilters(target: Expression | undefined, startsWithName = false): FilterNode | undefined {
    let node: FilterNode | undefined
    for (let inline = startsWithName; inline || this.skip(TOKEN_PIPE); inline = false) {
      const position = this.here()
      const name = this.parseDottedName()
      node = { kind: 'filter', position, target: node ?? target, name, args: this.parseOptionalArguments() }
    }
    return node
  }

  protected parseDottedName(): string {
    let name = this.expectName().value
    while (this.skipValue(TOKEN_OPERATOR, '.')) name += `.${this.expectName().value}`
    return name
  }

  protected parseTest(target: Expression): Expression {
    const position = this.here()
    this.nextToken()
    const negated = this.skipSymbol('not')
    const name = this.parseDottedName()
    const test: Expression = { kind: 'test', position, target, name, args: this.parseTestArguments() }
    return negated ? { kind: 'not', position, operand: test } : test
  }

  protected parseTestArguments(): Arguments {
    const { type } = this.peekToken()
    if (type === TOKEN_LEFT_PAREN) return this.parseArguments()
    if (!testArgument.has(type) || this.at('else') || this.at('or') || this.at('and')) return noArguments
    if (this.at('is')) this.problem('You cannot chain multiple tests with is', this.here())
    return { ...noArguments, positional: [this.parsePostfix(this.parsePrimary())] }
  }
}
