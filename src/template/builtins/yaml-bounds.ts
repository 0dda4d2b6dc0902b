import { type CST, Lexer, Parser } from 'yaml'
import { spend } from '../work.ts'
import { limitError, maxDepth } from './limits.ts'

const maxTokens = 200_000
/** What a token takes to become a value. */
const tokenWork = 150

/**
 * Throws `LimitError` for YAML text with more than 200,000 tokens or nested deeper than 100. It is asked before the text becomes a
 * tree: the parser takes hundreds of bytes a token, and the composer recurses, where a stack that runs out can end the process.
 */
export function checkYamlSize(text: string): void {
  let tokens = 0
  let brackets = 0
  for (const token of new Lexer().lex(text)) {
    tokens += 1
    spend(tokenWork)
    if (token === '[' || token === '{') brackets += 1
    else if (token === ']' || token === '}') brackets -= 1
    if (tokens > maxTokens) throw limitError(`the YAML text has more than ${maxTokens} tokens`)
    if (brackets > maxDepth) tooDeep()
  }
  for (const token of new Parser().parse(text)) checkDepth(token)
}

function checkDepth(token: CST.Token): void {
  const open: [token: CST.Token, depth: number][] = [[token, 0]]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [current, depth] = next
    if (depth > maxDepth) tooDeep()
    if (current.type === 'document' && current.value) open.push([current.value, depth])
    if (!('items' in current)) continue
    for (const { key, value } of current.items) {
      if (key) open.push([key, depth + 1])
      if (value) open.push([value, depth + 1])
    }
  }
}

function tooDeep(): never {
  throw limitError('the YAML text is nested too deeply')
}
