import { FilterError } from '../errors.ts'
import { plural, quote } from '../text.ts'
import { newest } from '../version/filter.ts'
import { guessFilter } from '../version/guess.ts'
import { isMovingTag } from '../version/moving.ts'
import { parseVersionFilter } from '../version/parse.ts'
import { suggestFilters } from '../version/suggest.ts'
import { findTraps } from '../version/traps.ts'
import type { ImageCalls } from './image-calls.ts'

/**
 * Where the filter of an image comes from. `template`: a call names it, or names none while others do. `policy`: a rule that is there.
 * `proposed`: made from the tags. `none`: nobody could tell one.
 */
export type FilterOrigin = 'template' | 'policy' | 'proposed' | 'none'

/** One image with one filter, and what that does with the tags of today. */
export type ImageProposal = {
  readonly image: string
  readonly repository: string
  readonly origin: FilterOrigin
  /** Null where there is none to propose. */
  readonly filter: string | null
  /** The newest tag by the filter; null where no tag passes, or the tags are not known. */
  readonly picks: string | null
  /** Numbers of tags; null where they are not known. */
  readonly accepts: number | null
  readonly seen: number | null
  /** Why there is no filter; null where there is one. */
  readonly open: string | null
  /** What a person should know of it, each a sentence without its full stop. */
  readonly notes: readonly string[]
}

/** The tags of an image, or why they are not known; undefined where nobody was asked. */
export type KnownTags = { readonly tags: readonly string[] } | { readonly problem: string } | undefined

/**
 * Says of an image which filters stand and which is proposed: what templates and the policy say is kept, with the traps that the tags show.
 * @param rule the filter of the policy file as it is, which wins over that of templates
 */
export function proposeFilters(
  calls: ImageCalls,
  known: KnownTags,
  rule: string | undefined
): readonly ImageProposal[] {
  const notes = taggedNotes(calls)
  const [first, ...others] = filtersOf(calls, known, rule)
  return [withNotes(first ?? openProposal(calls, known), notes), ...others]
}

function filtersOf(calls: ImageCalls, known: KnownTags, rule: string | undefined): readonly ImageProposal[] {
  if (rule !== undefined) return [judge(calls, 'policy', rule, known)]
  const { filters, hasBare } = calls
  if (filters.length === 0) return []
  const bare = judge(calls, 'template', 'semver()', known)
  return [
    ...filters.map(filter => judge(calls, 'template', filter, known)),
    ...(hasBare ? [withNotes(bare, ['a call names no filter, which is semver()'])] : [])
  ]
}

function openProposal(calls: ImageCalls, known: KnownTags): ImageProposal {
  const nobody = { ...judge(calls, 'none', null, undefined), open: 'its registry was not asked' }
  if (known === undefined) return nobody
  if ('problem' in known) return { ...nobody, open: known.problem }
  const fitting = fittingFilter(known.tags, calls.tags)
  if (fitting !== undefined) return judge(calls, 'proposed', fitting, known)
  const seen = new Set(known.tags).size
  return { ...nobody, open: `no filter fits any of its ${plural(seen, 'tag')}`, accepts: 0, seen }
}

/** The filter for the family of the tag in use; of the largest family where that one has none. */
function fittingFilter(tags: readonly string[], used: readonly string[]): string | undefined {
  const suggestions = suggestFilters(tags).map(({ filter }) => filter)
  for (const tag of used.filter(one => !isMovingTag(one))) {
    const guess = guessFilter(tag)?.filter
    const fitting = [...suggestions, ...(guess === undefined ? [] : [guess])].find(filter => {
      const parsed = parseVersionFilter(filter)
      return parsed.accepts(tag) && newest(parsed, tags) !== undefined
    })
    if (fitting !== undefined) return fitting
  }
  return suggestions[0]
}

function judge(
  { image, repository }: ImageCalls,
  origin: FilterOrigin,
  filter: string | null,
  known: KnownTags
): ImageProposal {
  const blank = { image, repository, origin, filter, picks: null, accepts: null, seen: null, open: null, notes: [] }
  if (known === undefined || filter === null) return blank
  if ('problem' in known) return { ...blank, notes: [known.problem] }
  const different = [...new Set(known.tags)]
  try {
    const parsed = parseVersionFilter(filter)
    const traps = findTraps(parsed, different).map(({ message, suggestion }) => `${message}; instead: ${suggestion}`)
    const picks = newest(parsed, different) ?? null
    return {
      ...blank,
      picks,
      accepts: different.filter(tag => parsed.accepts(tag)).length,
      seen: different.length,
      notes: [...(picks === null ? [`no tag passes ${filter}`] : []), ...traps]
    }
  } catch (error) {
    if (!(error instanceof FilterError)) throw error
    return { ...blank, notes: [`${quote(filter)}: ${error.message}`] }
  }
}

function taggedNotes({ tagged, image }: ImageCalls): readonly string[] {
  if (tagged === undefined) return []
  return [`a call names ${quote(tagged.image)}; write get_image(${quote(image)}), the tag is what we look for`]
}

function withNotes(proposal: ImageProposal, notes: readonly string[]): ImageProposal {
  return { ...proposal, notes: [...notes, ...proposal.notes] }
}
