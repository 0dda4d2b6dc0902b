import { compileLayout, isInCalendar } from './layout.ts'
import { compareLooseKeys } from './loose.ts'
import type { FilterFunction, Reading, TextArgument } from './rule.ts'

/**
 * `date(layout)`: a date in exactly this layout that exists in the calendar, ordered by time.
 * @throws FilterError for a layout that cannot be used
 */
function dateReading(layout: TextArgument): Reading {
  const readDate = compileLayout(layout)
  return {
    read: text => {
      const numbers = readDate(text)
      return numbers && isInCalendar(numbers) ? { numbers, rest: '', components: undefined } : undefined
    },
    compareKeys: compareLooseKeys,
    rejection: text => (readDate(text) ? 'is no day and time of the calendar' : `is no date written ${layout.text}`)
  }
}

/** `date(…)` in the filter language. */
export const dateFunction: FilterFunction = {
  name: 'date',
  parameters: [
    {
      name: 'layout',
      kind: 'text',
      positional: true,
      meaning:
        'How the date is written: YYYY or YY, MM or M, DD or D, HH or H, mm, ss, SSS; other text stands for itself, letters of these in `[…]`.'
    }
  ],
  usage: `date('YYYYMMDD')`,
  meaning: 'Dates of exactly this layout that exist in the calendar, ordered by time.',
  build: args => dateReading(args.text('layout'))
}
