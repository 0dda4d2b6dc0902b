import nunjucksLexer from 'nunjucks/src/lexer.js'
import { TokenParser } from './token-parser.ts'
import type { Arguments, Expression, Named } from './tree.ts'

const { TOKEN_SYMBOL, TOKEN_OPERATOR, TOKEN_COMMA, TOKEN_LEFT_PAREN, TOKEN_RIGHT_PAREN } = nunjucksLexer

export const noArguments: Arguments = { positional: [], named: [], spread: undefined, spreadNamed: undefined }

/** What stands between brackets with commas: the arguments of calls, filters and tests, and the items of lists and dicts. */
export abstract class ArgumentParser extends TokenParser {
  abstract parseExpression(): Expression

  protected parseArguments(): Arguments {
    const position = this.here()
    this.expectType(TOKEN_LEFT_PAREN, '(')
    const positional: Expression[] = []
    const named: Named[] = []
    let spread: Expression | undefined
    let spreadNamed: Expression | undefined
    const ensure = (valid: boolean): void => {
      if (!valid) this.problem('invalid syntax for function call expression', position)
    }
    for (let first = true; this.peekToken().type !== TOKEN_RIGHT_PAREN; first = false) {
      if (!first) this.expectType(TOKEN_COMMA, ',')
      if (!first && this.peekToken().type === TOKEN_RIGHT_PAREN) break
      if (this.skipValue(TOKEN_OPERATOR, '*')) {
        ensure(!spread && !spreadNamed)
        spread = this.parseExpression()
      } else if (this.skipValue(TOKEN_OPERATOR, '**')) {
        ensure(!spreadNamed)
        spreadNamed = this.parseExpression()
      } else if (this.peekToken().type === TOKEN_SYMBOL && this.lookAhead().value === '=') {
        ensure(!spreadNamed)
        named.push(this.parseNamed())
      } else {
        ensure(!spread && !spreadNamed && named.length === 0)
        positional.push(this.parseExpression())
      }
    }
    this.expectType(TOKEN_RIGHT_PAREN, ')')
    return { positional, named, spread, spreadNamed }
  }

  protected parseNamed(): Named {
    const token = this.nextToken()
    this.nextToken()
    return { name: token.value, position: this.positionOf(token), value: this.parseExpression() }
  }

  protected parseOptionalArguments(): Arguments {
    return this.peekToken().type === TOKEN_LEFT_PAREN ? this.parseArguments() : noArguments
  }

  protected parseItems<T>(endType: string, end: string, parseItem: () => T): T[] {
    const items: T[] = []
    while (this.peekToken().type !== endType) {
      if (items.length > 0) this.expectType(TOKEN_COMMA, ',')
      if (this.peekToken().type === endType) break
      items.push(parseItem())
    }
    this.expectType(endType, end)
    return items
  }
}
