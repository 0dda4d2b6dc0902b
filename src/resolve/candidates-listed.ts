import { plural } from '../text.ts'
import type { PassedOver } from './answer.ts'

/** A tag that does not pass, and whether that cost requests. */
export type Refusal = PassedOver & { readonly wasAsked: boolean }

const mostFree = 10

/**
 * What a reader is shown of the tags that did not pass: all that cost requests, of which there are few, and the first of the others. The
 * last message says how many more there are.
 */
export function listPassedOver(refusals: readonly Refusal[]): readonly PassedOver[] {
  let free = 0
  const shown = refusals.filter(({ wasAsked }) => wasAsked || ++free <= mostFree)
  const more = refusals.length - shown.length
  return shown.map(({ tag, rule, message }, index) => {
    const isLast = more > 0 && index === shown.length - 1
    return { tag, rule, message: isLast ? `${message}; ${plural(more, 'more tag')} passed over` : message }
  })
}
