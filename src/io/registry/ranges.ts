import { followsLastTag, pageAfter } from './link.ts'
import type { Orders } from './order.ts'
import type { PageReader, ReadPage } from './page-reader.ts'
import { choosePlaces } from './places.ts'
import { type Line, type Phase, place, type Range, settle } from './range-line.ts'

/** How a list is read in parts. */
export type RangeRequest = {
  readonly reader: PageReader
  readonly orders: Orders
  /** An address of the list that ends in `last=`, for the form of the others. */
  readonly address: URL
  /** The last tags of the chain. */
  readonly tags: readonly string[]
  /** Most tags that a page was seen to hold. */
  readonly pageSize: number
  /** Nothing from this key on is asked for. */
  readonly bound: string | undefined
  readonly isPast: (tag: string) => boolean
}

/** What the chain gains where it meets a range: tags, and where it goes on. `doubtful`: it ended before tags that a range saw. */
export type Gain = { readonly tags: readonly string[]; readonly next: URL | undefined; readonly doubtful: boolean }

/** Ranges of a list that are read at the same time, besides the chain of Links from its beginning. */
export interface Ranges {
  /** Tells of the chain's newest page; resolves once the chain's own next request is known. */
  follow(tags: readonly string[], next: URL | undefined): Promise<Gain>
  /** Ends what still runs. */
  stop(): void
  /** True once something did not fit; what was joined until then is proved, the rest was thrown away. */
  readonly failed: boolean
}

/** Requests at the same time, the chain's among them; measured with bench/registries.mjs. */
// One for all: an error of its own for each would cost more than what it ends.
const unneeded = new Error('the answer is not needed any more')
const width = 16

/** Starts with nothing but the chain. */
export function createRanges(request: RangeRequest): Ranges {
  const { reader, orders, address, pageSize, isPast } = request
  const main: Range = { key: '', tags: [...request.tags], next: undefined, phase: 'open', right: undefined }
  const line: Line = { ranges: [main], held: 0 }
  const abort = new AbortController()
  const settled = new Map<Range, { readonly done: Promise<void>; readonly tell: () => void }>()
  const state = { running: 0, failed: false, quiet: false, ending: request.bound, read: 0 }

  const finish = (range: Range, phase: Phase): void => {
    range.phase = phase
    if (phase !== 'open') settled.get(range)?.tell()
  }
  const contradict = (): void => {
    state.failed = true
    abort.abort(unneeded)
    for (const range of line.ranges) if (range.phase === 'open' || range.phase === 'asked') finish(range, 'stopped')
  }
  const check = (): void => {
    if (!state.failed && !settle(line, orders, finish)) contradict()
  }
  const plan = (): void => {
    if (state.failed || state.quiet) return
    const count = (wanted: Phase): number => line.ranges.filter(({ phase }) => phase === wanted).length
    const places = choosePlaces(line, state.ending, {
      pageSize,
      read: state.read,
      wasted: state.read - line.held / pageSize,
      eager: request.bound !== undefined,
      slots: width - 1 - state.running,
      asked: count('asked'),
      open: count('open') - 1
    })
    for (const key of places) start(key)
  }
  const start = (key: string): void => {
    const range: Range = { key, tags: [], next: undefined, phase: 'asked', right: undefined }
    if (!place(line, range, orders)) return
    let tell = (): void => undefined
    const done = new Promise<void>(resolve => {
      tell = resolve
    })
    settled.set(range, { done, tell })
    void run(range)
  }
  const run = async (range: Range): Promise<void> => {
    let url: URL | undefined = pageAfter(address, range.key)
    while (url) {
      state.running++
      const page: ReadPage | undefined = await reader.readShare(url, width, abort.signal).catch(nothing)
      state.running--
      state.read++
      if (state.failed || (range.phase !== 'asked' && range.phase !== 'open')) return
      if (page) take(range, page)
      else {
        state.quiet = true
        if (range.tags.length === 0) drop(range)
        else finish(range, 'stopped')
      }
      check()
      plan()
      url = range.phase === 'open' ? range.next : undefined
    }
  }
  const drop = (range: Range): void => {
    line.ranges.splice(line.ranges.indexOf(range), 1)
    finish(range, 'dropped')
  }
  const take = (range: Range, page: ReadPage): void => {
    const phase = page.tags.length > 0 ? takeTags(range, page) : takeEnd(range, page)
    if (phase === undefined) contradict()
    else if (phase === 'dropped') drop(range)
    else finish(range, phase)
  }
  const takeTags = (range: Range, { tags, next, dropped }: ReadPage): Phase | undefined => {
    const before = range.tags.at(-1) ?? range.key
    if (dropped > 0 || next.kind === 'broken') return undefined
    if (next.kind === 'next' && !followsLastTag(tags, next.url)) return undefined
    orders.see([before, ...tags])
    if (!orders.stands()) return undefined
    range.tags.push(...tags)
    line.held += tags.length
    range.next = next.kind === 'next' ? next.url : undefined
    if (isPast(tags.at(-1) ?? '')) return 'past'
    if (range.next) return 'open'
    // An end is believed only of a page that was asked for with a tag: the chain asks again from the last one.
    if (range.tags.length > tags.length) return 'ended'
    range.next = pageAfter(address, tags.at(-1) ?? '')
    return 'stopped'
  }
  /** An empty page ends the list; there is nothing behind its key either. */
  const takeEnd = (range: Range, { next, dropped }: ReadPage): Phase | undefined => {
    if (dropped > 0 || next.kind !== 'end') return undefined
    range.next = undefined
    if (range.tags.length > 0) return 'ended'
    const isInside = line.ranges.some(({ tags }) => tags.length > 0 && orders.compare(tags.at(-1) ?? '', range.key) > 0)
    if (isInside) return undefined
    if (state.ending === undefined || orders.compare(range.key, state.ending) < 0) state.ending = range.key
    return 'dropped'
  }
  const absorb = async (): Promise<Gain> => {
    const gained: string[] = []
    let at = main
    while (at.right) {
      at = at.right
      await settled.get(at)?.done
      gained.push(...at.tags)
    }
    // A contradiction at an end is always one with tags behind it.
    const doubtful = state.failed && at.phase === 'ended'
    if (at === main) return { tags: [], next: main.next, doubtful }
    const open = at.phase === 'stopped'
    main.tags.splice(0, main.tags.length, ...at.tags)
    main.right = undefined
    main.next = open ? at.next : undefined
    main.phase = open ? 'open' : at.phase
    line.ranges.splice(0, line.ranges.indexOf(at) + 1, main)
    return { tags: gained, next: main.next, doubtful }
  }

  return {
    async follow(tags, next) {
      if (state.failed) return { tags: [], next, doubtful: false }
      state.read++
      main.tags.push(...tags)
      line.held += tags.length
      main.next = next
      if (next === undefined) main.phase = 'ended'
      orders.see([...main.tags.slice(-tags.length - 1)])
      if (orders.stands()) check()
      else contradict()
      plan()
      return absorb()
    },
    stop: () => abort.abort(unneeded),
    get failed() {
      return state.failed
    }
  }
}

/** What fails here fails for the chain as well, which tells of it; or it was not needed. */
function nothing(): undefined {
  return undefined
}
