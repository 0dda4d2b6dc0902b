import { rankTags } from '../version/rank.ts'
import type { CandidateRequest } from './candidates.ts'
import { findCurrent, refuseFreely } from './candidates-free.ts'
import type { Verdict } from './candidates-judged.ts'
import type { Refusal } from './candidates-listed.ts'

/** A tag in its turn, and what is known of it. */
export type Candidate = {
  readonly tag: string
  /** The free rule that it fails. */
  readonly refusal: Refusal | undefined
  /** What the registry's answers made of it; undefined where nobody asked. */
  verdict: Verdict | undefined
}

/** The tags of an image, best first, each of which is read when it is its turn. */
export interface Queue {
  /** The next tag that the free rules let pass; undefined where there is none. */
  next(): Candidate | undefined
  /** True for the tag that the image has, unless it is to be left. */
  isCurrent(entry: Candidate): boolean
  /** All that were read so far, also those that a free rule refuses. */
  readonly seen: readonly Candidate[]
}

/**
 * @param isLeft whether the image that is in use is to be left: its tag is a candidate as any other, and going back from it is what is wanted
 * @throws FilterError, also from `next`, where a pattern of the filter needs too many steps for these tags
 */
export function createQueue(request: CandidateRequest, isLeft: boolean): Queue {
  const current = findCurrent(request)
  const refuse = refuseFreely(request, current, isLeft)
  const ranked = rankTags(request.filter, request.tags)
  const seen: Candidate[] = []
  return {
    seen,
    isCurrent: ({ tag }) => !isLeft && current?.isHere === true && tag === current.tag,
    next: () => {
      for (let step = ranked.next(); !step.done; step = ranked.next()) {
        const why = refuse(step.value)
        const refusal = why && { ...why, wasAsked: false }
        const entry: Candidate = { tag: step.value.tag, refusal, verdict: undefined }
        seen.push(entry)
        if (entry.refusal === undefined) return entry
      }
      return undefined
    }
  }
}
