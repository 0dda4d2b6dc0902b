/** Tags as projects have them, in no order, the same for the same seed. */
export function realisticTags(kind: TagKind, count: number): readonly string[] {
  const random = createRandom(count + kind.length)
  const tags = new Set<string>()
  const make = makers[kind]
  for (let index = 1; tags.size < count; index++) tags.add(make(index, random))
  return [...tags]
}

export type TagKind = keyof typeof makers

type Random = (below: number) => number

const hex = (random: Random, length: number): string => Array.from({ length }, () => random(16).toString(16)).join('')
const version = (index: number): string => `${Math.floor(index / 400)}.${Math.floor(index / 20) % 20}.${index % 20}`
const day = (index: number): string =>
  new Date(Date.UTC(2015, 0, 1) + (index % 3650) * 86_400_000).toISOString().slice(0, 10)

const makers = {
  builds: (index: number) => `build-${String(index).padStart(5, '0')}`,
  numbers: (index: number) => String(index),
  versions: (index: number) => version(index),
  variants: (index: number) => `${version(Math.floor(index / 4))}${['', '-alpine', '-slim', '-rc.1'][index % 4]}`,
  commits: (_index: number, random: Random) => `main-${hex(random, 40)}`,
  hashes: (_index: number, random: Random) => hex(random, 40),
  dates: (index: number) => `${day(index)}${index < 3650 ? '' : `-${Math.floor(index / 3650)}`}`,
  releases: (index: number) => `v${version(index)}`,
  mixed: (index: number, random: Random): string => {
    const kinds = ['builds', 'versions', 'variants', 'commits', 'dates', 'releases'] as const
    const kind = kinds[random(kinds.length)] ?? 'builds'
    return makers[kind](index, random)
  },
  words: (_index: number, random: Random) =>
    Array.from({ length: 4 + random(12) }, () => 'abcdefghijklmnopqrstuvwxyz'.charAt(random(26))).join('')
} satisfies Record<string, (index: number, random: Random) => string>

function createRandom(seed: number): Random {
  let state = (seed * 2_654_435_761) >>> 0
  return below => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

/** Every kind, for tables. */
export const tagKinds: readonly TagKind[] = Object.keys(makers).filter((kind): kind is TagKind => kind in makers)
