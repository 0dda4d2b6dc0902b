import { statSync } from 'node:fs'
import { InputError } from '../errors.ts'
import type { FixedImage } from '../fixed/entry.ts'
import type { CommittedFile } from '../io/git-show.ts'
import type { Unanswered } from '../report/compare-report.ts'
import { terminalText } from '../report/escape.ts'
import { formatPlace } from '../report/where.ts'
import { quote } from '../text.ts'
import type { Terminal } from './command.ts'

/** A list of results to compare or to export. */
export type ReadList = {
  readonly kind: 'fixed-images file' | 'report'
  readonly entries: readonly FixedImage[]
  /** What a run left without an answer; a file does not say. */
  readonly unanswered?: Unanswered
  readonly origin: ListOrigin
}

/** Where a list comes from: a file as it is on the disk, or as it is at a commit. */
export type ListOrigin =
  | { readonly kind: 'disk'; readonly path: string }
  | { readonly kind: 'commit'; readonly file: CommittedFile }

/**
 * Reads what the user named: a file, else `REF:PATH`, with the path from the root of the repository as git has it or from here with `./`, else a
 * git ref, whose `outputFile` is meant.
 * @throws InputError, FixedImagesError, FileError
 */
export async function readList(name: string, outputFile: string, terminal: Terminal): Promise<ReadList> {
  const { text, origin } = (await readDisk(name)) ?? (await readRef(name, outputFile))
  return parseList(text, name, origin, terminal)
}

type Found = { readonly text: string; readonly origin: ListOrigin }

/** A folder is no file: a branch may have its name. */
async function readDisk(path: string): Promise<Found | undefined> {
  const { readUserFile } = await import('../io/write-file.ts')
  const { commitOf } = await import('../io/git-show.ts')
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() && (await commitOf(path)) !== undefined) return undefined
  const text = readUserFile(path)
  return text === undefined ? undefined : { text, origin: { kind: 'disk', path } }
}

async function readRef(name: string, outputFile: string): Promise<Found> {
  const { commitOf, repositoryPath, showFile } = await import('../io/git-show.ts')
  const colon = name.indexOf(':')
  const ref = colon < 0 ? name : name.slice(0, colon)
  const path = colon < 0 ? outputFile : name.slice(colon + 1)
  const commit = await commitOf(ref)
  if (commit === undefined) throw noSuchFile(name, ref)
  const isFromHere = colon < 0 || path.startsWith('./') || path.startsWith('../')
  const here = await repositoryPath(isFromHere ? path : 'any')
  if (here === undefined) throw new InputError('command', `${quote(path)} does not lie in the repository`)
  const file = { folder: here.folder, commit, path: isFromHere ? here.path : path }
  const shown = await showFile(file)
  if (shown.kind === 'text') return { text: shown.text, origin: { kind: 'commit', file } }
  if (shown.kind === 'unreadable' && shown.isTooLarge)
    throw new InputError('command', `the file ${quote(file.path)} at ${quote(ref)} is larger than 5 MiB`)
  if (shown.kind === 'unreadable') {
    throw new InputError('command', `git has not the content of ${quote(file.path)} at ${quote(ref)} here`, {
      hint: 'This clone is a partial one: fetch the file first, as with git show.'
    })
  }
  throw new InputError('command', `there is no file ${quote(file.path)} at ${quote(ref)}`, {
    hint:
      colon < 0
        ? `Name the file, as in ${ref}:PATH, or with --output-file.`
        : 'A path behind a ref begins at the root of the repository, or here with ./ before it.'
  })
}

function noSuchFile(name: string, ref: string): InputError {
  if (name === ref && /\.(?:ya?ml|json)$/.test(name))
    return new InputError('command', `there is no file ${quote(name)}`)
  const what = name === ref ? quote(name) : `${quote(name)} is no file, and ${quote(ref)}`
  const is = name === ref ? 'is neither a file nor a git ref that is here' : 'is no git ref that is here'
  return new InputError('command', `${what} ${is}`, {
    hint: 'Fetch the ref first, as with fetch-depth: 0 of actions/checkout.'
  })
}

/** @throws InputError, FixedImagesError */
export async function parseList(text: string, name: string, origin: ListOrigin, terminal: Terminal): Promise<ReadList> {
  if (isReport(text)) {
    const { readReport } = await import('../report/read-report.ts')
    const { entriesOfReport, unansweredOfReport } = await import('../report/compare-report.ts')
    try {
      const report = readReport(text)
      return { kind: 'report', entries: entriesOfReport(report), unanswered: unansweredOfReport(report), origin }
    } catch (error) {
      if (!(error instanceof InputError)) throw error
      throw new InputError(name, error.message, { hint: error.hint, cause: error })
    }
  }
  const { readDocument } = await import('../fixed/document.ts')
  const warn: Parameters<typeof readDocument>[2] = (message, place) =>
    terminal.err(`warning: ${formatPlace(place)}: ${terminalText(message)}\n`)
  return { kind: 'fixed-images file', entries: readDocument(text, name, warn), origin }
}

/** A fixed-images file may be JSON as well, but has no `uses`. */
function isReport(text: string): boolean {
  if (!text.trimStart().startsWith('{')) return false
  try {
    const document: unknown = JSON.parse(text)
    return typeof document === 'object' && document !== null && 'uses' in document && 'counts' in document
  } catch {
    return false
  }
}
