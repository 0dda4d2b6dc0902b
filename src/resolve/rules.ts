import { FilterError, InputError } from '../errors.ts'
import { hasTooManyStars, mostStarRuns } from '../image/glob.ts'
import {
  compileImagePattern,
  hasTag,
  type ImagePattern,
  imageNames,
  isImagePattern,
  matchesNames
} from '../image/pattern.ts'
import { quote } from '../text.ts'
import type { VersionFilter } from '../version/filter.ts'
import { parseVersionFilter } from '../version/parse.ts'

/** One line of the option `images`: which repositories may be updated, and with which version filter. */
export type ImageRule = {
  /** The pattern as it was written, without `!`. */
  readonly pattern: string
  /** The pattern, read. */
  readonly compiled: ImagePattern
  readonly leavesOut: boolean
  /** Overrides the template's filter; undefined where the line names none. */
  readonly filter: VersionFilter | undefined
  /** Text of the filter as it was written. */
  readonly text: string | undefined
}

export type RuleProblem = { readonly rules: readonly ImageRule[]; readonly problems: readonly InputError[] }

/**
 * Reads the lines of the option `images`: `PATTERN`, `PATTERN = VERSION-FILTER`, `!PATTERN`; a `#` at the begin of a line or after a blank
 * outside of quotes begins a comment. All problems are found at once.
 */
export function parseImageRules(lines: readonly string[]): RuleProblem {
  const rules: ImageRule[] = []
  const problems: InputError[] = []
  for (const line of lines) {
    const text = withoutComment(line).trim()
    if (text === '') continue
    try {
      rules.push(parseRule(text))
    } catch (error) {
      if (!(error instanceof InputError)) throw error
      problems.push(error)
    }
  }
  return { rules, problems }
}

function parseRule(text: string): ImageRule {
  const leavesOut = text.startsWith('!')
  const rest = leavesOut ? text.slice(1).trim() : text
  const equals = rest.indexOf('=')
  const pattern = (equals < 0 ? rest : rest.slice(0, equals)).trim()
  if (!isImagePattern(pattern)) {
    throw new InputError('images', `${quote(text)}: ${quote(pattern)} is not an image pattern`, {
      hint: 'A pattern is a repository, as ghcr.io/team/app; * stands for one path segment, ** for any.'
    })
  }
  if (hasTag(pattern)) {
    throw new InputError('images', `${quote(text)}: a pattern selects repositories and has no tag`, {
      hint: `Write ${pattern.slice(0, pattern.lastIndexOf(':'))} = regex('…') to ask for certain tags.`
    })
  }
  if (hasTooManyStars(pattern)) {
    throw new InputError('images', `${quote(text)}: the pattern has stars in more than ${mostStarRuns} places`, {
      hint: 'Two stars stand for anything, / too.'
    })
  }
  const compiled = compileImagePattern(pattern)
  if (equals < 0) return { pattern, compiled, leavesOut, filter: undefined, text: undefined }
  if (leavesOut) throw new InputError('images', `${quote(text)}: a pattern that leaves out takes no version filter`)
  const filterText = rest.slice(equals + 1).trim()
  if (filterText === '') throw new InputError('images', `${quote(text)}: the version filter after "=" is missing`)
  try {
    return { pattern, compiled, leavesOut, filter: parseVersionFilter(filterText), text: filterText }
  } catch (error) {
    if (!(error instanceof FilterError)) throw error
    throw new InputError('images', `${pattern}: ${error.message}\n${error.caret()}`, { hint: error.hint, cause: error })
  }
}

function withoutComment(line: string): string {
  let quoteMark = ''
  for (let index = 0; index < line.length; index += 1) {
    const character = line.charAt(index)
    if (quoteMark !== '') {
      if (character === quoteMark) quoteMark = ''
    } else if (character === "'" || character === '"') quoteMark = character
    else if (character === '#' && (index === 0 || /\s/.test(line.charAt(index - 1)))) return line.slice(0, index)
  }
  return line
}

/**
 * Whether an image may be updated: some pattern selects it (or there is none that selects), and none leaves it out, wherever in the list
 * that one stands.
 */
export function isSelected(rules: readonly ImageRule[], image: string): boolean {
  const names = imageNames(image)
  const selecting = rules.filter(rule => !rule.leavesOut)
  const leftOut = rules.some(rule => rule.leavesOut && matchesNames(rule.compiled, names))
  return !leftOut && (selecting.length === 0 || selecting.some(rule => matchesNames(rule.compiled, names)))
}

/** The version filter that the workflow sets for an image: that of the last matching line which names one. */
export function ruleFor(rules: readonly ImageRule[], image: string): ImageRule | undefined {
  const names = imageNames(image)
  return rules.findLast(rule => rule.filter !== undefined && matchesNames(rule.compiled, names))
}
