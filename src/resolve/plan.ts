import type { DeployedAnswer } from '../deployed/answer.ts'
import { ImageNameError, PolicyError, ResolveError } from '../errors.ts'
import { findFixed } from '../fixed/match.ts'
import { type ImageReference, parseImageReference, readImageReference } from '../image/reference.ts'
import { holdState } from '../policy/image-policy.ts'
import type { Hold, ImagePolicy, Skip } from '../policy/policy.ts'
import type { ImageUse } from '../project/uses.ts'
import { quote } from '../text.ts'
import type { VersionFilter } from '../version/filter.ts'
import { parseVersionFilter } from '../version/parse.ts'
import type { Answer } from './answer.ts'
import { findPin, type Pin, subjectOf, variablePins } from './pins.ts'
import type { ResolveRequest } from './resolve.ts'
import { isSelected } from './rules.ts'

/** The filter of a call that names none (kluctl-semantics 1.1). */
export const defaultFilter = 'semver()'

/** A use that no pin decides, or not alone. */
export type Open = {
  readonly use: ImageUse
  /** The pin that stands in where the registry has nothing. */
  readonly pin: Pin | undefined
  readonly isSelected: boolean
  readonly policy: ImagePolicy
  readonly hold: Hold | undefined
  readonly filter: VersionFilter
  /** The filter as template, workflow or policy wrote it. */
  readonly written: string
}

/** What only the registry can say about a use. */
export type Question = Open & {
  readonly reference: ImageReference
  /** What the use has now, for rules about the step from it: its previous entry, else what is deployed. */
  readonly current: string | undefined
  readonly deployed: DeployedAnswer
}

/**
 * The answer of a use that a pin decides, which touches neither registry nor cluster; else what is open about it.
 * @throws FilterError, FixedImagesError or ResolveError
 */
export function plan(use: ImageUse, request: ResolveRequest): Answer | Open {
  const own = parseOwnFilter(use)
  const { image } = use.call
  if (image === '') throw new ResolveError('image-empty', 'images.get_image: the image name is empty')
  const policy = request.policy.of(image)
  const hold = policy.hold !== undefined && holdState(policy.hold, request.now) === 'active' ? policy.hold : undefined
  const pin = findPin(request.pins, use) ?? findPin(variablePins(use), use)
  const selected = isSelected(request.rules, image)
  const isUpdate = request.updateImages && selected && !request.offlineImages && hold === undefined
  if (pin && !isUpdate) return pinned(use, pin, policy, hold)
  const filter = policy.filter?.filter ?? own
  const written = policy.filter?.text ?? use.call.filter ?? defaultFilter
  return { use, pin, isSelected: selected, policy, hold, filter, written }
}

/**
 * The answer of an open use that needs no registry, else the question for it: what is deployed comes before the registry, and what is not
 * selected, held or offline stays as it is.
 * @throws ImageNameError, PolicyError or ResolveError
 */
export function settle(open: Open, deployed: DeployedAnswer, request: ResolveRequest): Answer | Question {
  const { use, hold, pin, policy } = open
  if (!open.isSelected) {
    const why = 'not selected by images'
    const skipped: Answer = { status: 'skipped', use, why: `${why}, and there is no previous entry to keep` }
    return kept(use, request, `kept, ${why}`) ?? running(use, deployed, policy) ?? skipped
  }
  if (hold !== undefined) return held(open, hold, deployed, request)
  const runs = running(use, deployed, policy)
  const isBad = runs?.status === 'resolved' && skipOf(policy, runs.result) !== undefined
  if (request.offlineImages) {
    const stays = kept(use, request, 'kept, offline')
    return (isBad ? (stays ?? runs) : (runs ?? stays)) ?? offline(use)
  }
  // what the policy skips is rolled back from, also where it still runs
  if (!request.updateImages && !isBad && runs !== undefined) return runs
  const reference = repositoryOf(use)
  const before = findFixed(request.base ?? request.previous, subjectOf(use))?.resultImage
  const current = before ?? (deployed.status === 'found' ? deployed.image : undefined) ?? pin?.entry.resultImage
  return { ...open, reference, current, deployed }
}

/** The answer of a pin, which is stronger than the policy; where that would have it otherwise, it is said. */
export function pinned(
  use: ImageUse,
  pin: Pin,
  { skip }: ImagePolicy,
  hold?: Hold
): Answer & { readonly status: 'resolved' } {
  const result = pin.entry.resultImage
  const skipped = skipOf({ skip }, result)
  const because = skipped?.reason === undefined ? '' : ` (${quote(skipped.reason)})`
  const warnings = [
    ...(skipped ? [`${result} is pinned by ${pin.source}, and the policy skips ${skipped.tag}${because}`] : []),
    ...(hold ? [`${result} is pinned by ${pin.source}, and the policy holds the image`] : [])
  ]
  const warning = warnings.length === 0 ? undefined : warnings.join('; ')
  return { status: 'resolved', use, result, origin: 'fixed', why: `pinned by ${pin.source}`, warning }
}

/** What the workload runs; undefined where it runs none. What could not be found out is the failure of the use. */
export function running(
  use: ImageUse,
  deployed: DeployedAnswer,
  policy: Pick<ImagePolicy, 'skip'>
): Answer | undefined {
  if (deployed.status === 'none') return undefined
  if (deployed.status === 'unknown') return { status: 'failed', use, error: deployed.error }
  const { image: result, source } = deployed
  const skipped = skipOf(policy, result)
  const warning = skipped && `${result} is deployed in ${source}, and the policy skips ${skipped.tag}`
  return { status: 'resolved', use, result, origin: 'deployed', why: `deployed in ${source}`, warning }
}

/** The entry of `skip` that names the tag of an image. */
export function skipOf({ skip }: Pick<ImagePolicy, 'skip'>, image: string): Skip | undefined {
  const tag = tagOf(image)
  return skip.find(one => one.tag === tag)
}

/** The previous entry of a use. */
export function kept(
  use: ImageUse,
  { previous }: ResolveRequest,
  why: string
): (Answer & { readonly status: 'resolved' }) | undefined {
  const entry = findFixed(previous, subjectOf(use))
  return entry && { status: 'resolved', use, result: entry.resultImage, origin: 'previous', why }
}

function held({ use, policy: rules }: Open, hold: Hold, deployed: DeployedAnswer, request: ResolveRequest): Answer {
  const why = describeHold(hold)
  const answer = kept(use, request, why) ?? running(use, deployed, rules)
  const policy = { passedOver: [], date: undefined, hold }
  if (answer?.status === 'resolved') return { ...answer, why, policy }
  if (answer !== undefined) return answer
  const error = new PolicyError(
    'held',
    `${quote(use.call.image)} is held by the policy, and it has no entry to stay at`,
    {
      hint: 'Pin it in a fixed-images file, or take the hold out of the policy until there is one.'
    }
  )
  return { status: 'failed', use, error, policy }
}

function describeHold({ reason, owner, expiry }: Hold): string {
  const about = [owner, expiry === undefined ? undefined : `until ${expiry}`].filter(text => text !== undefined)
  return `held: ${reason}${about.length === 0 ? '' : ` (${about.join(', ')})`}`
}

function offline(use: ImageUse): Answer {
  const error = new ResolveError(
    'no-answer',
    `${quote(use.call.image)} has no fixed image, and no registry is asked with offline-images`,
    { hint: 'Pin it in a fixed-images file, or run without offline-images.' }
  )
  return { status: 'failed', use, error }
}

/** The reference must name a repository and nothing more, as kluctl's registry look-up had it. @throws ImageNameError */
function repositoryOf(use: ImageUse): ImageReference {
  const reference = parseImageReference(use.call.image)
  const surplus = reference.digest === undefined ? (reference.tag === undefined ? undefined : 'a tag') : 'a digest'
  if (surplus === undefined) return reference
  throw new ImageNameError(
    use.call.image,
    reference.name.length,
    `get_image asks for a repository, and ${quote(use.call.image)} has ${surplus}`,
    { hint: `Write ${quote(reference.name)}, or pin the image.` }
  )
}

function tagOf(image: string): string | undefined {
  return readImageReference(image)?.tag
}

/** Filters are always read, also where a pin decides: a mistake in one must not wait for the day the pin goes. @throws FilterError */
function parseOwnFilter(use: ImageUse): VersionFilter {
  return parseVersionFilter(use.call.filter ?? defaultFilter)
}
