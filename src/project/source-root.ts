import { type Place, ProjectError } from '../errors.ts'
import { quote } from '../text.ts'
import type { Part } from '../yaml/shape.ts'
import { joinPath } from './files.ts'

/**
 * Joins a path to a folder of a source. Files of a git or OCI source lie below a folder of their own, which its paths cannot leave; for the
 * project itself `root` is empty (kluctl-semantics 5.3).
 * @throws ProjectError `outside-root`
 */
export function joinInSource(root: string, folder: string, path: string, place: Place): string {
  const joined = joinPath(inSource(root, folder), path, place)
  return root === '' ? joined : joinPath(root, joined, place)
}

/** The folder as its own source calls it: relative to the source's root. */
export function inSource(root: string, folder: string): string {
  if (root === '' || folder === root) return root === folder ? '' : folder
  return folder.startsWith(`${root}/`) ? folder.slice(root.length + 1) : folder
}

/** True for the folder of a source and what is below it. */
export function isInSource(root: string, path: string): boolean {
  return root === '' || path === root || path.startsWith(`${root}/`)
}

/** What to do where a path leads out of the project. */
export const sourceRootHint =
  'If it is meant to, name the folder that holds the project and its neighbours: source-root: DIR.'

/** {@link joinInSource} for a path that a part holds, or stands for: the error shows its lines. @throws ProjectError `outside-root` */
export function joinPart(root: string, folder: string, path: string, part: Part): string {
  try {
    return joinInSource(root, folder, path, part.place)
  } catch (error) {
    if (!(error instanceof ProjectError)) throw error
    const leadsUp = root === '' && error.message.endsWith('points outside the project')
    throw part.fail(error.message, error.code, leadsUp ? sourceRootHint : error.hint)
  }
}

/** Like {@link joinInSource}, but undefined for a path that leads out. */
export function tryJoinInSource(root: string, folder: string, path: string, place: Place): string | undefined {
  try {
    return joinInSource(root, folder, path, place)
  } catch (error) {
    if (error instanceof ProjectError && error.code === 'outside-root') return undefined
    throw error
  }
}

/** The error for a path that leads out of its source. */
export function outsideError(root: string, path: string, part: Part): ProjectError {
  const what = root === '' ? 'the project' : `the source ${quote(root)}`
  return part.fail(`${quote(path)} points outside ${what}`, 'outside-root', root === '' ? sourceRootHint : undefined)
}
