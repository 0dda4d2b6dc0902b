import { join } from 'node:path'
import { InputError } from '../errors.ts'
import type { Options } from '../options.ts'
import { quote } from '../text.ts'
import { findProject, openProject } from './project-files.ts'
import { readUserFile } from './write-file.ts'

/** Name of the policy file in the folder of a project. */
const policyFileName = '.kluctl-images.yaml'

/** A file that an option names; no link leads out of `boundary`. @throws InputError where it is not there; FileError where it cannot be read */
export function readNamedFile(path: string, option: string, boundary: string | undefined): string {
  const text = readUserFile(path, boundary)
  if (text === undefined) throw new InputError(option, `there is no file ${quote(path)}`)
  return text
}

/**
 * The policy file: the one that the option names, else that of the project, if it has one. The latter may have been brought by a pull request, so
 * that no link leads out of the project.
 * @throws InputError, FileError or ProjectError
 */
export function readPolicyFile(
  options: Options,
  boundary: string | undefined
): { readonly text: string; readonly name: string } | undefined {
  const { policyFile } = options
  if (policyFile !== undefined) return { text: readNamedFile(policyFile, 'policy-file', boundary), name: policyFile }
  const { root, home } = findProject(options)
  const name = home === '' ? policyFileName : `${home}/${policyFileName}`
  const text = openProject(root).read(name)
  return text === undefined ? undefined : { text, name }
}

/** Where a policy file may be, so that it is not taken for a manifest. */
export function policyPlaces({ policyFile, projectDir }: Options): readonly string[] {
  return [policyFile ?? join(projectDir, policyFileName)]
}
