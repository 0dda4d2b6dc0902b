import { formatPlace } from '../report/where.ts'
import { quote } from '../text.ts'
import { newest } from '../version/filter.ts'
import { parseVersionFilter } from '../version/parse.ts'
import type { ImageCalls } from './image-calls.ts'
import type { ImageProposal, KnownTags } from './proposal.ts'

/**
 * What makes a run fail for an image, with the tags of today: a call that names a tag, or a filter that no tag passes. Without a filter
 * semver() counts.
 */
export function imageFailures(
  images: readonly ImageCalls[],
  proposals: readonly ImageProposal[],
  tagsOf: (repository: string) => KnownTags
): readonly string[] {
  const named = images.flatMap(({ image, tagged }) => {
    if (tagged === undefined) return []
    const at = tagged.place === undefined ? '' : `${formatPlace(tagged.place)}: `
    return `${at}get_image(${quote(tagged.image)}) names a tag; write get_image(${quote(image)})`
  })
  const barren = proposals.flatMap(({ image, repository, accepts, filter, open, offer }) => {
    if (accepts !== 0) return []
    const known = tagsOf(repository)
    const tags = known !== undefined && 'tags' in known ? known.tags : []
    if (filter === null && newest(parseVersionFilter('semver()'), tags) !== undefined) return []
    const why = filter === null && open !== null ? open : `no tag passes ${filter ?? 'semver()'}`
    return `${image}: ${why}${offer === null ? '' : `; instead: ${offer}`}`
  })
  return [...named, ...barren]
}
