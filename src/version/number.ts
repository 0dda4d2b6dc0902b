import { compareLooseKeys, readLooseKey } from './loose.ts'
import type { FilterFunction, Rule } from './rule.ts'

const digits = /^[0-9]+$/

/** `number()`: digits and nothing else, of any length, leading zeros included (kluctl v2.16, pkg/utils/versions/latest_version.go). */
export function numberRule(): Rule {
  return {
    read: text => (digits.test(text) ? readLooseKey(text) : undefined),
    compareKeys: compareLooseKeys,
    rejection: () => 'not a whole number',
    format: () => 'number()'
  }
}

/** `number()` in the filter language. */
export const numberFunction: FilterFunction = {
  name: 'number',
  parameters: [],
  usage: 'number()',
  build: numberRule
}
