import { type ImagesError, isImagesError } from '../errors.ts'
import { type ImageReference, parseImageReference } from '../image/reference.ts'
import type { ImageDate, ImageSource } from '../ports.ts'
import { withDigest } from '../resolve/digests.ts'
import { byCodeUnit } from '../text.ts'
import type { ImageFacts, LockedResults } from './lock.ts'

export type FoundFacts = {
  /** By result, of all that were asked for. */
  readonly facts: ReadonlyMap<string, ImageFacts>
  /** One for each result of which something could not be read. */
  readonly warnings: readonly string[]
}

/**
 * What the lock is to say of results. What it says already is not asked for again: only a part that it could not read before. Trouble with one
 * image is a warning, never a rejection, since a fixed-images file serves without its lock.
 */
export async function readFacts(
  results: readonly string[],
  previous: LockedResults | undefined,
  images: ImageSource
): Promise<FoundFacts> {
  const found = await Promise.all(
    [...new Set(results)].map(async result => ({ result, ...(await readOne(result, previous?.get(result), images)) }))
  )
  return {
    facts: new Map(found.map(({ result, facts }) => [result, facts])),
    warnings: found.flatMap(({ warning }) => warning ?? [])
  }
}

type Found = { readonly facts: ImageFacts; readonly warning: string | undefined }

/** What is known of an image before its date is asked for. */
type Content = Pick<ImageFacts, 'digest' | 'platforms'>

async function readOne(result: string, known: ImageFacts | undefined, images: ImageSource): Promise<Found> {
  const reference = parseImageReference(result)
  const isSame = known?.digest === null || reference.digest === undefined || known?.digest === reference.digest
  const old = isSame ? known : undefined
  const troubles: Trouble[] = []
  const before = { digest: reference.digest ?? old?.digest ?? null, platforms: old?.platforms ?? null }
  const content = await readContent(reference, before, images, troubles)
  const created = old?.created === undefined ? await readCreated(reference, content, images, troubles) : old.created
  return { facts: { ...content, ...(created === undefined ? {} : { created }) }, warning: describe(result, troubles) }
}

/** Digest and platforms are one request: what lists the platforms is what the digest is of. */
async function readContent(
  reference: ImageReference,
  known: Content,
  images: ImageSource,
  troubles: Trouble[]
): Promise<Content> {
  if (known.digest !== null && known.platforms !== null) return known
  const asked = pinned(reference, known.digest)
  const found = await attempt('platforms', images.readPlatforms(asked), troubles)
  if (found !== undefined) {
    const names = found.platforms.map(({ platform }) => platform)
    return { digest: known.digest ?? found.digest, platforms: [...new Set(names)].toSorted(byCodeUnit) }
  }
  if (known.digest !== null) return known
  const digest = await attempt('digest', images.readDigest(asked), troubles)
  return { digest: digest ?? null, platforms: null }
}

/** Null where nobody says a date; undefined where nobody could be asked. */
async function readCreated(
  reference: ImageReference,
  { digest }: Content,
  images: ImageSource,
  troubles: Trouble[]
): Promise<ImageDate | null | undefined> {
  // the date of a tag alone might be that of an image it was moved to since
  if (digest === null) return undefined
  const read = images.readDate(pinned(reference, digest)).then(date => date ?? null)
  return attempt('date', read, troubles)
}

function pinned(reference: ImageReference, digest: string | null): ImageReference {
  return digest === null ? reference : parseImageReference(withDigest(reference, digest))
}

type Trouble = { readonly part: string; readonly error: ImagesError }

async function attempt<T>(part: string, work: Promise<T>, troubles: Trouble[]): Promise<T | undefined> {
  try {
    return await work
  } catch (error) {
    if (!isImagesError(error)) throw error
    troubles.push({ part, error })
    return undefined
  }
}

function describe(result: string, troubles: readonly Trouble[]): string | undefined {
  const [first] = troubles
  if (first === undefined) return undefined
  const parts = troubles.map(({ part }) => part).join(' and ')
  return `the lock does not say the ${parts} of ${result}: ${first.error.message}; the next run asks again`
}
