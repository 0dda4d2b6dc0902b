import type { Place } from '../errors.ts'
import type { CostRecord, FailureRecord, WarningRecord, Where } from '../report/record.ts'

/**
 * What `verify` proved and what it could not, as plain JSON: the table, the job summary, the annotations and the outputs are views of it, and
 * none computes anything of its own. It holds no time and no path of the machine. Its JSON Schema is `schema/verification.schema.json`.
 */
export type Verification = {
  readonly version: 1
  /** Name of the kluctl target; null where none was chosen. */
  readonly target: string | null
  /** True where something was checked, no check failed, and the whole project could be read. */
  readonly ok: boolean
  /** The fixed-images files that were to answer, as the user named them, in kluctl's order. */
  readonly files: readonly string[]
  readonly counts: VerificationCounts
  /** One for each image and result, sorted by both. */
  readonly checks: readonly Check[]
  /** What is wrong with the project itself: a file that cannot be read or rendered. */
  readonly failures: readonly FailureRecord[]
  readonly warnings: readonly WarningRecord[]
  readonly cost: CostRecord
}

/** Numbers of distinct images, as templates write them, apart from `uses` and `errors`. An image counts once among the verdicts, for its worst. */
export type VerificationCounts = {
  readonly uses: number
  readonly images: number
  readonly verified: number
  readonly notPinned: number
  readonly warned: number
  readonly failed: number
  /** Failures that are not about one image. */
  readonly errors: number
}

/** Verdicts from the worst to the best. */
export const checkVerdicts = ['failed', 'warned', 'not-pinned', 'verified'] as const

/**
 * `verified`: a digest holds the image, and all that was asked for was proved. `not-pinned`: nothing failed, and no digest holds it. `warned`:
 * nothing failed, and a person should look. `failed`: something does not hold, or could not be proved.
 */
export type CheckVerdict = (typeof checkVerdicts)[number]

/** An image with the one result that some of its uses have. */
export type Check = {
  /** As templates write it. */
  readonly image: string
  /** The image reference that is deployed, with what the template writes around it; null where nothing answers the uses. */
  readonly result: string | null
  /** Who says so, sorted: names of files, `target prod`, `the option fixed-images`, `the variable images`. */
  readonly pinnedBy: readonly string[]
  readonly uses: readonly CheckUse[]
  readonly verdict: CheckVerdict
  /** Failures first, then warnings, then notes. */
  readonly reasons: readonly Reason[]
  /** The digest in the result; null where it has none. */
  readonly pinned: string | null
  /** The digest that the lock has for the result; null where it has none. */
  readonly lock: string | null
  /** The digest of what the tag names now; null where there is no tag, or nobody could tell. */
  readonly tag: string | null
  readonly platforms: CheckPlatforms
}

/** A use with the place of its call in the template. */
export type CheckUse = Where & { readonly place: Place | null }

export type CheckPlatforms = {
  /** What the option or the policy asks for; empty where neither does. */
  readonly wanted: readonly string[]
  /** What the image that is deployed has, sorted; null where nobody could tell. */
  readonly found: readonly string[] | null
}

/** Everything that can be said of a check, in the order in which it is told. */
export const reasonCodes = [
  /** No fixed image answers the use. */
  'not-pinned-by-file',
  /** The call or the pin of it cannot be used. */
  'unusable',
  'registry-denied',
  /** The policy names the tag in `skip`. */
  'skipped',
  /** A registry could not be asked. */
  'unknown',
  /** The registry has no such digest, or no such tag. */
  'digest-gone',
  'tag-gone',
  /** The lock has another digest than the fixed-images file. */
  'lock-differs',
  /** The result names the image of one platform, and its tag an index of several. */
  'single-platform',
  'platform-missing',
  /** The index lists a platform whose image the registry has not. */
  'platform-gone',
  'moved',
  /** The tag has moved, and the platforms in question are the same images. */
  'moved-same-content',
  /** No digest holds the image. */
  'not-pinned',
  /** There is a lock for the file, and it does not know the result. */
  'not-locked',
  /** The index lists more platforms than are asked for. */
  'platforms-unasked'
] as const

export type ReasonCode = (typeof reasonCodes)[number]

/** Only a failure makes `verify` fail. */
export type ReasonLevel = 'failure' | 'warning' | 'note'

export type Reason = {
  readonly code: ReasonCode
  readonly level: ReasonLevel
  /** One sentence without its full stop, beginning in lower case. */
  readonly message: string
  /** What to do next, one sentence; null where nothing needs to be done. */
  readonly hint: string | null
}
