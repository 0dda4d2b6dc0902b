import { RegistryError } from '../../errors.ts'
import { type Chain, maySplit, newChain, readOn } from './chain.ts'
import { pageAfter } from './link.ts'
import { keyBefore, keyBetween } from './seek-key.ts'

const mostTried = 50

/**
 * All tags that begin with a prefix, read from just before the first to behind the last of them; `next` is the second page of
 * the whole list. Undefined where that cannot be proved: the order of the list is not known, or no such tag was found, which
 * is never concluded from a part. Then the whole list tells.
 */
export async function seekPrefix(chain: Chain, next: URL, prefix: string): Promise<readonly string[] | undefined> {
  const { orders, last } = chain
  const lastTag = last?.tags.at(-1)
  if (!last || lastTag === undefined || !maySplit(chain, last, next)) return undefined
  const key = keyBefore(prefix, orders)
  if (key === undefined) return undefined
  // Where the first page ends behind the key, the tags that are asked for begin on it or right after it.
  const inside = key <= lastTag
  const isPast = (tag: string): boolean => orders.isAbove(tag, prefix)
  const seeks = inside ? 'untried' : 'yes'
  const sought = newChain(chain, {
    orders,
    last,
    pages: 1,
    largest: chain.largest,
    isPast,
    bound: `${prefix}zzz`,
    seeks
  })
  const done =
    isPast(lastTag) || (await readPart(sought, inside ? next : pageAfter(next, key), inside ? lastTag : key, prefix))
  const found = [...chain.tags, ...sought.tags].filter(tag => tag.startsWith(prefix))
  if (done && found.length > 0) return [...new Set(found)]
  // An empty answer may be one to a text that is no tag.
  const answered = done && sought.tags.size > 0
  if (!answered && !inside) chain.seeks = 'no'
  return undefined
}

/** True if all from the key to what is past was read, in one order. What fails here is told by the whole list. */
async function readPart(chain: Chain, from: URL, key: string, prefix: string): Promise<boolean> {
  const isTag = chain.seeks === 'untried'
  const { orders } = chain
  let tested = isTag
  try {
    let url: URL | undefined = from
    while (url) {
      url = await readOn(chain, url)
      const [first] = chain.tags
      if (!orders.stands() || (first !== undefined && orders.compare(key, first) >= 0)) return false
      // A first tag that is still below all that is sought shows that none of that was left out.
      if (!tested && first !== undefined && !orders.isBelow(first, prefix) && !(await isExact(chain, from)))
        return false
      tested = true
      const lastTag = chain.last?.tags.at(-1)
      if (chain.isPast(lastTag ?? '')) return true
      // An end is believed only of a page that was asked for with a tag.
      if (!url && chain.pages === 2 && lastTag !== undefined && !isTag) url = pageAfter(from, lastTag)
    }
    return true
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error
    return false
  } finally {
    chain.ranges?.stop()
  }
}

/**
 * True if a list goes on from a text that is no tag with the very next tag. Distribution 3.0.0 leaves that one out, and it might be the
 * one that is sought. Tried between two neighbours that are known, for each list: the repositories of one host may be kept elsewhere.
 */
async function isExact({ reader, manners, orders, last }: Chain, from: URL): Promise<boolean> {
  const tags = last?.tags.slice(0, mostTried) ?? []
  for (const [at, after] of tags.entries()) {
    const before = tags[at - 1]
    const key = before === undefined ? undefined : keyBetween(before, after)
    if (before === undefined || key === undefined || !orders.isBetween(before, key, after)) continue
    const url = pageAfter(from, key)
    url.searchParams.set('n', '1')
    const page = await reader.read(url)
    const exact = page.tags[0] === after
    if (!exact) manners.linksOnly = true
    return exact
  }
  return false
}
