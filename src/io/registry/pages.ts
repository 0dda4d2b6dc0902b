import type { TagList } from '../../ports.ts'
import { type Chain, newChain, readOn } from './chain.ts'
import type { Subject } from './failure.ts'
import type { RegistryLimits } from './limits.ts'
import { createMannersBook, type Manners } from './manners.ts'
import { createPageReader, type FetchPage } from './page-reader.ts'
import { seekPrefix } from './seek.ts'

/** How a list is read, besides its first address. */
export type Following = {
  /** What the registry is known to do, and where more is noted. */
  readonly manners?: Manners | undefined
  /** Most tags that the registry ever puts on a page, where that is known. */
  readonly largestPage?: number | undefined
  /** Only tags that begin with this are asked for; the whole list may come all the same. */
  readonly prefix?: string | undefined
}

const largePage = 10_000

/**
 * Follows a tag list to its proved end (threat model R-07, C-11). Anything else is an error: a list that stopped early
 * would make an old version look like the newest. Parts of it are read ahead, or left out where only a prefix is asked for,
 * once the order of the list is proved.
 * @throws RegistryError
 */
export async function followPages(
  first: URL,
  fetch: FetchPage,
  subject: Subject,
  limits: RegistryLimits,
  { manners = createMannersBook()(''), largestPage = largePage, prefix = '' }: Following = {}
): Promise<TagList> {
  const reader = createPageReader(fetch, subject, limits)
  const tools = { subject, limits, reader, manners, largePage: Math.min(largestPage, largePage) }
  const chain: Chain = newChain(tools)
  try {
    let url = await readOn(chain, first)
    const found = url && prefix !== '' ? await seekPrefix(chain, url, prefix) : undefined
    if (found) return { tags: found, pages: reader.pages, dropped: reader.dropped, prefix }
    while (url) url = await readOn(chain, url)
  } finally {
    chain.ranges?.stop()
  }
  return { tags: [...chain.tags], pages: reader.pages, dropped: reader.dropped }
}
