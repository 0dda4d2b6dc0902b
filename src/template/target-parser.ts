import nunjucksLexer from 'nunjucks/src/lexer.js'
import { ExpressionParser } from './expression-parser.ts'
import type { Expression, ImportedName, NameNode, Target } from './tree.ts'

const { TOKEN_OPERATOR, TOKEN_COMMA, TOKEN_LEFT_PAREN, TOKEN_RIGHT_PAREN } = nunjucksLexer

const constantNames: ReadonlySet<string> = new Set(['true', 'false', 'none', 'True', 'False', 'None'])

/** What is assigned to, declared or imported: targets, signatures, imported names. */
export class TargetParser extends ExpressionParser {
  protected parseSetTarget(): Target {
    if (this.lookAhead().value !== '.') return this.parseTarget()
    const token = this.expectName()
    this.nextToken()
    const attribute = this.expectName().value
    return { kind: 'namespace-target', position: this.positionOf(token), name: token.value, attribute }
  }

  protected parseTarget(): Target {
    return this.toTarget(this.parseTuple({ simplified: true }), 'store')
  }

  protected toTarget(node: Expression, mode: 'store' | 'param'): Target {
    if (node.kind === 'name') return { ...node, mode }
    if (node.kind === 'tuple')
      return { kind: 'tuple-target', position: node.position, items: node.items.map(item => this.toTarget(item, mode)) }
    const word = node.kind === 'literal' ? 'const' : node.kind
    return this.problem(`can't assign to '${word}'`, node.position)
  }

  protected parseName(mode: 'store' | 'param'): NameNode {
    const token = this.expectName()
    const position = this.positionOf(token)
    if (constantNames.has(token.value)) this.problem("can't assign to 'name'", position)
    return { kind: 'name', position, name: token.value, mode }
  }

  protected parseSignature(): { params: NameNode[]; defaults: Expression[] } {
    const params: NameNode[] = []
    const defaults: Expression[] = []
    this.expectType(TOKEN_LEFT_PAREN, '(')
    while (this.peekToken().type !== TOKEN_RIGHT_PAREN) {
      if (params.length > 0) this.expectType(TOKEN_COMMA, ',')
      params.push(this.parseName('param'))
      if (this.skipValue(TOKEN_OPERATOR, '=')) defaults.push(this.parseExpression())
      else if (defaults.length > 0) this.problem('non-default argument follows default argument', this.here())
    }
    this.nextToken()
    return { params, defaults }
  }

  protected parseImportedName(): ImportedName {
    const { name, position } = this.parseName('store')
    if (name.startsWith('_'))
      this.problem('names starting with an underline can not be imported', position, 'TemplateAssertionError')
    return { name, alias: this.skipSymbol('as') ? this.parseName('store').name : name }
  }

  protected parseContext(): boolean | undefined {
    if (!(this.at('with') || this.at('without')) || this.lookAhead().value !== 'context') return undefined
    const word = this.nextToken().value
    this.nextToken()
    return word === 'with'
  }
}
