/**
 * A piece of a filter text. `string` is quoted text, `unclosed` one whose quote never comes again, `float` a number that no argument
 * takes, `symbol` any other single character, `end` what follows the last piece.
 */
export type TokenKind = 'name' | 'string' | 'unclosed' | 'integer' | 'float' | 'symbol' | 'end'

export type Token = {
  readonly kind: TokenKind
  /** As written; for a string without its quotes. */
  readonly text: string
  /** UTF-16 index of the first character, the quote of a string included. */
  readonly position: number
}

/**
 * Cuts a text into tokens as kluctl's scanner does (kluctl v2.16, pkg/utils/python_scanner/scanner.go): four kinds of white space, Go's
 * comments, identifiers of Unicode letters, Go's integers with all their prefixes and underscores, and strings in either quote without
 * escapes. It never fails: what has no place in the language becomes a symbol. The last token is the `end`.
 */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = []
  let position = text.startsWith('\ufeff') ? 1 : 0
  while (position < text.length) {
    const skipped = blankEnd(text, position)
    if (skipped > position) {
      position = skipped
      continue
    }
    const { token, end } = readToken(text, position)
    tokens.push(token)
    position = end
  }
  tokens.push({ kind: 'end', text: '', position: text.length })
  return tokens
}

const blank = /[ \t\r\n]+|\/\/[^\n]*/y
const identifier = /[\p{L}_][\p{L}\p{Nd}_]*/uy
const number = /(?:0[xX][0-9a-fA-F_]*(\.[0-9a-fA-F_]*)?|(?:0[bBoO])?[0-9_]*(\.[0-9_]*)?)([eEpP][+-]?[0-9_]*)?/y

/** End of the white space or comment at a position; a comment that is never closed takes all that follows, as in kluctl. */
function blankEnd(text: string, position: number): number {
  if (text.startsWith('/*', position)) {
    const close = text.indexOf('*/', position + 2)
    return close < 0 ? text.length : close + 2
  }
  return position + matchAt(blank, text, position).length
}

function readToken(text: string, position: number): { readonly token: Token; readonly end: number } {
  const first = text.charAt(position)
  if (first === '"' || first === "'") return readString(text, position, first)
  const name = matchAt(identifier, text, position)
  if (name !== '') return { token: { kind: 'name', text: name, position }, end: position + name.length }
  if (first >= '0' && first <= '9') return readNumber(text, position)
  const symbol = String.fromCodePoint(text.codePointAt(position) ?? 0)
  return { token: { kind: 'symbol', text: symbol, position }, end: position + symbol.length }
}

function readString(text: string, position: number, quote: string): { readonly token: Token; readonly end: number } {
  const close = text.indexOf(quote, position + 1)
  if (close < 0) {
    return { token: { kind: 'unclosed', text: text.slice(position + 1), position }, end: text.length }
  }
  return { token: { kind: 'string', text: text.slice(position + 1, close), position }, end: close + 1 }
}

function readNumber(text: string, position: number): { readonly token: Token; readonly end: number } {
  number.lastIndex = position
  const [written = '', hexFraction, fraction, exponent] = number.exec(text) ?? []
  const kind = (hexFraction ?? fraction ?? exponent) === undefined ? 'integer' : 'float'
  return { token: { kind, text: written, position }, end: position + written.length }
}

/** What a sticky expression matches at a position. Where it stood before does not matter: the position is set each time. */
function matchAt(expression: RegExp, text: string, position: number): string {
  expression.lastIndex = position
  return expression.exec(text)?.[0] ?? ''
}
