import { RE2JS, RE2JSSyntaxException } from 're2js'
import { refusePattern, refuseShortNamedGroup } from './refusal.ts'
import type { Budget, TextArgument } from './rule.ts'

/** A compiled RE2 pattern. Matching takes time linear in the text, whatever the pattern. */
export type Pattern = {
  /**
   * True where the pattern matches the text from beginning to end.
   * @throws FilterError once the texts together have used up the memory of the filter's budget
   */
  matches(text: string): boolean
}

/** A pattern that can also say where it matches. */
export type CapturingPattern = Pattern & {
  /** Length of the pattern's match at the beginning of the text; undefined where there is none. */
  prefixLength(text: string): number | undefined
  /** Text of a group of a match of the whole text; undefined without a match, or where the group took no part in it. */
  group(text: string, group: number): string | undefined
  /** Named groups and their numbers. */
  readonly names: ReadonlyMap<string, number>
  readonly groupCount: number
}

const longestPattern = 1000
const largestProgram = 2500
const largestCapturing = 200
const metacharacter = /[\\.+*?()|[\]{}^$]/

/**
 * The budget of one filter. Measured: with it no filter takes much more than two seconds for 10,000 tags of 128 characters. Less than the
 * 8 MiB that re2js gives to a table, so that a table never starts over, which is what makes a hostile pattern slow.
 */
export function newBudget(): Budget {
  return { program: largestProgram, captures: largestCapturing, memory: 6 * 1024 * 1024 }
}

/**
 * Compiles a pattern in Go's RE2 syntax. It is matched whole, never glued to anchors, so that neither `a|b` nor an open `\Q` escapes
 * them. A pattern without metacharacters needs no engine.
 * @throws FilterError that points at the pattern, or at the construct in it that RE2 does not have
 */
export function compilePattern(pattern: TextArgument): Pattern {
  checkLength(pattern)
  const { text } = pattern
  if (!metacharacter.test(text)) return { matches: candidate => candidate === text }
  return { matches: meteredMatch(compile(pattern), pattern) }
}

/**
 * Compiles a pattern that has to say where it matches; only a small one may, unless at each character there is but one way to go on.
 * @throws FilterError as {@link compilePattern}
 */
export function compileCapturing(pattern: TextArgument): CapturingPattern {
  checkLength(pattern)
  const { text } = pattern
  if (!metacharacter.test(text)) return plainPattern(text)
  const compiled = compile(pattern)
  const size = compiled.programSize()
  if (compiled.re2Input.onepass === null) {
    pattern.budget.captures -= size
    if (pattern.budget.captures < 0)
      failSize(pattern, size, largestCapturing, ' where a part of the match is asked for')
  }
  return {
    matches: meteredMatch(compiled, pattern),
    prefixLength: text => {
      const matcher = compiled.matcher(text)
      return matcher.lookingAt() ? matcher.end() : undefined
    },
    group: (text, group) => {
      const matcher = compiled.matcher(text)
      return matcher.matches() ? (matcher.group(group) ?? undefined) : undefined
    },
    names: new Map(Object.entries(compiled.namedGroups())),
    groupCount: compiled.groupCount()
  }
}

function plainPattern(literal: string): CapturingPattern {
  return {
    matches: text => text === literal,
    prefixLength: text => (text.startsWith(literal) ? literal.length : undefined),
    group: text => (text === literal ? text : undefined),
    names: new Map(),
    groupCount: 0
  }
}

function checkLength({ text, fail }: TextArgument): void {
  if (text.length > longestPattern) {
    fail(0, `the pattern is ${text.length} characters long; at most ${longestPattern} are allowed`)
  }
}

function compile(pattern: TextArgument): RE2JS {
  const compiled = compileText(pattern)
  const size = compiled.programSize()
  pattern.budget.program -= size
  if (pattern.budget.program < 0) failSize(pattern, size, largestProgram, '')
  refuseShortNamedGroup(pattern)
  return compiled
}

function failSize(pattern: TextArgument, size: number, most: number, where: string): never {
  const limit = size > most ? `at most ${most} are allowed` : `all patterns of a filter together may have ${most}`
  return pattern.fail(
    0,
    `the pattern expands to ${size} steps; ${limit}${where}`,
    'Use smaller counts, or + and * instead of {…}.'
  )
}

/** Charges the filter's budget for what re2js adds to its table of states; only patterns with many ways to go on ever add much. */
function meteredMatch(compiled: RE2JS, pattern: TextArgument): (text: string) => boolean {
  const { budget } = pattern
  let left = Number.POSITIVE_INFINITY
  return text => {
    const found = compiled.testExact(text)
    const free = compiled.re2Input.lazyDFA?.memBudget
    if (free !== undefined && free !== left) {
      budget.memory =
        free > left && left !== Number.POSITIVE_INFINITY ? -1 : budget.memory - (Math.min(left, full) - free)
      left = free
    }
    if (budget.memory < 0) failCost(pattern)
    return found
  }
}

/** What re2js gives to a table of states. */
const full = 8 * 1024 * 1024

function failCost(pattern: TextArgument): never {
  const hint = 'Say more exactly what follows what: [0-9]+ instead of .*, and no repetition of a repetition.'
  return pattern.fail(0, 'the pattern needs too many steps for these tags', hint)
}

function compileText(pattern: TextArgument): RE2JS {
  try {
    return RE2JS.compile(pattern.text)
  } catch (error) {
    if (error instanceof RE2JSSyntaxException) return refusePattern(pattern, error.error, error.input ?? '')
    return refusePattern(pattern, 'it is too complex', '')
  }
}
