import type { ImagesError } from '../errors.ts'
import type { ImageReference } from '../image/reference.ts'
import type { ImagePlatforms, ImageSource, PlatformImage } from '../ports.ts'
import { byCodeUnit } from '../text.ts'
import { ask, atDigest, isMissing } from './ask.ts'
import { servesWanted } from './compare-platforms.ts'
import { platformGone, platformsUnasked } from './reasons.ts'
import type { Reason } from './record.ts'

/** Most images of one index that are asked for. */
const mostImages = 20

/** What the registry says of the images that an index lists. */
export type PlatformFindings = {
  readonly reasons: readonly Reason[]
  /** Where nobody could tell: a platform, and why. */
  readonly unknown: readonly (readonly [platform: string, error: ImagesError])[]
}

const nothing: PlatformFindings = { reasons: [], unknown: [] }

/**
 * Asks for the images that an index lists, one HEAD request each: a registry may have lost one of them, and a node of that platform would find
 * nothing. Only those of the wanted platforms; where none is wanted, all.
 */
export async function examinePlatforms(
  reference: ImageReference,
  image: ImagePlatforms | undefined,
  wanted: readonly string[],
  images: Pick<ImageSource, 'readDigest'>
): Promise<PlatformFindings> {
  if (image === undefined || !image.isIndex) return nothing
  const listed = platformsByDigest(image.platforms, wanted)
  const asked = [...listed].slice(0, mostImages)
  const answers = await Promise.all(
    asked.map(async ([digest, platform]) => {
      const { error } = await ask(images.readDigest(atDigest(reference, digest)))
      return { platform, error }
    })
  )
  const gone = answers.flatMap(({ platform, error }) => (isMissing(error) ? [platform] : []))
  return {
    reasons: [
      ...(gone.length === 0 ? [] : [platformGone([...new Set(gone)].toSorted(byCodeUnit))]),
      ...(listed.size > asked.length ? [platformsUnasked(asked.length, listed.size)] : [])
    ],
    unknown: answers.flatMap(({ platform, error }) =>
      error === undefined || isMissing(error) ? [] : [[platform, error] as const]
    )
  }
}

/** Each image once, under the first of its platforms. */
function platformsByDigest(
  platforms: readonly PlatformImage[],
  wanted: readonly string[]
): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const { platform, digest } of platforms) {
    const isConcerned = wanted.length === 0 || wanted.some(one => servesWanted(platform, one))
    if (isConcerned && !found.has(digest)) found.set(digest, platform)
  }
  return found
}
