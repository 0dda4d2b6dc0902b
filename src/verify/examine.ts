import type { ImagesError } from '../errors.ts'
import { missingPlatforms } from '../image/platform.ts'
import type { ImageReference } from '../image/reference.ts'
import type { ImagePlatforms, ImageSource } from '../ports.ts'
import { byCodeUnit } from '../text.ts'
import { ask, atDigest, atTag, isMissing } from './ask.ts'
import { examinePlatforms, type PlatformFindings } from './examine-platforms.ts'
import { judgeMovement } from './movement.ts'
import { digestGone, platformMissing, tagGone, unknownBecause } from './reasons.ts'
import type { Reason } from './record.ts'

/** A result that is to be proved. */
export type Subject = {
  readonly reference: ImageReference
  /** Platforms that it must have; empty for any. */
  readonly wanted: readonly string[]
  /** The digest that the lock has for it. */
  readonly locked: string | undefined
}

/** What the registry says of a result. */
export type Findings = {
  readonly reasons: readonly Reason[]
  /** Digest of what the tag names now; null where there is no tag, or nobody could tell. */
  readonly tag: string | null
  /** Platforms of the image that is deployed, sorted; null where nobody could tell. */
  readonly found: readonly string[] | null
}

/** Asks the registry everything that proves a result, or shows that it does not hold. Never rejects for a registry. */
export async function examine(subject: Subject, images: ImageSource): Promise<Findings> {
  const { digest } = subject.reference
  return digest === undefined ? examineTag(subject, images) : examineDigest(subject, digest, images)
}

/** A digest holds the image: it has to be there, and its tag, if it has one, still at it. */
async function examineDigest({ reference, wanted }: Subject, digest: string, images: ImageSource): Promise<Findings> {
  const { name, tag } = reference
  const [before, now] = await Promise.all([
    ask(images.readPlatforms(atDigest(reference, digest))),
    tag === undefined ? undefined : ask(images.readDigest(atTag(reference, tag)))
  ])
  const to = now?.value
  const isMoved = to !== undefined && to !== digest
  const [movement, platforms] = await Promise.all([
    isMoved && tag !== undefined
      ? judgeMovement({ reference, tag, from: digest, before, to, wanted, isPinned: true }, images)
      : [],
    examinePlatforms(reference, before.value, wanted, images)
  ])
  return {
    reasons: [
      ...(isMissing(before.error) ? [digestGone(name, digest)] : []),
      ...(isMissing(now?.error) ? [tagGone(name, tag ?? '')] : []),
      ...unknowns([
        ['whether its digest is there', before.error],
        ['what its tag names now', now?.error],
        ...notFoundOut(platforms)
      ]),
      ...missing(before.value, wanted),
      ...platforms.reasons,
      ...movement
    ],
    tag: to ?? null,
    found: namesOf(before.value)
  }
}

/** No digest holds the image: what the tag names now is what is deployed. The lock may remember what it named. */
async function examineTag({ reference, wanted, locked }: Subject, images: ImageSource): Promise<Findings> {
  const tag = reference.tag ?? 'latest'
  const after = await ask(images.readPlatforms(atTag(reference, tag)))
  const to = after.value?.digest
  const isMoved = locked !== undefined && to !== undefined && to !== locked
  const before = isMoved ? await ask(images.readPlatforms(atDigest(reference, locked))) : undefined
  const [movement, platforms] = await Promise.all([
    isMoved && before !== undefined
      ? judgeMovement({ reference, tag, from: locked, before, to, after, wanted, isPinned: false }, images)
      : [],
    examinePlatforms(reference, after.value, wanted, images)
  ])
  return {
    reasons: [
      ...(isMissing(after.error) ? [tagGone(reference.name, tag)] : []),
      ...unknowns([['what its tag names', after.error], ...notFoundOut(platforms)]),
      ...missing(after.value, wanted),
      ...platforms.reasons,
      ...movement
    ],
    tag: to ?? null,
    found: namesOf(after.value)
  }
}

function notFoundOut({ unknown }: PlatformFindings): readonly Question[] {
  return unknown.map(([platform, error]) => [`whether the image for ${platform} is there`, error])
}

function missing(image: ImagePlatforms | undefined, wanted: readonly string[]): readonly Reason[] {
  const names = namesOf(image)
  const lost = names === null ? [] : missingPlatforms(names, wanted)
  return names === null || lost.length === 0 ? [] : [platformMissing(lost, names)]
}

function namesOf(image: ImagePlatforms | undefined): readonly string[] | null {
  return image === undefined ? null : [...new Set(image.platforms.map(({ platform }) => platform))].toSorted(byCodeUnit)
}

/** What was to be found out, and what was in the way of it, if anything. */
type Question = readonly [what: string, error: ImagesError | undefined]

/** A registry that is down is one reason, whatever could not be found out for it. */
function unknowns(asked: readonly Question[]): readonly Reason[] {
  const groups = new Map<string, { readonly whats: string[]; readonly error: ImagesError }>()
  for (const [what, error] of asked) {
    if (error === undefined || isMissing(error)) continue
    const group = groups.get(error.code) ?? { whats: [], error }
    group.whats.push(what)
    groups.set(error.code, group)
  }
  return [...groups.values()].map(({ whats, error }) => unknownBecause(whats.join(' and '), error))
}
