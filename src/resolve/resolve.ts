import type { DeployedAnswer, DeployedSource } from '../deployed/answer.ts'
import { isImagesError, NoTagError, PolicyError } from '../errors.ts'
import type { FixedImage } from '../fixed/entry.ts'
import { formatRepository } from '../image/repository.ts'
import type { ImageSource, TagList, TagSource } from '../ports.ts'
import type { ImageUse } from '../project/uses.ts'
import { plural } from '../text.ts'
import { explain, newest } from '../version/filter.ts'
import { commonPrefix } from '../version/literal.ts'
import { findTraps } from '../version/traps.ts'
import type { Answer, Decision, PolicyDecision } from './answer.ts'
import { type Choice, chooseCandidate, needsChoice } from './candidates.ts'
import { forbid, forbidRepository } from './forbid.ts'
import type { Pin } from './pins.ts'
import { kept, type Open, pinned, plan, type Question, running, settle, tagOf } from './plan.ts'
import type { ImageRule } from './rules.ts'
import type { RunPolicy } from './run-policy.ts'

/** What decides, besides the uses themselves. */
export type ResolveRequest = {
  /** In kluctl's order: target, files, flags. The last that matches wins. */
  readonly pins: readonly Pin[]
  /** Entries of the output file as it stood before the run. */
  readonly previous: readonly FixedImage[]
  readonly rules: readonly ImageRule[]
  readonly policy: RunPolicy
  /** The registry before pins and what is deployed, for what is selected (kluctl's `-u`). */
  readonly updateImages: boolean
  /** Never ask a registry. */
  readonly offlineImages: boolean
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
 * Answers every use: a pin, else what is deployed, else the newest tag of its repository that the policy lets pass, if the image is selected,
 * else the previous entry. With `updateImages` the registry comes first for what is selected. What a pin or the deployed image decides never
 * asks a registry; each repository is listed once.
 */
export async function resolveUses(
  uses: readonly ImageUse[],
  request: ResolveRequest,
  sources: ResolveSources
): Promise<readonly Answer[]> {
  const plans = uses.map(use => guarded(use, () => plan(use, request)))
  const deployed = await findDeployed(plans.filter(isOpen), sources.deployed)
  const settled = plans.map(one =>
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
    if (decision.explanation.newest === undefined) return withoutTag(question, decision)
    if (!needsChoice(question.policy)) return answerWith(question, decision, decision.explanation.newest, undefined)
    try {
      return chosen(question, decision, await choose(question, tags, registry), registry)
    } catch (error) {
      return { ...failed(use, error), decision }
    }
  } catch (error) {
    return failed(use, error)
  }
}

function choose(question: Question, tags: readonly string[], { images, request }: Registry): Promise<Choice> {
  const { use, reference, filter, written, policy, current } = question
  const { image } = use.call
  return chooseCandidate({ reference, image, filter, written, tags, policy, current, now: request.now }, images)
}

function chosen(question: Question, decision: Decision, choice: Choice, { request }: Registry): Answer {
  const policy: PolicyDecision = { passedOver: choice.passedOver, date: choice.date, hold: undefined }
  if (choice.tag !== undefined) return answerWith(question, decision, choice.tag, policy, choice.unasked > 0)
  const { use, deployed, pin } = question
  const [best] = choice.passedOver
  const why = best === undefined ? 'no tag passes the policy' : `no tag passes the policy; ${best.tag} ${best.message}`
  if (pin) {
    const answer = pinned(use, pin, question.policy)
    const warning = [`${use.call.image}: ${why}; the pin of ${pin.source} is used`, answer.warning]
    return { ...answer, decision, warning: warning.filter(text => text !== undefined).join('; ') }
  }
  const stays = kept(use, request, `kept, ${why}`) ?? (deployed.status === 'found' ? running(use, deployed) : undefined)
  if (stays?.status === 'resolved') {
    const skipped = question.policy.skip.find(({ tag }) => tag === tagOf(stays.result))
    const still = skipped === undefined ? '' : `; it stays at ${skipped.tag}, which the policy skips`
    return { ...stays, decision, policy, warning: `${use.call.image}: ${why}${still}` }
  }
  const { repository, written, explanation } = decision
  const many = choice.isCut ? `the best of the ${explanation.matched} tags` : plural(explanation.matched, 'tag')
  const error = new PolicyError(
    'no-candidate',
    `${many} of ${repository} that ${explanation.matched === 1 ? 'matches' : 'match'} ${written}: ${why}`,
    {
      hint: 'Wait, change the rule of the policy file, or pin the image.'
    }
  )
  return { status: 'failed', use, error, decision, policy }
}

/** The registry has nothing that the filter takes. With kluctl's `-u` the pin or what is deployed stands in. */
function withoutTag(question: Question, decision: Decision): Answer {
  const { use, pin, deployed, policy } = question
  const { seen, rejected } = decision.explanation
  const examples = rejected.flatMap(({ examples }) => examples).slice(0, 5)
  const error = new NoTagError(decision.repository, decision.filter, seen, examples, {
    hint:
      examples.length === 0
        ? 'Push an image first, or pin one.'
        : `Tags there look like ${examples.join(', ')}. Change the version filter, or pin the image.`
  })
  if (pin) {
    const answer = pinned(use, pin, policy)
    const warning = [`${error.message}; the pin of ${pin.source} is used`, answer.warning].filter(
      text => text !== undefined
    )
    return { ...answer, decision, warning: warning.join('; ') }
  }
  const answer = deployed.status === 'found' ? running(use, deployed) : undefined
  if (answer?.status !== 'resolved') return { status: 'failed', use, error, decision }
  return { ...answer, decision, warning: `${error.message}; what is deployed is used` }
}

function answerWith(
  { use }: Question,
  decision: Decision,
  tag: string,
  policy: PolicyDecision | undefined,
  isPartly = false
): Answer {
  const { newest, seen } = decision.explanation
  const part = decision.prefix === undefined ? '' : ` that ${seen === 1 ? 'begins' : 'begin'} with ${decision.prefix}`
  const rule = tag === newest ? '' : ' that the policy lets pass'
  const why = `newest ${isPartly ? 'found ' : ''}of ${plural(seen, 'tag')}${part}${rule}`
  return { status: 'resolved', use, result: `${use.call.image}:${tag}`, origin: 'registry', why, decision, policy }
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
