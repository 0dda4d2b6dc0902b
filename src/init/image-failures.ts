import { formatPlace } from '../report/where.ts'
import { quote } from '../text.ts'
import { newest } from '../version/filter.ts'
import { parseVersionFilter } from '../version/parse.ts'
import type { ImageCalls } from './image-calls.ts'
import type { ImageProposal, KnownTags } from './proposal.ts'

/**
 * What makes a run fail for an image, with the tags of today: a call that names a tag, a registry that answers with an error, or a filter that
 * no tag passes. Without a filter semver() counts.
 * @param isHeld true for an image that the policy keeps where it is, so that no tag is looked for
 */
export function imageFailures(
  images: readonly ImageCalls[],
  proposals: readonly ImageProposal[],
  tagsOf: (repository: string) => KnownTags,
  isHeld: (image: string) => boolean
): readonly string[] {
  const open = proposals.filter(({ image }) => !isHeld(image))
  const named = images.flatMap(({ image, tagged }) => {
    if (tagged === undefined) return []
    const at = tagged.place === undefined ? '' : `${formatPlace(tagged.place)}: `
    return `${at}get_image(${quote(tagged.image)}) names a tag; write get_image(${quote(image)})`
  })
  const problems = open.flatMap(({ repository }) => {
    const known = tagsOf(repository)
    return known !== undefined && 'problem' in known ? known.problem : []
  })
  const barren = open.flatMap(proposal => {
    const { image, accepts, filter, open: reason, offer } = proposal
    if (accepts !== 0 || blindPick(proposal, tagsOf) !== undefined) return []
    const why = filter === null && reason !== null ? reason : `no tag passes ${filter ?? 'semver()'}`
    return `${image}: ${why}${offer === null ? '' : `; instead: ${offer}`}`
  })
  return [...named, ...new Set(problems), ...barren]
}

/** The policy, and the fixed-images file that an image without an order is pinned in. */
export type BlindFiles = { readonly policyFile: string; readonly isPolicyNew: boolean; readonly outputFile: string }

/**
 * Images that no filter fits, and for which a run takes what semver() makes of their tags, as a number in a hash: each with what to do.
 */
export function blindPicks(
  proposals: readonly ImageProposal[],
  tagsOf: (repository: string) => KnownTags,
  isHeld: (image: string) => boolean,
  { policyFile, isPolicyNew, outputFile }: BlindFiles
): readonly string[] {
  return proposals.flatMap(proposal => {
    const { image, offer } = proposal
    const tag = isHeld(image) ? undefined : blindPick(proposal, tagsOf)
    if (tag === undefined) return []
    const pin = offer === null ? `pin it in ${outputFile}, and ` : ''
    const what = isPolicyNew
      ? `take the # of its ${offer === null ? 'hold' : 'rule'} away in ${policyFile}`
      : `give it ${offer === null ? 'a hold' : `the rule ${offer}`} in ${policyFile}`
    return [`${image}: its tags have no order, and a run would take ${tag} by semver(); ${pin}${what}`]
  })
}

/** The tag that semver() takes where nobody can tell a filter. */
function blindPick(
  { repository, filter, accepts }: ImageProposal,
  tagsOf: (repository: string) => KnownTags
): string | undefined {
  const known = tagsOf(repository)
  if (filter !== null || accepts !== 0 || known === undefined || !('tags' in known)) return undefined
  return newest(parseVersionFilter('semver()'), known.tags)
}
