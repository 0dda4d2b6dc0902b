import { basename, dirname, join, posix } from 'node:path'
import { isImagesError, LockError } from '../errors.ts'
import { readDocument } from '../fixed/document.ts'
import type { FixedImage } from '../fixed/entry.ts'
import { fileHistory } from '../io/git-history.ts'
import { type CommittedFile, commitOf, repositoryPath, showFile } from '../io/git-show.ts'
import { readUserFile } from '../io/write-file.ts'
import type { LockedResults } from '../lock/lock.ts'
import { readLock } from '../lock/read-lock.ts'
import { terminalText } from '../report/escape.ts'
import type { Change } from '../report/record.ts'
import { type ListVersion, type Soak, sinceWhen } from '../report/soak.ts'
import type { Terminal } from './command.ts'
import type { ListOrigin } from './diff-list.ts'

const lockName = 'images.lock.json'

/**
 * How long the newer side has had what differs: since when the lock beside it says that it was decided, else since the commit of its file that
 * brought it. What neither knows is left out: a result that is not committed, a file outside of a repository.
 * @param now milliseconds since 1970
 */
export async function findSoaks(
  changes: readonly Change[],
  origin: ListOrigin,
  now: number,
  terminal: Terminal
): Promise<ReadonlyMap<Change, Soak>> {
  const wanted = changes.filter(change => change.new !== null)
  if (wanted.length === 0) return new Map()
  const locked = await readLocked(origin, terminal)
  const soaks = new Map<Change, Soak>()
  for (const change of wanted) {
    const decided = locked?.get(change.new ?? '')?.decided
    if (decided !== undefined) soaks.set(change, soakOf(Date.parse(decided), now, 'lock', false))
  }
  const rest = wanted.filter(change => !soaks.has(change))
  const file = rest.length === 0 ? undefined : await committedFile(origin)
  if (file === undefined) return soaks
  for (const [change, { committed, atLeast }] of await sinceWhen(rest, versionsOf(file)))
    soaks.set(change, soakOf(committed * 1000, now, 'git', atLeast))
  return soaks
}

function soakOf(since: number, now: number, source: Soak['source'], atLeast: boolean): Soak {
  return {
    since: `${new Date(since).toISOString().slice(0, 19)}Z`,
    source,
    atLeast,
    seconds: Math.max(0, Math.floor((now - since) / 1000))
  }
}

/** A lock that cannot be read is worth a warning: the comparison does without. */
async function readLocked(origin: ListOrigin, terminal: Terminal): Promise<LockedResults | undefined> {
  const file = origin.kind === 'disk' ? origin.path : origin.file.path
  const path = origin.kind === 'disk' ? join(dirname(file), lockName) : posix.join(posix.dirname(file), lockName)
  try {
    const text = origin.kind === 'disk' ? readUserFile(path) : await committedText({ ...origin.file, path })
    return text === undefined ? undefined : readLock(text, path).files.get(basename(file))
  } catch (error) {
    if (!isImagesError(error)) throw error
    const where = error instanceof LockError ? `${path}: ` : ''
    terminal.err(`warning: ${terminalText(`${where}${error.message}`)}\n`)
    return undefined
  }
}

async function committedFile(origin: ListOrigin): Promise<CommittedFile | undefined> {
  if (origin.kind === 'commit') return origin.file
  const found = await repositoryPath(origin.path)
  const commit = found && (await commitOf('HEAD', found.folder))
  return commit === undefined || found === undefined ? undefined : { ...found, commit }
}

async function committedText(file: CommittedFile): Promise<string | undefined> {
  const shown = await showFile(file)
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
