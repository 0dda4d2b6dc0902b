import type { LockedResults } from './lock.ts'

/**
 * The results of a lock whose digests somebody has read already, with the platforms: nothing of them needs to be read again to know that they
 * are there.
 */
export function provedResults(locked: LockedResults | undefined): ReadonlySet<string> {
  const entries = [...(locked ?? [])]
  return new Set(
    entries.flatMap(([result, { digest, platforms }]) =>
      digest !== null && platforms !== null && result.endsWith(`@${digest}`) ? [result] : []
    )
  )
}
