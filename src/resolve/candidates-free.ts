import { ImageNameError } from '../errors.ts'
import { parseImageReference } from '../image/reference.ts'
import { formatRepository } from '../image/repository.ts'
import { quote, shorten } from '../text.ts'
import { type Bump, bumpsFrom } from '../version/bump.ts'
import type { VersionFilter } from '../version/filter.ts'
import type { Ranked } from '../version/rank.ts'
import type { PassedOver } from './answer.ts'
import type { CandidateRequest } from './candidates.ts'

/** What an image is now. */
export type Current = {
  /** Undefined where it has none that can be read. */
  readonly tag: string | undefined
  /** Of the image behind the tag; undefined where nobody knows. */
  readonly digest: string | undefined
  /** True where it is in the repository that is asked, so that its tag among the candidates is itself. */
  readonly isHere: boolean
  /** As it was written. */
  readonly text: string
}

/** Reads what the image is now; what cannot be read has no tag, and nothing can be compared with it. */
export function findCurrent({
  reference,
  current,
  currentDigest
}: Pick<CandidateRequest, 'reference' | 'current' | 'currentDigest'>): Current | undefined {
  if (current === undefined) return undefined
  try {
    const { tag, digest = currentDigest, repository } = parseImageReference(current)
    const isHere = formatRepository(repository) === formatRepository(reference.repository)
    return { tag, digest, isHere, text: current }
  } catch (error) {
    if (error instanceof ImageNameError) return { tag: undefined, digest: undefined, isHere: false, text: current }
    throw error
  }
}

type Rules = Pick<CandidateRequest, 'filter' | 'written' | 'policy'>

/** Which rule a tag fails, and why. */
type Fault = Omit<PassedOver, 'tag'>

/**
 * The rules that cost no request: says why a tag does not pass, undefined where it may. The tag that the image has is only refused by `skip`;
 * where it is, or is to be left, going back is what is wanted. Made once for many tags: what is said of all of them is read and written before the first.
 */
export function refuseFreely(
  { policy, filter, written }: Rules,
  current: Current | undefined,
  isLeft: boolean
): (next: Ranked) => PassedOver | undefined {
  const { maxBump, noDowngrade, skip } = policy
  const skipped = new Map(skip.map(({ tag, reason }) => [tag, reason]))
  const refuseStep =
    current === undefined || (maxBump === undefined && !noDowngrade)
      ? undefined
      : stepRules(
          { policy, filter, written },
          current,
          isLeft || (current.tag !== undefined && skipped.has(current.tag))
        )
  return next => {
    const { tag } = next
    if (skipped.has(tag)) {
      const reason = skipped.get(tag)
      return { tag, rule: 'skip', message: reason === undefined ? 'skipped' : `skipped: ${reason}` }
    }
    const fault = tag === current?.tag ? undefined : refuseStep?.(next)
    return fault && { tag, ...fault }
  }
}

/** The rules about the step from the tag that the image has. */
function stepRules(
  { policy, filter, written }: Rules,
  current: Current,
  mayGoBack: boolean
): (next: Ranked) => Fault | undefined {
  const { maxBump, noDowngrade } = policy
  const from = current.tag ?? quote(current.text)
  const older: Fault = {
    rule: noDowngrade ? 'no-downgrade' : 'max-bump',
    message: `older than ${from}, which is in use`
  }
  const allowed = maxBump === undefined ? levels : levels.slice(0, levels.indexOf(maxBump) + 1)
  const other = `neither patch, minor nor major after ${from} by ${shorten(written, 60)}`
  const stepOf = stepsFrom(current, filter)
  return next => {
    const step = stepOf(next)
    if (step === 'back') return mayGoBack ? undefined : older
    if (maxBump === undefined || allowed.includes(step)) return undefined
    const what = levels.includes(step) ? `a ${step} bump from ${from}` : other
    return { rule: 'max-bump', message: `${what}, and max-bump is ${maxBump}` }
  }
}

type Step = Exclude<Bump, 'downgrade'> | 'back'

const levels: readonly Step[] = ['patch', 'minor', 'major']

/** `back` also where the filter alone can tell, as of a variant. */
function stepsFrom({ tag: from }: Current, filter: VersionFilter): (next: Ranked) => Step {
  if (from === undefined) return () => 'other'
  const key = filter.read(from)
  const bumpTo = bumpsFrom(from, filter)
  return next => {
    if (key !== undefined && filter.compareKeys(next.key, key) < 0) return 'back'
    const bump = bumpTo(next)
    return bump === 'downgrade' ? 'back' : bump
  }
}
