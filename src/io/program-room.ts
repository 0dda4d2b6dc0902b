import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { ProjectError } from '../errors.ts'
import type { RenderedTree } from '../project/kustomize-tree.ts'
import { quote, shorten, visible } from '../text.ts'
import { codeOf } from './project-files.ts'

/** A folder of its own for programs that read a rendered tree; nobody else may look into it. */
export type ProgramRoom = {
  /** The rendered tree. */
  readonly tree: string
  /** Home and temporary folder of the programs. */
  readonly home: string
  /** An empty folder: the PATH of the programs. */
  readonly nothing: string
}

/**
 * Writes the tree into a new folder, hands it to `work`, and removes it, whatever happens.
 * @throws ProjectError where a name of the tree cannot be a file of it, or nothing can be written
 */
export async function withProgramRoom<T>(
  tree: RenderedTree,
  work: (room: ProgramRoom) => Promise<T>,
  prefix = 'kluctl-images-program-'
): Promise<T> {
  for (const path of tree.keys()) checkName(path)
  const root = makeRoot(prefix)
  try {
    return await work(furnish(root, tree))
  } finally {
    remove(root)
  }
}

function remove(root: string): void {
  try {
    rmSync(root, { recursive: true, force: true, maxRetries: 3 })
  } catch {
    // a program that was just ended may still write into it; the result is not lost for that
  }
}

function checkName(path: string): void {
  const isPlain = path.split('/').every(part => part !== '' && part !== '.' && part !== '..')
  if (isPlain && !/[\0\\]|^[A-Za-z]:/.test(path)) return
  throw new ProjectError('outside-root', `${quote(path)} is not a path relative to the project`, { file: path })
}

function makeRoot(prefix: string): string {
  try {
    return realpathSync(mkdtempSync(join(tmpdir(), prefix)))
  } catch (error) {
    throw new ProjectError('unsupported', `no temporary folder can be made (${codeOf(error)})`, undefined, {
      cause: error,
      hint: 'Name a folder that can be written to in TMPDIR.'
    })
  }
}

function furnish(root: string, tree: RenderedTree): ProgramRoom {
  const room = { tree: join(root, 'tree'), home: join(root, 'home'), nothing: join(root, 'nothing') }
  for (const folder of Object.values(room)) mkdirSync(folder, { mode: 0o700 })
  for (const [path, content] of tree) {
    const file = join(room.tree, path)
    try {
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
      // names that differ in case only are one file on some machines
      writeFileSync(file, content, { flag: 'wx', mode: 0o600 })
    } catch (error) {
      throw new ProjectError('config', `${quote(path)} cannot be written for kustomize (${codeOf(error)})`, {
        file: path
      })
    }
  }
  return room
}

/**
 * What a program wrote as its error, fit for a message: paths below the room as they are in the project, one line, invisible
 * characters shown, at most 300 characters.
 */
export function programReason(errors: string, room: ProgramRoom): string {
  const own = dirname(room.tree)
  const text = errors
    .replaceAll(`${room.tree}/`, '')
    .replaceAll(room.tree, '.')
    .replaceAll(own, '…')
    .replace(/\s+/g, ' ')
    .trim()
  return visible(shorten(text, 300))
}
