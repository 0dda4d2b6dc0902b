import { realpathSync } from 'node:fs'
import { dirname, join, resolve, sep } from 'node:path'
import { isImagesError } from '../errors.ts'
import { lockPath } from '../lock/lock-path.ts'
import type { Options } from '../options.ts'
import type { Log } from '../ports.ts'
import type { ReviewedChange } from '../run.ts'
import { git } from './git.ts'
import { commitOf, repositoryPath } from './git-show.ts'
import { policyPlaces } from './named-files.ts'
import { followPath } from './path-trail.ts'
import { findProject } from './project-files.ts'

export type UntouchedRequest = {
  /** The commit that the change under review goes to. */
  readonly commit: string
  /** Asks for the paths of the changed files, for a clone that has not that commit; undefined where nobody can be asked, or can say. */
  readonly listChanged?: (() => Promise<readonly string[] | undefined>) | undefined
  readonly log: Pick<Log, 'debug'>
}

/** What is known of the change under review; undefined where the run is about none. */
export function reviewedChange(
  options: Options,
  { baseCommit: commit, isOnBase, listChanged, log }: ReviewSurroundings
): ReviewedChange | undefined {
  if (commit === undefined || isOnBase === undefined) return undefined
  return {
    isOnBase,
    isProjectUntouched: async () => isOnBase && (await isProjectUntouched(options, { commit, listChanged, log }))
  }
}

type ReviewSurroundings = Pick<UntouchedRequest, 'listChanged' | 'log'> & {
  readonly baseCommit?: string | undefined
  readonly isOnBase?: boolean | undefined
}

/**
 * True where the change under review touches nothing that may decide over images: neither a file of the project, nor what an option names, nor one
 * elsewhere that may be settings (YAML, JSON, hidden files that are no documents). What a run writes does not count. False where nobody can tell,
 * as for a project in a submodule. Never rejects for GitHub.
 */
export async function isProjectUntouched(options: Options, request: UntouchedRequest): Promise<boolean> {
  const { root } = findProject(options)
  const changed = await changedFiles(root, request)
  const checkout = await checkoutOf(root)
  if (changed === undefined || checkout === undefined) return false
  const results = await Promise.all([options.outputFile, options.reportFile].map(repositoryPath))
  const written = new Set(results.map(found => found?.path))
  const ways = [options.outputFile, options.reportFile].map(file => followPath(dirname(resolve(file))))
  const decisive = decisivePaths(options).map(followPath)
  const steps = new Set([...ways, ...decisive].flatMap(trail => [...trail.steps]))
  return changed.every(path => {
    const file = join(checkout, path)
    if (steps.has(file)) return false
    return written.has(path) || !(decisive.some(({ end }) => isIn(file, end)) || isSettings(path))
  })
}

/** Folder of the repository; undefined for none, and for one inside of another: the change under review may be of either. */
async function checkoutOf(folder: string): Promise<string | undefined> {
  const found = await git(['rev-parse', '--show-toplevel', '--show-superproject-working-tree'], folder)
  const [top, outer] = found.text.split(/\r?\n/)
  return found.ok && top !== undefined && top !== '' && outer === '' ? realpathSync(top) : undefined
}

/** Files and folders that options name and a run reads. */
function decisivePaths(options: Options): readonly string[] {
  const { projectDir, sourceRoot, args, argsFromFile, varsFromFile, localSources } = options
  const { fixedImagesFiles, deployedImages, lockFile, outputFile } = options
  return [
    projectDir,
    ...(sourceRoot === undefined ? [] : [sourceRoot]),
    ...args.flatMap(({ text }) => (text.startsWith('@') ? [text.slice(1)] : [])),
    ...argsFromFile,
    ...[...varsFromFile, ...localSources].map(({ path }) => path),
    ...fixedImagesFiles,
    ...policyPlaces(options),
    ...(['none', 'cluster'].includes(deployedImages) ? [] : [deployedImages]),
    ...(lockFile === 'none' ? [] : [lockPath(lockFile, outputFile)])
  ]
}

function isIn(path: string, folder: string): boolean {
  return path.startsWith(folder.endsWith(sep) ? folder : folder + sep)
}

/** Workflows, and what they or the command line may read. */
function isSettings(path: string): boolean {
  return /\.(?:ya?ml|json)$/i.test(path) || (/(?:^|\/)\./.test(path) && !isDocument(path))
}

function isDocument(path: string): boolean {
  return /\.md$|(?:^|\/)(?:README|CHANGELOG|LICENSE|CODEOWNERS)(?:\.[a-z]+)?$/i.test(path)
}

async function changedFiles(
  root: string,
  { commit, listChanged, log }: UntouchedRequest
): Promise<readonly string[] | undefined> {
  if ((await commitOf(commit, root)) !== undefined) {
    const how = ['--no-renames', '--no-relative', '--ignore-submodules=none', '--name-only']
    const listed = await git(['diff-tree', '-r', '-z', ...how, commit, 'HEAD'], root)
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
