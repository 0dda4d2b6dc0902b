import { findLockFacts, lockTime } from './lock/decide-lock.ts'
import type { FoundFacts } from './lock/image-facts.ts'
import type { Lock } from './lock/lock.ts'
import { keyInLock, lockPath } from './lock/lock-path.ts'
import type { Options } from './options.ts'
import type { ImageSource } from './ports.ts'
import type { Prepared } from './prepare.ts'
import type { AnswerRecord, LockPartRecord } from './report/part-record.ts'

/** What the lock of a run is written from. */
export type RunLock = FoundFacts & {
  /** Path of the lock. */
  readonly lockName: string
  /** Path of the output file relative to the folder of the lock. */
  readonly file: string
  /** Time of the run, ISO 8601 in UTC with whole seconds. */
  readonly now: string
  /** The lock that an earlier run proposed and that is not merged; undefined where there is none. */
  readonly proposal: Lock | undefined
}

export type RunLockRequest = {
  readonly answers: readonly AnswerRecord[]
  /** False where nothing is written, so that nobody needs to be asked. */
  readonly isComplete: boolean
  readonly images: ImageSource
  /** Milliseconds since 1970. */
  readonly now: number
  /** Reads the lock of the option `proposal`; undefined where there is none. */
  readonly readProposal?: ((lockName: string) => Promise<Lock | undefined>) | undefined
}

/** Undefined where no lock is wanted: with `auto` there is one where digests are pinned, and where there is one already. */
export async function findLock(
  { lockFile, pinDigests, offlineImages: offline, outputFile }: Options,
  { lock: previous, lockText }: Prepared,
  { answers, isComplete, images, now, readProposal }: RunLockRequest
): Promise<RunLock | undefined> {
  if (lockFile === 'none' || (lockFile === 'auto' && !pinDigests && lockText === undefined)) return undefined
  const lockName = lockPath(lockFile, outputFile)
  const file = keyInLock(lockName, outputFile)
  const uses = isComplete ? answers.map(({ use }) => use) : []
  const found = await findLockFacts({ file, previous, answers: uses, images, offline })
  const proposal = isComplete ? await readProposal?.(lockName) : undefined
  return { lockName, file, now: lockTime(now), proposal, ...found }
}

/** The same for the record of a part. */
export function lockPart(
  { lockName: name, now: decided, facts, warnings }: RunLock,
  { lockText }: Prepared
): LockPartRecord {
  const records = [...facts].map(([result, { digest, platforms, created }]) => ({
    result,
    digest,
    platforms,
    ...(created === undefined ? {} : { created: created && { date: created.date, source: created.source } })
  }))
  return { name, text: lockText ?? null, decided, facts: records, warnings }
}
