import type { FixedImage } from '../fixed/entry.ts'
import type { ImageSource } from '../ports.ts'
import { buildLock, type LockAnswer } from './build-lock.ts'
import { formatLock } from './format-lock.ts'
import { type FoundFacts, readFacts } from './image-facts.ts'
import { emptyLock, type ImageFacts, type Lock } from './lock.ts'
import { readLock } from './read-lock.ts'

export type FactsRequest = {
  /** Path of the output file relative to the folder of the lock: its entries are kept under it. */
  readonly file: string
  /** The lock as it stood before the run. */
  readonly previous: Lock
  readonly answers: readonly LockAnswer[]
  readonly images: ImageSource
  /** True where no registry may be asked: what the lock does not know yet stays unknown. */
  readonly offline: boolean
}

/** Finds out what the lock is to say of a run's images: of all results but those that were kept. */
export async function findLockFacts({ file, previous, answers, images, offline }: FactsRequest): Promise<FoundFacts> {
  const results = answers.flatMap(({ result, origin }) => (result === null || origin === 'previous' ? [] : [result]))
  return offline ? { facts: new Map(), warnings: [] } : readFacts(results, previous.files.get(file), images)
}

export type LockTextRequest = {
  readonly file: string
  /** Path of the lock, for messages. */
  readonly lockName: string
  /** The new list of the output file. */
  readonly entries: readonly FixedImage[]
  readonly answers: readonly LockAnswer[]
  readonly facts: ReadonlyMap<string, ImageFacts>
  /** ISO 8601 in UTC with whole seconds. */
  readonly now: string
  /** The lock that an earlier run proposed and that is not merged; undefined where there is none. */
  readonly proposal?: Lock | undefined
}

/**
 * The text of the lock, given the one that is there when it is written, since other runs may write their part of the same lock meanwhile;
 * undefined where there is nothing to lock.
 * @throws LockError for a text that cannot be read
 */
export function lockText(current: string | undefined, request: LockTextRequest): string | undefined {
  const lock = current === undefined ? emptyLock : readLock(current, request.lockName)
  const built = buildLock(lock, request)
  return current === undefined && built.files.size === 0 ? undefined : formatLock(built)
}

/** A time in milliseconds since 1970 as a lock has it. */
export function lockTime(now: number): string {
  return `${new Date(now).toISOString().slice(0, 19)}Z`
}
