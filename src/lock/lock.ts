import type { DateSource, ImageDate } from '../ports.ts'
import type { Origin } from '../resolve/answer.ts'

/** What a registry says of the image that a result names. A part that could not be read is null, and is asked for again. */
export type ImageFacts = {
  /** Digest of what the result named when it was decided: of the index for an image of several platforms. */
  readonly digest: string | null
  /** `linux/arm64/v8`, sorted, each once. */
  readonly platforms: readonly string[] | null
  /** When the image came to be, and who says so. Null: nobody says a date that can be true. Absent: it could not be read. */
  readonly created?: ImageDate | null
}

/** What kluctl must not see of a result in a fixed-images file. It speaks of the day it was decided. */
export type LockEntry = ImageFacts & {
  /** Version filters that led to it, as template, workflow or policy wrote them, sorted; empty where none was needed. */
  readonly filters: readonly string[]
  /** ISO 8601 in UTC with whole seconds. */
  readonly decided: string
  readonly from: {
    readonly origin: Origin
    /** A few words for people: `newest of 214 tags`. */
    readonly why: string
  }
}

/** The entries of one fixed-images file by `resultImage`, as the file has it. */
export type LockedResults = ReadonlyMap<string, LockEntry>

/** The lock beside one or more fixed-images files, `images.lock.json`. Its JSON Schema is `schema/lock.schema.json`. */
export type Lock = {
  /** By the path of the fixed-images file, relative to the folder of the lock, with `/`. */
  readonly files: ReadonlyMap<string, LockedResults>
}

/** The lock where there is none yet. */
export const emptyLock: Lock = { files: new Map() }

/** What may stand in a lock where an answer comes from, in the order of kluctl. */
export const lockOrigins: readonly Origin[] = ['fixed', 'deployed', 'registry', 'previous']

/** Who may say when an image came to be. */
export const dateSources: readonly DateSource[] = ['registry', 'label', 'config']
