/** The parts of nunjucks 3.2.4 that the template engine builds on: its tokenizer and its parser, nothing else. */

declare module 'nunjucks/src/lexer.js' {
  export type Token = {
    readonly type: string
    readonly value: string
    /** Both count from 0. */
    readonly lineno: number
    readonly colno: number
  }

  export interface Tokenizer {
    readonly str: string
    readonly len: number
    index: number
    lineno: number
    colno: number
    in_code: boolean
    nextToken(): Token | null
    forwardN(count: number): void
    isFinished(): boolean
    /** The class itself, which the module does not export by name. */
    constructor: new (
      source: string
    ) => Tokenizer
  }

  const lexer: {
    lex(source: string): Tokenizer
    readonly TOKEN_STRING: string
    readonly TOKEN_DATA: string
    readonly TOKEN_BLOCK_START: string
    readonly TOKEN_BLOCK_END: string
    readonly TOKEN_VARIABLE_START: string
    readonly TOKEN_VARIABLE_END: string
    readonly TOKEN_LEFT_PAREN: string
    readonly TOKEN_RIGHT_PAREN: string
    readonly TOKEN_LEFT_BRACKET: string
    readonly TOKEN_RIGHT_BRACKET: string
    readonly TOKEN_LEFT_CURLY: string
    readonly TOKEN_RIGHT_CURLY: string
    readonly TOKEN_OPERATOR: string
    readonly TOKEN_COMMA: string
    readonly TOKEN_COLON: string
    readonly TOKEN_TILDE: string
    readonly TOKEN_PIPE: string
    readonly TOKEN_INT: string
    readonly TOKEN_FLOAT: string
    readonly TOKEN_SYMBOL: string
  }
  // biome-ignore lint/style/noDefaultExport: a CommonJS module has no other export
  export default lexer
}

declare module 'nunjucks/src/parser.js' {
  import type { Token, Tokenizer } from 'nunjucks/src/lexer.js'

  class Parser {
    constructor(tokens: Tokenizer)
    readonly tokens: Tokenizer
    breakOnBlocks: readonly string[] | null
    peekToken(): Token
    nextToken(): Token
    pushToken(token: Token): void
    skip(type: string): boolean
    skipValue(type: string, value: string): boolean
    skipSymbol(value: string): boolean
    fail(message: string, lineno?: number, colno?: number): never
  }

  const parser: { readonly Parser: typeof Parser }
  // biome-ignore lint/style/noDefaultExport: a CommonJS module has no other export
  export default parser
}
