import { randomBytes } from 'node:crypto'
import {
  closeSync,
  constants,
  existsSync,
  fchmodSync,
  fstatSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  writeSync
} from 'node:fs'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { FileError } from '../errors.ts'
import { quote } from '../text.ts'
import { keepInside } from './boundary.ts'
import { codeOf } from './project-files.ts'

export type WriteOptions = {
  /** Where files may be written: inside this folder only, and not in `.git` or `.github/workflows` (threat model Y-06). Undefined: anywhere. */
  readonly workspace?: string | undefined
  /** Content that was read before; the file must still be that, or another run has written meanwhile (Y-08). `null`: there was none. */
  readonly expected?: string | null
}

/**
 * Writes a file whole or not at all: a temporary file in the same folder, flushed, read back, renamed (threat model Y-07). On any error the
 * old file is as it was.
 * @throws FileError
 */
export function writeFileAtomically(path: string, text: string, options: WriteOptions = {}): void {
  const target = checkTarget(path, options.workspace)
  makeFolderFor(path, target)
  const temporary = temporaryFor(target)
  try {
    writeFlushed(temporary, text, modeOf(target))
    if (readFileSync(temporary, 'utf8') !== text)
      throw new FileError('write', path, `${quote(path)}: what was written reads back differently`)
    if (options.expected !== undefined && (readUserFile(target) ?? null) !== options.expected) {
      throw new FileError('changed', path, `${quote(path)} changed while we were working; run again`)
    }
    renameSync(temporary, target)
  } catch (error) {
    removeQuietly(temporary)
    throw error instanceof FileError ? error : writeError(path, error)
  }
}

function temporaryFor(target: string): string {
  return join(dirname(target), `.${basename(target)}.${randomBytes(6).toString('hex')}.tmp`)
}

/** The file that a temporary file was to become, which a killed run may have left; undefined for any other file. */
export function temporaryTarget(path: string): string | undefined {
  const name = /^\.(.+)\.[0-9a-f]{12}\.tmp$/.exec(basename(path))?.[1]
  return name === undefined ? undefined : join(dirname(path), name)
}

/** What went wrong before is what there is to say; the file is removed by a later run. */
function removeQuietly(path: string): void {
  try {
    rmSync(path, { force: true })
  } catch {
    // where nothing can be written, it may be that nothing can be removed
  }
}

/**
 * Writes a file that is not there yet, and waits until the disk has it. What cannot be written whole is taken away again.
 * @throws what node throws, as EEXIST
 */
export function writeFlushed(path: string, text: string, mode?: number): void {
  const descriptor = openSync(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, mode ?? 0o644)
  try {
    if (mode !== undefined) fchmodSync(descriptor, mode)
    const bytes = new TextEncoder().encode(text)
    for (let written = 0; written < bytes.length; ) written += writeSync(descriptor, bytes, written)
    fsyncSync(descriptor)
  } catch (error) {
    removeQuietly(path)
    throw error
  } finally {
    closeSync(descriptor)
  }
}

/** Bytes that a file which a user names may have; reports of large projects are the largest. */
const userFileLimit = 64 * 1024 * 1024

/**
 * The text of a file that the user named, in UTF-8, or UTF-16 with its mark; undefined where there is none.
 * @param boundary folder whose files others may have written: no link leads out of it, see {@link keepInside}
 * @throws FileError
 */
export function readUserFile(path: string, boundary?: string): string | undefined {
  keepInside(path, boundary)
  try {
    return decode(readBounded(path))
  } catch (error) {
    if (error instanceof FileError) throw error
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error))) return undefined
    const isFolder = codeOf(error) === 'EISDIR'
    const why = error instanceof TypeError ? 'is not UTF-8 text' : `cannot be read (${codeOf(error)})`
    throw new FileError('read', path, `${quote(path)} ${isFolder ? 'is a folder' : why}`, { cause: error })
  }
}

/** A device that never ends is no file. */
function readBounded(path: string): Uint8Array {
  const descriptor = openSync(resolve(path), constants.O_RDONLY)
  try {
    const parts: Uint8Array[] = []
    let size = 0
    for (;;) {
      const part = new Uint8Array(Math.max(64 * 1024, Math.min(userFileLimit, fstatSync(descriptor).size - size + 1)))
      const count = readSync(descriptor, part)
      if (count === 0) return Buffer.concat(parts)
      size += count
      if (size > userFileLimit)
        throw new FileError('read', path, `${quote(path)} is larger than ${userFileLimit / 1024 / 1024} MiB`)
      parts.push(part.subarray(0, count))
    }
  } finally {
    closeSync(descriptor)
  }
}

function decode(bytes: Uint8Array): string {
  const [first, second] = bytes
  const isLittle = first === 0xff && second === 0xfe
  const isBig = first === 0xfe && second === 0xff
  return new TextDecoder(isLittle ? 'utf-16le' : isBig ? 'utf-16be' : 'utf-8', { fatal: true }).decode(bytes)
}

/**
 * Refuses a path that nothing may be written to, before there is anything to write; returns its real path.
 * @throws FileError
 */
export function checkTarget(path: string, workspace: string | undefined): string {
  try {
    const target = withRealParent(resolve(path))
    if (workspace !== undefined) checkInside(path, target, realpathSync(workspace))
    const stats = lstatSync(target, { throwIfNoEntry: false })
    if (stats?.isSymbolicLink())
      throw new FileError('write', path, `${quote(path)} is a symbolic link and is not written through`)
    if (stats?.isDirectory()) throw new FileError('write', path, `${quote(path)} is a folder`, { hint: 'Name a file.' })
    if (stats && !stats.isFile()) throw new FileError('write', path, `${quote(path)} is not a regular file`)
    return target
  } catch (error) {
    throw error instanceof FileError ? error : writeError(path, error)
  }
}

function makeFolderFor(path: string, target: string): void {
  try {
    makeFolder(dirname(target))
  } catch (error) {
    throw writeError(path, error)
  }
}

/** Level by level: `mkdir` with `recursive` never returns on a file system that refuses with ENOENT, as /proc does. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return
  makeFolder(dirname(folder))
  try {
    mkdirSync(folder)
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
  }
}

/** The path with the real path of the nearest folder of it that exists. */
function withRealParent(target: string): string {
  const missing = [basename(target)]
  let folder = dirname(target)
  while (!existsSync(folder) && folder !== dirname(folder)) {
    missing.unshift(basename(folder))
    folder = dirname(folder)
  }
  return join(realpathSync(folder), ...missing)
}

function checkInside(path: string, target: string, root: string): void {
  if (!target.startsWith(root.endsWith(sep) ? root : root + sep)) {
    throw new FileError('outside-workspace', path, `the output path ${quote(path)} is outside the workspace`)
  }
  const [first, second, ...rest] = relative(root, target).toLowerCase().split(sep)
  const isWorkflow = first === '.github' && second === 'workflows'
  if (isWorkflow || [first, second, ...rest].includes('.git')) {
    const where = isWorkflow ? '.github/workflows' : '.git'
    throw new FileError('outside-workspace', path, `${quote(path)}: nothing is written into ${where}`)
  }
}

/** Permissions of a file that is there already. */
function modeOf(target: string): number | undefined {
  const mode = lstatSync(target, { throwIfNoEntry: false })?.mode
  return mode === undefined ? undefined : mode & 0o777
}

function writeError(path: string, error: unknown): FileError {
  const hints: Record<string, string> = {
    EACCES: 'Check the permissions of its folder.',
    EROFS: 'The file system is read-only.',
    ENOTDIR: 'A part of its path is a file, not a folder.',
    ENOENT: 'Its folder cannot be made there.',
    ENOSPC: 'The disk is full.',
    EDQUOT: 'The disk quota is used up.'
  }
  return new FileError('write', path, `${quote(path)} cannot be written (${codeOf(error)})`, {
    cause: error,
    hint: hints[codeOf(error)]
  })
}
