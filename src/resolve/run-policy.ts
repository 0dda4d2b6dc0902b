import { imagePolicy, mergeRegistries, newPolicySteps } from '../policy/image-policy.ts'
import type { ImagePolicy, Policy, PolicyRule, RegistryRules } from '../policy/policy.ts'
import { type ImageRule, ruleFor } from './rules.ts'

/** The policy file together with what the workflow's options say, which win. */
export type RunPolicy = {
  readonly registries: RegistryRules
  /** The rules of the file, for what is to be said of them. */
  readonly rules: readonly PolicyRule[]
  of(image: string): ImagePolicy
}

/** What the workflow says where the policy file may say something as well. */
export type PolicyOptions = {
  /** Lines of the option `images`, whose version filters win. */
  readonly rules: readonly ImageRule[]
  readonly platforms: readonly string[]
  readonly allowRegistries: readonly string[] | undefined
  readonly denyRegistries: readonly string[]
}

/** A policy that says nothing. */
export const noPolicy: Policy = { rules: [], registries: { allow: undefined, deny: [] } }

export function makeRunPolicy(policy: Policy, options: PolicyOptions): RunPolicy {
  const { rules, platforms, allowRegistries: allow, denyRegistries: deny } = options
  const known = new Map<string, ImagePolicy>()
  const steps = newPolicySteps()
  return {
    rules: policy.rules,
    registries: mergeRegistries(policy.registries, { allow, deny }),
    of(image) {
      const found = known.get(image)
      if (found) return found
      const { filter, text } = ruleFor(rules, image) ?? {}
      const override = filter === undefined || text === undefined ? undefined : { filter, text }
      const made = imagePolicy(policy, image, { filter: override, platforms }, steps)
      known.set(image, made)
      return made
    }
  }
}
