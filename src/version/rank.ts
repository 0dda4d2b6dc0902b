import type { VersionFilter } from './filter.ts'
import { compareBytes, type Order } from './loose.ts'
import type { VersionKey } from './rule.ts'

/** A tag that a filter accepts, as the filter read it. */
export type Ranked = { readonly tag: string; readonly key: VersionKey }

/**
 * The tags that a filter accepts, each read once and named once, newest first; among tags that tie the bytewise greatest first, so that the first is that of
 * `newest` and the order of the list never matters. A heap: reading all and taking the first few takes time linear in the tags.
 * @throws FilterError where a pattern of the filter needs too many steps for these tags
 */
export function* rankTags(filter: VersionFilter, tags: Iterable<string>): Generator<Ranked, void, undefined> {
  const heap: Ranked[] = []
  for (const tag of new Set(tags)) {
    const key = filter.read(tag)
    if (key) heap.push({ tag, key })
  }
  const order = (a: Ranked, b: Ranked): Order => filter.compareKeys(a.key, b.key) || compareBytes(a.tag, b.tag)
  for (let at = (heap.length >> 1) - 1; at >= 0; at -= 1) sink(heap, at, order)
  for (let [first] = heap; first !== undefined; [first] = heap) {
    yield first
    const last = heap.pop()
    if (last === undefined || heap.length === 0) return
    heap[0] = last
    sink(heap, 0, order)
  }
}

/** Moves an entry down until none below it is greater. */
function sink(heap: Ranked[], from: number, order: (a: Ranked, b: Ranked) => Order): void {
  let at = from
  for (;;) {
    const greatest = greatestOf(heap, at, order)
    const [here, there] = [heap[at], heap[greatest]]
    if (greatest === at || here === undefined || there === undefined) return
    heap[at] = there
    heap[greatest] = here
    at = greatest
  }
}

/** Index of the greatest of an entry and the two below it. */
function greatestOf(heap: readonly Ranked[], at: number, order: (a: Ranked, b: Ranked) => Order): number {
  let greatest = at
  for (const below of [2 * at + 1, 2 * at + 2]) {
    const [one, other] = [heap[below], heap[greatest]]
    if (one !== undefined && other !== undefined && order(one, other) > 0) greatest = below
  }
  return greatest
}
