import { RE2JS, RE2JSSyntaxException } from 're2js'
import { refusePattern, refuseShortNamedGroup } from './refusal.ts'
import type { TextArgument } from './rule.ts'

/** A compiled RE2 pattern. Matching takes time linear in the text, whatever the pattern. */
export type Pattern = {
  /** True where the pattern matches the text from beginning to end. */
  matches(text: string): boolean
  /** Length of the pattern's match at the beginning of the text; undefined where there is none. */
  prefixLength(text: string): number | undefined
}

const longestPattern = 1000

/** Every step of the compiled pattern may cost time at every character of a tag; counted repetitions multiply them. */
const largestProgram = 2500
const metacharacter = /[\\.+*?()|[\]{}^$]/

/**
 * Compiles a pattern in Go's RE2 syntax. It is matched whole, never glued to anchors, so that neither `a|b` nor an open `\Q` escapes
 * them. A pattern without metacharacters needs no engine.
 * @throws FilterError that points at the pattern, or at the construct in it that RE2 does not have
 */
export function compilePattern(pattern: TextArgument): Pattern {
  const { text } = pattern
  if (text.length > longestPattern) {
    pattern.fail(0, `the pattern is ${text.length} characters long; at most ${longestPattern} are allowed`)
  }
  if (!metacharacter.test(text)) return plainPattern(text)
  const compiled = compile(pattern)
  if (compiled.programSize() > largestProgram) {
    const hint = 'Use smaller counts, or + and * instead of {…}.'
    const message = `the pattern expands to ${compiled.programSize()} steps; at most ${largestProgram} are allowed`
    pattern.fail(0, message, hint)
  }
  refuseShortNamedGroup(pattern)
  return {
    matches: candidate => compiled.testExact(candidate),
    prefixLength: candidate => {
      const matcher = compiled.matcher(candidate)
      return matcher.lookingAt() ? matcher.end() : undefined
    }
  }
}

function plainPattern(literal: string): Pattern {
  return {
    matches: text => text === literal,
    prefixLength: text => (text.startsWith(literal) ? literal.length : undefined)
  }
}

function compile(pattern: TextArgument): RE2JS {
  try {
    return RE2JS.compile(pattern.text)
  } catch (error) {
    if (error instanceof RE2JSSyntaxException) return refusePattern(pattern, error.error, error.input ?? '')
    return refusePattern(pattern, 'it is too complex', '')
  }
}
