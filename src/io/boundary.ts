import { existsSync, realpathSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { FileError } from '../errors.ts'
import { quote } from '../text.ts'

/**
 * The folder whose files others may have written: the checkout in CI, else the repository around a project, known by its `.git`. Undefined
 * where there is none: then all files are the user's own.
 */
export function findBoundary(folder: string, workspace: string | undefined): string | undefined {
  if (workspace !== undefined && workspace !== '' && existsSync(workspace)) return realpathSync(workspace)
  for (let at = resolve(folder); ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return realpathSync(at)
    if (at === dirname(at)) return undefined
  }
}

/**
 * Refuses a path in the boundary that a link leads out of it, or that is no regular file: a workflow names `policy.yaml`, and a pull request
 * makes it a link to a login of the runner (threat model F-02 to F-04). What a user names outside of it is the user's own matter.
 * @returns true where the path lies in the boundary
 * @throws FileError
 */
export function keepInside(path: string, boundary: string | undefined): boolean {
  const named = resolve(path)
  if (boundary === undefined || !isBelow(withRealFolder(named, boundary), boundary)) return false
  const real = realPathOf(named)
  if (real === undefined) return true
  if (!isBelow(real, boundary))
    throw new FileError(
      'outside-workspace',
      path,
      `${quote(path)} is a link that leads out of the checked-out repository`,
      {
        hint: 'Put the file itself there, or name one outside of the repository.'
      }
    )
  const stats = statSync(real)
  if (!stats.isFile() && !stats.isDirectory()) throw new FileError('read', path, `${quote(path)} is not a regular file`)
  return true
}

/** A checkout may itself be reached over a link, as a temporary folder is on some machines. */
function withRealFolder(path: string, boundary: string): string {
  if (isBelow(path, boundary)) return path
  for (let at = dirname(path); at !== dirname(at); at = dirname(at)) {
    if (realPathOf(at) === boundary) return join(boundary, relative(at, path))
  }
  return path
}

function isBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep)
}

function realPathOf(path: string): string | undefined {
  try {
    return realpathSync(path)
  } catch {
    return undefined
  }
}
