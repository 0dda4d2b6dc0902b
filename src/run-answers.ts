import type { DeployedSource } from './deployed/answer.ts'
import { InputError, ResolveError } from './errors.ts'
import type { FixedImage } from './fixed/entry.ts'
import { keyInLock, lockPath } from './lock/lock-path.ts'
import { provedResults } from './lock/proved-results.ts'
import type { Options } from './options.ts'
import type { ImageSource, TagSource } from './ports.ts'
import type { Prepared } from './prepare.ts'
import type { Answer } from './resolve/answer.ts'
import { type Arrivals, registriesOf } from './resolve/arrivals.ts'
import { pinDigests } from './resolve/digests.ts'
import { mustAnswer } from './resolve/manifests.ts'
import { resolveUses } from './resolve/resolve.ts'
import { isSelected } from './resolve/rules.ts'
import { shardOf } from './resolve/shard.ts'

/** Whether a run answers the uses of an image: all of them, but for a run of one part. @throws InputError where manifests are wanted of a part */
export function ownImages({ shard, needsManifests }: Options): (image: string) => boolean {
  if (shard === undefined) return () => true
  if (!needsManifests) return image => shardOf(image, shard.count) === shard.index
  throw new InputError('shard', 'manifests are made of all images, and shard leaves some out', {
    hint: 'Leave shard empty.'
  })
}

export type AnswerRequest = {
  readonly options: Options
  readonly prepared: Prepared
  /** Entries of the output file at the base of the change under review; undefined where there is none, or nobody knows. */
  readonly base: readonly FixedImage[] | undefined
  readonly isOwn: (image: string) => boolean
  /** Milliseconds since 1970. */
  readonly now: number
}

export type AnswerSources = {
  readonly tags: TagSource
  readonly images: ImageSource
  readonly deployed: DeployedSource | undefined
  readonly arrivals: Arrivals
}

/** The answers of all uses that are the run's own, with their digests where these are wanted. */
export async function answerUses(request: AnswerRequest, sources: AnswerSources): Promise<readonly Answer[]> {
  const { options, prepared, base, isOwn, now } = request
  const { images: rules, updateImages, offlineImages } = options
  const { project, previous, policy, targetPins, filePins, optionPins } = prepared
  const { tags, images, deployed, arrivals } = sources
  const pins = [...targetPins, ...filePins, ...optionPins]
  const lockedDigest = lockedDigests(options, prepared)
  const answered = await resolveUses(
    project.uses,
    { pins, previous, base, lockedDigest, rules, policy, updateImages, offlineImages, isOwn, now },
    { tags, images, deployed, introduce: arrivals.introduce }
  )
  await arrivals.introduce(answered.flatMap(registriesOf))
  const pinned = options.pinDigests
    ? await pinDigests(answered, {
        images: offlineImages ? noDigests : images,
        isSelected: image => isSelected(rules, image),
        proved: options.lockFile === 'none' ? undefined : provedOf(options, prepared)
      })
    : answered
  return options.needsManifests ? pinned.map(mustAnswer) : pinned
}

/** Offline nobody can tell a digest, and a result without one is not what was asked for. */
const noDigests: Pick<ImageSource, 'readDigest'> = {
  readDigest: ({ text }) =>
    Promise.reject(
      new ResolveError(
        'no-answer',
        `the digest of ${text} is not known, and no registry is asked with offline-images`,
        {
          hint: 'Pin the image with its digest, or run without offline-images or without pin-digests.'
        }
      )
    )
}

function provedOf({ lockFile, outputFile }: Options, { lock }: Prepared): ReadonlySet<string> {
  return provedResults(lock.files.get(keyInLock(lockPath(lockFile, outputFile), outputFile)))
}

/** Digests of the day on which results were decided. */
function lockedDigests({ lockFile, outputFile }: Options, { lock }: Prepared): (result: string) => string | undefined {
  if (lockFile === 'none') return () => undefined
  const locked = lock.files.get(keyInLock(lockPath(lockFile, outputFile), outputFile))
  return result => locked?.get(result)?.digest ?? undefined
}
