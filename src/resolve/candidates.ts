import type { ImageReference } from '../image/reference.ts'
import type { ImagePolicy } from '../policy/policy.ts'
import type { ImageDate, ImageSource } from '../ports.ts'
import type { VersionFilter } from '../version/filter.ts'
import { rankTags } from '../version/rank.ts'
import type { PassedOver } from './answer.ts'
import { findCurrent, refuseFreely } from './candidates-free.ts'
import { asksRegistry, judgeBy } from './candidates-judged.ts'
import { listPassedOver, type Refusal } from './candidates-listed.ts'

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
  /** Best first: each tag that cost requests and some of the others; the last message says how many more there are. */
  readonly passedOver: readonly PassedOver[]
  /** The date by which the age of the tag was judged. */
  readonly date: ImageDate | undefined
  /** True where the tag is that of `current`, about which nothing was asked. */
  readonly isCurrent: boolean
  /** Number of tags that cost requests. */
  readonly asked: number
  /** True where the search ended because that number was reached: older tags might pass. */
  readonly isCut: boolean
}

/** For how many tags of an image the registry is asked. */
export const mostCandidates = 10

/** False where nothing in a policy is about tags, so that the newest one wins. A hold is no matter of tags. */
export function needsChoice(policy: ImagePolicy): boolean {
  const { maxBump, noDowngrade, skip } = policy
  return skip.length > 0 || maxBump !== undefined || noDowngrade || asksRegistry(policy)
}

/**
 * Looks for the newest tag that passes the policy, best first, and stops at the first. `skip`, `max-bump` and `no-downgrade` cost no
 * request; dates and platforms are asked for at most {@link mostCandidates} tags. Reaching the tag that the image has ends the search: it
 * stays, whatever else the policy says of it, unless it is skipped.
 * Rejects with RegistryError where the registry does not answer, but for a tag that it does not have, and with FilterError.
 */
export async function chooseCandidate(request: CandidateRequest, images: ImageSource): Promise<Choice> {
  const current = findCurrent(request)
  const refuse = refuseFreely(request, current)
  const judge = judgeBy(request, images)
  const isFree = !asksRegistry(request.policy)
  const refusals: Refusal[] = []
  let asked = 0
  const end = (outcome: Partial<Choice>): Choice => {
    const passedOver = listPassedOver(refusals)
    return { tag: undefined, date: undefined, isCurrent: false, isCut: false, asked, passedOver, ...outcome }
  }
  for (const tag of rankTags(request.filter, request.tags)) {
    const refused = refuse(tag)
    if (refused) {
      refusals.push({ ...refused, wasAsked: false })
      continue
    }
    if (current?.isHere === true && tag === current.tag) return end({ tag, isCurrent: true })
    if (isFree) return end({ tag })
    if (asked === mostCandidates) return end({ isCut: true })
    asked += 1
    const verdict = await judge(tag)
    if (verdict.passes) return end({ tag, date: verdict.date })
    refusals.push({ ...verdict.why, wasAsked: true })
  }
  return end({})
}
