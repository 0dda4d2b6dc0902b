import { RegistryError } from '../../src/errors.ts'
import { parseImageReference } from '../../src/image/reference.ts'
import { imagePolicy } from '../../src/policy/image-policy.ts'
import type { ImagePolicy } from '../../src/policy/policy.ts'
import { readPolicy } from '../../src/policy/read-policy.ts'
import type { DateSource, ImageSource } from '../../src/ports.ts'
import type { CandidateRequest } from '../../src/resolve/candidates.ts'
import { parseVersionFilter } from '../../src/version/parse.ts'

/** What a registry in memory has of a tag; what stands nowhere is not there. */
export type StoredImage = {
  readonly digest?: string
  /** Date and who says it; undefined for none. */
  readonly date?: string
  readonly source?: DateSource
  readonly platforms?: readonly string[]
}

export interface CountedImages extends ImageSource {
  /** `HEAD 1.4.2`, in order. */
  readonly asked: readonly string[]
}

/** Single images of a registry in memory, which notes what it is asked. A word in place of an image is the refusal that meets who asks. */
export function imagesOf(stored: Readonly<Record<string, StoredImage | 'not-found' | 'unavailable'>>): CountedImages {
  const asked: string[] = []
  const find = (what: string, tag = ''): StoredImage => {
    asked.push(`${what} ${tag}`)
    const image = stored[tag] ?? 'not-found'
    if (typeof image !== 'string') return image
    throw new RegistryError(image, `${tag}: ${image}`, { registry: 'ghcr.io' })
  }
  const digestOf = ({ digest }: StoredImage, tag = ''): string => digest ?? `sha256:${tag}`
  return {
    asked,
    readDigest: async ({ tag }) => digestOf(find('HEAD', tag), tag),
    readDate: async ({ tag }) => {
      const { date, source = 'label' } = find('date', tag)
      return date === undefined ? undefined : { date, source }
    },
    readPlatforms: async ({ tag }) => {
      const image = find('platforms', tag)
      const platforms = (image.platforms ?? ['linux/amd64']).map(platform => ({
        platform,
        digest: `sha256:${platform}`
      }))
      return { digest: digestOf(image, tag), isIndex: platforms.length > 1, platforms }
    }
  }
}

export const now: number = Date.parse('2026-11-22T12:00:00Z')

/** An instant so many days before {@link now}. */
export function daysAgo(days: number): string {
  return `${new Date(now - days * 86_400_000).toISOString().slice(0, 19)}Z`
}

/** The policy of one rule, given as the fields of the policy file. */
export function policyOf(fields: Readonly<Record<string, unknown>>): ImagePolicy {
  const text = JSON.stringify({ rules: [{ image: '**', ...fields }] })
  return imagePolicy(readPolicy(text, 'policy.yaml'), 'ghcr.io/team/app', { platforms: [] })
}

export type Asking = {
  readonly tags: readonly string[]
  readonly policy: Readonly<Record<string, unknown>>
  /** A tag, or with a `/` a reference. */
  readonly current?: string | undefined
  readonly currentDigest?: string | undefined
  readonly prefix?: string
  readonly filter?: string
}

export function requestOf({ policy, current, filter = 'semver()', ...rest }: Asking): CandidateRequest {
  const image = 'ghcr.io/team/app'
  return {
    ...{ image, reference: parseImageReference(image), filter: parseVersionFilter(filter), written: filter, now },
    ...{ ...rest, policy: policyOf(policy) },
    current: current === undefined || /[/]/.test(current) ? current : `${image}:${current}`
  }
}
