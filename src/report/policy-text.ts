import { plural, shorten } from '../text.ts'
import type { Change, PolicyRecord, UseRecord } from './record.ts'

/** The hold that keeps an image where it is. */
export type HoldRecord = NonNullable<PolicyRecord['hold']>

/** The date that an answer was judged by. */
export type DateRecord = NonNullable<PolicyRecord['date']>

/** How a view writes what comes from a policy file or a registry: a name, and a sentence. Both escape. */
export type PolicyWriter = {
  readonly name: (text: string) => string
  readonly sentence: (text: string) => string
}

/** Reasons and owners are somebody's text, of which a reader takes in a few lines. */
const longestReason = 600
const longestOwner = 100

/** `uploads break (@acme/web, until 2026-12-24)`: why and for whom an image is held, and how long. */
export function holdText({ reason, owner, expiry }: HoldRecord, write: PolicyWriter): string {
  const about = [
    owner === null ? undefined : write.name(shorten(owner, longestOwner)),
    expiry === null ? undefined : `until ${dayText(expiry, write)}`
  ].filter(text => text !== undefined)
  const why = write.sentence(shorten(reason, longestReason)) || 'no reason given'
  return about.length === 0 ? why : `${why} (${about.join(', ')})`
}

/** `pushed 2026-11-18 by the registry's date`: how old an answer is, and who says so. What the publisher wrote is told as such. */
export function dateText({ date, source }: DateRecord, write: PolicyWriter): string {
  const day = dayText(date, write)
  if (source === 'registry') return `pushed ${day} by the registry's date`
  return `created ${day}, says its ${source === 'label' ? 'label' : 'configuration'}`
}

/** `passed over 1.5.0 (minimum-age) and 3 more`, or the two if they are two; empty where nothing was. The rules have the names of the policy file. */
export function passedOverText({ passedOver }: Pick<PolicyRecord, 'passedOver'>, write: PolicyWriter): string {
  if (passedOver.length === 0) return ''
  const shown = passedOver.slice(0, passedOver.length > mostInRow + 1 ? mostInRow : mostInRow + 1)
  const rest = passedOver.length - shown.length + unlisted(passedOver)
  const names = shown.map(({ tag, rule }) => `${write.name(tag)} (${rule})`)
  return `passed over ${names.join(', ')}${rest === 0 ? '' : ` and ${rest} more`}`
}

const mostInRow = 1

/** One line for each tag that was passed over, best first: `1.5.0 is younger than 3d`; of many the first few, and how many more. */
export function passedOverLines(
  { passedOver }: Pick<PolicyRecord, 'passedOver'>,
  write: PolicyWriter
): readonly string[] {
  const shown = passedOver.slice(0, mostInList)
  const rest = passedOver.length - shown.length + unlisted(passedOver)
  const open = unasked(passedOver)
  return [
    ...shown.map(({ tag, rule, message }) => `passed over ${write.name(tag)}: ${messageText(rule, message, write)}`),
    ...(rest === 0 ? [] : [`passed over ${plural(rest, 'more tag')}`]),
    ...(open === 0
      ? []
      : [`${plural(open, 'tag')} between these and the answer ${open === 1 ? 'was' : 'were'} not asked about`])
  ]
}

const mostInList = 5

/** How many more there are than the list has: its last message says so (src/resolve/candidates-listed.ts). */
function unlisted(passedOver: PolicyRecord['passedOver']): number {
  return Number(/; (\d{1,6}) more tags? passed over$/.exec(passedOver.at(-1)?.message ?? '')?.[1] ?? 0)
}

/** How many tags the search jumped over: the last message says so as well. */
function unasked(passedOver: PolicyRecord['passedOver']): number {
  return Number(
    /; and (\d{1,6}) between (?:was|were) not asked(?:;|$)/.exec(passedOver.at(-1)?.message ?? '')?.[1] ?? 0
  )
}

function messageText(rule: string, message: string, write: PolicyWriter): string {
  return write.sentence(shorten(message, longestReason)) || rule
}

/** Only what looks like a day is one: a record may come from a file. */
function dayText(date: string, write: PolicyWriter): string {
  return /^(\d{4}-\d{2}-\d{2})(?:T|$)/.exec(date)?.[1] ?? write.name(date)
}

/** What the policy did to the answer that a change is about; null where it did nothing. */
export type PolicyOfChange = (change: Change) => PolicyRecord | null

/** Finds the policy of a change among its uses, of which one change has those with the same answer for the same reason. */
export function policiesOf(uses: readonly UseRecord[]): PolicyOfChange {
  const policies = new Map<string, PolicyRecord>()
  for (const { image, old, result, why, filter, origin, policy } of uses) {
    if (policy !== null) policies.set(keyOf(image, old, result, why, origin === 'registry' ? filter : null), policy)
  }
  return ({ image, old, new: now, why, filter }) => policies.get(keyOf(image, old, now, why, filter)) ?? null
}

function keyOf(...parts: readonly (string | null)[]): string {
  return JSON.stringify(parts)
}
