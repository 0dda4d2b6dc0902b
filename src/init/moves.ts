import type { FixedImage } from '../fixed/entry.ts'
import { readImageReference } from '../image/reference.ts'
import { formatRepository } from '../image/repository.ts'
import { type Bump, bumpOf } from '../version/bump.ts'
import type { ImageProposal } from './proposal.ts'

/** An image whose tag is fixed today, perhaps by hand, and which the first bump takes to another one. */
export type Move = { readonly image: string; readonly from: string; readonly to: string; readonly bump: Bump }

/**
 * What the first bump does to tags that are fixed now, large steps first.
 * @param fixed entries of the fixed-images files that are there
 * @param isHeld true for an image that the policy keeps where it is
 */
export function findMoves(
  proposals: readonly ImageProposal[],
  fixed: readonly FixedImage[],
  isHeld: (image: string) => boolean
): readonly Move[] {
  const tags = new Map<string, Set<string>>()
  for (const { resultImage } of fixed) {
    const reference = readImageReference(resultImage)
    if (reference?.tag === undefined) continue
    const repository = formatRepository(reference.repository)
    tags.set(repository, (tags.get(repository) ?? new Set()).add(reference.tag))
  }
  const known = new Map(proposals.toReversed().map(proposal => [proposal.repository, proposal]))
  const moves = [...known.values()].toReversed().flatMap(({ repository, image, picks: to, filter }) => {
    if (to === null || isHeld(image)) return []
    return [...(tags.get(repository) ?? [])].flatMap((from): Move | readonly Move[] =>
      from === to ? [] : { image, from, to, bump: bumpOf(`${image}:${from}`, `${image}:${to}`, filter) }
    )
  })
  return moves.toSorted((a, b) => Number(isSmall(a)) - Number(isSmall(b)))
}

/** Steps that few would want to keep from happening. */
export function isSmall({ bump }: Move): boolean {
  return bump === 'patch' || bump === 'minor'
}
