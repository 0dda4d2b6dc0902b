import { compareLooseKeys, readVersionKey } from './loose.ts'
import type { FilterFunction, Reading } from './rule.ts'

const digits = /^[0-9]+$/

/** `number()`: digits and nothing else, of any length, leading zeros included (kluctl v2.16, pkg/utils/versions/latest_version.go). */
function numberReading(): Reading {
  return {
    read: (text, floor) => (digits.test(text) ? readVersionKey(text, floor) : undefined),
    compareKeys: compareLooseKeys,
    rejection: () => 'not a whole number'
  }
}

/** `number()` in the filter language. */
export const numberFunction: FilterFunction = {
  name: 'number',
  parameters: [],
  usage: 'number()',
  meaning: 'Digits and nothing else, ordered as numbers of any size.',
  build: numberReading
}
