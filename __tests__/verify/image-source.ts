import { RegistryError } from '../../src/errors.ts'
import type { ImageReference } from '../../src/image/reference.ts'
import { formatRepository } from '../../src/image/repository.ts'
import type { ImagePlatforms, ImageSource } from '../../src/ports.ts'

/** A digest that a person can tell from others: of a letter or digit, 64 times. */
export function digestOf(sign: string): string {
  return `sha256:${sign.repeat(64)}`
}

/** An index by its digest, with the digest of the image for each platform. */
export function index(digest: string, images: Readonly<Record<string, string>>): ImagePlatforms {
  const platforms = Object.entries(images).map(([platform, image]) => ({ platform, digest: image }))
  return { digest, isIndex: true, platforms }
}

/** A single image. */
export function single(digest: string, platform: string): ImagePlatforms {
  return { digest, isIndex: false, platforms: [{ platform, digest }] }
}

/** A repository: what is in it, and what its tags name. `fails` is what its registry answers instead. */
export type FakeRepository = {
  readonly images?: readonly ImagePlatforms[]
  readonly tags?: Readonly<Record<string, string>>
  /** Digests that its indexes list, and that it has lost; of all others it has the images. */
  readonly lost?: readonly string[]
  /** What is asked for by such a text ends in this error: `1.4.2`, or a digest. */
  readonly fails?: Readonly<Record<string, 'unauthorized' | 'unavailable'>>
}

export interface FakeImages extends ImageSource {
  /** Every question, as `HEAD ghcr.io/team/app 1.4.2`. */
  readonly asked: readonly string[]
}

/** A registry in memory by full names of repositories, which notes what it is asked. */
export function imagesIn(repositories: Readonly<Record<string, FakeRepository>>): FakeImages {
  const asked: string[] = []
  const find = async (verb: string, reference: ImageReference): Promise<ImagePlatforms> => {
    const name = formatRepository(reference.repository)
    const wanted = reference.digest ?? reference.tag ?? 'latest'
    asked.push(`${verb} ${name} ${wanted}`)
    const { registry } = reference.repository
    const { images = [], tags = {}, lost = [], fails = {} } = repositories[name] ?? {}
    const failure = fails[wanted]
    if (failure !== undefined)
      throw new RegistryError(failure, `${name}: ${failure}`, { registry }, { hint: 'Log in.' })
    const digest = reference.digest ?? tags[wanted]
    const listed = images.flatMap(one => (one.isIndex ? one.platforms : []))
    const image = [...images, ...listed.map(one => single(one.digest, one.platform))].find(
      one => one.digest === digest && !lost.includes(one.digest)
    )
    if (image === undefined) throw new RegistryError('not-found', `${name} has no ${wanted}`, { registry })
    return image
  }
  return {
    asked,
    readDigest: async reference => (await find('HEAD', reference)).digest,
    readPlatforms: reference => find('GET', reference),
    readDate: () => Promise.reject(new Error('verification asks for no date'))
  }
}
