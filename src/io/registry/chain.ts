import { RegistryError } from '../../errors.ts'
import type { Subject } from './failure.ts'
import type { RegistryLimits } from './limits.ts'
import { followsLastTag, pageAfter } from './link.ts'
import type { Manners } from './manners.ts'
import { createOrders, type Orders } from './order.ts'
import { incomplete, type PageReader, type ReadPage } from './page-reader.ts'
import { createRanges, type Ranges } from './ranges.ts'
import { keyBetween } from './seek-key.ts'

/** What a chain of pages is read with. */
export type ChainTools = {
  readonly subject: Subject
  readonly limits: RegistryLimits
  readonly reader: PageReader
  readonly manners: Manners
  /** Tags to ask for at once after a first page that was full. */
  readonly largePage: number
}

/** A chain of pages from one address on, and all that was proved to follow it. */
export type Chain = ChainTools & {
  readonly orders: Orders
  readonly tags: Set<string>
  readonly seen: Set<string>
  /** True for a tag behind all that is asked for, and a key behind it. */
  readonly isPast: (tag: string) => boolean
  readonly bound: string | undefined
  /** Whether `last=` goes on from any text in the order of the list: so it is, it is not, or it was not tried. */
  seeks: 'yes' | 'no' | 'untried'
  ranges: Ranges | undefined
  last: ReadPage | undefined
  pages: number
  largest: number
  barren: number
  unlinked: boolean
}

/** Registries with smaller pages are not worth a test. */
const smallestPage = 50

/** A chain of which nothing is read yet. */
export function newChain(
  { subject, limits, reader, manners, largePage }: ChainTools,
  fields: Partial<Chain> = {}
): Chain {
  return {
    ...{ subject, limits, reader, manners, largePage },
    ...{ orders: createOrders(), tags: new Set(), seen: new Set(), isPast: () => false, bound: undefined },
    ...{ seeks: 'untried', ranges: undefined, last: undefined, pages: 0, largest: 0, barren: 0, unlinked: false },
    ...fields
  }
}

/**
 * Reads the next page and whatever ranges have read behind it. Resolves to where the chain goes on; undefined at its end.
 * @throws RegistryError where a page cannot be read or the list does not end
 */
export async function readOn(chain: Chain, url: URL): Promise<URL | undefined> {
  const { subject, seen } = chain
  if (seen.has(url.href)) throw incomplete(subject, url, 'does not end: it comes back to a page that was read before')
  seen.add(url.href)
  const page = (await readTest(chain, url)) ?? (await readLarge(chain, url))
  const before = chain.tags.size
  chain.pages++
  addTags(chain, page.tags, url)
  chain.barren = chain.tags.size === before ? chain.barren + 1 : 0
  if (chain.seeks !== 'no') chain.orders.see([...(chain.last?.tags.slice(-1) ?? []), ...page.tags])
  chain.last = page
  const doubted = chain.pages === 2 && chain.unlinked && chain.barren > 0
  const next = findNext(chain, page)
  chain.largest = Math.max(chain.largest, page.tags.length)
  if (doubted && page.tags.length > 0) {
    await proveWhole(chain, page)
    return undefined
  }
  if (!next && mayGoOn(chain, page)) return joinRanges(chain, page, await findRest(chain, page))
  return joinRanges(chain, page, next)
}

/**
 * The third page of a list whose tags ascend is asked for from a text just before the last tag, not from the tag itself. If it
 * begins with that tag, `last=` can be any text and the rest may be read in ranges. If not, that was the one useless request.
 */
async function readTest(chain: Chain, url: URL): Promise<ReadPage | undefined> {
  const { reader, manners, last } = chain
  if (
    chain.seeks !== 'untried' ||
    chain.pages < 2 ||
    chain.largest < smallestPage ||
    !last ||
    !maySplit(chain, last, url)
  )
    return undefined
  const [before = '', tag = ''] = last.tags.slice(-2)
  const key = keyBetween(before, tag)
  if (key === undefined) return undefined
  const page = await reader.read(pageAfter(url, key)).catch(ignoreRegistry)
  const [first, ...rest] = page?.tags ?? []
  const seeks = page?.dropped === 0 && page.next.kind !== 'broken' && first === tag && rest.every(one => one > tag)
  // An end is believed only of a page that was asked for with a tag.
  const goesOn = page?.next.kind === 'next'
  chain.seeks = seeks && goesOn ? 'yes' : 'no'
  if (!seeks) manners.linksOnly = true
  return page && seeks && goesOn ? { ...page, tags: rest } : undefined
}

/** Reads a page; behind a first page that was full it asks for a larger one, unless that was refused before. */
async function readLarge(chain: Chain, url: URL): Promise<ReadPage> {
  const { reader, manners, last, largePage } = chain
  const size = Number(last?.url.searchParams.get('n') ?? Number.NaN)
  const full = last !== undefined && last.tags.length + last.dropped === size && size < largePage
  if (chain.pages !== 1 || !full || manners.refusesLargePages || !url.searchParams.has('last')) return reader.read(url)
  const large = new URL(url)
  large.searchParams.set('n', String(largePage))
  const page = await reader.read(large).catch(ignoreRefusal)
  if (page) return page
  manners.refusesLargePages = true
  return reader.read(url)
}

function addTags({ subject, limits, tags }: Chain, more: readonly string[], url: URL): void {
  for (const tag of more) tags.add(tag)
  if (tags.size > limits.tags) throw incomplete(subject, url, `has more than ${limits.tags} tags`)
}

/** True if the order of a list and the form of its Links allow to ask for any part of it. */
export function maySplit({ manners, orders }: Chain, page: ReadPage, next: URL): boolean {
  return !manners.linksOnly && orders.isBytewise() && page.dropped === 0 && followsLastTag(page.tags, next)
}

async function joinRanges(chain: Chain, page: ReadPage, next: URL | undefined): Promise<URL | undefined> {
  const { reader, orders, manners, isPast, bound } = chain
  const last = page.tags.at(-1)
  if (chain.ranges && next && !followsLastTag(page.tags, next)) leaveRanges(chain)
  const begins = chain.seeks === 'yes' && !chain.ranges && next && last !== undefined && maySplit(chain, page, next)
  if (begins && !isPast(last)) {
    const request = { reader, orders, address: next, pageSize: chain.largest, bound, isPast }
    chain.ranges = createRanges({ ...request, tags: [...chain.tags].slice(0, -page.tags.length) })
  }
  if (!chain.ranges) return next
  const gain = await chain.ranges.follow(page.tags, next)
  addTags(chain, gain.tags, page.url)
  if (gain.tags.length > 0) chain.last = { ...page, tags: gain.tags }
  if (chain.ranges.failed) {
    manners.linksOnly = true
    leaveRanges(chain)
  }
  // A range saw tags behind the end of the chain. What comes after its last tag decides, asked once more.
  const end = gain.tags.at(-1) ?? last
  return gain.doubtful && end !== undefined ? pageAfter(page.url, end) : gain.next
}

function leaveRanges(chain: Chain): void {
  chain.ranges?.stop()
  chain.ranges = undefined
  chain.seeks = 'no'
}

function findNext(chain: Chain, { url, tags, dropped, next }: ReadPage): URL | undefined {
  const { subject } = chain
  if (next.kind === 'broken') throw incomplete(subject, url, `cannot be followed: ${next.why}`)
  if (next.kind === 'next') {
    if (chain.barren > 1) throw incomplete(subject, url, 'does not end: two pages in a row have no new tag')
    chain.unlinked = false
    return next.url
  }
  const full = tags.length + dropped === Number(url.searchParams.get('n') ?? Number.NaN)
  chain.unlinked = chain.pages === 1 ? full : chain.unlinked && chain.barren === 0
  const last = tags.at(-1)
  if (!chain.unlinked) return undefined
  if (last === undefined && dropped > 0)
    throw incomplete(subject, url, 'cannot be followed: its last page is full and holds no tag to go on from')
  // A first page that is exactly full and has no Link may be a list that a registry cut without saying so. Asking for what
  // comes after its last tag proves the end, or finds the rest.
  return last === undefined ? undefined : pageAfter(url, last)
}

/**
 * The same full page again, where what comes after it was asked for: a registry that shows all at once and knows no pages, or one that
 * cuts lists and does not go on. If it gives a single tag where one is asked for, it cuts.
 */
async function proveWhole({ reader, subject, tags }: Chain, { url }: ReadPage): Promise<void> {
  const single = new URL(url)
  single.searchParams.delete('last')
  single.searchParams.set('n', '1')
  const page = await reader.read(single)
  if (page.tags.length + page.dropped < tags.size)
    throw incomplete(subject, url, 'does not go on: after its last tag comes the same page again')
}

/** True for a last page that is as full as those before it: somebody between may have lost its Link. */
function mayGoOn({ pages, largest }: Chain, { tags, dropped }: ReadPage): boolean {
  return pages > 1 && dropped === 0 && tags.length >= Math.max(largest, smallestPage)
}

/** What comes after such a page; asked once a host, since one that answers honestly does so for all lists. */
async function findRest(chain: Chain, page: ReadPage): Promise<URL | undefined> {
  const { manners, reader, seen } = chain
  const last = page.tags.at(-1)
  if (last === undefined || chain.seeks === 'yes') return undefined
  if (await manners.endsWithLinks) return undefined
  const rest = pageAfter(page.url, last)
  if (seen.has(rest.href)) return undefined
  const ends = reader.read(rest).then(
    ({ tags }) => tags.every(tag => chain.tags.has(tag)),
    (error: unknown) => {
      if (error instanceof RegistryError && [400, 404, 405].includes(error.status ?? 0)) return undefined
      throw error
    }
  )
  // Only what was answered says something of the host; one that refuses the question ends this list and no other.
  manners.endsWithLinks = ends.then(
    answer => answer === true,
    () => false
  )
  return (await ends) === false ? rest : undefined
}

function ignoreRegistry(error: unknown): undefined {
  if (!(error instanceof RegistryError)) throw error
}

/** What says no to the size of a page only; a login or a rate limit is not about that. */
function ignoreRefusal(error: unknown): undefined {
  const status = error instanceof RegistryError ? (error.status ?? 0) : 0
  if (status < 400 || [401, 403, 404, 429].includes(status)) throw error
}
