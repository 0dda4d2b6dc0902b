import { lstatSync, readdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { FileError, isImagesError } from '../errors.ts'
import { byCodeUnit, quote } from '../text.ts'
import { holdFolder } from './run-lock.ts'
import { checkTarget, readUserFile, temporaryTarget, writeFileAtomically } from './write-file.ts'

/** One file that a run writes. */
export type RunWrite = {
  readonly path: string
  /**
   * The new text; or what makes it of the text that is there at that moment (undefined: no file), for a file that several runs share. Undefined:
   * nothing is written.
   */
  readonly text: string | ((now: string | undefined) => string | undefined)
  /** Text that was read before the run; the file must still have it. `null`: there was none. Absent: whatever is there. */
  readonly expected?: string | null
}

export type WriteRunOptions = {
  /** Where files may be written; undefined: anywhere. */
  readonly workspace: string | undefined
  /** Milliseconds to wait for another run that writes in the same folder. */
  readonly patience?: number
}

/**
 * Writes the files of a run, in their order, each whole or not at all, and up to the first that cannot be written: the problems are
 * returned, and what comes behind one is not touched. While it writes, no other run of this user on this machine writes in the same folders.
 * A file that says the same already is not written, whoever wrote it: its bytes stay.
 *
 * The order is the caller's: report, fixed-images file, lock, manifests. The report first, since it says what was decided, also where nothing
 * else can be written. The lock behind the fixed-images file: where another run changed that file meanwhile, it is refused, and the other
 * run's part of the lock must stay as well; a run that is stopped between the two leaves results about which the lock says nothing yet, which
 * the next run fills in, and entries of results that are gone, which the next run drops. The other way round the lock could speak of results
 * that were never written, and have lost those that are. Manifests last: what they are made of is in the files before them.
 */
export function writeRun(writes: readonly RunWrite[], options: WriteRunOptions): readonly FileError[] {
  const { workspace, patience = 10_000 } = options
  const releases: (() => void)[] = []
  try {
    for (const [folder, targets] of targetsByFolder(writes, workspace)) {
      const held = holdFolder(folder, patience)
      if ('heldBy' in held) return [busy([...targets.values()][0] ?? folder, held.heldBy)]
      releases.push(held.release)
      removeLeftovers(folder, targets)
    }
    for (const write of writes) writeOne(write, workspace)
    return []
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    return [error]
  } finally {
    for (const release of releases) release()
  }
}

/** The files by the real folder they are in, folders in an order that is the same for all: no two runs wait for each other. */
function targetsByFolder(writes: readonly RunWrite[], workspace: string | undefined): ReadonlyMap<string, Targets> {
  const folders = new Map<string, Map<string, string>>()
  for (const { path } of writes) {
    const target = targetOf(path, workspace)
    if (target === undefined) continue
    const folder = dirname(target)
    folders.set(folder, (folders.get(folder) ?? new Map()).set(target, path))
  }
  return new Map([...folders].toSorted(([a], [b]) => byCodeUnit(a, b)))
}

/** By their real path, the paths as they were given. */
type Targets = ReadonlyMap<string, string>

/** Undefined for a path that nothing may be written to, which is said when its turn comes. */
function targetOf(path: string, workspace: string | undefined): string | undefined {
  try {
    return checkTarget(path, workspace)
  } catch (error) {
    if (error instanceof FileError) return undefined
    throw error
  }
}

function busy(path: string, process: string): FileError {
  return new FileError('changed', path, `${quote(path)} is not written: another run is writing there`, {
    hint: `Run again when process ${process} has ended.`
  })
}

/** How often a text is made again because what it was made of changed in that moment, under the hands of a run on another machine. */
const attempts = 5

function writeOne(write: RunWrite, workspace: string | undefined): void {
  for (let attempt = 1; ; attempt += 1) {
    try {
      writeOnce(write, workspace)
      return
    } catch (error) {
      const isShared = typeof write.text === 'function' && error instanceof FileError && error.code === 'changed'
      if (!isShared || attempt === attempts) throw error
    }
  }
}

function writeOnce({ path, text, expected }: RunWrite, workspace: string | undefined): void {
  const target = checkTarget(path, workspace)
  if (typeof text === 'string') {
    if (!hasText(target, text))
      writeFileAtomically(path, text, { workspace, ...(expected === undefined ? {} : { expected }) })
    return
  }
  const now = readUserFile(target)
  const made = merged(path, () => text(now))
  if (made !== undefined && made !== now) writeFileAtomically(path, made, { workspace, expected: now ?? null })
}

/** A file that was fine when the run began, and of which nothing can be made any more. @throws FileError */
function merged<T>(path: string, merge: () => T): T {
  try {
    return merge()
  } catch (error) {
    if (!isImagesError(error) || error instanceof FileError) throw error
    throw new FileError('changed', path, `${quote(path)} changed while we were working: ${error.message}`, {
      cause: error,
      hint: error.hint
    })
  }
}

function hasText(target: string, text: string): boolean {
  try {
    return readUserFile(target) === text
  } catch {
    // what cannot be read is not what we want to have there
    return false
  }
}

/** Milliseconds after which nobody can still be at work on a temporary file, on whichever machine. */
const oldest = 60_000

/** Removes what killed runs left beside files of this run. That this cannot be done is no reason not to write. */
function removeLeftovers(folder: string, targets: Targets): void {
  for (const name of namesIn(folder)) {
    const leftover = join(folder, name)
    const target = temporaryTarget(leftover)
    if (target === undefined || !targets.has(target)) continue
    try {
      if (Date.now() - lstatSync(leftover).mtimeMs > oldest) rmSync(leftover)
    } catch {
      // another run was faster, or it may not be removed
    }
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
