import type { Orders } from './order.ts'
import { type Outlook, outlookAfter } from './outlook.ts'

/** A part of a list: tags that follow each other without a gap, from a key on. */
export type Range = {
  /** What `last=` was for its first page; empty for the chain of Links from the beginning. */
  readonly key: string
  readonly tags: string[]
  /** Where it goes on. */
  next: URL | undefined
  phase: Phase
  /** The range that it has reached: from its first tag on, that one tells how the list goes on. */
  right: Range | undefined
  /** What was guessed of the gap behind it, as long as nothing changes there. */
  guess?: { readonly tags: number; readonly bound: string | undefined; readonly outlook: Outlook }
}

/** `past`: behind everything that is asked for. `stopped`: where a request failed; the chain goes on from there. */
export type Phase = 'asked' | 'open' | 'joined' | 'ended' | 'past' | 'stopped' | 'dropped'

/** The ranges of a list by key, the chain first. `held`: tags that were read since there are ranges, each once. */
export type Line = { readonly ranges: Range[]; held: number }

/** What may stand in a gap after a range that is being read. `open`: nothing is known of its end. */
export type Gap = { readonly outlook: Outlook; readonly open: boolean }

type Meeting = 'apart' | 'joined' | 'swallowed' | 'odd'

/**
 * Joins what meets. A range reaches the next one only where both have seen the same tag and the same tags after it; no range is
 * ever joined across a gap. False where two ranges contradict each other.
 */
export function settle(line: Line, orders: Orders, finish: (range: Range, phase: Phase) => void): boolean {
  // What the first pages let pass for bytes may turn out to be another order.
  line.ranges.sort((a, b) => orders.compare(a.key, b.key))
  let at = 0
  for (;;) {
    const left = line.ranges[at]
    const next = line.ranges.findIndex((range, index) => index > at && range.tags.length > 0)
    const right = line.ranges[next]
    if (!left || !right) return true
    const meeting = meet(left, right, orders)
    if (meeting === 'odd') return false
    if (meeting === 'swallowed') {
      line.ranges.splice(next, 1)
      line.held -= right.tags.length
      finish(right, 'dropped')
      continue
    }
    if (meeting === 'joined' && left.right !== right) {
      const at = left.tags.lastIndexOf(right.tags[0] ?? '')
      line.held -= left.tags.length - at
      left.tags.length = at
      left.right = right
      finish(left, 'joined')
    }
    at = next
  }
}

function meet(left: Range, right: Range, { compare }: Orders): Meeting {
  const [head = ''] = right.tags
  if (left.right === right) return 'joined'
  const [first = ''] = left.tags
  if (head === first || (left.key === '' && compare(head, first) < 0)) return 'swallowed'
  if (left.right) return head === left.right.tags[0] || left.tags.includes(head) ? 'swallowed' : 'odd'
  const reached = compare(left.tags.at(-1) ?? '', head)
  if (reached < 0) return left.phase === 'ended' ? 'odd' : left.phase === 'past' ? 'swallowed' : 'apart'
  const at = left.tags.lastIndexOf(head)
  if (at < 0) return reached === 0 && left.phase !== 'ended' ? 'apart' : 'odd'
  const shared = Math.min(left.tags.length - at, right.tags.length)
  for (let index = 0; index < shared; index++) if (left.tags[at + index] !== right.tags[index]) return 'odd'
  if (left.tags.length - at > right.tags.length) return right.phase === 'ended' ? 'odd' : 'swallowed'
  return left.phase === 'ended' && right.tags.length > shared ? 'odd' : 'joined'
}

/** The gaps that somebody reads into, up to the next range or `ending`. */
export function findGaps({ ranges }: Line, ending: string | undefined): readonly Gap[] {
  return ranges.flatMap((left, index) => {
    if (left.phase !== 'open' || left.tags.length === 0) return []
    const bound = ranges[index + 1]?.key ?? ending
    if (left.guess?.tags !== left.tags.length || left.guess.bound !== bound)
      left.guess = { tags: left.tags.length, bound, outlook: outlookAfter(left.tags, bound) }
    return [{ outlook: left.guess.outlook, open: bound === undefined }]
  })
}

/** Puts a range where its key belongs. False if there is one with this key. */
export function place({ ranges }: Line, range: Range, { compare }: Orders): boolean {
  if (ranges.some(one => one.key === range.key)) return false
  const before = ranges.findIndex((one, index) => index > 0 && compare(one.key, range.key) > 0)
  ranges.splice(before < 0 ? ranges.length : before, 0, range)
  return true
}
