import { join } from 'node:path'
import { InputError } from '../errors.ts'
import { targetFileNames } from '../fixed/target-files.ts'
import { quote } from '../text.ts'
import { readUserFile } from './write-file.ts'

export type TargetFile = { readonly path: string; readonly text: string }

/**
 * The fixed-images file of a target: the one that the pattern names, else the one of the usual names that is there. Undefined for none.
 * @param folder where the usual names are looked for; a pattern is relative to the working directory
 * @throws InputError where the pattern names none or has no `{target}`, or several of the usual names are there; FileError
 */
export function findTargetFile(target: string, folder: string, pattern: string | undefined): TargetFile | undefined {
  if (pattern !== undefined && !pattern.includes('{target}')) {
    throw new InputError('output-file', `${quote(pattern)} has no {target} in it`, {
      hint: "It stands for the name of each target, as in --output-file 'fixed/{target}.yaml'."
    })
  }
  const names = pattern === undefined ? targetFileNames.map(name => join(folder, name)) : [pattern]
  const found = names
    .map(name => name.replaceAll('{target}', () => target))
    .flatMap(path => {
      const text = readUserFile(path)
      return text === undefined ? [] : [{ path, text }]
    })
  if (pattern !== undefined && found.length === 0) {
    const path = pattern.replaceAll('{target}', () => target)
    throw new InputError('output-file', `there is no file ${quote(path)}`)
  }
  if (found.length > 1) {
    throw new InputError(
      'output-file',
      `the target ${quote(target)} has several fixed-images files: ${pathsOf(found)}`,
      {
        hint: "Name the right ones, as in --output-file 'fixed/{target}.yaml'."
      }
    )
  }
  return found[0]
}

function pathsOf(files: readonly TargetFile[]): string {
  return files.map(({ path }) => quote(path)).join(', ')
}
