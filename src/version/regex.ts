import { compareLooseKeys, readLooseKey } from './loose.ts'
import { compilePattern } from './pattern.ts'
import type { FilterFunction, Rule, TextArgument } from './rule.ts'

/**
 * `regex(pattern)`: what an RE2 pattern matches from beginning to end; order is by the whole text, groups have no influence.
 * kluctl forgets to group the pattern between its anchors, so that `main|master` matches `mainline`; here it never does
 * (kluctl v2.16, pkg/utils/versions/latest_version.go; correction B-ANCHOR).
 * @throws FilterError for a pattern that is empty, too long, or no RE2
 */
export function regexRule(pattern: TextArgument): Rule {
  if (pattern.text === '')
    pattern.fail(0, 'the pattern of regex is empty', `Write what a tag looks like: regex('v[0-9.]+').`)
  const compiled = compilePattern(pattern)
  const format: Rule['format'] = quote => `regex(pattern=${quote(pattern.text)})`
  const rejection = `does not match ${format(text => `"${text}"`)}`
  return {
    read: text => (compiled.matches(text) ? readLooseKey(text) : undefined),
    compareKeys: compareLooseKeys,
    rejection: () => rejection,
    format
  }
}

/** `regex(…)` in the filter language. */
export const regexFunction: FilterFunction = {
  name: 'regex',
  parameters: [{ name: 'pattern', kind: 'text' }],
  usage: `regex('…')`,
  build: args => regexRule(args.text('pattern'))
}
