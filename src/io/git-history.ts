import { git } from './git.ts'
import { type CommittedFile, showFile } from './git-show.ts'

/** A file as a commit left it. */
export type FileVersion = {
  /** Seconds since 1970 at which the commit was made: on a branch with merged pull requests, when it was merged. */
  readonly committed: number
  /** Undefined where the commit took the file away, or made it too large to be read. */
  readonly text: string | undefined
}

/** Commits of one file that are looked at. */
const historyLimit = 200

/**
 * The versions of a file, newest first, along the first parents: what a merge brought counts from the merge. Names that the file had before are
 * not followed. `cut` comes last where what stood before cannot be seen: the clone is shallow or partial, or the history longer than the limit.
 * Nothing where git knows nothing.
 */
export async function* fileHistory(
  file: CommittedFile,
  limit: number = historyLimit
): AsyncGenerator<FileVersion | 'cut'> {
  const { folder, commit, path } = file
  const listed = await git(
    ['rev-list', '--first-parent', '--timestamp', `--max-count=${limit + 1}`, commit, '--', `:(top,literal)${path}`],
    folder
  )
  const lines = listed.text.split('\n').filter(line => /^\d+ [0-9a-f]+$/.test(line))
  let last: string | undefined
  for (const line of lines.slice(0, limit)) {
    const [committed = '0', sha = ''] = line.split(' ')
    const shown = await showFile({ folder, commit: sha, path })
    if (shown.kind === 'unreadable' && !shown.isTooLarge) return yield 'cut'
    yield { committed: Number(committed), text: shown.kind === 'text' ? shown.text : undefined }
    last = sha
  }
  if (lines.length > limit || (last !== undefined && (await isShallowEnd(last, folder)))) yield 'cut'
}

/** True for a commit whose parents a shallow clone has not: it seems to bring every file. A real first commit of one is taken for that too. */
async function isShallowEnd(commit: string, folder: string): Promise<boolean> {
  const shallow = await git(['rev-parse', '--is-shallow-repository'], folder)
  if (shallow.ok && shallow.text.trim() !== 'true') return false
  const parents = await git(['rev-list', '--parents', '--max-count=1', commit], folder)
  return !parents.ok || parents.text.trim() === commit
}
