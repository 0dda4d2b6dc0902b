import type { ImageReference } from '../image/reference.ts'
import type { ImagePlatforms, ImageSource } from '../ports.ts'
import { type Asked, ask, atDigest, isMissing } from './ask.ts'
import { comparePlatforms } from './compare-platforms.ts'
import { moved, movedSameContent, movedUncompared, singlePlatform } from './reasons.ts'
import type { Reason } from './record.ts'

/** A tag that names another digest than it did. */
export type Movement = {
  readonly reference: ImageReference
  readonly tag: string
  /** The digest that it was at, and what the registry says of that. */
  readonly from: string
  readonly before: Asked<ImagePlatforms>
  /** The digest that it is at, and what is known of that already. */
  readonly to: string
  readonly after?: Asked<ImagePlatforms> | undefined
  readonly wanted: readonly string[]
  /** True where the result holds `from` itself, so that it matters what kind of document it is. */
  readonly isPinned: boolean
}

/**
 * What the move of a tag means: whether the images of the platforms in question are others now, or whether the tag never was at the pinned image
 * of a single platform.
 */
export async function judgeMovement(movement: Movement, images: ImageSource): Promise<readonly Reason[]> {
  const { reference, tag, from, to, before, wanted, isPinned } = movement
  if (before.error !== undefined)
    return [movedUncompared(tag, to, isMissing(before.error) ? `${from} is gone` : before.error.message)]
  const after = movement.after ?? (await ask(images.readPlatforms(atDigest(reference, to))))
  if (after.error !== undefined) return [movedUncompared(tag, to, after.error.message)]
  const isSingle = isPinned && !before.value.isIndex && after.value.isIndex
  const isChild = after.value.platforms.some(({ digest }) => digest === from)
  return [
    ...(isSingle ? [singlePlatform(tag, to, before.value.platforms[0]?.platform)] : []),
    // a child of what the tag names did not move away from it
    ...(isSingle && isChild ? [] : [movedReason(tag, to, before.value, after.value, wanted)])
  ]
}

function movedReason(
  tag: string,
  to: string,
  before: ImagePlatforms,
  after: ImagePlatforms,
  wanted: readonly string[]
): Reason {
  const comparison = comparePlatforms(before, after, wanted)
  const isSame = comparison.same.length > 0 && comparison.different.length + comparison.gone.length === 0
  return isSame ? movedSameContent(tag, to, comparison.same) : moved(tag, to, comparison)
}
