import { realpathSync } from 'node:fs'
import { isAbsolute, relative, resolve, sep } from 'node:path'
import { InputError } from '../errors.ts'
import { quote } from '../text.ts'

/**
 * A file that the user named from the working directory, as a pipeline names it: from the root of the repository, with slashes.
 * @param root real path of the root
 * @param hint what to do where it lies outside
 * @throws InputError where it lies outside
 */
export function pathInRepository(
  path: string,
  root: string,
  option: string,
  hint = 'Put the file into the repository.'
): string {
  const below = relative(root, resolve(realpathSync('.'), path))
  if (below !== '..' && !below.startsWith(`..${sep}`) && !isAbsolute(below)) return below.split(sep).join('/')
  throw new InputError(option, `${quote(path)} is outside of the repository, so that a pipeline does not have it`, {
    hint
  })
}
