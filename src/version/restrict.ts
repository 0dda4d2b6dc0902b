import { compilePattern } from './pattern.ts'
import type { Arguments, Parameter, Reading } from './rule.ts'

/** The parameters that every function of the filter language has, by name. */
export const commonParameters: readonly Parameter[] = [
  { name: 'exclude', kind: 'text', meaning: 'RE2; tags that it matches from beginning to end are left out.' },
  {
    name: 'order',
    kind: 'text',
    meaning: "`'asc'` puts the smallest first, so that the oldest is picked; `'desc'` is the default."
  }
]

/**
 * Applies `exclude` and `order` to what a function reads. Both see the same text as the function: inside a `suffix` that is what follows
 * the prefix. Ties stay as they are, whatever the order.
 * @throws FilterError for a pattern that cannot be used, and for an order that is neither
 */
export function restrict(reading: Reading, args: Arguments): Reading {
  return ordered(excluding(reading, args), args)
}

function excluding(reading: Reading, args: Arguments): Reading {
  const exclude = args.optionalText('exclude')
  if (!exclude) return reading
  if (exclude.text === '')
    exclude.fail(0, 'the pattern of exclude is empty', "Write what is left out: exclude='.*-rc.*'.")
  const { matches } = compilePattern(exclude)
  const rejection = `is excluded by "${exclude.text}"`
  return {
    ...reading,
    read: (text, floor) => (matches(text) ? undefined : reading.read(text, floor)),
    rejection: text => (matches(text) ? rejection : reading.rejection(text))
  }
}

function ordered(reading: Reading, args: Arguments): Reading {
  const order = args.optionalText('order')
  if (!order || order.text === 'desc') return reading
  if (order.text !== 'asc') order.fail(0, 'order must be asc or desc', "Write order='asc' to pick the oldest.")
  return { ...reading, read: text => reading.read(text), compareKeys: (a, b) => reading.compareKeys(b, a) }
}
