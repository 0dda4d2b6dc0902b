import { RegistryError } from '../../errors.ts'
import { type Chain, maySplit, newChain, readOn } from './chain.ts'
import { pageAfter } from './link.ts'
import { keyBefore } from './seek-key.ts'

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
  const done = isPast(lastTag) || (await readPart(sought, inside ? next : pageAfter(next, key), inside ? lastTag : key))
  const found = [...chain.tags, ...sought.tags].filter(tag => tag.startsWith(prefix))
  if (done && found.length > 0) return [...new Set(found)]
  // An empty answer may be one to a text that is no tag.
  const answered = done && sought.tags.size > 0
  if (!answered && !inside) chain.seeks = 'no'
  return undefined
}

/** True if all from the key to what is past was read, in one order. What fails here is told by the whole list. */
async function readPart(chain: Chain, from: URL, key: string): Promise<boolean> {
  const { orders } = chain
  try {
    let url: URL | undefined = from
    while (url) {
      url = await readOn(chain, url)
      const [first] = chain.tags
      if (!orders.stands() || (first !== undefined && orders.compare(key, first) >= 0)) return false
      if (chain.isPast(chain.last?.tags.at(-1) ?? '')) return true
    }
    return true
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error
    return false
  } finally {
    chain.ranges?.stop()
  }
}
