import { ProjectError } from '../errors.ts'
import type { GlobSteps } from '../image/glob.ts'
import { imageNames, matchesNames } from '../image/pattern.ts'
import { startOfDay } from './day.ts'
import type { Hold, ImagePolicy, Policy, PolicyFilter, PolicyRule, RegistryRules, Skip } from './policy.ts'

/** What the workflow says of an image, which wins over the policy file. */
export type PolicyOverrides = {
  /** Of the option `images`; undefined where no line of it names one. */
  readonly filter?: PolicyFilter | undefined
  /** Of the option `platforms`; empty where it says nothing. */
  readonly platforms: readonly string[]
}

/**
 * All that a policy says of an image, named as the template names it: of each field what the last matching rule says that names it, every
 * `skip` of every matching rule, and what the workflow says before both.
 * @param steps what all images of a run may cost together
 * @throws ProjectError where they are used up, so that no rule is left out unseen
 */
export function imagePolicy(
  policy: Policy,
  image: string,
  overrides: PolicyOverrides,
  steps: GlobSteps = newPolicySteps()
): ImagePolicy {
  const names = imageNames(image)
  const rules = policy.rules.filter(rule => isAbout(rule, names, steps))
  const last = <K extends keyof PolicyRule>(field: K): PolicyRule[K] | undefined =>
    rules.findLast(rule => rule[field] !== undefined)?.[field]
  return {
    filter: overrides.filter ?? last('filter'),
    platforms: overrides.platforms.length > 0 ? overrides.platforms : (last('platforms') ?? []),
    minimumAge: last('minimumAge'),
    noDate: last('noDate') ?? 'wait',
    maxBump: last('maxBump'),
    noDowngrade: last('noDowngrade') ?? false,
    hold: last('hold'),
    skip: unique(rules.flatMap(({ skip }) => skip))
  }
}

/**
 * What a run may spend on matching the patterns of its policy file. Measured: some seconds at the worst, and no plain policy of a thousand rules
 * comes near it with ten thousand images.
 */
export function newPolicySteps(): GlobSteps {
  return { left: 1_500_000_000 }
}

function isAbout({ patterns, place }: PolicyRule, names: readonly string[], steps: GlobSteps): boolean {
  for (const pattern of patterns) {
    if (steps.left <= 0) {
      throw new ProjectError('limit', 'the patterns of the policy file take too long for so many images', place, {
        hint: 'Write fewer rules, or begin their patterns with a registry in place of stars.'
      })
    }
    if (matchesNames(pattern, names, steps)) return true
  }
  return false
}

/** Of a tag that is named twice, what the later rule says. */
function unique(skips: readonly Skip[]): readonly Skip[] {
  return [...new Map(skips.map(skip => [skip.tag, skip])).values()]
}

/** The rules of a policy file and of the workflow together: a list of what the workflow allows replaces that of the file; what either denies is denied. */
export function mergeRegistries(rules: RegistryRules, workflow: RegistryRules): RegistryRules {
  return { allow: workflow.allow ?? rules.allow, deny: [...rules.deny, ...workflow.deny] }
}

/**
 * Whether a hold still holds: through its last day, in UTC.
 * @param now milliseconds since 1970
 */
export function holdState({ expiry }: Hold, now: number): 'active' | 'expired' {
  const lastDay = expiry === undefined ? undefined : startOfDay(expiry)
  return lastDay === undefined || now < lastDay + millisecondsOfDay ? 'active' : 'expired'
}

const millisecondsOfDay = 86_400_000
