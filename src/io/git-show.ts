import { existsSync, realpathSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { git } from './git.ts'

/** A file of a repository at a commit. */
export type CommittedFile = {
  /** Folder in which git is started. */
  readonly folder: string
  readonly commit: string
  /** Relative to the root of the repository, with `/`. */
  readonly path: string
}

/** True for a text that git may be given as a ref: it cannot be a flag, and names no path. */
export function isRefName(text: string): boolean {
  return /^[A-Za-z0-9_][A-Za-z0-9._/@{}~^-]*$/.test(text)
}

/** The commit that a ref names; undefined where git has it not, or there is no git. */
export async function commitOf(ref: string, folder?: string): Promise<string | undefined> {
  if (!isRefName(ref)) return undefined
  const known = await git(['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`], folder)
  return known.ok ? known.text.trim() : undefined
}

/**
 * Path of a file from the root of the repository that it lies in; undefined where it lies in none. Neither the file nor its folder need be there:
 * a commit may have them.
 */
export async function repositoryPath(file: string): Promise<Pick<CommittedFile, 'folder' | 'path'> | undefined> {
  const { folder, rest } = nearestFolder(resolve(file))
  const root = await git(['rev-parse', '--show-toplevel'], folder)
  if (!root.ok) return undefined
  const path = relative(realpathSync(root.text.trim()), join(folder, rest)).split(sep).join('/')
  return path.startsWith('../') ? undefined : { folder, path }
}

/** The real path of the nearest folder above a file that exists, and what follows it. */
function nearestFolder(file: string): { readonly folder: string; readonly rest: string } {
  let folder = dirname(file)
  while (!existsSync(folder) && folder !== dirname(folder)) folder = dirname(folder)
  return { folder: realpathSync(folder), rest: relative(folder, file) }
}

/** Bytes of a file that is read: as many as of any file. */
const sizeLimit = 5 * 1024 * 1024

/**
 * What git has of a file. `unreadable`: it is there, but it is larger than 5 MiB, or a partial or shallow clone has not its content, and nothing
 * is fetched.
 */
export type ShownFile =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'unreadable'; readonly isTooLarge: boolean }

/** The bytes of a file as they are committed: no filters, no text conversion. */
export async function showFile({ folder, commit, path }: CommittedFile): Promise<ShownFile> {
  const listed = await git(['ls-tree', '--full-tree', '--long', '-z', commit, '--', `:(literal)${path}`], folder)
  if (!listed.ok) return { kind: 'unreadable', isTooLarge: false }
  const [, blob, size] = /^100[0-7]{3} blob ([0-9a-f]+) +(\S+)\t/.exec(listed.text) ?? []
  if (blob === undefined) return { kind: 'missing' }
  // in place of a size git says that it has not the content
  if (!(Number(size) <= sizeLimit)) return { kind: 'unreadable', isTooLarge: Number(size) > sizeLimit }
  const shown = await git(['cat-file', 'blob', blob], folder)
  return shown.ok ? { kind: 'text', text: shown.text } : { kind: 'unreadable', isTooLarge: false }
}
