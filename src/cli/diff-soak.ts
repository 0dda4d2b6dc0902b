import { isAbsolute, resolve } from 'node:path'
import { isImagesError, LockError } from '../errors.ts'
import { readDocument } from '../fixed/document.ts'
import type { FixedImage } from '../fixed/entry.ts'
import { fileHistory } from '../io/git-history.ts'
import { type CommittedFile, commitOf, repositoryPath, showFile } from '../io/git-show.ts'
import { readUserFile } from '../io/write-file.ts'
import type { LockedResults } from '../lock/lock.ts'
import { keyInLock, lockPath } from '../lock/lock-path.ts'
import { readLock } from '../lock/read-lock.ts'
import { terminalText } from '../report/escape.ts'
import type { Change } from '../report/record.ts'
import { type ListVersion, type Since, type Soak, sinceWhen, soakOf } from '../report/soak.ts'
import type { Terminal } from './command.ts'
import type { ListOrigin } from './diff-list.ts'

export type SoakRequest = {
  /** Where the newer side comes from. */
  readonly origin: ListOrigin
  /** Its lock: `auto` for the one beside it, `none`, or a path. */
  readonly lockFile: string
  /** Milliseconds since 1970. */
  readonly now: number
}

/**
 * How long the newer side has had what differs: since the later of what the lock says of the decision and the commit of its file that brought it.
 * What is not known is left out: a result that is not committed, a file outside of a repository without a lock.
 */
export async function findSoaks(
  changes: readonly Change[],
  request: SoakRequest,
  terminal: Terminal
): Promise<ReadonlyMap<Change, Soak>> {
  const wanted = changes.filter(change => change.new !== null)
  if (wanted.length === 0) return new Map()
  const decided = await readDecided(request, terminal)
  const since = await sinceCommit(wanted, request.origin)
  const soaks = new Map<Change, Soak>()
  for (const change of wanted) {
    const committed = since && (since.get(change) ?? null)
    const soak = soakOf({ decided: decided(change.new ?? ''), committed, now: request.now })
    if (soak !== undefined) soaks.set(change, soak)
  }
  return soaks
}

/** When a result was decided, in milliseconds since 1970. A time to come is worth a warning: the lock was edited, or a clock is wrong. */
async function readDecided(request: SoakRequest, terminal: Terminal): Promise<(result: string) => number | undefined> {
  const lock = await readLockOf(request, terminal)
  const isSaid = new Set<string>()
  return result => {
    const text = lock?.results?.get(result)?.decided
    if (text === undefined) return undefined
    const decided = Date.parse(text)
    if (decided > request.now && !isSaid.has(result)) {
      isSaid.add(result)
      warn(
        `${lock?.path}: ${result} was decided at ${text}, which is still to come: it has not soaked at all`,
        terminal
      )
    }
    return decided
  }
}

type OwnLock = { readonly path: string; readonly results: LockedResults | undefined }

/** A lock that cannot be read is worth a warning: the comparison does without. */
async function readLockOf({ origin, lockFile }: SoakRequest, terminal: Terminal): Promise<OwnLock | undefined> {
  if (lockFile === 'none') return undefined
  const { path, key, read } = await placeOfLock(origin, lockFile)
  try {
    const text = await read()
    if (text === undefined && lockFile !== 'auto') throw new LockError('there is no such lock', { file: path })
    return text === undefined ? undefined : { path, results: readLock(text, path).files.get(key) }
  } catch (error) {
    if (!isImagesError(error)) throw error
    warn(error instanceof LockError ? `${path}: ${error.message}` : error.message, terminal)
    return undefined
  }
}

/** Where a lock is, and under which name it has the newer side. */
type LockPlace = { readonly path: string; readonly key: string; readonly read: () => Promise<string | undefined> }

async function placeOfLock(origin: ListOrigin, lockFile: string): Promise<LockPlace> {
  if (origin.kind === 'disk') {
    const path = lockPath(lockFile, origin.path)
    // as they are written, since a run names them that way in the lock
    const isMixed = isAbsolute(path) !== isAbsolute(origin.path)
    const key = isMixed ? keyInLock(resolve(path), resolve(origin.path)) : keyInLock(path, origin.path)
    return { path, key, read: async () => readUserFile(path) }
  }
  const { file } = origin
  const path = lockFile === 'auto' ? lockPath('auto', file.path) : (await repositoryPath(lockFile))?.path
  if (path === undefined) return { path: lockFile, key: '', read: async () => undefined }
  return { path, key: keyInLock(path, file.path), read: () => committedText({ ...file, path }) }
}

function warn(message: string, terminal: Terminal): void {
  terminal.err(`warning: ${terminalText(message)}\n`)
}

/** By change, since when git has it; undefined where git does not know the list. */
async function sinceCommit(
  changes: readonly Change[],
  origin: ListOrigin
): Promise<ReadonlyMap<Change, Since> | undefined> {
  const file = await committedFile(origin)
  if (file === undefined) return undefined
  let isKnown = false
  const versions = async function* (): AsyncGenerator<ListVersion | 'cut'> {
    for await (const version of versionsOf(file)) {
      isKnown = true
      yield version
    }
  }
  const since = await sinceWhen(changes, versions())
  return isKnown ? since : undefined
}

async function committedFile(origin: ListOrigin): Promise<CommittedFile | undefined> {
  if (origin.kind === 'commit') return origin.file
  const found = await repositoryPath(origin.path)
  const commit = found && (await commitOf('HEAD', found.folder))
  return commit === undefined || found === undefined ? undefined : { ...found, commit }
}

async function committedText(file: CommittedFile): Promise<string | undefined> {
  const shown = await showFile(file)
  if (shown.kind === 'unreadable' && shown.isTooLarge)
    throw new LockError('it is larger than 5 MiB', { file: file.path })
  return shown.kind === 'text' ? shown.text : undefined
}

async function* versionsOf(file: CommittedFile): AsyncGenerator<ListVersion | 'cut'> {
  for await (const version of fileHistory(file)) {
    if (version === 'cut') yield version
    else {
      const { committed, text } = version
      yield { committed, entries: text === undefined ? undefined : entriesOf(text, file.path) }
    }
  }
}

/** An old version that cannot be read has no results. */
function entriesOf(text: string, path: string): readonly FixedImage[] | undefined {
  try {
    return readDocument(text, path, () => undefined)
  } catch (error) {
    if (isImagesError(error)) return undefined
    throw error
  }
}
