import type { WarningRecord } from './record.ts'

/** Images with a trap among the warnings. A trap that is about no single image is in none. */
export function trappedImages(warnings: readonly WarningRecord[]): ReadonlySet<string> {
  return new Set(warnings.flatMap(({ kind, image }) => (kind === 'trap' && image !== null ? [image] : [])))
}
