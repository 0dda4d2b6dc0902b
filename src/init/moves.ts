import type { FixedImage } from '../fixed/entry.ts'
import { findFixed } from '../fixed/match.ts'
import { readImageReference } from '../image/reference.ts'
import { formatRepository } from '../image/repository.ts'
import type { ImageUse } from '../project/uses.ts'
import { subjectOf } from '../resolve/pins.ts'
import { type Bump, bumpOf } from '../version/bump.ts'
import type { ImageProposal } from './proposal.ts'

/** An image whose tag is fixed today, perhaps by hand, and which the first bump takes to another one. */
export type Move = {
  readonly image: string
  readonly from: string
  readonly to: string
  readonly bump: Bump
  /** What uses the image too, and has no entry: a hold fails for it until it has one. */
  readonly unfixed: readonly string[]
}

/** What a target uses, and what is fixed for it. */
export type FixedUses = {
  /** Undefined for a project without any, and where there is but one. */
  readonly target: string | undefined
  readonly uses: readonly ImageUse[]
  /** Entries of the fixed-images file that a bump writes for it. */
  readonly entries: readonly FixedImage[]
  /** Entries of the target itself, which no bump moves. */
  readonly pinned: readonly FixedImage[]
}

/**
 * What the first bump does to tags that are fixed now, large steps first. An entry counts for what kluctl finds it for.
 * @param isHeld true for an image that the policy keeps where it is
 */
export function findMoves(
  proposals: readonly ImageProposal[],
  fixed: readonly FixedUses[],
  isHeld: (image: string) => boolean
): readonly Move[] {
  const found = fixed.flatMap(findEntries)
  const known = new Map(proposals.toReversed().map(proposal => [proposal.repository, proposal]))
  const moves = [...known.values()].toReversed().flatMap(({ repository, image, picks: to, filter }) => {
    if (to === null || isHeld(image)) return []
    const own = found.filter(one => one.repository === repository)
    const unfixed = [...new Set(own.flatMap(({ user, entry }) => (entry === undefined ? user : [])))]
    return [...new Set(own.flatMap(({ entry }) => tagAt(entry, repository)))].flatMap((from): Move | readonly Move[] =>
      from === to ? [] : { image, from, to, bump: bumpOf(`${image}:${from}`, `${image}:${to}`, filter), unfixed }
    )
  })
  return moves.toSorted((a, b) => Number(isSmall(a)) - Number(isSmall(b)))
}

type FoundEntry = { readonly repository: string; readonly user: string; readonly entry: FixedImage | undefined }

function findEntries({ target, uses, entries, pinned }: FixedUses): readonly FoundEntry[] {
  return uses.flatMap(use => {
    const subject = subjectOf(use)
    const reference = readImageReference(use.call.image)
    if (reference === undefined || findFixed(pinned, subject) !== undefined) return []
    const who = use.deployment === '' ? `what ${use.manifest.path} uses` : use.deployment
    const user = target === undefined ? who : `${who} of ${target}`
    return [{ repository: formatRepository(reference.repository), user, entry: findFixed(entries, subject) }]
  })
}

/** The tag of an entry that fixes the image where it is; one of a mirror says nothing of a step. */
function tagAt(entry: FixedImage | undefined, repository: string): readonly string[] {
  const reference = entry && readImageReference(entry.resultImage)
  if (reference?.tag === undefined || formatRepository(reference.repository) !== repository) return []
  return [reference.tag]
}

/** Steps that few would want to keep from happening. */
export function isSmall({ bump }: Move): boolean {
  return bump === 'patch' || bump === 'minor'
}
