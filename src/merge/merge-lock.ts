import { InputError } from '../errors.ts'
import type { FixedImage } from '../fixed/entry.ts'
import type { LockAnswer } from '../lock/build-lock.ts'
import { lockText, lockTime } from '../lock/decide-lock.ts'
import type { Lock } from '../lock/lock.ts'
import { keyInLock, lockPath } from '../lock/lock-path.ts'
import { readLock } from '../lock/read-lock.ts'
import { withoutDot } from '../option-values.ts'
import { quote } from '../text.ts'
import { describe, disagreement } from './difference.ts'
import { joinFacts } from './join-facts.ts'
import type { PartOfRun } from './read-records.ts'

/** The fixed-images file that a lock is beside. */
export type LockedFile = {
  readonly name: string
  readonly entries: readonly FixedImage[]
  readonly answers: readonly LockAnswer[]
}

/** A lock that a merge writes, its text given the one that is there at the moment of writing, and the one that an earlier merge proposed. */
export type MergedLock = {
  readonly name: string
  readonly text: (now: string | undefined, proposal?: Lock) => string | undefined
}

export type LockOptions = {
  /** As the option `lock-file`. */
  readonly lockFile?: string | undefined
  /** Milliseconds since 1970; undefined where nobody knows. */
  readonly now?: number | undefined
}

/**
 * The lock of a merged run: undefined where no part wants one. It speaks of the time of the last part. Its path is that of the merge's own options:
 * a record, which anybody may have written, chooses no file.
 * @throws InputError where the parts were given another lock; MergeError where they contradict each other, or are of a time to come
 */
export function mergeLock(
  parts: readonly PartOfRun[],
  { name: file, entries, answers }: LockedFile,
  { lockFile = 'auto', now: time }: LockOptions
): MergedLock | undefined {
  if (lockFile === 'none') return undefined
  const lockName = lockPath(lockFile, file)
  const locks = parts.map(({ part }) => part.lock)
  const other = locks.find(lock =>
    lock === null ? lockFile !== 'auto' : withoutDot(lock.name) !== withoutDot(lockName)
  )
  if (other !== undefined) throw otherLock(other?.name, lockName)
  const [first] = locks.filter(lock => lock !== null)
  if (first === undefined) return undefined
  if (time !== undefined) refuseFuture(parts, time)
  const facts = joinFacts(parts)
  const now = locks.reduce((last, lock) => (lock !== null && lock.decided > last ? lock.decided : last), first.decided)
  return {
    name: lockName,
    text(current, proposal) {
      const request = { file: keyInLock(lockName, file), lockName, entries, answers, facts, now, proposal }
      // a merge without a checkout finds no lock, and the parts had one
      const made = lockText(current ?? first.text ?? undefined, request)
      // the facts came from outside
      if (made !== undefined) readLock(made, lockName)
      return made
    }
  }
}

function otherLock(given: string | undefined, wanted: string): InputError {
  const why = given === undefined ? 'the records are of runs without a lock' : `the records are of ${quote(given)}`
  return new InputError('lock-file', `${why}, and lock-file is ${quote(wanted)}`, {
    hint: 'Give the parts and the merge the same lock-file.'
  })
}

/** Milliseconds that clocks of machines may differ. */
const day = 24 * 60 * 60 * 1000

/** A time to come would be the newest for good. */
function refuseFuture(parts: readonly PartOfRun[], now: number): void {
  const latest = lockTime(now + day)
  const one = parts.find(({ part: { lock } }) => lock !== null && lock.decided > latest)
  if (one === undefined) return
  throw disagreement(
    `${describe(one)} says that it was written at ${one.part.lock?.decided}, and now is ${lockTime(now)}`,
    'Set the clocks of the machines, and run the job again.'
  )
}
