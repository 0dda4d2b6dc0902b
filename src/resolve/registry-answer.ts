import { NoTagError, PolicyError } from '../errors.ts'
import { plural } from '../text.ts'
import type { Answer, Decision, PolicyDecision } from './answer.ts'
import type { Choice } from './candidates.ts'
import { kept, pinned, type Question, running, skipOf } from './plan.ts'
import type { ResolveRequest } from './resolve.ts'

/** The answer with the tag that was chosen, or what stands in where no tag passes the policy. */
export function chosenAnswer(question: Question, decision: Decision, choice: Choice, request: ResolveRequest): Answer {
  const policy: PolicyDecision = { passedOver: choice.passedOver, date: choice.date, hold: undefined }
  if (choice.tag !== undefined) {
    const found = answerWith(question, decision, choice.tag, policy, choice.unasked > 0)
    const answer = choice.isMoved ? { ...found, why: `${found.why}; the tag was pushed again` } : found
    const warning = unfitEntry(question, choice, request)
    return warning === undefined ? answer : { ...answer, warning }
  }
  const { use, deployed, pin } = question
  const best = choice.stop ?? choice.passedOver[0]
  const why = best === undefined ? 'no tag passes the policy' : `no tag passes the policy; ${best.tag} ${best.message}`
  if (pin) {
    const answer = pinned(use, pin, question.policy)
    const warning = [`${use.call.image}: ${why}; the pin of ${pin.source} is used`, answer.warning]
    return { ...answer, decision, warning: warning.filter(text => text !== undefined).join('; ') }
  }
  const stays =
    kept(use, request, `kept, ${why}`) ??
    (deployed.status === 'found' ? running(use, deployed, question.policy) : undefined)
  if (stays?.status === 'resolved') {
    const skipped = skipOf(question.policy, stays.result)
    const still = skipped === undefined ? '' : `; it stays at ${skipped.tag}, which the policy skips`
    return { ...stays, decision, policy, warning: `${use.call.image}: ${why}${still}` }
  }
  const { repository, written, explanation } = decision
  const many = choice.isCut ? `the best of the ${explanation.matched} tags` : plural(explanation.matched, 'tag')
  const error = new PolicyError(
    'no-candidate',
    `${many} of ${repository} that ${explanation.matched === 1 ? 'matches' : 'match'} ${written}: ${why}`,
    {
      hint: canWait(choice)
        ? 'Wait, change the rule of the policy file, or pin the image.'
        : 'Change the rule of the policy file, or pin the image.'
    }
  )
  return { status: 'failed', use, error, decision, policy }
}

/** The registry has nothing that the filter takes. With kluctl's `-u` the pin or what is deployed stands in. */
export function answerWithoutTag(question: Question, decision: Decision): Answer {
  const { use, pin, deployed, policy } = question
  const { seen, rejected } = decision.explanation
  const examples = rejected.flatMap(({ examples }) => examples).slice(0, 5)
  const error = new NoTagError(decision.repository, decision.filter, seen, examples, {
    hint:
      examples.length === 0
        ? 'Push an image first, or pin one.'
        : `Tags there look like ${examples.join(', ')}. kluctl-images suggest ${decision.repository} proposes a version filter for them; or pin the image.`
  })
  if (pin) {
    const answer = pinned(use, pin, policy)
    const warning = [`${error.message}; the pin of ${pin.source} is used`, answer.warning].filter(
      text => text !== undefined
    )
    return { ...answer, decision, warning: warning.join('; ') }
  }
  const answer = deployed.status === 'found' ? running(use, deployed, policy) : undefined
  if (answer?.status !== 'resolved') return { status: 'failed', use, error, decision }
  const warning = [`${error.message}; what is deployed is used`, answer.warning].filter(text => text !== undefined)
  return { ...answer, decision, warning: warning.join('; ') }
}

/** The answer with a tag of the registry. */
export function answerWith(
  { use }: Question,
  decision: Decision,
  tag: string,
  policy: PolicyDecision | undefined,
  isPartly = false
): Answer & { readonly status: 'resolved' } {
  const { newest, seen } = decision.explanation
  const part = decision.prefix === undefined ? '' : ` that ${seen === 1 ? 'begins' : 'begin'} with ${decision.prefix}`
  const rule = tag === newest ? '' : ' that the policy lets pass'
  const why = `newest ${isPartly ? 'found ' : ''}of ${plural(seen, 'tag')}${part}${rule}`
  return { status: 'resolved', use, result: `${use.call.image}:${tag}`, origin: 'registry', why, decision, policy }
}

/**
 * What a pull request wrote into the file by hand is judged like any tag of the registry; where it does not pass, to show the answer alone would
 * hide it, since that is compared with the base.
 */
function unfitEntry({ use, current }: Question, { passedOver }: Choice, request: ResolveRequest): string | undefined {
  const entry = request.base === undefined ? undefined : kept(use, request, '')?.result
  if (entry === undefined || entry === current) return undefined
  const found = passedOver.find(
    ({ tag }) => entry === `${use.call.image}:${tag}` || entry.startsWith(`${use.call.image}:${tag}@`)
  )
  return found && `the output file has ${entry}, which the policy does not let pass: ${found.message}`
}

/** Time helps against an age, and against nothing else. */
function canWait({ passedOver }: Choice): boolean {
  return passedOver.some(({ rule }) => rule === 'minimum-age' || rule === 'missing')
}
