import type { FixedImage } from '../fixed/entry.ts'
import type { LockAnswer } from '../lock/build-lock.ts'
import { lockText } from '../lock/decide-lock.ts'
import type { ImageFacts } from '../lock/lock.ts'
import { keyInLock } from '../lock/lock-path.ts'
import { readLock } from '../lock/read-lock.ts'
import type { LockPartRecord } from '../report/part-record.ts'

/** The fixed-images file that a lock is beside. */
export type LockedFile = {
  readonly name: string
  readonly entries: readonly FixedImage[]
  readonly answers: readonly LockAnswer[]
}

/** The lock of a merged run: undefined where no part wants one. It speaks of the time of the last part. */
export function mergeLock(
  parts: readonly LockPartRecord[],
  { name: file, entries, answers }: LockedFile
): { readonly name: string; readonly text: (now: string | undefined) => string | undefined } | undefined {
  const [first] = parts
  if (first === undefined) return undefined
  const facts = new Map(
    parts.flatMap(part => part.facts.map(({ result, ...known }): [string, ImageFacts] => [result, known]))
  )
  const now = parts.reduce((last, { decided }) => (decided > last ? decided : last), first.decided)
  const { name: lockName, text: before } = first
  return {
    name: lockName,
    text(current) {
      const request = { file: keyInLock(lockName, file), lockName, entries, answers, facts, now }
      // a merge without a checkout finds no lock, and the parts had one
      const made = lockText(current ?? before ?? undefined, request)
      // the facts came from outside
      if (made !== undefined) readLock(made, lockName)
      return made
    }
  }
}
