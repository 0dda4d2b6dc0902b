import { beginsWithNumber, compareLooseKeys, readLooseKey } from './loose.ts'
import type { FilterFunction, Rule } from './rule.ts'

/**
 * `semver(allow_no_nums=false)`: what begins with a number, or with `v` and a number. Not strict: `1`, `v2`, `2022-04-22` and a commit
 * hash that begins with a digit are all accepted. With `allow_no_nums` everything is (kluctl v2.16, pkg/utils/versions/latest_version.go).
 */
export function semverRule(allowNoNumbers: boolean): Rule {
  return {
    read: text => (allowNoNumbers || beginsWithNumber(text) ? readLooseKey(text) : undefined),
    compareKeys: compareLooseKeys,
    rejection: () => 'does not begin with a number',
    format: () => `semver(allow_no_nums=${allowNoNumbers})`
  }
}

/** `semver()` in the filter language. */
export const semverFunction: FilterFunction = {
  name: 'semver',
  parameters: [{ name: 'allow_no_nums', kind: 'flag' }],
  usage: 'semver()',
  build: args => semverRule(args.flag('allow_no_nums') ?? false)
}
