import type { ImagesError } from '../errors.ts'
import type { Hold } from '../policy/policy.ts'
import type { ImageDate } from '../ports.ts'
import type { ImageUse } from '../project/uses.ts'
import type { Explanation } from '../version/filter.ts'
import type { Trap } from '../version/trap.ts'

/** Who answered: a pin, what the workload runs already, the registry, or the output file as it stood before the run. */
export type Origin = 'fixed' | 'deployed' | 'registry' | 'previous'

/** A rule of the policy that a tag can fail; `missing` is a tag that the registry lists and does not have. */
export type CandidateRule = 'skip' | 'max-bump' | 'no-downgrade' | 'minimum-age' | 'platforms' | 'missing'

/** A tag that the version filter takes and the policy does not. */
export type PassedOver = {
  readonly tag: string
  readonly rule: CandidateRule
  /** A few words for people, to follow the tag: `pushed 2026-11-21 (registry), younger than 3d`. */
  readonly message: string
}

/** What the policy did to a use. */
export type PolicyDecision = {
  /** Tags above the answer, best first. */
  readonly passedOver: readonly PassedOver[]
  /** The date that the age of the answer was judged by; undefined where none was asked for, or there is none. */
  readonly date: ImageDate | undefined
  /** The hold that keeps the image where it is. */
  readonly hold: Hold | undefined
}

/** Why a tag won, with the repository and the filter it was chosen by. */
export type Decision = {
  readonly repository: string
  /** Canonical text of the version filter. */
  readonly filter: string
  /** The filter as template or workflow wrote it. */
  readonly written: string
  /** Of all tags, or with `prefix` of those that begin with it. */
  readonly explanation: Explanation
  /** Set where only tags that begin with this were read: no other can match. */
  readonly prefix?: string | undefined
  /** Where the tags look like something that the filter mistakes. */
  readonly traps: readonly Trap[]
}

/** What became of a use. Trouble with one use is a value, never a throw: it does not hide the others. */
export type Answer =
  | {
      readonly status: 'resolved'
      readonly use: ImageUse
      readonly result: string
      readonly origin: Origin
      /** A few words for people. */
      readonly why: string
      readonly decision?: Decision | undefined
      readonly warning?: string | undefined
      readonly policy?: PolicyDecision | undefined
    }
  | {
      readonly status: 'failed'
      readonly use: ImageUse
      readonly error: ImagesError
      readonly decision?: Decision | undefined
      readonly policy?: PolicyDecision | undefined
    }
  /** Not selected, and there is no previous entry to keep. */
  | { readonly status: 'skipped'; readonly use: ImageUse; readonly why: string }
