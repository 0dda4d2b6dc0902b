import { ImageNameError, isImagesError, NoTagError, ResolveError } from '../errors.ts'
import type { FixedImage } from '../fixed/entry.ts'
import { findFixed } from '../fixed/match.ts'
import { type ImageReference, parseImageReference } from '../image/reference.ts'
import { formatRepository } from '../image/repository.ts'
import type { TagList, TagSource } from '../ports.ts'
import type { ImageUse } from '../project/uses.ts'
import { plural, quote } from '../text.ts'
import { explain, type VersionFilter } from '../version/filter.ts'
import { parseVersionFilter } from '../version/parse.ts'
import { findTraps } from '../version/traps.ts'
import type { Answer, Decision } from './answer.ts'
import { findPin, type Pin, subjectOf, variablePins } from './pins.ts'
import { type ImageRule, isSelected, ruleFor } from './rules.ts'

/** What decides, besides the uses themselves. */
export type ResolveRequest = {
  /** In kluctl's order: target, files, flags. The last that matches wins. */
  readonly pins: readonly Pin[]
  /** Entries of the output file as it stood before the run. */
  readonly previous: readonly FixedImage[]
  readonly rules: readonly ImageRule[]
  /** The registry before pins, for what is selected (kluctl's `-u`). */
  readonly updateImages: boolean
  /** Never ask a registry. */
  readonly offlineImages: boolean
}

/** The filter of a call that names none (kluctl-semantics 1.1). */
const defaultFilter = 'semver()'

/**
 * Answers every use: a pin, else the newest tag of its repository if the image is selected, else the previous entry. With `updateImages` the
 * registry comes first for what is selected. What a pin decides never asks a registry; each repository is listed once.
 */
export async function resolveUses(
  uses: readonly ImageUse[],
  request: ResolveRequest,
  tags: TagSource
): Promise<readonly Answer[]> {
  const lists = new Map<string, Promise<TagList>>()
  const decisions = new Map<string, Omit<Decision, 'written'>>()
  return Promise.all(uses.map(use => answer(use, request, { tags, lists, decisions })))
}

type Registry = {
  readonly tags: TagSource
  /** By repository: each is asked once, however many uses it has. */
  readonly lists: Map<string, Promise<TagList>>
  /** By repository and filter. */
  readonly decisions: Map<string, Omit<Decision, 'written'>>
}

async function answer(use: ImageUse, request: ResolveRequest, registry: Registry): Promise<Answer> {
  try {
    const own = parseOwnFilter(use)
    if (use.call.image === '') throw new ResolveError('image-empty', 'images.get_image: the image name is empty')
    const pin = findPin(request.pins, use) ?? findPin(variablePins(use), use)
    const selected = isSelected(request.rules, use.call.image)
    if (pin && !(request.updateImages && selected && !request.offlineImages)) return pinned(use, pin)
    if (!selected) return kept(use, request, 'not selected by images')
    if (request.offlineImages) return offline(use, request)
    return await fromRegistry(use, own, pin, request, registry)
  } catch (error) {
    if (!isImagesError(error)) throw error
    return { status: 'failed', use, error }
  }
}

function pinned(use: ImageUse, pin: Pin): Answer & { readonly status: 'resolved' } {
  return { status: 'resolved', use, result: pin.entry.resultImage, origin: 'fixed', why: `pinned by ${pin.source}` }
}

function kept(use: ImageUse, { previous }: ResolveRequest, why: string): Answer {
  const entry = findFixed(previous, subjectOf(use))
  if (entry) return { status: 'resolved', use, result: entry.resultImage, origin: 'previous', why: `kept, ${why}` }
  return { status: 'skipped', use, why: `${why}, and there is no previous entry to keep` }
}

function offline(use: ImageUse, request: ResolveRequest): Answer {
  const answer = kept(use, request, 'offline')
  if (answer.status === 'resolved') return answer
  const error = new ResolveError(
    'no-answer',
    `${quote(use.call.image)} has no fixed image, and no registry is asked with offline-images`,
    {
      hint: 'Pin it in a fixed-images file, or run without offline-images.'
    }
  )
  return { status: 'failed', use, error }
}

async function fromRegistry(
  use: ImageUse,
  own: VersionFilter,
  pin: Pin | undefined,
  request: ResolveRequest,
  registry: Registry
): Promise<Answer> {
  const reference = repositoryOf(use)
  const rule = ruleFor(request.rules, use.call.image)
  const filter = rule?.filter ?? own
  const written = rule?.text ?? use.call.filter ?? defaultFilter
  const decision = { ...(await decide(reference, filter, registry)), written }
  const { newest, seen, rejected } = decision.explanation
  if (newest === undefined) {
    const examples = rejected.flatMap(({ examples }) => examples).slice(0, 5)
    const error = new NoTagError(decision.repository, decision.filter, seen, examples, {
      hint:
        examples.length === 0
          ? 'Push an image first, or pin one.'
          : `Tags there look like ${examples.join(', ')}. Change the version filter, or pin the image.`
    })
    if (!pin) return { status: 'failed', use, error, decision }
    return { ...pinned(use, pin), decision, warning: `${error.message}; the pin of ${pin.source} is used` }
  }
  const why = `newest of ${plural(seen, 'tag')}`
  return { status: 'resolved', use, result: `${use.call.image}:${newest}`, origin: 'registry', why, decision }
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
    {
      hint: `Write ${quote(reference.name)}, or pin the image.`
    }
  )
}

async function decide(
  reference: ImageReference,
  filter: VersionFilter,
  { tags, lists, decisions }: Registry
): Promise<Omit<Decision, 'written'>> {
  const repository = formatRepository(reference.repository)
  const list = lists.get(repository) ?? tags.listTags(reference.repository)
  lists.set(repository, list)
  const { tags: names } = await list
  const key = `${repository} ${filter.toString()}`
  const known = decisions.get(key)
  if (known) return known
  const decision = {
    repository,
    filter: filter.toString(),
    explanation: explain(filter, names),
    traps: findTraps(filter, names)
  }
  decisions.set(key, decision)
  return decision
}

/** Filters are always read, also where a pin decides: a mistake in one must not wait for the day the pin goes. @throws FilterError */
function parseOwnFilter(use: ImageUse): VersionFilter {
  return parseVersionFilter(use.call.filter ?? defaultFilter)
}
