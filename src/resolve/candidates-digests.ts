import { RegistryError } from '../errors.ts'
import { parseImageReference } from '../image/reference.ts'
import type { ImageSource } from '../ports.ts'
import type { CandidateRequest } from './candidates.ts'

/** With so many skipped tags the image that is taken is compared: those that were written last. */
export const mostSkipped = 10

/** What the tags of an image lead to. Each is asked for once, with HEAD, which Docker Hub does not count. */
export interface CandidateDigests {
  /** Rejects with RegistryError. */
  of(tag: string): Promise<string>
  /** The tag in `skip` that has this image, by digest; none where the registry has none of them. Rejects with RegistryError. */
  skipped(): Promise<ReadonlyMap<string, string>>
  /** Number of tags that cost requests. */
  readonly asked: number
}

type Asked = Pick<CandidateRequest, 'image' | 'tags' | 'prefix' | 'policy'>

export function createDigests(request: Asked, images: Pick<ImageSource, 'readDigest'>): CandidateDigests {
  const known = new Map<string, Promise<string>>()
  const of = (tag: string): Promise<string> => {
    const digest = known.get(tag) ?? images.readDigest(parseImageReference(`${request.image}:${tag}`))
    known.set(tag, digest)
    return digest
  }
  let skipped: Promise<ReadonlyMap<string, string>> | undefined
  return {
    of,
    skipped: () => {
      skipped ??= readSkipped(skippedTags(request), of)
      return skipped
    },
    get asked() {
      return known.size
    }
  }
}

/** A skipped tag that is listed, or that may be there: of those that begin otherwise than the list says nothing. */
function skippedTags({ tags, prefix, policy }: Asked): readonly string[] {
  if (policy.skip.length === 0) return []
  const listed = new Set(tags)
  const isThere = (tag: string): boolean => listed.has(tag) || (prefix !== undefined && !tag.startsWith(prefix))
  return policy.skip
    .map(({ tag }) => tag)
    .filter(isThere)
    .slice(-mostSkipped)
}

async function readSkipped(
  tags: readonly string[],
  digestOf: CandidateDigests['of']
): Promise<ReadonlyMap<string, string>> {
  const digests = await Promise.all(tags.map(async tag => [await unlessMissing(digestOf(tag)), tag] as const))
  const found = new Map<string, string>()
  for (const [digest, tag] of digests) if (digest !== undefined && !found.has(digest)) found.set(digest, tag)
  return found
}

/** Undefined for an image that the registry does not have. Rejects with RegistryError as the question does otherwise. */
export async function unlessMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof RegistryError && error.code === 'not-found') return undefined
    throw error
  }
}
