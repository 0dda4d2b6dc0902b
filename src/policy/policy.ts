import type { Place } from '../errors.ts'
import type { ImagePattern } from '../image/pattern.ts'
import type { VersionFilter } from '../version/filter.ts'

/** What a team wants of its images: the policy file, read and checked. Source: docs/policy.md. */
export type Policy = {
  /** In the order of the file. For each field the last rule that matches and names it wins; only `skip` adds up. */
  readonly rules: readonly PolicyRule[]
  readonly registries: RegistryRules
}

/** Which registries may be asked and used. Patterns are hosts, `*` for what one label may hold: `*.example.com`. */
export type RegistryRules = {
  /** Undefined: all but the denied ones. A list, also an empty one, allows what it names and nothing else. */
  readonly allow: readonly string[] | undefined
  readonly deny: readonly string[]
}

export type MaxBump = 'major' | 'minor' | 'patch'

/** One entry of `rules`. What is undefined is left to other rules. */
export type PolicyRule = {
  /** Patterns over repositories, as in the option `images`. */
  readonly patterns: readonly ImagePattern[]
  readonly filter: PolicyFilter | undefined
  /** `linux/amd64`: every image must have all of them. */
  readonly platforms: readonly string[] | undefined
  readonly minimumAge: MinimumAge | undefined
  /** What becomes of a tag without a date where `minimumAge` asks for one. */
  readonly noDate: NoDate | undefined
  readonly maxBump: MaxBump | undefined
  readonly noDowngrade: boolean | undefined
  readonly hold: Hold | undefined
  readonly skip: readonly Skip[]
  readonly place: Place
}

export type PolicyFilter = { readonly filter: VersionFilter; readonly text: string }

/** `text` is as it was written: `3d`. */
export type MinimumAge = { readonly milliseconds: number; readonly text: string }

/** `wait`: it is not old enough. `allow`: it is. */
export type NoDate = 'wait' | 'allow'

/** The image stays where it is. */
export type Hold = {
  readonly reason: string
  readonly owner: string | undefined
  /** Last day of the hold in UTC, `2026-12-24`; undefined for one without end. */
  readonly expiry: string | undefined
  readonly place: Place
}

/** A tag that is never proposed again. */
export type Skip = { readonly tag: string; readonly reason: string | undefined }

/** All that a policy says of one image. */
export type ImagePolicy = {
  readonly filter: PolicyFilter | undefined
  readonly platforms: readonly string[]
  readonly minimumAge: MinimumAge | undefined
  readonly noDate: NoDate
  readonly maxBump: MaxBump | undefined
  readonly noDowngrade: boolean
  readonly hold: Hold | undefined
  readonly skip: readonly Skip[]
}
