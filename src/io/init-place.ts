import { existsSync, lstatSync, readdirSync, realpathSync, statSync } from 'node:fs'
import { join, relative, resolve, sep } from 'node:path'
import { InputError } from '../errors.ts'
import { byCodeUnit, quote } from '../text.ts'
import { findBoundary } from './boundary.ts'
import { codeOf } from './project-files.ts'

/** Where a kluctl project lies. */
export type InitPlace = {
  /** Real path of the root of the repository; where there is none, of the folder that stands for it. */
  readonly root: string
  /** Folder of the project below the root, with slashes; `.` for the root itself. */
  readonly project: string
  readonly hasRepository: boolean
}

const marks = ['.kluctl.yaml', '.kluctl.yml', 'deployment.yaml', 'deployment.yml']

/**
 * Finds the kluctl project: the folder itself, else the one folder in it that is one.
 * @param folder as the user named it; undefined for the working directory
 * @throws InputError where there is none, or several
 */
export function findInitPlace(folder: string | undefined): InitPlace {
  const named = realFolder(folder ?? '.')
  const project = isProject(named) ? named : projectBelow(named, folder)
  const repository = findBoundary(project, undefined)
  const here = realpathSync('.')
  const root = repository ?? (isBelow(project, here) ? here : named)
  const below = relative(root, project).split(sep).join('/')
  return { root, project: below === '' ? '.' : below, hasRepository: repository !== undefined }
}

/** True for a folder that kluctl takes for a project, or for a part of one. */
function isProject(folder: string): boolean {
  return marks.some(name => lstatSync(join(folder, name), { throwIfNoEntry: false })?.isFile() === true)
}

function projectBelow(folder: string, named: string | undefined): string {
  const shown = named === undefined ? 'here' : `in ${quote(named)}`
  const found = readdirSync(folder, { withFileTypes: true })
    .filter(entry => entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules')
    .map(({ name }) => name)
    .filter(name => isProject(join(folder, name)))
    .toSorted(byCodeUnit)
  const [first, ...others] = found
  if (first === undefined) {
    throw new InputError('project-dir', `there is no kluctl project ${shown}`, {
      hint: 'Name the folder that holds .kluctl.yaml or deployment.yaml: kluctl-images init DIR.'
    })
  }
  if (others.length === 0) return join(folder, first)
  throw new InputError('project-dir', `there are several kluctl projects ${shown}: ${found.slice(0, 20).join(', ')}`, {
    hint: `Choose one: kluctl-images init ${join(named ?? '', first)}.`
  })
}

function realFolder(path: string): string {
  try {
    const real = realpathSync(resolve(path))
    if (statSync(real).isDirectory()) return real
  } catch (error) {
    if (!['ENOENT', 'ENOTDIR', 'EACCES', 'ELOOP', 'ENAMETOOLONG'].includes(codeOf(error))) throw error
  }
  const why = existsSync(path) ? 'is no folder that can be read' : 'is not there'
  throw new InputError('project-dir', `the folder ${quote(path)} ${why}`)
}

function isBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep)
}
