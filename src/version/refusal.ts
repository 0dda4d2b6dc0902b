import { quote } from '../text.ts'
import type { TextArgument } from './rule.ts'

type Unsupported = { readonly shape: RegExp; readonly name: string; readonly why: string; readonly hint: string }

const why = 'patterns run on RE2, which matches in linear time because it never looks back or ahead'

const sayWhatItIs =
  `Say what a tag looks like instead of what it does not: regex('[0-9.]+') leaves out 1.0-rc1, ` +
  `prefix('main-', suffix=number()) looks only at what follows main-.`

/** What backtracking engines have and RE2 leaves out, with the way to say it without. */
const unsupported: readonly Unsupported[] = [
  { shape: /^\(\?[=!]/, name: 'look-ahead', why, hint: sayWhatItIs },
  { shape: /^\(\?<[=!]/, name: 'look-behind', why, hint: sayWhatItIs },
  {
    shape: /^(?:\\[1-9]|\\k(?:<[^>]*>)?|\(\?P=[^)]*\)?)/,
    name: 'the back-reference',
    why,
    hint: 'Write the repeated text out as alternatives: (?:a-a|b-b) instead of (a|b)-\\1.'
  },
  {
    shape: /^(?:\(\?>|(?:[*+?]|\{[^}]*\})\+)/,
    name: 'atomic',
    why: 'patterns run on RE2, which never tries twice',
    hint: 'Leave it out: write (?:…) for (?>…), + for ++. RE2 is linear without it.'
  }
]

/**
 * Says why a pattern was refused, pointing at the place where RE2 stopped.
 * @param reason RE2's own words
 * @param input the part of the pattern that RE2 names; empty where it names none
 * @throws FilterError always
 */
export function refusePattern(pattern: TextArgument, reason: string, input: string): never {
  const { text } = pattern
  for (const offset of input === '' ? [] : occurrences(text, input)) {
    const construct = text.slice(offset)
    for (const { shape, name, why, hint } of unsupported) {
      const found = shape.exec(construct)
      if (found) pattern.fail(offset, `${name} ${quote(found[0], 40)} is not supported: ${why}`, hint)
    }
  }
  const offset = input === '' && text.endsWith('\\') ? text.length - 1 : Math.max(0, text.indexOf(input))
  const where = input === '' || input === text ? '' : ` at ${quote(input, 40)}`
  const hint = 'Patterns have the syntax of RE2: https://github.com/google/re2/wiki/Syntax'
  return pattern.fail(offset, `${quote(text)} is not a regular expression: ${reason}${where}`, hint)
}

function* occurrences(text: string, part: string): Generator<number> {
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) yield at
}

/** Parts of a valid pattern with rules of their own (quoted text, escapes, classes), or the group that is looked for. */
const constructs =
  /\\Q[\s\S]*?(?:\\E|$)|\\[\s\S]|\[\^?\]?(?:\[:\^?[a-z]+:\]|\\[\s\S]|[^\]\\])*\]|(?<group>\(\?<(?<name>[^>]*)>)/g

/**
 * Refuses `(?<name>…)` in a pattern that the engine has accepted: the RE2 of every kluctl with version filters knew `(?P<name>…)` only.
 * @throws FilterError at the first such group
 */
export function refuseShortNamedGroup(pattern: TextArgument): void {
  for (const match of pattern.text.matchAll(constructs)) {
    if (match.groups?.['group'] === undefined) continue
    const name = match.groups['name'] ?? ''
    const message = `${quote(`(?<${name}>`)} is not supported: kluctl reads named groups as (?P<name>…)`
    pattern.fail(match.index, message, `Write (?P<${name}>…).`)
  }
}
