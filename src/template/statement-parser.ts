import nunjucksLexer from 'nunjucks/src/lexer.js'
import { pythonSpace } from './literals.ts'
import { TargetParser } from './target-parser.ts'
import type { Body, Expression, ForNode, IfNode, ImportedName, Position, Statement, Target } from './tree.ts'

const { TOKEN_SYMBOL, TOKEN_OPERATOR, TOKEN_COMMA, TOKEN_COLON } = nunjucksLexer
const { TOKEN_LEFT_PAREN, TOKEN_DATA } = nunjucksLexer
const { TOKEN_BLOCK_END, TOKEN_VARIABLE_START, TOKEN_VARIABLE_END } = nunjucksLexer

const onlyBlanks = new RegExp(`^[${pythonSpace}]+$`)

/** Jinja2's statements with `break` and `continue`, kluctl's only extension. `do`, and what only nunjucks knows, is unknown. */
export class StatementParser extends TargetParser {
  /** The whole template. */
  parseTemplate(): Body {
    return this.parseNodes()
  }

  /** Statements up to the end of the template or one of the words in `breakOnBlocks`, which is not consumed. */
  parseNodes(): Body {
    const body: Statement[] = []
    for (;;) {
      const token = this.nextToken()
      const position = this.positionOf(token)
      if (this.isEnd(token.type)) {
        this.pushToken(token)
        return body
      }
      if (token.type === TOKEN_DATA) body.push({ kind: 'data', position, text: token.value })
      else if (token.type === TOKEN_VARIABLE_START) {
        const value = this.parseTuple()
        this.expectType(TOKEN_VARIABLE_END)
        body.push({ kind: 'output', position: value.position, value })
      } else {
        if (this.breakOnBlocks?.some(word => this.at(word))) return body
        const statement = this.nested(() => this.parseStatement())
        if (Array.isArray(statement)) body.push(...statement)
        else body.push(statement)
        this.expectType(TOKEN_BLOCK_END)
      }
    }
  }

  /** The body of a statement, up to one of the words; the word itself is next. */
  private parseBody(...words: readonly string[]): Body {
    this.skip(TOKEN_COLON)
    this.expectType(TOKEN_BLOCK_END)
    const outer = this.breakOnBlocks
    this.breakOnBlocks = words
    const body = this.parseNodes()
    this.breakOnBlocks = outer
    if (this.isEnd(this.peekToken().type)) {
      const wanted = words.map(word => `'${word}'`).join(' or ')
      const message = `Unexpected end of template. Jinja was looking for the following tags: ${wanted}.`
      this.problem(message + this.innermost(), this.here())
    }
    return body
  }

  private parseBodyThrough(word: string): Body {
    const body = this.parseBody(word)
    this.nextToken()
    return body
  }

  private parseStatement(): Statement | Statement[] {
    const token = this.nextToken()
    const position = this.positionOf(token)
    if (token.type !== TOKEN_SYMBOL) this.problem('tag name expected', position)
    this.open.push({ word: token.value, position })
    const statement = this.parseStatementOf(token.value, position)
    this.open.pop()
    return statement
  }

  private parseStatementOf(word: string, position: Position): Statement | Statement[] {
    switch (word) {
      case 'for':
        return this.parseFor(position)
      case 'if':
        return this.parseIf(position)
      case 'set':
        return this.parseSet(position)
      case 'print':
        return this.parsePrint()
      case 'macro':
        return this.parseMacro(position)
      case 'call':
        return this.parseCallBlock(position)
      case 'filter':
        return this.parseFilterBlock(position)
      case 'with':
        return this.parseWith(position)
      case 'block':
        return this.parseBlock(position)
      case 'extends':
        return { kind: 'extends', position, template: this.parseExpression() }
      case 'include':
        return this.parseInclude(position)
      case 'import':
        return this.parseImport(position)
      case 'from':
        return this.parseFrom(position)
      case 'autoescape': {
        const value = this.parseExpression()
        return { kind: 'autoescape', position, value, body: this.parseBodyThrough('endautoescape') }
      }
      case 'break':
      case 'continue':
        return { kind: word, position }
      default:
        return this.unknownTag(word, position)
    }
  }

  private unknownTag(name: string, position: Position): never {
    const looking = this.breakOnBlocks?.map(word => `'${word}'`).join(' or ')
    const wanted = looking ? ` Jinja was looking for the following tags: ${looking}.` : ''
    this.open.pop()
    this.problem(`Encountered unknown tag '${name}'.${wanted}${this.innermost()}`, position)
  }

  private innermost(): string {
    const last = this.open.at(-1)
    return last === undefined ? '' : ` The innermost block that needs to be closed is '${last.word}'.`
  }

  private parseFor(position: Position): ForNode {
    const target = this.parseTarget()
    this.expectWord('in')
    const iterable = this.parseTuple({ conditions: false })
    const test = this.skipSymbol('if') ? this.parseExpression() : undefined
    const recursive = this.skipSymbol('recursive')
    const body = this.parseBody('endfor', 'else')
    const otherwise = this.nextToken().value === 'endfor' ? [] : this.parseBodyThrough('endfor')
    return { kind: 'for', position, target, iterable, body, otherwise, test, recursive }
  }

  private parseIf(position: Position): IfNode {
    const test = this.parseTuple({ conditions: false })
    const body = this.parseBody('elif', 'else', 'endif')
    const branches: IfNode[] = []
    for (;;) {
      const word = this.nextToken().value
      if (word === 'elif') {
        const at = this.here()
        const branchTest = this.parseTuple({ conditions: false })
        const branchBody = this.parseBody('elif', 'else', 'endif')
        branches.push({ kind: 'if', position: at, test: branchTest, body: branchBody, branches: [], otherwise: [] })
      } else {
        const otherwise = word === 'else' ? this.parseBodyThrough('endif') : []
        return { kind: 'if', position, test, body, branches, otherwise }
      }
    }
  }

  private parseSet(position: Position): Statement {
    const target = this.parseSetTarget()
    if (this.skipValue(TOKEN_OPERATOR, '=')) return { kind: 'set', position, target, value: this.parseTuple() }
    const filter = this.parseFilters(undefined)
    return { kind: 'set-block', position, target, filter, body: this.parseBodyThrough('endset') }
  }

  private parsePrint(): Statement[] {
    const outputs: Statement[] = []
    while (!this.isTagEnd(this.peekToken().type)) {
      if (outputs.length > 0) this.expectType(TOKEN_COMMA, ',')
      const value = this.parseExpression()
      outputs.push({ kind: 'output', position: value.position, value })
    }
    return outputs
  }

  private parseMacro(position: Position): Statement {
    const { name } = this.parseName('store')
    return { kind: 'macro', position, name, ...this.parseSignature(), body: this.parseBodyThrough('endmacro') }
  }

  private parseCallBlock(position: Position): Statement {
    const hasSignature = this.peekToken().type === TOKEN_LEFT_PAREN
    const signature = hasSignature ? this.parseSignature() : { params: [], defaults: [] }
    const call = this.parseExpression()
    if (call.kind !== 'call') this.problem('expected call', position)
    return { kind: 'call-block', position, call, ...signature, body: this.parseBodyThrough('endcall') }
  }

  private parseFilterBlock(position: Position): Statement {
    const filter = this.parseFilters(undefined, true) ?? this.problem('expected filter', position)
    return { kind: 'filter-block', position, filter, body: this.parseBodyThrough('endfilter') }
  }

  private parseWith(position: Position): Statement {
    const targets: Target[] = []
    const values: Expression[] = []
    while (this.peekToken().type !== TOKEN_BLOCK_END) {
      if (targets.length > 0) this.expectType(TOKEN_COMMA, ',')
      targets.push(this.toTarget(this.parseTuple({ simplified: true }), 'param'))
      if (!this.skipValue(TOKEN_OPERATOR, '=')) this.expectWord('=')
      values.push(this.parseExpression())
    }
    return { kind: 'with', position, targets, values, body: this.parseBodyThrough('endwith') }
  }

  private parseBlock(position: Position): Statement {
    const name = this.expectName().value
    const scoped = this.skipSymbol('scoped')
    const required = this.skipSymbol('required')
    const token = this.peekToken()
    if (token.type === TOKEN_OPERATOR && token.value === '-')
      this.problem(
        'Block names in Jinja have to be valid Python identifiers and may not contain hyphens, use an underscore instead.',
        this.here()
      )
    const body = this.parseBodyThrough('endblock')
    if (required && !body.every(node => node.kind === 'data' && onlyBlanks.test(node.text)))
      this.problem('Required blocks can only contain comments or whitespace', this.here())
    this.skipSymbol(name)
    return { kind: 'block', position, name, body, scoped, required }
  }

  private parseInclude(position: Position): Statement {
    const template = this.parseExpression()
    const ignoreMissing = this.at('ignore') && this.lookAhead().value === 'missing'
    if (ignoreMissing) {
      this.nextToken()
      this.nextToken()
    }
    return { kind: 'include', position, template, ignoreMissing, withContext: this.parseContext() ?? true }
  }

  private parseImport(position: Position): Statement {
    const template = this.parseExpression()
    this.expectWord('as')
    const target = this.parseName('store').name
    return { kind: 'import', position, template, target, withContext: this.parseContext() ?? false }
  }

  private parseFrom(position: Position): Statement {
    const template = this.parseExpression()
    this.expectWord('import')
    const names: ImportedName[] = []
    let withContext: boolean | undefined
    for (;;) {
      if (names.length > 0) this.expectType(TOKEN_COMMA, ',')
      if (this.peekToken().type !== TOKEN_SYMBOL) this.expectName()
      withContext = this.parseContext()
      if (withContext !== undefined) break
      names.push(this.parseImportedName())
      withContext = this.parseContext()
      if (withContext !== undefined || this.peekToken().type !== TOKEN_COMMA) break
    }
    return { kind: 'from-import', position, template, names, withContext: withContext ?? false }
  }
}

/** Parses a template. Throws SyntaxProblem. */
export function parseTemplate(source: string): Body {
  return source.includes('{') ? new StatementParser(source).parseTemplate() : plainBody(source)
}

/** Text without a single `{` needs no tokenizer. */
function plainBody(source: string): Body {
  const text = source.replace(/\r\n?/g, '\n').replace(/\n$/, '')
  return text === '' ? [] : [{ kind: 'data', position: { line: 1, column: 1 }, text }]
}
