import nunjucksLexer from 'nunjucks/src/lexer.js'
import { PostfixParser } from './postfix-parser.ts'
import type { BinaryOperator, CompareOperator, Expression, Operand } from './tree.ts'

const { TOKEN_OPERATOR, TOKEN_TILDE } = nunjucksLexer

const compareOperators: ReadonlySet<string> = new Set(['==', '!=', '<', '<=', '>', '>='])

/** Jinja2's operators and their precedence. Source: Jinja2 3.1 parser, kluctl-semantics 5.9. */
export class ExpressionParser extends PostfixParser {
  parseExpression(): Expression {
    return this.nested(() => this.parseCondition())
  }

  private parseCondition(): Expression {
    let position = this.here()
    let node = this.parseOr()
    while (this.skipSymbol('if')) {
      const test = this.parseOr()
      const otherwise = this.skipSymbol('else') ? this.parseExpression() : undefined
      node = { kind: 'condition', position, test, value: node, otherwise }
      position = this.here()
    }
    return node
  }

  parseOr(): Expression {
    let position = this.here()
    let left = this.parseAnd()
    while (this.skipSymbol('or')) {
      left = { kind: 'or', position, left, right: this.parseAnd() }
      position = this.here()
    }
    return left
  }

  private parseAnd(): Expression {
    let position = this.here()
    let left = this.parseNot()
    while (this.skipSymbol('and')) {
      left = { kind: 'and', position, left, right: this.parseNot() }
      position = this.here()
    }
    return left
  }

  private parseNot(): Expression {
    const position = this.here()
    if (this.skipSymbol('not')) return { kind: 'not', position, operand: this.nested(() => this.parseNot()) }
    return this.parseCompare()
  }

  private parseCompare(): Expression {
    let position = this.here()
    const first = this.parseSum()
    const rest: Operand[] = []
    for (let operator = this.compareOperator(); operator; operator = this.compareOperator()) {
      rest.push({ operator, operand: this.parseSum() })
      position = this.here()
    }
    return rest.length === 0 ? first : { kind: 'compare', position, first, rest }
  }

  private compareOperator(): CompareOperator | undefined {
    const token = this.peekToken()
    if (token.type === TOKEN_OPERATOR && compareOperators.has(token.value))
      return this.take(token.value as CompareOperator)
    if (this.at('in')) return this.take('in')
    if (this.at('not') && this.lookAhead().value === 'in') {
      this.nextToken()
      return this.take('not in')
    }
    return undefined
  }

  private take<T>(value: T): T {
    this.nextToken()
    return value
  }

  private parseSum(): Expression {
    return this.parseBinary(['+', '-'], () => this.parseConcat())
  }

  private parseConcat(): Expression {
    const position = this.here()
    const first = this.parseProduct()
    if (this.peekToken().type !== TOKEN_TILDE) return first
    const parts = [first]
    while (this.skip(TOKEN_TILDE)) parts.push(this.parseProduct())
    return { kind: 'concat', position, parts }
  }

  private parseProduct(): Expression {
    return this.parseBinary(['*', '/', '//', '%'], () => this.parsePower())
  }

  private parsePower(): Expression {
    return this.parseBinary(['**'], () => this.parseUnary(true))
  }

  private parseBinary(operators: readonly BinaryOperator[], parseOperand: () => Expression): Expression {
    let position = this.here()
    let left = parseOperand()
    for (;;) {
      const operator = operators.find(sign => this.skipValue(TOKEN_OPERATOR, sign))
      if (operator === undefined) return left
      left = { kind: 'binary', position, operator, left, right: parseOperand() }
      position = this.here()
    }
  }

  private parseUnary(withFilters: boolean): Expression {
    const position = this.here()
    const sign = (['-', '+'] as const).find(operator => this.skipValue(TOKEN_OPERATOR, operator))
    const operand: Expression = sign
      ? { kind: 'unary', position, operator: sign, operand: this.nested(() => this.parseUnary(false)) }
      : this.parsePrimary()
    const node = this.parsePostfix(operand)
    return withFilters ? this.parseFiltersAndTests(node) : node
  }
}
