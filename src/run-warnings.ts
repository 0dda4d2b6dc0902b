import type { FixedImage } from './fixed/entry.ts'
import { findFixed } from './fixed/match.ts'
import { matchesImage } from './image/pattern.ts'
import { holdState } from './policy/image-policy.ts'
import type { ImageUse } from './project/uses.ts'
import type { WarningRecord } from './report/record.ts'
import type { Answer } from './resolve/answer.ts'
import type { Arrivals } from './resolve/arrivals.ts'
import { subjectOf } from './resolve/pins.ts'
import type { RunPolicy } from './resolve/run-policy.ts'
import { nearest, quote } from './text.ts'

/** Registries that only this pull request brings, with each image that is there. */
export function arrivalWarnings(answers: readonly Answer[], arrivals: Arrivals): readonly WarningRecord[] {
  return answers.flatMap(answer =>
    arrivals.of(answer).map(registry => {
      const { image, place = null } = answer.use.call
      const message = `registry ${registry} is new in this pull request, and no login is sent to it`
      return { kind: 'new-registry', message, place, image } as const
    })
  )
}

/** A hold after its last day holds nothing, and somebody should know. */
export function expiredHolds(uses: readonly ImageUse[], policy: RunPolicy, now: number): readonly WarningRecord[] {
  return [...new Set(uses.map(({ call }) => call.image))].flatMap(image => {
    const { hold } = policy.of(image)
    if (hold === undefined || holdState(hold, now) === 'active') return []
    const whose = hold.owner === undefined ? '' : ` of ${hold.owner}`
    const message = `the hold${whose} ended with ${hold.expiry ?? ''}: ${hold.reason}; renew it or take it out of the policy`
    return [{ kind: 'hold', message, place: hold.place, image } as const]
  })
}

/** A rule is for an image that the project does not have, and whose name is nearly that of one it has: a slip would let the image go. */
export function misspeltRules(uses: readonly ImageUse[], policy: RunPolicy): readonly WarningRecord[] {
  const images = [...new Set(uses.map(({ call }) => call.image))]
  return policy.rules.flatMap(({ patterns, place }) =>
    patterns.flatMap(({ text: pattern }) => {
      if (pattern.includes('*') || images.some(image => matchesImage(pattern, image))) return []
      const near = nearest(pattern, images)
      if (near === undefined) return []
      const message = `the rule for ${quote(pattern)} matches no image of this project; did you mean ${quote(near)}?`
      return [{ kind: 'warning', message, place, image: null } as const]
    })
  )
}

/** A digest that goes because nobody asked for one looks like a tag that moved. */
export function lostDigests(answers: readonly Answer[], previous: readonly FixedImage[]): readonly WarningRecord[] {
  const lost = answers.flatMap(answer => {
    if (answer.status !== 'resolved' || answer.origin !== 'registry' || answer.result.includes('@')) return []
    const before = findFixed(previous, subjectOf(answer.use))?.resultImage
    return before?.startsWith(`${answer.result}@`) ? [answer.use.call.image] : []
  })
  return [...new Set(lost)].map(image => ({
    kind: 'warning',
    message: 'its digest is not written any more, since pin-digests is off',
    place: null,
    image
  }))
}

/** The policy is a file of the pull request like any other: who reviews the images must know that the rules are others. */
export function policyWarning(change: 'changed' | 'removed' | undefined): readonly WarningRecord[] {
  if (change === undefined) return []
  const message = `this pull request ${change === 'removed' ? 'removes' : 'changes'} the policy file, and what it says holds for this run`
  return [{ kind: 'warning', message, place: null, image: null }]
}
