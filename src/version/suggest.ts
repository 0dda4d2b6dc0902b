import { isArtefactTag } from './artefact.ts'
import { newest, type VersionFilter } from './filter.ts'
import { type Guess, guessFilter } from './guess.ts'
import { isMovingTag } from './moving.ts'
import { parseVersionFilter } from './parse.ts'
import { isHash, isTimestamp, versionShape } from './shape.ts'

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
 * Proposes filters for a list of tags, the one that explains most of them first. Tags are put into families by their shape, and each family
 * has one filter. Moving tags, `1` beside `1.2`, hashes and numbers as long as these, and artefacts are no family. Takes time linear in the
 * tags.
 */
export function suggestFilters(tags: Iterable<string>): readonly Suggestion[] {
  const candidates = [...new Set(tags)].filter(tag => !isArtefactTag(tag) && !isMovingTag(tag))
  return rankGuesses(candidates).flatMap(guess => {
    const { text, parsed } = narrow(guess, candidates)
    const best = newest(parsed, candidates)
    const matched = candidates.filter(parsed.accepts).length
    if (best === undefined) return []
    return [{ filter: text, newest: best, matched, explained: guess.count, family: guess.family }]
  })
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

function rankGuesses(tags: readonly string[]): readonly (Guess & { readonly count: number })[] {
  const counts = new Map<string, { readonly guess: Guess; count: number }>()
  const majors = new Set(tags.map(tag => versionShape(tag)?.major))
  const hashLengths = new Set(tags.filter(isHash).map(tag => tag.length))
  for (const tag of tags) {
    if (/^[0-9]+$/.test(tag) && hashLengths.has(tag.length) && !isTimestamp(tag)) continue
    if (/^[0-9]{1,3}$/.test(tag) && majors.has(Number(tag))) continue
    const guess = guessFilter(tag)
    if (!guess) continue
    const known = counts.get(guess.filter) ?? { guess, count: 0 }
    known.count++
    counts.set(guess.filter, known)
  }
  const ranked = Array.from(counts.values(), ({ guess, count }) => ({ ...guess, count }))
    .sort((a, b) => b.count - a.count || a.filter.length - b.filter.length || (a.filter < b.filter ? -1 : 1))
    .slice(0, most)
  return ranked.length > 0 || tags.length === 0 || hashLengths.size > 0
    ? ranked
    : [{ filter: 'alphabetical()', family: 'words', count: tags.length }]
}
