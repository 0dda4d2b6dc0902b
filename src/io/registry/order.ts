/**
 * What is known of the order of one list. A registry keeps tags by bytes, or as its data base collates them; each order below is
 * dropped once two neighbours contradict it, and whatever is concluded holds in all that are left.
 */
export interface Orders {
  /** Takes in neighbours of the list, in its own order. */
  see(run: readonly string[]): void
  /** True while no neighbours contradict the order of bytes. */
  isBytewise(): boolean
  /** True while any order is left. */
  stands(): boolean
  /** Compares in the first order that is left: negative, 0 or positive. */
  compare(a: string, b: string): number
  /** True if a key is above one tag and below the other, in all orders left. */
  isBetween(before: string, key: string, after: string): boolean
  /** True if a key is below every tag that begins with the prefix, in all orders left. */
  isBelow(key: string, prefix: string): boolean
  /** True if a tag is above every tag that begins with the prefix, in all orders left. */
  isAbove(tag: string, prefix: string): boolean
}

/** Two texts stand in the order in which what it makes of them stands by code unit. */
type Collation = {
  readonly sortKey: (text: string) => string
  /** What the sort keys of all tags with a prefix begin with, as long as can be said; empty where nothing can. */
  readonly beginning: (prefix: string) => string
}

const whole = (text: string): string => text
const lower = (text: string): string => text.toLowerCase()
const upper = (text: string): string => text.toUpperCase()
const bare = (text: string): string => text.replace(/[-._]/g, '')
const natural = (text: string): string =>
  text.replace(/[0-9]+/g, digits => {
    const number = digits.replace(/^0+(?=[0-9])/, '')
    return `0${String.fromCharCode(0x100 + number.length)}${number}`
  })
const beforeDigits = (prefix: string): string => prefix.replace(/[0-9]+$/, '')

/** Distribution 3.1 and newer on object storage: the order of the keys `<tag>/current/link`, so that `1.0-rc` is before `1.0`. */
const asFolders = (text: string): string => `${text}/`

const by = (sortKey: Collation['sortKey']): Collation => ({ sortKey, beginning: sortKey })

/** `_ - . 0 … 9 a A b …`: the Unicode collation algorithm, as ICU and newer glibc have it. */
const root = (text: string): string =>
  text.replace(/[-._]/g, mark => (mark === '_' ? '\u0001' : mark === '-' ? '\u0002' : '\u0003')).toLowerCase()

const bytes: Collation = by(whole)

const collations: readonly Collation[] = [
  bytes,
  { sortKey: asFolders, beginning: whole },
  by(lower),
  by(upper),
  by(root),
  by(bare),
  by(text => lower(bare(text))),
  { sortKey: natural, beginning: prefix => natural(beforeDigits(prefix)) },
  { sortKey: text => natural(lower(text)), beginning: prefix => natural(lower(beforeDigits(prefix))) }
]

/** Knows nothing yet: every order is possible. */
export function createOrders(): Orders {
  let left: readonly Collation[] = collations
  let unread: (readonly string[])[] = []
  // The order of bytes is checked at once, it is nearly always the one; the others wait until somebody asks.
  const readAll = (): readonly Collation[] => {
    const runs = unread
    unread = []
    if (runs.length > 0) left = left.filter(one => one === bytes || runs.every(run => ascends(run, one)))
    return left
  }
  const first = (): Collation => (left[0] === bytes ? bytes : (readAll()[0] ?? bytes))
  return {
    see(run) {
      unread.push(run)
      if (left[0] === bytes && !ascends(run, bytes)) left = left.slice(1)
    },
    isBytewise: () => left[0] === bytes,
    stands: () => left[0] === bytes || readAll().length > 0,
    compare(a, b) {
      const { sortKey } = first()
      const keyA = sortKey(a)
      const keyB = sortKey(b)
      return keyA < keyB ? -1 : keyA > keyB ? 1 : 0
    },
    isBetween: (before, key, after) =>
      readAll().every(({ sortKey }) => sortKey(before) < sortKey(key) && sortKey(key) < sortKey(after)),
    isBelow: (key, prefix) =>
      readAll().every(({ sortKey, beginning }) => beginning(prefix) !== '' && sortKey(key) < beginning(prefix)),
    isAbove: (tag, prefix) =>
      readAll().every(({ sortKey, beginning }) => {
        const least = beginning(prefix)
        const key = sortKey(tag)
        return key > least && !key.startsWith(least)
      })
  }
}

/** Different tags may tie, except by bytes; the same tag twice is in no order. */
function ascends(run: readonly string[], { sortKey }: Collation): boolean {
  let last: string | undefined
  let lastKey = ''
  for (const tag of run) {
    const key = sortKey(tag)
    if (last !== undefined && (tag === last || key < lastKey)) return false
    last = tag
    lastKey = key
  }
  return true
}
