import type { Lock } from '../lock/lock.ts'
import { keyInLock } from '../lock/lock-path.ts'

/** What the lock says of a fixed-images file. */
export type LockedFile = {
  /** The fixed-images file, as the user named it: the source of its pins. */
  readonly file: string
  /** Digests by result; null where the lock has none for one. */
  readonly digests: ReadonlyMap<string, string | null>
}

/**
 * The parts of a lock that are about the files to prove.
 * @param lockFile path of the lock
 * @param files as the user named them
 */
export function lockedFiles(lock: Lock, lockFile: string, files: readonly string[]): readonly LockedFile[] {
  return files.flatMap(file => {
    const results = lock.files.get(keyInLock(lockFile, file))
    if (results === undefined) return []
    return [{ file, digests: new Map([...results].map(([result, { digest }]) => [result, digest])) }]
  })
}
