import { plural } from '../text.ts'
import type { PassedOver } from './answer.ts'

/** A tag that does not pass, and whether that cost requests. */
export type Refusal = PassedOver & { readonly wasAsked: boolean }

const mostFree = 10

/**
 * What a reader is shown of the tags that did not pass: all that cost requests, of which there are few, and the first of the others. The
 * last message says how many more there are, and before that how many between these tags and the answer may pass as well: they are not passed over.
 */
export function listPassedOver(refusals: readonly Refusal[], unasked = 0): readonly PassedOver[] {
  let free = 0
  const shown = refusals.filter(({ wasAsked }) => wasAsked || ++free <= mostFree)
  const more = refusals.length - shown.length
  const notes = [
    ...(unasked > 0 ? [`; and ${unasked} between ${unasked === 1 ? 'was' : 'were'} not asked`] : []),
    ...(more > 0 ? [`; ${plural(more, 'more tag')} passed over`] : [])
  ].join('')
  return shown.map(({ tag, rule, message }, index) => {
    return { tag, rule, message: index === shown.length - 1 ? `${message}${notes}` : message }
  })
}
