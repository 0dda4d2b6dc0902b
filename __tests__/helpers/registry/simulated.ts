import { RegistryError } from '../../../src/errors.ts'
import { defaultLimits, type RegistryLimits } from '../../../src/io/registry/limits.ts'
import { createMannersBook, type Manners } from '../../../src/io/registry/manners.ts'
import type { FetchPage, PageAnswer } from '../../../src/io/registry/page-reader.ts'
import { followPages } from '../../../src/io/registry/pages.ts'
import type { TagList } from '../../../src/ports.ts'

/** How a registry in memory behaves. */
export type Behaviour = {
  /** In the order of the registry. */
  readonly tags: readonly string[]
  /** Compares in that order; without it only places count, and a text that is no tag has none. */
  readonly compare?: ((a: string, b: string) => number) | undefined
  readonly cap: number
  /** What a page size above the cap gets. */
  readonly tooLarge?: 'clip' | 'refuse' | undefined
  /** What `last=` gets for a text that is no tag. `skip`: the next tag is left out, as Distribution 3.0.0 does. */
  readonly unknown?: 'seek' | 'skip' | 'error' | 'empty' | 'first page' | undefined
  /** Every answer has all tags. */
  readonly noPages?: boolean | undefined
  /** `last=` is not looked at. */
  readonly ignoresLast?: boolean | undefined
  /** Changes the tags before the answer to a request, counted from 1. */
  readonly change?: ((count: number, tags: readonly string[]) => readonly string[]) | undefined
  /** Links hold a token besides the last tag. */
  readonly opaque?: boolean | undefined
  /** Status of the answer to a request, counted from 1, where it is not 200. */
  readonly fails?: ((count: number) => number | undefined) | undefined
  /** True for a page that loses its Link. */
  readonly losesLink?: ((page: readonly string[], count: number) => boolean) | undefined
  /** What a page holds besides its tags. */
  readonly rubbish?: ((page: readonly string[]) => readonly unknown[]) | undefined
}

/** A host of which nothing is known. */
export function newManners(): Manners {
  return createMannersBook()('registry.example')
}

/** What reading a list cost: requests, and rounds of requests that were under way together. */
export type Cost = { requests: number; rounds: number; readonly urls: string[] }

const first = new URL('https://registry.example/v2/team/app/tags/list?n=1000')

/** Reads the list of a registry in memory, all requests of a round at once. */
export async function readSimulated(
  behaviour: Behaviour,
  how: { readonly prefix?: string; readonly manners?: Manners; readonly limits?: Partial<RegistryLimits> } = {}
): Promise<{ readonly list: TagList; readonly cost: Cost }> {
  const cost: Cost = { requests: 0, rounds: 0, urls: [] }
  const manners = how.manners ?? newManners()
  const limits = { ...defaultLimits, ...how.limits }
  const subject = { registry: 'registry.example', repository: 'team/app' }
  const list = await followPages(first, simulate(behaviour, cost), subject, limits, { manners, prefix: how.prefix })
  return { list, cost }
}

/** Requests of a client that follows one Link after the other. */
export function plainRequests({ tags, cap }: Behaviour): number {
  return Math.max(1, Math.ceil(tags.length / Math.min(cap, 1000)))
}

function simulate(behaviour: Behaviour, cost: Cost): FetchPage {
  let tags = behaviour.tags
  let waiting: (() => void)[] = []
  return async (url, limit, signal) => {
    cost.requests++
    cost.urls.push(url.search)
    const count = cost.requests
    await new Promise<void>(resolve => {
      if (waiting.length === 0) {
        setImmediate(() => {
          cost.rounds++
          const round = waiting
          waiting = []
          for (const one of round) one()
        })
      }
      waiting.push(resolve)
    })
    if (signal?.aborted) throw new RegistryError('timeout', 'aborted', { registry: 'registry.example' })
    tags = behaviour.change?.(count, tags) ?? tags
    const status = behaviour.fails?.(count)
    if (status !== undefined) return fail(status)
    const page = answer(url, tags, behaviour, count)
    if (page.body.length <= limit.bytes) return page
    throw new RegistryError('protocol', limit.tooLarge, { registry: 'registry.example' })
  }
}

function answer(url: URL, tags: readonly string[], behaviour: Behaviour, count: number): PageAnswer {
  const { cap, tooLarge = 'clip', noPages = false } = behaviour
  if (noPages) return { body: new TextEncoder().encode(JSON.stringify({ tags })), links: [], words: () => undefined }
  const asked = Number(url.searchParams.get('n') ?? cap)
  if (asked > Math.max(cap, 1000) && tooLarge === 'refuse') return fail(400)
  const size = Math.min(asked, cap)
  const from = startOf(url.searchParams.get('last'), tags, behaviour)
  const page = tags.slice(from, from + size)
  const goesOn = from + size < tags.length && page.length > 0 && !behaviour.losesLink?.(page, count)
  const last = encodeURIComponent(page.at(-1) ?? '')
  const extra = behaviour.opaque ? '&next_page=abc' : ''
  const links = goesOn ? [`</v2/team/app/tags/list?last=${last}&n=${size}${extra}>; rel="next"`] : []
  return {
    body: new TextEncoder().encode(JSON.stringify({ tags: [...page, ...(behaviour.rubbish?.(page) ?? [])] })),
    links,
    words: () => undefined
  }
}

function startOf(
  last: string | null,
  tags: readonly string[],
  { compare, unknown = 'seek', ignoresLast = false }: Behaviour
): number {
  if (last === null || ignoresLast) return 0
  const at = tags.indexOf(last)
  if (at >= 0) return at + 1
  if (unknown === 'error') return fail(404)
  if (unknown === 'empty') return tags.length
  if (unknown === 'first page') return 0
  const after = tags.findIndex(tag => (compare ? compare(tag, last) > 0 : tag > last))
  return after < 0 ? tags.length : after + (unknown === 'skip' ? 1 : 0)
}

function fail(status: number): never {
  throw new RegistryError('protocol', `answered ${status}`, { registry: 'registry.example', status })
}
