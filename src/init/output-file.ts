import { targetFileNames } from '../fixed/target-files.ts'
import type { CiName } from './ci.ts'
import { projectsOf, slugOf } from './our-projects.ts'
import type { Setup } from './setup.ts'
import { notAFileName, unwritable } from './yaml-scalar.ts'

export type OutputFileRequest = Pick<Setup, 'projectDir' | 'targets'> & {
  readonly ci: CiName
  /** Text of a file of the repository; undefined where there is none. */
  readonly read: (path: string) => string | undefined
}

/**
 * Chooses the fixed-images file: the one that its pipeline names, else the one that the project has, else one of our own, and never one that a pipeline writes for another project.
 * Of several targets each has its own; at GitLab in a folder of its own, where each has a branch and so needs a lock file for itself. A file that
 * they share is kept at GitHub, where one job writes it for all.
 */
export function chooseOutputFile(request: OutputFileRequest): Pick<Setup, 'outputFile' | 'oldFile'> {
  const { ci, projectDir, targets } = request
  const isOne = targets.length < 2
  const { own, others } = namedFiles(request)
  const folders = projectDir === '.' ? [''] : [`${projectDir}/`, '']
  const find = (names: readonly string[]): string | undefined =>
    folders
      .flatMap(folder => names.map(name => `${folder}${name}`))
      .find(path => !others.has(path) && isThere(path, request))
  const shared = find(['fixed-images.yaml'])
  const each = find(targetFileNames.slice(0, -1))
  const found = own ?? (isOne ? (shared ?? each) : (each ?? (ci === 'github' ? shared : undefined)))
  const usual = isOne
    ? 'fixed-images.yaml'
    : ci === 'gitlab'
      ? 'fixed/{target}/fixed-images.yaml'
      : 'fixed/{target}.yaml'
  const free = folders.map(folder => `${folder}${usual}`).find(path => !others.has(path))
  const outputFile = found ?? free ?? `images-${slugOf(projectDir)}/${usual}`
  return {
    outputFile: isOne ? outputFile.replaceAll('{target}', () => targets[0] ?? '') : outputFile,
    oldFile: isOne || found !== undefined ? undefined : shared
  }
}

/** What the pipelines that are there write: for this project, where that is one file or pattern, and for others. */
function namedFiles({ projectDir, targets, ci, read }: OutputFileRequest): {
  readonly own: string | undefined
  readonly others: ReadonlySet<string>
} {
  const slug = slugOf(projectDir)
  const paths = [
    ...['', `-${slug}`].flatMap(suffix => [
      `.github/workflows/images${suffix}.yml`,
      `.github/workflows/kluctl-images${suffix}.yml`,
      `.gitlab/kluctl-images${suffix}.yml`
    ]),
    '.gitlab-ci.yml'
  ]
  const named = paths.flatMap(path => projectsOf(read(path) ?? '') ?? [])
  const [own, ...more] = new Set(named.flatMap(({ folder, outputFile }) => (folder === projectDir ? outputFile : [])))
  const fits = own !== undefined && (targets.length < 2 || own.includes('{target}') || ci === 'github')
  return {
    own: fits && more.length === 0 && unwritable(own) === undefined ? own : undefined,
    others: new Set(named.flatMap(({ folder, outputFile }) => (folder === projectDir ? [] : outputFile)))
  }
}

/** True for a list of images, of any of the targets where the name has a place for one. */
function isThere(path: string, { targets, read }: OutputFileRequest): boolean {
  const names = targets.filter(target => notAFileName(target) === undefined)
  const paths = path.includes('{target}') ? names.map(name => path.replaceAll('{target}', () => name)) : [path]
  return paths.some(one => /^[ {"']*images["']?[ \t]*:/m.test(read(one) ?? ''))
}
