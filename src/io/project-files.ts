import { closeSync, constants, fstatSync, openSync, readdirSync, readSync, realpathSync, statSync } from 'node:fs'
import { join, relative, resolve, sep } from 'node:path'
import { InputError, type Place, ProjectError } from '../errors.ts'
import type { FileSource, FolderEntry } from '../ports.ts'
import { isSecretName } from '../project/secret-name.ts'
import { byCodeUnit, quote } from '../text.ts'

/** Threat model section 10. */
const fileLimit = 5 * 1024 * 1024
const filesLimit = 10_000

/**
 * The files of a project folder. Every file that a project names is opened here (threat model F-01 to F-04): real paths only, inside the
 * folder, regular files, never those that hold secrets.
 * @throws InputError where the folder does not exist
 */
export function openProject(folder: string): FileSource {
  const root = realFolder(folder)
  const texts = new Map<string, string>()
  const known = new Set<string>()
  const readBytes = (path: string): Uint8Array | undefined => {
    if (known.size >= filesLimit && !known.has(path))
      throw new ProjectError('limit', `more than ${filesLimit} files are read`, { file: path })
    const bytes = readProjectFile(root, path)
    if (bytes !== undefined) known.add(path)
    return bytes
  }
  return {
    read(path) {
      const before = texts.get(path)
      if (before !== undefined) return before
      const bytes = readBytes(path)
      const text = bytes && decode(bytes, path)
      if (text !== undefined) texts.set(path, text)
      return text
    },
    readBytes,
    list: path => listFolder(root, path)
  }
}

const folderHint =
  'Name the folder that holds .kluctl.yaml, deployment.yaml or the manifests; it is relative to the working directory.'

/** Where the files of a project are read from: the real path of the root, and the project's folder below it. */
export type ProjectRoot = { readonly root: string; readonly home: string }

/** @throws InputError where one of the folders is not there, or the project does not lie in its source root */
export function findProject({
  projectDir,
  sourceRoot
}: {
  readonly projectDir: string
  readonly sourceRoot: string | undefined
}): ProjectRoot {
  const folder = realFolder(projectDir)
  if (sourceRoot === undefined) return { root: folder, home: '' }
  const root = realFolder(sourceRoot, 'source-root')
  if (folder !== root && !isBelow(folder, root))
    throw new InputError('source-root', `the project folder ${quote(projectDir)} does not lie in ${quote(sourceRoot)}`)
  return { root, home: relative(root, folder).split(sep).join('/') }
}

/** Real path of a folder that the user named. @throws InputError */
export function realFolder(folder: string, option = 'project-dir'): string {
  const hint = option === 'project-dir' ? folderHint : undefined
  try {
    const real = realpathSync(resolve(folder))
    if (statSync(real).isDirectory()) return real
  } catch (error) {
    throw new InputError(option, `there is no folder ${quote(folder)}`, { cause: error, hint })
  }
  throw new InputError(option, `${quote(folder)} is not a folder`, { hint })
}

function checkName(path: string): void {
  const place: Place = { file: path }
  if (/[\0\\]|^[A-Za-z]:|^[a-z][a-z0-9+.-]*:\/\//i.test(path) || path.startsWith('/')) {
    throw new ProjectError('outside-root', `${quote(path)} is not a path relative to the project`, place)
  }
  if (path.split('/').includes('..'))
    throw new ProjectError('outside-root', `${quote(path)} points outside the project`, place)
  if (isSecretName(path))
    throw new ProjectError('outside-root', `${quote(path)} may hold secrets and is not read`, place)
}

/** The real path of something in the project; undefined where there is nothing. */
function realPath(root: string, path: string): string | undefined {
  checkName(path)
  let real: string
  try {
    real = realpathSync(join(root, path))
  } catch (error) {
    if (isMissing(error)) return undefined
    throw new ProjectError('missing-file', `${quote(path)} cannot be read (${codeOf(error)})`, { file: path })
  }
  if (real !== root && !isBelow(real, root)) {
    throw new ProjectError('outside-root', `${quote(path)} points outside the project`, { file: path })
  }
  // a link inside the project may still lead to a file that must not be read
  checkName(relative(root, real).replaceAll(sep, '/'))
  return real
}

function isBelow(path: string, root: string): boolean {
  return path.startsWith(root.endsWith(sep) ? root : root + sep)
}

function readProjectFile(root: string, path: string): Uint8Array | undefined {
  const real = realPath(root, path)
  if (real === undefined) return undefined
  let descriptor: number
  try {
    descriptor = openSync(real, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  } catch (error) {
    if (isMissing(error) || codeOf(error) === 'EISDIR') return undefined
    throw new ProjectError('missing-file', `${quote(path)} cannot be read (${codeOf(error)})`, { file: path })
  }
  try {
    const stats = fstatSync(descriptor)
    if (stats.isDirectory()) return undefined
    if (!stats.isFile()) throw new ProjectError('outside-root', `${quote(path)} is not a regular file`, { file: path })
    if (stats.size > fileLimit)
      throw new ProjectError('limit', `${quote(path)} is larger than ${fileLimit} bytes`, { file: path })
    return readWhole(descriptor, stats.size)
  } finally {
    closeSync(descriptor)
  }
}

function readWhole(descriptor: number, size: number): Uint8Array {
  const buffer = new Uint8Array(size)
  let offset = 0
  while (offset < size) {
    const count = readSync(descriptor, buffer, offset, size - offset, offset)
    if (count === 0) break
    offset += count
  }
  return buffer.subarray(0, offset)
}

function decode(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    throw new ProjectError(
      'template',
      `${quote(path)} is not UTF-8 text`,
      { file: path },
      { cause: error, hint: 'List it in .templateignore, or keep it out of the folder.' }
    )
  }
}

/** Links to folders are left out: what walks a tree would go round in them, as kluctl does not. */
function listFolder(root: string, path: string): readonly FolderEntry[] | undefined {
  const real = realPath(root, path === '.' ? '' : path)
  if (real === undefined) return undefined
  try {
    const entries = readdirSync(real, { withFileTypes: true })
    return entries
      .filter(entry => !(entry.isSymbolicLink() && isFolder(join(real, entry.name))))
      .map((entry): FolderEntry => ({ name: entry.name, kind: entry.isDirectory() ? 'folder' : 'file' }))
      .toSorted((a, b) => byCodeUnit(a.name, b.name))
  } catch (error) {
    if (isMissing(error)) return undefined
    throw new ProjectError('missing-file', `${quote(path)} cannot be read (${codeOf(error)})`, { file: path })
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory()
  } catch {
    // a link that leads nowhere is refused when it is read
    return false
  }
}

function isMissing(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR', 'ENAMETOOLONG'].includes(codeOf(error))
}

/** Node's short name of a system error, as `ENOENT`. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
}
