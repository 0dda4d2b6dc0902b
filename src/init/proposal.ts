import { FilterError } from '../errors.ts'
import { byCodeUnit, plural, quote } from '../text.ts'
import { newest, type VersionFilter } from '../version/filter.ts'
import { isMovingTag } from '../version/moving.ts'
import { parseVersionFilter } from '../version/parse.ts'
import { holdsHash, isPreReleaseTail, versionShape } from '../version/shape.ts'
import { firstSuggestion, suggestFilters, suggestLike } from '../version/suggest.ts'
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
  /** A filter that picks a tag, to be written by a person; null where `filter` picks one, and where none is known. */
  readonly offer: string | null
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
  const different = [...new Set(known.tags)]
  const offer = followingFilter(different, calls.tags) ?? null
  const notes =
    different.length === 0
      ? []
      : [offer === null ? 'pin it in a fixed-images file, and give it a hold' : `${offer} follows the tag`]
  return { ...nobody, open: whyOpen(different), accepts: 0, seen: different.length, offer, notes }
}

/**
 * The filter for the family of the tag in use; of the largest family where that one has none.
 * @param start what the tags of that family begin with, where any does
 */
function fittingFilter(tags: readonly string[], used: readonly string[], start = ''): string | undefined {
  const suggestions = suggestFilters(tags).map(({ filter }) => filter)
  for (const tag of used.filter(one => !isMovingTag(one))) {
    const fitting =
      suggestLike(tag, tags) ??
      suggestions.find(filter => {
        const parsed = parseVersionFilter(filter)
        return parsed.accepts(tag) && newest(parsed, tags) !== undefined
      })
    if (fitting !== undefined) return fitting
  }
  const alike = start === '' ? undefined : firstSuggestion(tags.filter(tag => tag.startsWith(start)))
  return alike ?? suggestions[0]
}

/** The filter for one moving tag: the one in use, else the most usual. */
function followingFilter(tags: readonly string[], used: readonly string[]): string | undefined {
  const moving = tags.filter(isMovingTag)
  const tag = [...used, 'latest', 'stable', ...moving.toSorted(byCodeUnit)].find(one => moving.includes(one))
  return tag === undefined ? undefined : `regex('${tag}')`
}

function whyOpen(tags: readonly string[]): string {
  if (tags.length === 0) return 'it has no tag yet'
  const moving = tags.filter(isMovingTag).toSorted(byCodeUnit)
  const names = moving.length > 3 ? `${moving.slice(0, 3).join(', ')} and so on` : moving.join(', ')
  const why = [
    ...(tags.some(holdsHash) ? ['hashes have no order'] : []),
    ...(moving.length > 0 ? [`${names} ${moving.length === 1 ? 'is a moving tag' : 'are moving tags'}`] : [])
  ]
  const taken = newest(parseVersionFilter('semver()'), tags)
  const otherwise = taken === undefined ? '' : `; without a rule semver() takes ${taken}`
  return `no filter fits any of its ${plural(tags.length, 'tag')}${why.length === 0 ? '' : `: ${why.join(', ')}`}${otherwise}`
}

function judge(
  { image, repository, tags: used }: ImageCalls,
  origin: FilterOrigin,
  filter: string | null,
  known: KnownTags
): ImageProposal {
  const nothing = { picks: null, accepts: null, seen: null, open: null, offer: null, notes: [] }
  const blank = { image, repository, origin, filter, ...nothing }
  if (known === undefined || filter === null) return blank
  if ('problem' in known) return { ...blank, notes: [known.problem] }
  const different = [...new Set(known.tags)]
  try {
    const parsed = parseVersionFilter(filter)
    const traps = findTraps(parsed, different).map(({ message, suggestion }) => `${message}; instead: ${suggestion}`)
    const picks = newest(parsed, different) ?? null
    const counts = { accepts: different.filter(tag => parsed.accepts(tag)).length, seen: different.length }
    if (picks !== null)
      return { ...blank, ...counts, picks, notes: [...preReleaseNote(parsed, picks, different), ...traps] }
    const offer = fittingFilter(different, used, parsed.literalPrefix) ?? followingFilter(different, used) ?? null
    const none = `no tag passes ${filter}${offer === null ? '' : `; instead: ${offer}`}`
    return { ...blank, ...counts, offer, notes: [none, ...traps] }
  } catch (error) {
    if (!(error instanceof FilterError)) throw error
    return { ...blank, notes: [`${quote(filter)}: ${error.message}`] }
  }
}

/** A filter that says nothing of pre-releases lets them in, which few who write `semver()` mean. */
function preReleaseNote(parsed: VersionFilter, picks: string, tags: readonly string[]): readonly string[] {
  const tail = versionShape(parsed.core(picks))?.tail ?? ''
  if (!isPreReleaseTail(tail) || /allow_no_nums=true|prereleases=|variant=/.test(parsed.toSource())) return []
  const releases = parseVersionFilter(parsed.refine(new Map([['prereleases', 'false']])))
  const best = newest(releases, tags)
  if (best === undefined || best === picks) return []
  return [`${picks} is a pre-release; ${releases.toSource().replace('allow_no_nums=false, ', '')} picks ${best}`]
}

function taggedNotes({ tagged, image }: ImageCalls): readonly string[] {
  if (tagged === undefined) return []
  return [`a call names ${quote(tagged.image)}; write get_image(${quote(image)}), the tag is what we look for`]
}

function withNotes(proposal: ImageProposal, notes: readonly string[]): ImageProposal {
  return { ...proposal, notes: [...notes, ...proposal.notes] }
}
