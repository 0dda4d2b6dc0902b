import type { ImagesError } from '../errors.ts'
import type { ImageUse } from '../project/uses.ts'
import type { Explanation } from '../version/filter.ts'
import type { Trap } from '../version/trap.ts'

/** Who answered: a pin, the registry's newest tag, or the output file as it stood before the run. */
export type Origin = 'fixed' | 'registry' | 'previous'

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
    }
  | {
      readonly status: 'failed'
      readonly use: ImageUse
      readonly error: ImagesError
      readonly decision?: Decision | undefined
    }
  /** Not selected, and there is no previous entry to keep. */
  | { readonly status: 'skipped'; readonly use: ImageUse; readonly why: string }
