import { ImageNameError, isImagesError, NoTagError, ResolveError } from '../errors.ts'
import type { FixedImage } from '../fixed/entry.ts'
import { findFixed } from '../fixed/match.ts'
import { type ImageReference, parseImageReference } from '../image/reference.ts'
import { formatRepository } from '../image/repository.ts'
import type { TagList, TagSource } from '../ports.ts'
import type { ImageUse } from '../project/uses.ts'
import { plural, quote } from '../text.ts'
import { explain, newest, type VersionFilter } from '../version/filter.ts'
import { commonPrefix } from '../version/literal.ts'
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
export const defaultFilter = 'semver()'

/**
 * Answers every use: a pin, else the newest tag of its repository if the image is selected, else the previous entry. With `updateImages` the
 * registry comes first for what is selected. What a pin decides never asks a registry; each repository is listed once.
 */
export async function resolveUses(
  uses: readonly ImageUse[],
  request: ResolveRequest,
  tags: TagSource
): Promise<readonly Answer[]> {
  const found = uses.map(use => guarded(use, () => answerOrAsk(use, request)))
  const questions = found.filter(one => 'question' in one)
  const registry = { tags, prefixes: findPrefixes(questions), lists: new Map(), decisions: new Map() }
  return Promise.all(found.map(one => ('question' in one ? askRegistry(one, registry) : one)))
}

/** What only the registry can say about a use. */
type Question = {
  readonly use: ImageUse
  readonly pin: Pin | undefined
  readonly question: ImageReference
  readonly filter: VersionFilter
  readonly written: string
}

type Registry = {
  readonly tags: TagSource
  /** By repository: what all tags begin with that any use of it can take. */
  readonly prefixes: ReadonlyMap<string, string>
  /** By repository: each is asked once, however many uses it has. */
  readonly lists: Map<string, Promise<TagList>>
  /** By repository and filter. */
  readonly decisions: Map<string, Omit<Decision, 'written'>>
}

function guarded<T>(use: ImageUse, work: () => T): T | Answer {
  try {
    return work()
  } catch (error) {
    return failed(use, error)
  }
}

function failed(use: ImageUse, error: unknown): Answer {
  if (!isImagesError(error)) throw error
  return { status: 'failed', use, error }
}

function answerOrAsk(use: ImageUse, request: ResolveRequest): Answer | Question {
  const own = parseOwnFilter(use)
  if (use.call.image === '') throw new ResolveError('image-empty', 'images.get_image: the image name is empty')
  const pin = findPin(request.pins, use) ?? findPin(variablePins(use), use)
  const selected = isSelected(request.rules, use.call.image)
  if (pin && !(request.updateImages && selected && !request.offlineImages)) return pinned(use, pin)
  if (!selected) return kept(use, request, 'not selected by images')
  if (request.offlineImages) return offline(use, request)
  const question = repositoryOf(use)
  const rule = ruleFor(request.rules, use.call.image)
  return { use, pin, question, filter: rule?.filter ?? own, written: rule?.text ?? use.call.filter ?? defaultFilter }
}

function findPrefixes(questions: readonly Question[]): ReadonlyMap<string, string> {
  const literals = new Map<string, string[]>()
  for (const { question, filter } of questions) {
    const repository = formatRepository(question.repository)
    literals.set(repository, [...(literals.get(repository) ?? []), filter.literalPrefix])
  }
  return new Map([...literals].map(([repository, texts]) => [repository, commonPrefix(texts)]))
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

async function askRegistry(question: Question, registry: Registry): Promise<Answer> {
  try {
    return answerWith(question, { ...(await decide(question, registry)), written: question.written })
  } catch (error) {
    return failed(question.use, error)
  }
}

function answerWith({ use, pin }: Question, decision: Decision): Answer {
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
  const part = decision.prefix === undefined ? '' : ` that ${seen === 1 ? 'begins' : 'begin'} with ${decision.prefix}`
  const why = `newest of ${plural(seen, 'tag')}${part}`
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
  { question: { repository: asked }, filter }: Question,
  registry: Registry
): Promise<Omit<Decision, 'written'>> {
  const repository = formatRepository(asked)
  const key = `${repository} ${filter.toString()}`
  const prefix = registry.prefixes.get(repository) ?? ''
  const listOf = (wanted: string): Promise<TagList> => {
    const listKey = `${repository} ${wanted}`
    const list = registry.lists.get(listKey) ?? registry.tags.listTags(asked, wanted === '' ? {} : { prefix: wanted })
    registry.lists.set(listKey, list)
    return list
  }
  let list = await listOf(prefix)
  // That no tag matches is only said of the whole list, with tags of all kinds to look at.
  if (list.prefix !== undefined && newest(filter, list.tags) === undefined) list = await listOf('')
  const known = registry.decisions.get(key)
  if (known) return known
  const decision = {
    repository,
    filter: filter.toString(),
    explanation: explain(filter, list.tags),
    traps: findTraps(filter, list.tags, list.prefix),
    prefix: list.prefix
  }
  registry.decisions.set(key, decision)
  return decision
}

/** Filters are always read, also where a pin decides: a mistake in one must not wait for the day the pin goes. @throws FilterError */
function parseOwnFilter(use: ImageUse): VersionFilter {
  return parseVersionFilter(use.call.filter ?? defaultFilter)
}
