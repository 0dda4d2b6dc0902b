import { ImageNameError, type ImagesError, isImagesError } from '../errors.ts'
import { type ImageReference, parseImageReference } from '../image/reference.ts'
import type { ImageDate, ImageSource } from '../ports.ts'
import { withDigest } from '../resolve/digests.ts'
import { byCodeUnit, quote } from '../text.ts'
import type { ImageFacts, LockedResults } from './lock.ts'
import { readLockedReference } from './locked-reference.ts'

export type FoundFacts = {
  /** By result; none of one that names no image, or whose tag could not be asked for again. */
  readonly facts: ReadonlyMap<string, ImageFacts>
  /** At most one for each result: what could not be read of it, or that its tag names another image now. */
  readonly warnings: readonly string[]
}

/**
 * What the lock is to say of results. What it says already is not asked for again: only a part that it could not read before, and of a result
 * without a digest of its own what its tag names now, since nothing but the lock would tell that it was pushed again. Trouble with one image is
 * a warning, never a rejection, since a fixed-images file serves without its lock.
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
    facts: new Map(found.flatMap(({ result, facts }) => (facts === undefined ? [] : [[result, facts] as const]))),
    warnings: found.flatMap(({ warning }) => warning ?? [])
  }
}

type Found = { readonly facts: ImageFacts | undefined; readonly warning: string | undefined }

/** What is known of an image before its date is asked for. */
type Content = Pick<ImageFacts, 'digest' | 'platforms'>

async function readOne(result: string, known: ImageFacts | undefined, images: ImageSource): Promise<Found> {
  const reference = readLockedReference(result)
  if (reference instanceof ImageNameError)
    return { facts: undefined, warning: `the lock says nothing of ${quote(result)}: ${reference.message}` }
  const troubles: Trouble[] = []
  const named = await readNamed(reference, known, images, troubles)
  const [trouble] = troubles
  if (trouble !== undefined) return { facts: undefined, warning: describeUnasked(result, trouble) }
  const old = known?.digest === null || known?.digest === named ? known : undefined
  const before = { digest: named ?? null, platforms: old?.platforms ?? null }
  const content = await readContent(reference, before, images, troubles)
  const created = old?.created === undefined ? await readCreated(reference, content, images, troubles) : old.created
  const warnings = [describeMove(result, known, named), describe(result, troubles)].filter(text => text !== undefined)
  return {
    facts: { ...content, ...(created === undefined ? {} : { created }) },
    warning: warnings.length === 0 ? undefined : warnings.join('; ')
  }
}

/** The digest that a result names itself, else what its locked tag names now; undefined where nothing is locked that could be another. */
async function readNamed(
  reference: ImageReference,
  known: ImageFacts | undefined,
  images: ImageSource,
  troubles: Trouble[]
): Promise<string | undefined> {
  if (reference.digest !== undefined || known === undefined || known.digest === null) return reference.digest
  return attempt('digest', images.readDigest(reference), troubles)
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

function describeUnasked(result: string, { error }: Trouble): string {
  return `whether ${result} was pushed again since it was locked is not known: ${error.message}; the next run asks again`
}

function describeMove(result: string, known: ImageFacts | undefined, named: string | undefined): string | undefined {
  const isMoved = typeof known?.digest === 'string' && named !== undefined && known.digest !== named
  // a result with a digest names what it named, and the lock was wrong
  if (!isMoved || result.includes('@')) return undefined
  return `${result} was pushed again since it was locked (${shortDigest(known.digest)} → ${shortDigest(named)})`
}

function shortDigest(digest: string): string {
  return digest.replace(/^([^:]+:.{12}).+$/, '$1…')
}

function describe(result: string, troubles: readonly Trouble[]): string | undefined {
  const [first] = troubles
  if (first === undefined) return undefined
  const parts = troubles.map(({ part }) => part).join(' and ')
  return `the lock does not say the ${parts} of ${result}: ${first.error.message}; the next run asks again`
}
