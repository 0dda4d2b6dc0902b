import { ImageNameError } from '../errors.ts'
import { parseImageReference } from '../image/reference.ts'
import { formatRepository } from '../image/repository.ts'
import type { MaxBump } from '../policy/policy.ts'
import { quote, shorten } from '../text.ts'
import { type Bump, bumpOfTags } from '../version/bump.ts'
import type { VersionFilter } from '../version/filter.ts'
import type { PassedOver } from './answer.ts'
import type { CandidateRequest } from './candidates.ts'

/** What an image is now. */
export type Current = {
  /** Undefined where it has none that can be read. */
  readonly tag: string | undefined
  /** True where it is in the repository that is asked, so that its tag among the candidates is itself. */
  readonly isHere: boolean
  /** As it was written. */
  readonly text: string
}

/** Reads what the image is now; what cannot be read has no tag, and nothing can be compared with it. */
export function findCurrent({
  reference,
  current
}: Pick<CandidateRequest, 'reference' | 'current'>): Current | undefined {
  if (current === undefined) return undefined
  try {
    const { tag, repository } = parseImageReference(current)
    return { tag, isHere: formatRepository(repository) === formatRepository(reference.repository), text: current }
  } catch (error) {
    if (error instanceof ImageNameError) return { tag: undefined, isHere: false, text: current }
    throw error
  }
}

/**
 * The rules that cost no request: says why a tag does not pass, undefined where it may. The tag that the image has is only refused by `skip`;
 * where it is, going back is what is wanted.
 */
export function refuseFreely(
  request: Pick<CandidateRequest, 'filter' | 'written' | 'policy'>,
  current: Current | undefined
): (tag: string) => PassedOver | undefined {
  const { maxBump, noDowngrade, skip } = request.policy
  const skipped = new Map(skip.map(({ tag, reason }) => [tag, reason]))
  const wasSkipped = current?.tag !== undefined && skipped.has(current.tag)
  const compares = maxBump !== undefined || noDowngrade
  return tag => {
    if (skipped.has(tag)) {
      const reason = skipped.get(tag)
      return { tag, rule: 'skip', message: reason === undefined ? 'skipped' : `skipped: ${reason}` }
    }
    if (!compares || current === undefined || tag === current.tag) return undefined
    const step = stepBetween(current, tag, request.filter)
    if (step !== 'back') return maxBump && refuseStep(step, maxBump, tag, current, request.written)
    if (wasSkipped) return undefined
    const rule = noDowngrade ? 'no-downgrade' : 'max-bump'
    return { tag, rule, message: `older than ${nameOf(current)}, which is in use` }
  }
}

type Step = Exclude<Bump, 'downgrade'> | 'back'

/** `back` also where the filter alone can tell, as of a variant. */
function stepBetween({ tag: from }: Current, tag: string, filter: VersionFilter): Step {
  if (from === undefined) return 'other'
  const bump = bumpOfTags(from, tag, filter)
  return bump === 'downgrade' || filter.compare(tag, from) < 0 ? 'back' : bump
}

const levels: readonly Step[] = ['patch', 'minor', 'major']

function refuseStep(
  step: Step,
  maxBump: MaxBump,
  tag: string,
  current: Current,
  written: string
): PassedOver | undefined {
  const level = levels.indexOf(step)
  if (level >= 0 && level <= levels.indexOf(maxBump)) return undefined
  const from = nameOf(current)
  const message =
    level < 0
      ? `neither patch, minor nor major after ${from} by ${shorten(written, 60)}, and max-bump is ${maxBump}`
      : `a ${step} bump from ${from}, and max-bump is ${maxBump}`
  return { tag, rule: 'max-bump', message }
}

function nameOf({ tag, text }: Current): string {
  return tag ?? quote(text)
}
