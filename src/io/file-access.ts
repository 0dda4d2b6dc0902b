import { accessSync, constants, existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { FileError } from '../errors.ts'
import { quote } from '../text.ts'
import { codeOf } from './project-files.ts'
import { checkTarget } from './write-file.ts'

/**
 * Says before a run whether a file could be written, and writes nothing: its folder, or the nearest one that exists, takes new files.
 * @throws FileError
 */
export function checkWritable(path: string): void {
  const target = checkTarget(path, undefined)
  let folder = dirname(target)
  while (!existsSync(folder) && folder !== dirname(folder)) folder = dirname(folder)
  try {
    accessSync(folder, constants.W_OK | constants.X_OK)
  } catch (error) {
    throw new FileError('write', path, `${quote(path)} cannot be written (${codeOf(error)})`, {
      cause: error,
      hint: 'Check the permissions of its folder.'
    })
  }
}
