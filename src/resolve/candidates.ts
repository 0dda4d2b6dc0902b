import type { ImageReference } from '../image/reference.ts'
import type { ImagePolicy } from '../policy/policy.ts'
import type { ImageDate, ImageSource } from '../ports.ts'
import type { VersionFilter } from '../version/filter.ts'
import type { PassedOver } from './answer.ts'
import { farthest, findOldEnough, mostProbes, type Standing } from './candidates-aged.ts'
import { meetCurrent, type Registry } from './candidates-current.ts'
import { createDigests } from './candidates-digests.ts'
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
  /** Set where only tags that begin with this are listed. */
  readonly prefix?: string | undefined
  readonly policy: ImagePolicy
  /** What the image is now, as a reference with a tag: the previous entry's result, else what is deployed. */
  readonly current: string | undefined
  /** What its tag led to when it was decided, where it is known though `current` does not say it. */
  readonly currentDigest?: string | undefined
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
  /** True where the tag is that of `current`, which stays unjudged. */
  readonly isCurrent: boolean
  /** True where the tag is that of `current` and leads to another image than that, which was judged anew and passes. */
  readonly isMoved: boolean
  /** The tag of `current` where it ended the search: what it leads to now does not pass, and nothing below it is taken. */
  readonly stop: PassedOver | undefined
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

/** For how many tags of an image the registry is asked in one search, without the one in use and those in `skip`. */
export const mostJudged: number = mostYoung + mostProbes

/** False where nothing in a policy is about tags, so that the newest one wins. A hold is no matter of tags. */
export function needsChoice(policy: ImagePolicy): boolean {
  const { maxBump, noDowngrade, skip } = policy
  return skip.length > 0 || maxBump !== undefined || noDowngrade || asksRegistry(policy)
}

/**
 * Looks for the newest tag that passes the policy, best first, and stops at the first. `max-bump`, `no-downgrade` and the names in `skip` cost no
 * request; dates and platforms are asked for at most {@link mostCandidates} tags. Where {@link mostYoung} in a row are too young, as on a branch
 * that is built many times a day, the border is looked for further down, with at most {@link mostJudged} tags in all. Whatever is taken was judged
 * itself, and is none of the images in `skip` under another tag.
 *
 * Reaching the tag that the image has ends the search: it stays, whatever else the policy says of it, unless it was pushed again or is skipped. What
 * was pushed again is taken if it passes, and else nothing is; from what is skipped the search goes on, at most once.
 * Rejects with RegistryError where the registry does not answer, but for a tag that it does not have, and with FilterError.
 */
export function chooseCandidate(request: CandidateRequest, images: ImageSource): Promise<Choice> {
  const digests = createDigests(request, images)
  const judge = judgeBy(request, images, digests)
  return search({ request, digests, judge, queue: createQueue(request, false) })
}

/** One way down the tags. */
type Search = Registry & { readonly request: CandidateRequest; readonly queue: Queue }

async function search(way: Search): Promise<Choice> {
  const { request, digests, queue } = way
  const isFree = !asksRegistry(request.policy)
  let young = 0
  for (let asked = 0; ; asked += 1) {
    if (young === mostYoung) return searchOn(way, mostJudged - asked)
    const next = queue.next()
    if (next === undefined) return choiceOf(way, undefined)
    if (queue.isCurrent(next)) return arrive(way, next)
    if (isFree && (await digests.skipped()).size === 0) return choiceOf(way, next)
    if (asked === mostCandidates) return choiceOf(way, undefined)
    const standing = await ask(way, next)
    if (standing === 'passes') return choiceOf(way, next)
    young = standing === 'young' ? young + 1 : 0
  }
}

/** Asks about a tag, and notes the answer at it. */
async function ask({ judge }: Search, candidate: Candidate): Promise<Standing> {
  const verdict = await judge(candidate.tag)
  candidate.verdict = verdict
  return verdict.passes ? 'passes' : verdict.isYoung ? 'young' : 'refused'
}

/** The tags that are left, but none from the current one on, are looked through for those that are old enough. */
async function searchOn(way: Search, probes: number): Promise<Choice> {
  const { queue } = way
  const left: Candidate[] = []
  let next = queue.next()
  for (; next !== undefined && !queue.isCurrent(next) && left.length < farthest; next = queue.next()) left.push(next)
  const place = await findOldEnough(left.length, probes, async at => {
    const entry = left[at]
    return entry === undefined ? 'passes' : ask(way, entry)
  })
  const found = place === undefined ? undefined : left[place]
  if (found !== undefined) return choiceOf(way, found)
  return next !== undefined && queue.isCurrent(next) ? arrive(way, next) : choiceOf(way, undefined)
}

/** The search has come to the tag that the image has. What is left of is looked for again from above, where every answer is known by now. */
async function arrive(way: Search, current: Candidate): Promise<Choice> {
  const { request } = way
  const meeting = await meetCurrent(current.tag, request, way)
  if (meeting === 'stays') return { ...choiceOf(way, current), isCurrent: true }
  if (meeting === 'leave') return search({ ...way, queue: createQueue(request, true) })
  current.verdict = meeting
  if (meeting.passes) return { ...choiceOf(way, current), isMoved: true }
  return { ...choiceOf(way, undefined), stop: meeting.why }
}

function choiceOf({ queue, digests }: Search, taken: Candidate | undefined): Choice {
  const { seen } = queue
  const above = taken === undefined ? seen : seen.slice(0, seen.indexOf(taken))
  const refusals = above.flatMap(one => refusalOf(one) ?? [])
  const unasked = above.length - refusals.length
  return {
    tag: taken?.tag,
    passedOver: listPassedOver(refusals, taken === undefined ? 0 : unasked),
    date: taken?.verdict?.passes === true ? taken.verdict.date : undefined,
    ...{ isCurrent: false, isMoved: false, stop: undefined },
    asked: digests.asked,
    unasked: taken === undefined ? 0 : unasked,
    isCut: taken === undefined && unasked > 0
  }
}

/** Undefined for a tag that passes, and for one that nobody asked about. */
function refusalOf({ refusal, verdict }: Candidate): Refusal | undefined {
  return verdict === undefined || verdict.passes ? refusal : { ...verdict.why, wasAsked: true }
}
