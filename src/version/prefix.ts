import { compilePattern } from './pattern.ts'
import type { FilterFunction, Rule, TextArgument } from './rule.ts'
import { semverRule } from './semver.ts'

const tagCharactersOnly = /^[A-Za-z0-9_.-]*$/

/**
 * `prefix(prefix, suffix=semver())`: what begins with the prefix and goes on with something that the suffix accepts; the suffix also
 * orders. A prefix of characters that a tag may have is plain text, dots included; any other is an RE2 pattern, and a greedy one takes
 * as much as it can. kluctl always reads a pattern and takes its first group for the suffix (kluctl v2.16,
 * pkg/utils/versions/latest_version.go; corrections B-PREFIX-REGEX and B-ANCHOR).
 * @throws FilterError for a pattern that is too long or no RE2
 */
export function prefixRule(prefix: TextArgument, suffix: Rule): Rule {
  const plain = tagCharactersOnly.test(prefix.text)
  const prefixLength = plain ? plainPrefixLength(prefix.text) : compilePattern(prefix).prefixLength
  const start = plain ? prefix.text : `a match of ${prefix.text}`
  return {
    read: text => {
      const length = prefixLength(text)
      return length === undefined ? undefined : suffix.read(text.slice(length))
    },
    compareKeys: (a, b) => suffix.compareKeys(a, b),
    rejection: text => {
      const length = prefixLength(text)
      if (length === undefined) return `does not begin with ${start}`
      const why = suffix.rejection(text.slice(length))
      return prefix.text === '' ? why : `${why} after ${start}`
    },
    format: quote => `prefix(prefix=${quote(prefix.text)}, suffix=${suffix.format(quote)})`
  }
}

function plainPrefixLength(prefix: string): (text: string) => number | undefined {
  return text => (text.startsWith(prefix) ? prefix.length : undefined)
}

/** `prefix(…)` in the filter language. */
export const prefixFunction: FilterFunction = {
  name: 'prefix',
  parameters: [
    { name: 'prefix', kind: 'text' },
    { name: 'suffix', kind: 'filter' }
  ],
  usage: `prefix('…', suffix=…)`,
  build: args => prefixRule(args.text('prefix'), args.rule('suffix') ?? semverRule(false))
}
