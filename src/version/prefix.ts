import { literalStart } from './literal.ts'
import { compileCapturing } from './pattern.ts'
import type { FilterFunction, Reading, Rule, TextArgument } from './rule.ts'

const tagCharactersOnly = /^[A-Za-z0-9_.-]*$/

/**
 * `prefix(prefix, suffix=semver())`: what begins with the prefix and goes on with something that the suffix accepts; the suffix also
 * orders. A prefix of characters that a tag may have is plain text, dots included; any other is an RE2 pattern, and a greedy one takes
 * as much as it can. kluctl always reads a pattern and takes its first group for the suffix (kluctl v2.16,
 * pkg/utils/versions/latest_version.go; corrections B-PREFIX-REGEX and B-ANCHOR).
 * @throws FilterError for a pattern that is too long or no RE2
 */
function prefixReading(prefix: TextArgument, suffix: Rule): Reading {
  const plain = tagCharactersOnly.test(prefix.text)
  const prefixLength = plain ? plainPrefixLength(prefix.text) : compileCapturing(prefix).prefixLength
  const start = plain ? prefix.text : `a match of ${prefix.text}`
  return {
    read: (text, floor) => {
      const length = prefixLength(text)
      return length === undefined ? undefined : suffix.read(text.slice(length), floor)
    },
    compareKeys: (a, b) => suffix.compareKeys(a, b),
    rejection: text => {
      const length = prefixLength(text)
      if (length === undefined) return `does not begin with ${start}`
      const why = suffix.rejection(text.slice(length))
      return prefix.text === '' ? why : `${why} after ${start}`
    },
    literal: plain ? prefix.text + (suffix.literal ?? '') : literalStart(prefix.text),
    core: text => {
      const rest = text.slice(prefixLength(text) ?? 0)
      return suffix.core?.(rest) ?? rest
    }
  }
}

function plainPrefixLength(prefix: string): (text: string) => number | undefined {
  return text => (text.startsWith(prefix) ? prefix.length : undefined)
}

/** `prefix(…)` in the filter language. */
export const prefixFunction: FilterFunction = {
  name: 'prefix',
  parameters: [
    {
      name: 'prefix',
      kind: 'text',
      positional: true,
      meaning: 'What the tag begins with: plain text, or RE2 if it holds other characters than a tag may have.'
    },
    {
      name: 'suffix',
      kind: 'filter',
      positional: true,
      default: 'semver()',
      meaning: 'The filter for what follows; it also orders.'
    }
  ],
  usage: `prefix('…', suffix=…)`,
  meaning: 'Tags that begin with a text and go on with something another filter accepts.',
  build: args => {
    const suffix = args.rule('suffix')
    return suffix ? prefixReading(args.text('prefix'), suffix) : args.text('prefix').fail(0, 'prefix needs a suffix')
  }
}
