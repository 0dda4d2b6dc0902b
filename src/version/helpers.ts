import { FilterError } from '../errors.ts'
import { quote } from '../text.ts'
import { filterFunctions } from './functions.ts'
import { parseVersionFilter } from './parse.ts'

/**
 * What the templates' `version.*` functions return: filter text that {@link parseVersionFilter} reads. kluctl's own functions quote
 * without looking (kluctl v2.16, pkg/kluctl_jinja2/ext/images_ext.py), so that a filter as suffix and a quote in a pattern never worked.
 */

/**
 * `version.semver(allow_no_nums)`.
 * @throws FilterError for a text that is not one of kluctl's truth values
 */
export function formatSemverCall(allowNoNums: boolean | string = false): string {
  return canonical(`semver(allow_no_nums=${quoteString(String(allowNoNums))})`)
}

/** `version.number()`. */
export function formatNumberCall(): string {
  return canonical('number()')
}

/**
 * `version.regex(pattern)`.
 * @throws FilterError for a pattern that is no RE2 or cannot be quoted
 */
export function formatRegexCall(pattern: string): string {
  return canonical(`regex(pattern=${quoteString(pattern)})`)
}

/**
 * `version.prefix(prefix, suffix)`; the suffix is filter text, as the other functions return it.
 * @throws FilterError for a suffix that is not a filter, or a prefix that is no RE2 or cannot be quoted
 */
export function formatPrefixCall(prefix: string, suffix: string | undefined): string {
  const inner = suffix === undefined ? '' : `, suffix=${canonical(suffix)}`
  return canonical(`prefix(prefix=${quoteString(prefix)}${inner})`)
}

/**
 * Any function of the filter language with its arguments by name, as a template gives them; a filter is given as filter text, and what is
 * undefined is left out.
 * @throws FilterError for a name that there is not, and for a value that makes no filter or cannot be quoted
 */
export function formatFilterCall(name: string, given: ReadonlyMap<string, boolean | string | undefined>): string {
  const called = filterFunctions.find(one => one.name === name)
  const parts = [...given].flatMap(([parameter, value]) => {
    if (value === undefined) return []
    const kind = called?.parameters.find(one => one.name === parameter)?.kind
    return [`${parameter}=${kind === 'filter' ? canonical(String(value)) : quoteString(String(value))}`]
  })
  return canonical(`${name}(${parts.join(', ')})`)
}

function canonical(text: string): string {
  return parseVersionFilter(text).toSource()
}

function quoteString(text: string): string {
  if (!text.includes('"')) return `"${text}"`
  if (!text.includes("'")) return `'${text}'`
  const message = `${quote(text)} holds both ' and ", and strings of a version filter have no escapes`
  throw new FilterError(text, text.indexOf('"'), message, {
    hint: 'Write \\x22 for the double quote; no tag holds one anyway.'
  })
}
