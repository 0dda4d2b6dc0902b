import { RegistryError } from '../../src/errors.ts'
import type { ImageReference } from '../../src/image/reference.ts'
import { formatRepository } from '../../src/image/repository.ts'
import type { DateSource, ImageDate, ImageSource } from '../../src/ports.ts'

/** A source of images that nobody may ask. */
export const unasked: ImageSource = {
  readDigest: () => Promise.reject(new Error('a digest was asked for')),
  readPlatforms: () => Promise.reject(new Error('platforms were asked for')),
  readDate: () => Promise.reject(new Error('a date was asked for'))
}

/** What a registry in memory has under a name. */
export type KnownImage = {
  readonly digest: string
  /** By platform, the digest of its manifest. An image of one platform has one that is its own digest. */
  readonly platforms?: Readonly<Record<string, string>>
  readonly date?: string
  readonly dateSource?: DateSource
}

export interface CountedImages extends ImageSource {
  /** `digest docker.io/library/nginx:1.27`, in order. */
  readonly asked: readonly string[]
}

/** Images in memory by full name, `docker.io/library/nginx:1.27`; each is there by its digest as well. Notes what it is asked. */
export function imagesIn(known: Readonly<Record<string, KnownImage | { readonly fails: string }>>): CountedImages {
  const asked: string[] = []
  const find = (what: string, { repository, tag, digest }: ImageReference): KnownImage => {
    const name = formatRepository(repository)
    const text = digest === undefined ? `${name}:${tag ?? 'latest'}` : `${name}@${digest}`
    asked.push(`${what} ${text}`)
    const found =
      digest === undefined
        ? known[text]
        : Object.entries(known).find(
            ([key, one]) => key.startsWith(`${name}:`) && 'digest' in one && one.digest === digest
          )?.[1]
    const { registry } = repository
    if (found === undefined) throw new RegistryError('not-found', `image ${text} is not there`, { registry })
    if ('fails' in found) throw new RegistryError('unavailable', `${text}: ${found.fails}`, { registry })
    return found
  }
  return {
    asked,
    readDigest: async reference => find('digest', reference).digest,
    async readPlatforms(reference) {
      const { digest, platforms = {} } = find('platforms', reference)
      const list = Object.entries(platforms).map(([platform, child]) => ({ platform, digest: child }))
      return { digest, isIndex: list.some(child => child.digest !== digest), platforms: list }
    },
    async readDate(reference): Promise<ImageDate | undefined> {
      const { date, dateSource = 'label' } = find('date', reference)
      return date === undefined ? undefined : { date, source: dateSource }
    }
  }
}

/** A digest that people can tell from another one: `digestOf(1)` ends in 1. */
export function digestOf(number: number): string {
  return `sha256:${number.toString(16).padStart(64, '0')}`
}
