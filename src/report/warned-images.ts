import type { WarningKind, WarningRecord } from './record.ts'

/** Images with a warning of this kind. A warning that is about no single image is in none. */
export function warnedImages(warnings: readonly WarningRecord[], wanted: WarningKind): ReadonlySet<string> {
  return new Set(warnings.flatMap(({ kind, image }) => (kind === wanted && image !== null ? [image] : [])))
}
