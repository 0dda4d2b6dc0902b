import { parsePlatform, servesPlatform } from '../image/platform.ts'
import type { ImagePlatforms, PlatformImage } from '../ports.ts'
import { byCodeUnit } from '../text.ts'

/** How what a tag names now differs from what it was pinned to, platform by platform. */
export type PlatformComparison = {
  /** Platforms whose images are the same, by digest. */
  readonly same: readonly string[]
  /** Platforms whose images are others now. */
  readonly different: readonly string[]
  /** Platforms that are no longer there. */
  readonly gone: readonly string[]
}

/**
 * Compares the images of the platforms in question: the wanted ones, or all of what is pinned where none is wanted. A wanted platform that the
 * pinned image does not have is left out; that is trouble of its own.
 */
export function comparePlatforms(
  pinned: ImagePlatforms,
  now: ImagePlatforms,
  wanted: readonly string[]
): PlatformComparison {
  const asked = wanted.length > 0 ? wanted : [...new Set(pinned.platforms.map(({ platform }) => platform))]
  const serving = wanted.length > 0 ? servesWanted : isSamePlatform
  const compared = asked.flatMap(platform => {
    const before = digestsFor(pinned.platforms, platform, serving)
    if (before.length === 0) return []
    const after = digestsFor(now.platforms, platform, serving)
    const isSame = before.length === after.length && before.every((digest, index) => digest === after[index])
    return [{ platform, kind: isSame ? 'same' : after.length === 0 ? 'gone' : 'different' } as const]
  })
  const ofKind = (wantedKind: 'same' | 'different' | 'gone'): readonly string[] =>
    compared.filter(({ kind }) => kind === wantedKind).map(({ platform }) => platform)
  return { same: ofKind('same'), different: ofKind('different'), gone: ofKind('gone') }
}

type Serving = (offered: string, asked: string) => boolean

/** Sorted and each once. Several images may serve one platform: variants of it, or versions of an operating system. */
function digestsFor(images: readonly PlatformImage[], asked: string, serves: Serving): readonly string[] {
  const digests = images.filter(({ platform }) => serves(platform, asked)).map(({ digest }) => digest)
  return [...new Set(digests)].toSorted(byCodeUnit)
}

/** Whether an image for `offered` is one for `asked`; what cannot be read as a platform serves nobody. */
export function servesWanted(offered: string, asked: string): boolean {
  const [image, want] = [parsePlatform(offered), parsePlatform(asked)]
  return image !== undefined && want !== undefined && servesPlatform(image, want)
}

/** Two spellings of one platform. What cannot be read as a platform is the same as itself. */
function isSamePlatform(offered: string, asked: string): boolean {
  return offered === asked || (servesWanted(offered, asked) && servesWanted(asked, offered))
}
