import type { ImagesError } from '../errors.ts'
import { missingPlatforms } from '../image/platform.ts'
import type { ImageReference } from '../image/reference.ts'
import type { ImagePlatforms, ImageSource } from '../ports.ts'
import { byCodeUnit } from '../text.ts'
import { ask, atDigest, atTag, isMissing } from './ask.ts'
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
  /** Platforms of the image that is deployed, sorted; null where nobody needed to know, or could tell. */
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
  const pinned = atDigest(reference, digest)
  const [head, content, now] = await Promise.all([
    wanted.length > 0 ? undefined : ask(images.readDigest(pinned)),
    wanted.length > 0 ? ask(images.readPlatforms(pinned)) : undefined,
    tag === undefined ? undefined : ask(images.readDigest(atTag(reference, tag)))
  ])
  const trouble = content?.error ?? head?.error
  const to = now?.value
  const isMoved = to !== undefined && to !== digest
  const before =
    trouble !== undefined
      ? { error: trouble }
      : (content ?? (isMoved ? await ask(images.readPlatforms(pinned)) : undefined))
  const movement =
    isMoved && tag !== undefined && before !== undefined
      ? await judgeMovement({ reference, tag, from: digest, before, to, wanted, isPinned: true }, images)
      : []
  return {
    reasons: [
      ...(isMissing(trouble) ? [digestGone(name, digest)] : []),
      ...(isMissing(now?.error) ? [tagGone(name, tag ?? '')] : []),
      ...unknowns([
        ['whether its digest is there', trouble],
        ['what its tag names now', now?.error]
      ]),
      ...missing(before?.value, wanted),
      ...movement
    ],
    tag: to ?? null,
    found: namesOf(before?.value)
  }
}

/** No digest holds the image: what the tag names now is what is deployed. The lock may remember what it named. */
async function examineTag({ reference, wanted, locked }: Subject, images: ImageSource): Promise<Findings> {
  const tag = reference.tag ?? 'latest'
  const place = atTag(reference, tag)
  const content = wanted.length > 0 ? await ask(images.readPlatforms(place)) : undefined
  const head = wanted.length > 0 ? undefined : await ask(images.readDigest(place))
  const to = content?.value?.digest ?? head?.value
  const trouble = content?.error ?? head?.error
  const isMoved = locked !== undefined && to !== undefined && to !== locked
  const before = isMoved ? await ask(images.readPlatforms(atDigest(reference, locked))) : undefined
  const movement =
    isMoved && before !== undefined
      ? await judgeMovement(
          { reference, tag, from: locked, before, to, after: content, wanted, isPinned: false },
          images
        )
      : []
  return {
    reasons: [
      ...(isMissing(trouble) ? [tagGone(reference.name, tag)] : []),
      ...unknowns([['what its tag names', trouble]]),
      ...missing(content?.value, wanted),
      ...movement
    ],
    tag: to ?? null,
    found: namesOf(content?.value)
  }
}

function missing(image: ImagePlatforms | undefined, wanted: readonly string[]): readonly Reason[] {
  const names = namesOf(image)
  const lost = names === null ? [] : missingPlatforms(names, wanted)
  return names === null || lost.length === 0 ? [] : [platformMissing(lost, names)]
}

function namesOf(image: ImagePlatforms | undefined): readonly string[] | null {
  return image === undefined ? null : [...new Set(image.platforms.map(({ platform }) => platform))].toSorted(byCodeUnit)
}

/** A registry that is down is one reason, whatever could not be found out for it. */
function unknowns(asked: readonly (readonly [what: string, error: ImagesError | undefined])[]): readonly Reason[] {
  const groups = new Map<string, { readonly whats: string[]; readonly error: ImagesError }>()
  for (const [what, error] of asked) {
    if (error === undefined || isMissing(error)) continue
    const group = groups.get(error.code) ?? { whats: [], error }
    group.whats.push(what)
    groups.set(error.code, group)
  }
  return [...groups.values()].map(({ whats, error }) => unknownBecause(whats.join(' and '), error))
}
