import { FilterError } from '../errors.ts'
import { quote } from '../text.ts'
import { type Token, type TokenKind, tokenize } from './tokens.ts'

/** A filter text being read token by token. A filter inside a string is read by a reader of its own, with positions of the whole text. */
export interface Reader {
  /** The next token, not taken. After the last one it is always the `end`. */
  peek(): Token
  /** The token after the next one. */
  peekSecond(): Token
  take(): Token
  /** Takes the next token if it is this symbol. */
  takeSymbol(symbol: string): boolean
  /** Throws a FilterError at a position of this reader's text. */
  fail(position: number, message: string, hint?: string): never
  /** Throws a FilterError that says what was expected instead of the next token. */
  unexpected(expected: string, hint?: string): never
  /** A reader for the inside of a string token of this text. */
  inside(token: Token): Reader
}

/** Starts to read a filter text; `whole` and `base` place a text that stands inside another one. */
export function readerOf(text: string, whole: string = text, base = 0): Reader {
  const tokens = tokenize(text)
  const end: Token = { kind: 'end', text: '', position: text.length }
  let next = 0
  const fail: Reader['fail'] = (position, message, hint) => {
    throw new FilterError(whole, base + position, message, { hint })
  }
  const reader: Reader = {
    peek: () => tokens[next] ?? end,
    peekSecond: () => tokens[next + 1] ?? end,
    take: () => tokens[next++] ?? end,
    takeSymbol: symbol => {
      const found = isSymbol(reader.peek(), symbol)
      if (found) next++
      return found
    },
    fail,
    unexpected: (expected, hint) => {
      const token = reader.peek()
      if (token.kind === 'unclosed') {
        return fail(
          token.position,
          'this quote is never closed',
          'Strings have no escapes: they end at the first same quote.'
        )
      }
      return fail(token.position, `expected ${expected}, found ${describe(token, base)}`, hint ?? hintFor(token))
    },
    inside: token => readerOf(token.text, whole, base + token.position + 1)
  }
  return reader
}

/** True for the given single-character symbol; quoted text never is one. */
export function isSymbol(token: Token, symbol: string): boolean {
  return token.kind === 'symbol' && token.text === symbol
}

const nouns: Readonly<Partial<Record<TokenKind, string>>> = { string: 'the string ', float: 'the number ' }

function describe(token: Token, base: number): string {
  if (token.kind === 'end') return base === 0 ? 'the end of the text' : 'the end of the string'
  return `${nouns[token.kind] ?? ''}${quote(token.text, 40)}`
}

function hintFor(token: Token): string | undefined {
  return isSymbol(token, '`') ? 'Strings stand in \' or ".' : undefined
}
