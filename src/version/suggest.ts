import { isArtefactTag } from './artefact.ts'
import { newest, type VersionFilter } from './filter.ts'
import { type Guess, guessFilter } from './guess.ts'
import { isMovingTag } from './moving.ts'
import { parseVersionFilter } from './parse.ts'
import { holdsHash, isHash, isTimestamp, versionShape } from './shape.ts'

/** A filter that fits a list of tags. */
export type Suggestion = {
  /** Filter text. */
  readonly filter: string
  /** The tag that it picks. */
  readonly newest: string
  /** Number of tags that it accepts. */
  readonly matched: number
  /** Number of tags that belong to the family it was made for, pre-releases and the like included. */
  readonly explained: number
  /** A few words on the family: `versions`, `main- and a number`. */
  readonly family: string
}

const most = 6

/**
 * Proposes filters for a list of tags, the one that explains most of them first, but versions before their variants unless one of those has
 * twice as many tags. Tags are put into families by their shape, and each family has one filter. Moving tags, `1` beside `1.2`, hashes and
 * numbers as long as these, and artefacts are no family. Takes time linear in the tags.
 */
export function suggestFilters(tags: Iterable<string>): readonly Suggestion[] {
  const candidates = candidatesOf(tags)
  return rankFamilies(candidates)
    .slice(0, most)
    .flatMap(family => {
      const { text, parsed } = narrow(family, candidates)
      const best = newest(parsed, candidates)
      const matched = candidates.filter(parsed.accepts).length
      if (best === undefined) return []
      return [{ filter: text, newest: best, matched, explained: family.count, family: family.family }]
    })
}

/**
 * Filter text for the family that one tag belongs to, whether it is in the list or not; undefined where it has none, or that picks nothing
 * of the list.
 */
export function suggestLike(tag: string, tags: readonly string[]): string | undefined {
  const own = guessFilter(tag)
  if (own === undefined) return undefined
  const candidates = candidatesOf([...tags, tag])
  const family = rankFamilies(candidates).find(({ filter }) => filter === own.filter || filter === own.alike)
  if (family === undefined) return undefined
  const { text, parsed } = narrow(family, candidates)
  return parsed.accepts(tag) && newest(parsed, tags) !== undefined ? text : undefined
}

function candidatesOf(tags: Iterable<string>): readonly string[] {
  return [...new Set(tags)].filter(tag => !isArtefactTag(tag) && !isMovingTag(tag))
}

type Written = { readonly text: string; readonly parsed: VersionFilter }

/** The short text of a guess, or a longer one that leaves out the other families, where one of those would win or, for a strict guess, counts at all. */
function narrow({ filter, others, isStrict }: Guess, tags: readonly string[]): Written {
  const short = { text: filter, parsed: parseVersionFilter(filter) }
  if (others === undefined) return short
  const text = short.parsed.refine(new Map([['exclude', others]]))
  const narrowed = { text, parsed: parseVersionFilter(text) }
  const best = newest(narrowed.parsed, tags)
  const isBeaten =
    best !== newest(short.parsed, tags) ||
    (isStrict === true && tags.some(tag => short.parsed.accepts(tag) && !narrowed.parsed.accepts(tag)))
  return best !== undefined && isBeaten ? narrowed : short
}

/** Filter text of the best suggestion; undefined where no family is found. */
export function firstSuggestion(tags: readonly string[]): string | undefined {
  return suggestFilters(tags)[0]?.filter
}

/** What was guessed of some tags, and their number. */
type Family = Guess & { readonly count: number }

function rankFamilies(tags: readonly string[]): readonly Family[] {
  const counts = new Map<string, { readonly guess: Guess; count: number }>()
  const majors = new Set(tags.map(tag => versionShape(tag)?.major))
  const hashLengths = new Set(tags.filter(isHash).map(tag => tag.length))
  for (const tag of tags) {
    if (/^[0-9]+$/.test(tag) && hashLengths.has(tag.length) && !isTimestamp(tag)) continue
    if (/^[0-9]{1,3}$/.test(tag) && majors.has(Number(tag))) continue
    const guess = guessFilter(tag)
    if (!guess || (guess.bare !== undefined && majors.has(wholeNumber(tag)))) continue
    const known = counts.get(guess.filter) ?? { guess, count: 0 }
    known.count++
    counts.set(guess.filter, known)
  }
  const families = joinAlike(Array.from(counts.values(), ({ guess, count }) => ({ ...guess, count })))
  if (families.length === 0 && tags.length > 0 && !tags.some(holdsHash))
    return [{ filter: 'alphabetical()', family: 'words', count: tags.length }]
  const weights = weigh(families)
  const weightOf = ({ filter, count }: Family): number => weights.get(filter) ?? count
  return families.toSorted(
    (a, b) => weightOf(b) - weightOf(a) || a.filter.length - b.filter.length || (a.filter < b.filter ? -1 : 1)
  )
}

/** The number of `1-alpine`, which moves as `1` does where there is a `1.2`. */
function wholeNumber(tag: string): number {
  return Number(/^v?([0-9]{1,3})[-_]/.exec(tag)?.[1] ?? Number.NaN)
}

/**
 * Variants that differ in digits alone become one family where most of them stand behind one version only: a number that changes with each
 * build, where one filter for each would never find anything newer. `jdk17` and `jdk21` of many versions stay apart.
 */
function joinAlike(families: readonly Family[]): readonly Family[] {
  const groups = new Map<string, Family[]>()
  for (const family of families) {
    const key = family.alike ?? family.filter
    const group = groups.get(key)
    if (group) group.push(family)
    else groups.set(key, [family])
  }
  return Array.from(groups, ([filter, members]) => {
    const [first] = members
    const singles = members.filter(({ alike, count }) => alike !== undefined && count === 1).length
    if (first === undefined || members.length < 2 || singles * 2 <= members.length) return members
    const count = members.reduce((sum, one) => sum + one.count, 0)
    const bare = first.bare === undefined ? {} : { bare: first.bare }
    return [{ filter, family: 'versions with a number in their variant', ...bare, count }]
  }).flat()
}

/** Versions weigh a little more than the largest of their variants that has not twice as many tags; all others as much as they have. */
function weigh(families: readonly Family[]): ReadonlyMap<string, number> {
  const counts = new Map(families.map(({ filter, count }) => [filter, count]))
  const weights = new Map<string, number>()
  for (const { bare = '', count } of families) {
    const plain = counts.get(bare)
    if (plain === undefined || count >= 2 * plain || count < plain) continue
    weights.set(bare, Math.max(weights.get(bare) ?? 0, count + 0.5))
  }
  return weights
}
