import { isImagesError } from '../errors.ts'
import type { Options } from '../options.ts'
import type { Log } from '../ports.ts'
import type { ReviewedChange } from '../run.ts'
import { git } from './git.ts'
import { commitOf, repositoryPath } from './git-show.ts'
import { findProject } from './project-files.ts'

export type UntouchedRequest = {
  /** The commit that the change under review goes to. */
  readonly commit: string
  /** Asks for the paths of the changed files, for a clone that has not that commit; undefined where nobody can be asked, or can say. */
  readonly listChanged?: (() => Promise<readonly string[] | undefined>) | undefined
  readonly log: Pick<Log, 'debug'>
}

/** What is known of the change under review; undefined where nobody knows what of the files is its own. */
export function reviewedChange(
  options: Options,
  { baseCommit: commit, isOnBase, listChanged, log }: ReviewSurroundings
): ReviewedChange | undefined {
  if (commit === undefined || isOnBase !== true) return undefined
  return { isProjectUntouched: () => isProjectUntouched(options, { commit, listChanged, log }) }
}

type ReviewSurroundings = Pick<UntouchedRequest, 'listChanged' | 'log'> & {
  readonly baseCommit?: string | undefined
  readonly isOnBase?: boolean | undefined
}

/**
 * True where the change under review touches nothing that may decide over images: neither a file of the project, nor one elsewhere that may be
 * settings (YAML, JSON, hidden files). What a run writes and documents do not count. False where nobody can tell. Never rejects for GitHub.
 */
export async function isProjectUntouched(options: Options, request: UntouchedRequest): Promise<boolean> {
  const { root } = findProject(options)
  const changed = await changedFiles(root, request)
  const folder = await repositoryPath(`${root}/any`)
  if (changed === undefined || folder === undefined) return false
  const results = await Promise.all([options.outputFile, options.reportFile].map(repositoryPath))
  const written = new Set(results.map(found => found?.path))
  const own = folder.path.slice(0, -'any'.length)
  return changed.every(path => {
    if (written.has(path) || isDocument(path)) return true
    return options.localSources.length === 0 && !path.startsWith(own) && !isSettings(path)
  })
}

function isDocument(path: string): boolean {
  return /\.md$|(?:^|\/)(?:README|CHANGELOG|LICENSE|CODEOWNERS)(?:\.[a-z]+)?$/i.test(path)
}

/** Workflows, and what they or the command line may read. */
function isSettings(path: string): boolean {
  return /\.(?:ya?ml|json)$|(?:^|\/)\./i.test(path)
}

async function changedFiles(
  root: string,
  { commit, listChanged, log }: UntouchedRequest
): Promise<readonly string[] | undefined> {
  if ((await commitOf(commit, root)) !== undefined) {
    const names = ['diff-tree', '-r', '-z', '--no-renames', '--no-relative', '--name-only', commit, 'HEAD']
    const listed = await git(names, root)
    return listed.ok ? listed.text.split('\0').filter(path => path !== '') : undefined
  }
  try {
    return await listChanged?.()
  } catch (error) {
    if (!isImagesError(error)) throw error
    log.debug(`the files that the pull request changes could not be listed: ${error.message}`)
    return undefined
  }
}
