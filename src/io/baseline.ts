import { relative, resolve, sep } from 'node:path'
import { InputError, isImagesError } from '../errors.ts'
import type { Log } from '../ports.ts'
import { quote } from '../text.ts'
import { git } from './git.ts'
import { commitOf, isRefName, repositoryPath, showFile } from './git-show.ts'
import { readUserFile } from './write-file.ts'

export type BaselineRequest = {
  /** The option: `auto`, `none`, a path, or a git ref. */
  readonly baseline: string
  readonly outputFile: string
  /** Commit the pull request is compared with; undefined where the run is about none. */
  readonly baseCommit: string | undefined
  /** Asks for a file of the repository at a commit where git has it not; undefined where there is none. */
  readonly fetchFile?: ((path: string, commit: string) => Promise<string | undefined>) | undefined
  /** Folder whose files others may have written. */
  readonly boundary?: string | undefined
  readonly log: Log
}

/** `base` is the file at the base of the pull request, empty where that has none; undefined where there is no base, or nobody knows. */
type Baseline = { readonly text: string; readonly name: string; readonly base?: string | undefined } | undefined

/**
 * The text that a result is compared with. `auto` is the output file at the base commit of the pull request; where that has none, or there is no
 * pull request, the file as it stood before the run. Whatever the option names, the file at the base commit comes along as `base`.
 * @throws InputError for a baseline that is neither a file nor a git ref
 */
export async function readBaseline(request: BaselineRequest, previous: string | undefined): Promise<Baseline> {
  const { baseline, outputFile, baseCommit } = request
  const before: Baseline = previous === undefined ? undefined : { text: previous, name: outputFile }
  if (baseline === 'none') return undefined
  if (baseline === 'auto') {
    if (baseCommit === undefined) return before
    const atBase = await fileAtCommit(baseCommit, request)
    if (atBase !== 'unknown') return atBase ? { ...atBase, base: atBase.text } : before && { ...before, base: '' }
    request.log.warning(
      `the base commit ${baseCommit.slice(0, 12)} could not be read; the change is compared with the file before this run`
    )
    return before
  }
  const named = await readNamed(request)
  const atBase = baseCommit === undefined ? 'unknown' : await fileAtCommit(baseCommit, request)
  if (atBase === 'unknown') return named
  return { text: '', name: baseline, ...named, base: atBase?.text ?? '' }
}

/** The file, or the output file at the ref, that the option names. */
async function readNamed({ baseline, outputFile, boundary }: BaselineRequest): Promise<Baseline> {
  const text = readUserFile(baseline, boundary)
  if (text !== undefined) return { text, name: baseline }
  if (!isRefName(baseline)) {
    throw new InputError('baseline', `${quote(baseline)} is neither a file nor a git ref`)
  }
  const found = await gitShow(baseline, outputFile)
  if (found === 'unknown')
    throw new InputError('baseline', `${quote(baseline)} is neither a file nor a git ref that is here`, {
      hint: 'Fetch it first, as with fetch-depth: 0 of actions/checkout.'
    })
  return found
}

async function fileAtCommit(commit: string, request: BaselineRequest): Promise<Baseline | 'unknown'> {
  const local = await gitShow(commit, request.outputFile)
  if (local !== 'unknown' || !request.fetchFile) return local
  const root = await git(['rev-parse', '--show-toplevel'])
  const path = relative(root.text.trim() || process.cwd(), resolve(request.outputFile))
    .split(sep)
    .join('/')
  try {
    const text = await request.fetchFile(path, commit)
    return text === undefined ? undefined : { text, name: `${request.outputFile} at ${commit.slice(0, 12)}` }
  } catch (error) {
    if (!isImagesError(error)) throw error
    request.log.debug(`the file at the base commit could not be read: ${error.message}`)
    return 'unknown'
  }
}

/** The output file at a ref; undefined where the ref has none, `unknown` where git has not the ref. */
async function gitShow(ref: string, outputFile: string): Promise<Baseline | 'unknown'> {
  const commit = await commitOf(ref)
  if (commit === undefined) return 'unknown'
  const found = await repositoryPath(outputFile)
  if (found === undefined) return undefined
  const shown = await showFile({ ...found, commit })
  if (shown.kind === 'unreadable') return 'unknown'
  return shown.kind === 'missing' ? undefined : { text: shown.text, name: `${outputFile} at ${ref}` }
}
