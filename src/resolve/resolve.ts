import type { DeployedAnswer, DeployedSource } from '../deployed/answer.ts'
import { isImagesError } from '../errors.ts'
import type { FixedImage } from '../fixed/entry.ts'
import { formatRepository } from '../image/repository.ts'
import type { ImageSource, TagList, TagSource } from '../ports.ts'
import type { ImageUse } from '../project/uses.ts'
import { explain, newest } from '../version/filter.ts'
import { commonPrefix } from '../version/literal.ts'
import { findTraps } from '../version/traps.ts'
import type { Answer, Decision } from './answer.ts'
import { type Choice, chooseCandidate, needsChoice } from './candidates.ts'
import { forbid, forbidRepository } from './forbid.ts'
import type { Pin } from './pins.ts'
import { type Open, plan, type Question, settle } from './plan.ts'
import { answerWith, answerWithoutTag, chosenAnswer } from './registry-answer.ts'
import type { ImageRule } from './rules.ts'
import type { RunPolicy } from './run-policy.ts'

/** What decides, besides the uses themselves. */
export type ResolveRequest = {
  /** In kluctl's order: target, files, flags. The last that matches wins. */
  readonly pins: readonly Pin[]
  /** Entries of the output file as it stood before the run. */
  readonly previous: readonly FixedImage[]
  /** Entries of it at the base of the pull request that the run is about; undefined where there is none, or nobody knows. */
  readonly base?: readonly FixedImage[] | undefined
  /** The digest that the lock has for a result without one; undefined where it has none. */
  readonly lockedDigest?: ((result: string) => string | undefined) | undefined
  readonly rules: readonly ImageRule[]
  readonly policy: RunPolicy
  /** The registry before pins and what is deployed, for what is selected (kluctl's `-u`). */
  readonly updateImages: boolean
  /** Never ask a registry. */
  readonly offlineImages: boolean
  /** Whether the run answers the uses of an image; the others take no part. All of them if absent. */
  readonly isOwn?: ((image: string) => boolean) | undefined
  /** Milliseconds since 1970. */
  readonly now: number
}

/** Who is asked. */
export type ResolveSources = {
  readonly tags: TagSource
  readonly images: ImageSource
  /** Absent where what is deployed does not count. */
  readonly deployed?: DeployedSource | undefined
  /** Told the registries before the first of them is asked. */
  readonly introduce?: ((registries: readonly string[]) => Promise<void>) | undefined
}

/**
 * Answers every use that is the run's own, in their order: a pin, else what is deployed, else the newest tag of its repository that the policy lets pass, if the image is selected,
 * else the previous entry. With `updateImages` the registry comes first for what is selected. What a pin or the deployed image decides never
 * asks a registry; each repository is listed once.
 */
export async function resolveUses(
  uses: readonly ImageUse[],
  request: ResolveRequest,
  sources: ResolveSources
): Promise<readonly Answer[]> {
  const plans = uses.map(use => guarded(use, () => plan(use, request)))
  // of all: whether anything of the project is deployed must not depend on the part that is answered
  const deployed = await findDeployed(plans.filter(isOpen), sources.deployed)
  const { isOwn = () => true } = request
  const own = plans.filter(({ use }) => isOwn(use.call.image))
  const settled = own.map(one =>
    isOpen(one) ? guarded(one.use, () => settle(one, deployed.get(one.use) ?? none, request)) : one
  )
  const asked = settled.map(one =>
    isQuestion(one) ? (forbidRepository(one.use, one.reference, request.policy.registries) ?? one) : one
  )
  const questions = asked.filter(isQuestion)
  await sources.introduce?.(questions.map(({ reference }) => reference.repository.registry))
  const registry = { ...sources, request, prefixes: findPrefixes(questions), lists: new Map(), decisions: new Map() }
  const answers = await Promise.all(asked.map(one => (isQuestion(one) ? askRegistry(one, registry) : one)))
  return answers.map(answer => forbid(answer, request.policy.registries))
}

type Registry = ResolveSources & {
  readonly request: ResolveRequest
  /** By repository: what all tags begin with that any use of it can take. */
  readonly prefixes: ReadonlyMap<string, string>
  /** By repository: each is asked once, however many uses it has. */
  readonly lists: Map<string, Promise<TagList>>
  /** By repository and filter. */
  readonly decisions: Map<string, Listed>
}

/** A decision with the tags that it was made of. */
type Listed = { readonly decision: Omit<Decision, 'written'>; readonly tags: readonly string[] }

const none: DeployedAnswer = { status: 'none' }

function isOpen(one: Answer | Open): one is Open {
  return !('status' in one)
}

function isQuestion(one: Answer | Question): one is Question {
  return !('status' in one)
}

function guarded<T>(use: ImageUse, work: () => T): T | Answer {
  try {
    return work()
  } catch (error) {
    return failed(use, error)
  }
}

function failed(use: ImageUse, error: unknown): Answer & { readonly status: 'failed' } {
  if (!isImagesError(error)) throw error
  return { status: 'failed', use, error }
}

async function findDeployed(
  open: readonly Open[],
  source: DeployedSource | undefined
): Promise<ReadonlyMap<ImageUse, DeployedAnswer>> {
  if (source === undefined || open.length === 0) return new Map()
  const answers = await source.find(open.map(({ use }) => use))
  return new Map(open.map(({ use }, index) => [use, answers[index] ?? none]))
}

function findPrefixes(questions: readonly Question[]): ReadonlyMap<string, string> {
  const literals = new Map<string, string[]>()
  for (const { reference, filter } of questions) {
    const repository = formatRepository(reference.repository)
    literals.set(repository, [...(literals.get(repository) ?? []), filter.literalPrefix])
  }
  return new Map([...literals].map(([repository, texts]) => [repository, commonPrefix(texts)]))
}

async function askRegistry(question: Question, registry: Registry): Promise<Answer> {
  const { use } = question
  try {
    const { decision: found, tags } = await decide(question, registry)
    const decision = { ...found, written: question.written }
    if (decision.explanation.newest === undefined) return answerWithoutTag(question, decision)
    if (!needsChoice(question.policy)) return answerWith(question, decision, decision.explanation.newest, undefined)
    try {
      return chosenAnswer(
        question,
        decision,
        await choose(question, { decision: found, tags }, registry),
        registry.request
      )
    } catch (error) {
      return { ...failed(use, error), decision }
    }
  } catch (error) {
    return failed(use, error)
  }
}

function choose(question: Question, { decision, tags }: Listed, { images, request }: Registry): Promise<Choice> {
  const { use, reference, filter, written, policy, current } = question
  const { image } = use.call
  const { prefix } = decision
  const currentDigest = current === undefined ? undefined : request.lockedDigest?.(current)
  const candidates = {
    reference,
    image,
    filter,
    written,
    tags,
    prefix,
    policy,
    current,
    currentDigest,
    now: request.now
  }
  return chooseCandidate(candidates, images)
}

async function decide({ reference, filter }: Question, registry: Registry): Promise<Listed> {
  const { repository: asked } = reference
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
  const listed = { decision, tags: list.tags }
  registry.decisions.set(key, listed)
  return listed
}
