import type { ImageReference } from '../image/reference.ts'
import type { ImagePolicy } from '../policy/policy.ts'
import type { ImageDate, ImageSource } from '../ports.ts'
import type { VersionFilter } from '../version/filter.ts'
import type { PassedOver } from './answer.ts'
import { farthest, findOldEnough, mostProbes, type Standing } from './candidates-aged.ts'
import { asksRegistry, judgeBy } from './candidates-judged.ts'
import { listPassedOver, type Refusal } from './candidates-listed.ts'
import { type Candidate, createQueue, type Queue } from './candidates-queue.ts'

/** Which tags there are, and what they must be. */
export type CandidateRequest = {
  /** The repository, without a tag. */
  readonly reference: ImageReference
  /** As the template writes it. */
  readonly image: string
  readonly filter: VersionFilter
  /** The filter as it was written, for people. */
  readonly written: string
  readonly tags: readonly string[]
  readonly policy: ImagePolicy
  /** What the image is now, as a reference with a tag: the previous entry's result, else what is deployed. */
  readonly current: string | undefined
  /** Milliseconds since 1970. */
  readonly now: number
}

/** The best tag that passes, and what stood before it. */
export type Choice = {
  /** Undefined where none passes. */
  readonly tag: string | undefined
  /**
   * What is above the tag, best first: each that cost requests and some of the others. The last message says how many more there are, and how many
   * were not asked about.
   */
  readonly passedOver: readonly PassedOver[]
  /** The date by which the age of the tag was judged. */
  readonly date: ImageDate | undefined
  /** True where the tag is that of `current`, about which nothing was asked. */
  readonly isCurrent: boolean
  /** Number of tags that cost requests. */
  readonly asked: number
  /** Number of tags above the one that is taken which may pass as well: nobody asked about them. */
  readonly unasked: number
  /** True where none is taken and not every tag was asked about: others might pass. */
  readonly isCut: boolean
}

/** For how many tags of an image the registry is asked, best first. */
export const mostCandidates = 10

/** So many young tags in a row, and the next one is looked for further down. */
export const mostYoung = 5

/** For how many tags of an image the registry is asked in all. */
export const mostJudged: number = mostYoung + mostProbes

/** False where nothing in a policy is about tags, so that the newest one wins. A hold is no matter of tags. */
export function needsChoice(policy: ImagePolicy): boolean {
  const { maxBump, noDowngrade, skip } = policy
  return skip.length > 0 || maxBump !== undefined || noDowngrade || asksRegistry(policy)
}

/**
 * Looks for the newest tag that passes the policy, best first, and stops at the first. `skip`, `max-bump` and `no-downgrade` cost no
 * request; dates and platforms are asked for at most {@link mostCandidates} tags. Where {@link mostYoung} in a row are too young, as on a branch
 * that is built many times a day, the border is looked for further down, with at most {@link mostJudged} tags in all. Whatever is taken was judged
 * itself. Reaching the tag that the image has ends the search: it stays, whatever else the policy says of it, unless it is skipped.
 * Rejects with RegistryError where the registry does not answer, but for a tag that it does not have, and with FilterError.
 */
export async function chooseCandidate(request: CandidateRequest, images: ImageSource): Promise<Choice> {
  const queue = createQueue(request)
  if (!asksRegistry(request.policy)) {
    const next = queue.next()
    return choiceOf(queue, next, next !== undefined && queue.isCurrent(next))
  }
  const ask = askBy(request, images)
  let young = 0
  for (let asked = 0; ; asked += 1) {
    if (young === mostYoung) return searchOn(queue, ask, mostJudged - asked)
    const next = queue.next()
    if (next === undefined) return choiceOf(queue, undefined)
    if (queue.isCurrent(next)) return choiceOf(queue, next, true)
    if (asked === mostCandidates) return choiceOf(queue, undefined)
    const standing = await ask(next)
    if (standing === 'passes') return choiceOf(queue, next)
    young = standing === 'young' ? young + 1 : 0
  }
}

/** Asks about a tag, once, and notes the answer at it. */
type Ask = (candidate: Candidate) => Promise<Standing>

function askBy(request: CandidateRequest, images: ImageSource): Ask {
  const judge = judgeBy(request, images)
  return async candidate => {
    candidate.verdict ??= await judge(candidate.tag)
    const { verdict } = candidate
    return verdict.passes ? 'passes' : verdict.isYoung ? 'young' : 'refused'
  }
}

/** The tags that are left, but none from the current one on, are looked through for those that are old enough. */
async function searchOn(queue: Queue, ask: Ask, probes: number): Promise<Choice> {
  const left: Candidate[] = []
  let next = queue.next()
  for (; next !== undefined && !queue.isCurrent(next) && left.length < farthest; next = queue.next()) left.push(next)
  const place = await findOldEnough(left.length, probes, async at => {
    const entry = left[at]
    return entry === undefined ? 'passes' : ask(entry)
  })
  const found = place === undefined ? undefined : left[place]
  if (found !== undefined) return choiceOf(queue, found)
  return next !== undefined && queue.isCurrent(next) ? choiceOf(queue, next, true) : choiceOf(queue, undefined)
}

function choiceOf(queue: Queue, taken: Candidate | undefined, isCurrent = false): Choice {
  const { seen } = queue
  const above = taken === undefined ? seen : seen.slice(0, seen.indexOf(taken))
  const refusals = above.flatMap(one => refusalOf(one) ?? [])
  const unasked = above.length - refusals.length
  return {
    tag: taken?.tag,
    passedOver: listPassedOver(refusals, taken === undefined ? 0 : unasked),
    date: taken?.verdict?.passes === true ? taken.verdict.date : undefined,
    isCurrent,
    asked: seen.filter(({ verdict }) => verdict !== undefined).length,
    unasked: taken === undefined ? 0 : unasked,
    isCut: taken === undefined && unasked > 0
  }
}

/** Undefined for a tag that passes, and for one that nobody asked about. */
function refusalOf({ refusal, verdict }: Candidate): Refusal | undefined {
  return verdict === undefined || verdict.passes ? refusal : { ...verdict.why, wasAsked: true }
}
