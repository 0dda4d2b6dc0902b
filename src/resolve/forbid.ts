import { PolicyError } from '../errors.ts'
import { type ImageReference, readImageReference } from '../image/reference.ts'
import type { RegistryRules } from '../policy/policy.ts'
import { refuseRegistry } from '../policy/registries.ts'
import type { ImageUse } from '../project/uses.ts'
import { quote } from '../text.ts'
import type { Answer } from './answer.ts'

/** The failure of a use whose repository must not be asked; undefined where it may. */
export function forbidRepository(use: ImageUse, reference: ImageReference, rules: RegistryRules): Answer | undefined {
  const error = refuse(reference, use.call.image, rules)
  return error && { status: 'failed', use, error }
}

/** The answer, or the failure where its registry must not be used, whoever gave it: a pin is no way around the policy. */
export function forbid(answer: Answer, rules: RegistryRules): Answer {
  if (answer.status !== 'resolved') return answer
  const error = refuse(readImageReference(answer.result), answer.result, rules)
  return error === undefined ? answer : { status: 'failed', use: answer.use, error, decision: answer.decision }
}

function refuse(reference: ImageReference | undefined, name: string, rules: RegistryRules): PolicyError | undefined {
  const isBound = rules.allow !== undefined || rules.deny.length > 0
  if (!isBound) return undefined
  const why = reference === undefined ? 'it names no registry' : refuseRegistry(rules, reference.repository.registry)
  if (why === undefined) return undefined
  const registry = reference?.repository.registry
  const what = registry === undefined ? quote(name) : `registry ${registry} of ${quote(name)}`
  return new PolicyError('registry-denied', `${what} is not allowed: ${why}`, {
    hint: 'Use an image of an allowed registry, or change registries in the policy file or the options allow-registries and deny-registries.'
  })
}
