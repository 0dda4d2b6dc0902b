import { FilterError, ImageNameError, InputError } from '../errors.ts'
import { parseImageReference } from '../image/reference.ts'
import { formatRepository, normalizeRegistry } from '../image/repository.ts'
import { quote } from '../text.ts'
import type { VersionFilter } from '../version/filter.ts'
import { parseVersionFilter } from '../version/parse.ts'

/** One line of the option `images`: which repositories may be updated, and with which version filter. */
export type ImageRule = {
  /** The pattern as it was written, without `!`. */
  readonly pattern: string
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
  if (!/^[A-Za-z0-9._/:*[\]-]+$/.test(pattern)) {
    throw new InputError('images', `${quote(text)}: ${quote(pattern)} is not an image pattern`, {
      hint: 'A pattern is a repository, as ghcr.io/team/app; * stands for one path segment, ** for any.'
    })
  }
  if (/:[^/\]]*$/.test(pattern)) {
    throw new InputError('images', `${quote(text)}: a pattern selects repositories and has no tag`, {
      hint: `Write ${pattern.slice(0, pattern.lastIndexOf(':'))} = regex('…') to ask for certain tags.`
    })
  }
  if (equals < 0) return { pattern, leavesOut, filter: undefined, text: undefined }
  if (leavesOut) throw new InputError('images', `${quote(text)}: a pattern that leaves out takes no version filter`)
  const filterText = rest.slice(equals + 1).trim()
  if (filterText === '') throw new InputError('images', `${quote(text)}: the version filter after "=" is missing`)
  try {
    return { pattern, leavesOut, filter: parseVersionFilter(filterText), text: filterText }
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
  const names = namesOf(image)
  const selecting = rules.filter(rule => !rule.leavesOut)
  const leftOut = rules.some(rule => rule.leavesOut && names.some(name => toRegExp(rule.pattern).test(name)))
  return (
    !leftOut &&
    (selecting.length === 0 || selecting.some(rule => names.some(name => toRegExp(rule.pattern).test(name))))
  )
}

/** The version filter that the workflow sets for an image: that of the last matching line which names one. */
export function ruleFor(rules: readonly ImageRule[], image: string): ImageRule | undefined {
  const names = namesOf(image)
  return rules.findLast(rule => rule.filter !== undefined && names.some(name => toRegExp(rule.pattern).test(name)))
}

/** Spellings of one repository that a pattern may mean: as the template wrote it, in full, and the short forms of Docker Hub. */
function namesOf(image: string): readonly string[] {
  try {
    const { name, repository } = parseImageReference(image)
    const full = formatRepository(repository)
    if (repository.registry !== 'docker.io') return [name, full]
    const library = 'library/'
    const short = repository.path.startsWith(library) ? [repository.path.slice(library.length)] : []
    return [name, full, repository.path, ...short, ...short.map(path => `docker.io/${path}`)]
  } catch (error) {
    if (error instanceof ImageNameError) return [image]
    throw error
  }
}

/** A star stands for what one path segment may hold, two for anything; every name of a registry is brought to its one spelling. */
function toRegExp(pattern: string): RegExp {
  const source = withNormalRegistry(pattern)
    .split(/(\*{2,}|\*)/)
    .map(part => (part === '*' ? '[^/]*' : part.startsWith('**') ? '.*' : part.replace(/[.[\]]/g, '\\$&')))
    .join('')
  return new RegExp(`^${source}$`)
}

function withNormalRegistry(pattern: string): string {
  const slash = pattern.indexOf('/')
  const first = pattern.slice(0, Math.max(0, slash))
  const isRegistry = /[.:[]/.test(first) && !first.includes('*')
  return isRegistry ? normalizeRegistry(first) + pattern.slice(slash) : pattern
}
