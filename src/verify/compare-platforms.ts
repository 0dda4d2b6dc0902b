import { type Platform, parsePlatform, servesPlatform } from '../image/platform.ts'
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
    const isSame = isEqual(before, after) && isEqual(lookalikes(pinned, platform), lookalikes(now, platform))
    return [{ platform, kind: isSame ? 'same' : after.length === 0 ? 'gone' : 'different' } as const]
  })
  const ofKind = (wantedKind: 'same' | 'different' | 'gone'): readonly string[] =>
    compared.filter(({ kind }) => kind === wantedKind).map(({ platform }) => platform)
  return { same: ofKind('same'), different: ofKind('different'), gone: ofKind('gone') }
}

function isEqual(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text, index) => text === b[index])
}

/**
 * Images that a program which pulls may take for the platform, whatever we do: of no readable platform, or of one under another name. One of
 * these that came since is another image for the platform, as far as anybody can prove.
 */
function lookalikes({ platforms }: ImagePlatforms, asked: string): readonly string[] {
  const want = parsePlatform(asked)
  if (want === undefined) return []
  const digests = platforms.filter(({ platform }) => mayServe(platform, want)).map(({ digest }) => digest)
  return [...new Set(digests)].toSorted(byCodeUnit)
}

/** Names that containerd takes for those of Go (platforms/database.go). */
const otherNames: ReadonlyMap<string, string> = new Map([
  ['x86_64', 'amd64'],
  ['x86-64', 'amd64'],
  ['aarch64', 'arm64'],
  ['i386', '386'],
  ['armhf', 'arm'],
  ['armel', 'arm']
])

function mayServe(offered: string, want: Platform): boolean {
  const [os = '', name = '', variant, ...more] = offered.toLowerCase().split('/')
  const architecture = otherNames.get(name) ?? name
  const isReadable = more.length === 0 && /^[a-z0-9]+$/.test(os) && /^[a-z0-9_]+$/.test(architecture)
  if (!isReadable || os === 'unknown' || architecture === 'unknown') return true
  const isNear = os === want.os && architecture === want.architecture
  // of these two a newer machine takes a higher variant by itself
  return isNear && (['amd64', 'arm64'].includes(architecture) || variant === want.variant)
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
