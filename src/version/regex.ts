import { quote } from '../text.ts'
import { literalStart } from './literal.ts'
import { compareLooseKeys, readLooseKey } from './loose.ts'
import { type CapturingPattern, compileCapturing, compilePattern } from './pattern.ts'
import type { FilterFunction, Reading, Rule, TextArgument } from './rule.ts'

/**
 * `regex(pattern)`: what an RE2 pattern matches from beginning to end; order is by the whole text, groups have no influence.
 * kluctl forgets to group the pattern between its anchors, so that `main|master` matches `mainline`; here it never does
 * (kluctl v2.16, pkg/utils/versions/latest_version.go; correction B-ANCHOR). With `suffix` another filter accepts and orders.
 * @throws FilterError for a pattern that is no RE2 or costs too much
 */
function wholeReading(pattern: TextArgument, suffix: Rule | undefined): Reading {
  const compiled = compilePattern(pattern)
  const rejection = noMatch(pattern)
  const literal = literalStart(pattern.text)
  if (!suffix) {
    return {
      read: text => (compiled.matches(text) ? readLooseKey(text) : undefined),
      compareKeys: compareLooseKeys,
      rejection: () => rejection,
      literal
    }
  }
  return {
    read: text => (compiled.matches(text) ? suffix.read(text) : undefined),
    compareKeys: (a, b) => suffix.compareKeys(a, b),
    rejection: text => (compiled.matches(text) ? suffix.rejection(text) : rejection),
    core: text => suffix.core?.(text) ?? text,
    literal: literal || (suffix.literal ?? '')
  }
}

/** `regex(pattern, extract, suffix)`: the text of one group goes to the suffix, which accepts and orders it. */
function extractReading(pattern: TextArgument, extract: TextArgument, suffix: Rule): Reading {
  const compiled = compileCapturing(pattern)
  const group = findGroup(compiled, extract)
  const part = (text: string): string | undefined => compiled.group(text, group)
  return {
    read: text => {
      const found = part(text)
      return found === undefined ? undefined : suffix.read(found)
    },
    compareKeys: (a, b) => suffix.compareKeys(a, b),
    rejection: text => {
      const found = part(text)
      if (found !== undefined) return `${suffix.rejection(found)} in the group ${extract.text}`
      return compiled.matches(text) ? `has nothing in the group ${extract.text}` : noMatch(pattern)
    },
    core: text => {
      const found = part(text) ?? ''
      return suffix.core?.(found) ?? found
    },
    literal: literalStart(pattern.text)
  }
}

function noMatch(pattern: TextArgument): string {
  return `does not match regex(pattern="${pattern.text}")`
}

/** @throws FilterError that lists the groups there are */
function findGroup({ names, groupCount }: CapturingPattern, { text, fail }: TextArgument): number {
  const number = names.get(text) ?? (/^[0-9]{1,4}$/.test(text) ? Number(text) : -1)
  if (number >= 0 && number <= groupCount) return number
  const known = [...names.keys()].map(name => quote(name, 40))
  const hint =
    groupCount === 0
      ? 'Put the part that orders the tags in a group: (?P<n>[0-9]+).'
      : `Its groups: ${[...known, ...(groupCount > known.length ? [`1 to ${groupCount}`] : [])].join(', ')}.`
  return fail(0, `the pattern has no group ${quote(text, 40)}`, hint)
}

/** `regex(…)` in the filter language. */
export const regexFunction: FilterFunction = {
  name: 'regex',
  parameters: [
    {
      name: 'pattern',
      kind: 'text',
      positional: true,
      meaning: 'RE2; it must match the whole tag.'
    },
    {
      name: 'extract',
      kind: 'text',
      meaning: 'Name or number of the group that goes to `suffix`; without it the whole tag does.'
    },
    {
      name: 'suffix',
      kind: 'filter',
      default: 'semver()',
      defaultWith: 'extract',
      meaning: 'The filter that accepts and orders what was extracted.'
    }
  ],
  usage: `regex('…')`,
  meaning: 'Tags that a regular expression matches from beginning to end, ordered by the whole tag.',
  build: args => {
    const pattern = args.text('pattern')
    if (pattern.text === '') {
      pattern.fail(0, 'the pattern of regex is empty', `Write what a tag looks like: regex('v[0-9.]+').`)
    }
    const extract = args.optionalText('extract')
    const suffix = args.rule('suffix')
    return extract && suffix ? extractReading(pattern, extract, suffix) : wholeReading(pattern, suffix)
  }
}
