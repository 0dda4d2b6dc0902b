/**
 * Links of the Markdown views (threat model O-11): the one place that writes an address. Addresses of a report may come from a file that
 * somebody else wrote, so that each is checked here again, whoever built it.
 */

/** https, a host without user and password, and characters that mean nothing in Markdown and are no entity. */
const plainAddress = /^https:\/\/[A-Za-z0-9.-]+(?::\d{1,5})?(?:\/[A-Za-z0-9._~%/?=&#:+,@-]*)?$/

/** A link to one of these leaves a note on the other page, which is nobody's wish. */
const leavesTrace = /\/(?:issues|pull|pulls|discussions|merge_requests|work_items|epics)\/\d/i

const longestAddress = 1000

/** A Markdown link with this label, which is Markdown already; the label alone where the address is missing or is no plain https address. */
export function markdownLink(label: string, address: string | null | undefined): string {
  return isPlainAddress(address) ? `[${label}](${address})` : label
}

/** True for an address that may be a link. */
export function isPlainAddress(address: string | null | undefined): address is string {
  return (
    typeof address === 'string' &&
    address.length <= longestAddress &&
    plainAddress.test(address) &&
    !leavesTrace.test(address)
  )
}
