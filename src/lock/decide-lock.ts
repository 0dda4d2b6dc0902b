import type { FixedImage } from '../fixed/entry.ts'
import type { ImageSource } from '../ports.ts'
import type { Answer } from '../resolve/answer.ts'
import { buildLock } from './build-lock.ts'
import { formatLock } from './format-lock.ts'
import { readFacts } from './image-facts.ts'
import { emptyLock, type Lock } from './lock.ts'
import { readLock } from './read-lock.ts'

export type LockRequest = {
  /** Path of the output file relative to the folder of the lock: its entries are kept under it. */
  readonly file: string
  /** Path of the lock, for messages. */
  readonly lockName: string
  /** The lock as it stood before the run. */
  readonly previous: Lock
  /** The new list of the output file. */
  readonly entries: readonly FixedImage[]
  readonly answers: readonly Answer[]
  readonly images: ImageSource
  /** Milliseconds since 1970. */
  readonly now: number
  /** True where no registry may be asked: what the lock does not know yet stays unknown. */
  readonly offline: boolean
}

export type DecidedLock = {
  /** The text of the lock, given the one that is there when it is written; undefined where there is nothing to lock. @throws LockError for one that cannot be read */
  readonly text: (now: string | undefined) => string | undefined
  /** Which tags were pushed again, and what could not be found out. */
  readonly warnings: readonly string[]
}

/**
 * What the lock is to say of a run's images. Facts are asked for now; the text is made when it is written, since other runs may write their
 * part of the same lock meanwhile.
 */
export async function decideLock(request: LockRequest): Promise<DecidedLock> {
  const { file, lockName, previous, entries, answers, images, now, offline } = request
  const results = [...new Set(entries.map(({ resultImage }) => resultImage))]
  const asked = new Set(
    answers.flatMap(answer => (answer.status === 'resolved' && answer.origin !== 'previous' ? [answer.result] : []))
  )
  const known = previous.files.get(file)
  const { facts, warnings } = offline
    ? { facts: new Map(), warnings: [] }
    : await readFacts(
        results.filter(result => asked.has(result)),
        known,
        images
      )
  const iso = `${new Date(now).toISOString().slice(0, 19)}Z`
  return {
    text(current) {
      const lock = current === undefined ? emptyLock : readLock(current, lockName)
      const built = buildLock(lock, { file, entries, answers, facts, now: iso })
      return current === undefined && built.files.size === 0 ? undefined : formatLock(built)
    },
    warnings
  }
}
