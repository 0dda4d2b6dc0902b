import type { ImagesError } from '../errors.ts'
import type { ImageUse } from '../project/uses.ts'

/** What the object of a use runs already. Trouble is a value: it concerns the uses that need to know, and no other. */
export type DeployedAnswer =
  /** `source` is for people: `the cluster`, `the cluster (context prod)`, `deployed/prod.yaml`. */
  | { readonly status: 'found'; readonly image: string; readonly source: string }
  /**
   * Nothing at that place is provably this image. `object` says whether its object is deployed at all; it is missing where the use has none that
   * could be looked for.
   */
  | { readonly status: 'none'; readonly object?: 'absent' | 'present' }
  /** Nobody could tell. */
  | { readonly status: 'unknown'; readonly error: ImagesError }

/** Where deployed objects are looked up. */
export interface DeployedSource {
  /** One answer for each use, in their order. Never rejects for what one object or namespace is about. */
  find(uses: readonly ImageUse[]): Promise<readonly DeployedAnswer[]>
  /** What people should know of all that was asked for so far; nothing before that. */
  warnings?(): readonly string[]
}
