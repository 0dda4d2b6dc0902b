import { targetFileNames } from '../fixed/target-files.ts'
import type { CiName } from './ci.ts'
import { projectsOf, slugOf, slugsOf } from './our-projects.ts'
import type { Setup } from './setup.ts'
import { notAFileName, unwritable } from './yaml-scalar.ts'

export type OutputFileRequest = Pick<Setup, 'projectDir' | 'targets'> & {
  readonly ci: CiName
  /** Text of a file of the repository; undefined where there is none. */
  readonly read: (path: string) => string | undefined
}

/**
 * Chooses the fixed-images file: the one that its pipeline names, else the one that the project has, else one of our own, and never one that a pipeline writes for another project.
 * What a pipeline names for one target is not taken for others as well: where it names that target others have names like it, else it is the old file.
 * Of several targets each has its own; at GitLab in a folder of its own, where each has a branch and so needs a lock file for itself. A file that
 * they share is kept at GitHub, where one job writes it for all.
 */
export function chooseOutputFile(request: OutputFileRequest): Pick<Setup, 'outputFile' | 'oldFile'> {
  const { ci, projectDir, targets } = request
  const isOne = targets.length < 2
  const { own, ofOne, others } = namedFiles(request)
  const folders = projectDir === '.' ? [''] : [`${projectDir}/`, '']
  const find = (names: readonly string[]): string | undefined =>
    folders
      .flatMap(folder => names.map(name => `${folder}${name}`))
      .find(path => !others.has(path) && isThere(path, request))
  const shared = find(['fixed-images.yaml'])
  const each = find(targetFileNames.slice(0, -1))
  const found =
    own ?? (isOne ? (shared ?? each) : (each ?? (ci === 'github' && ofOne === undefined ? shared : undefined)))
  const usual = isOne
    ? 'fixed-images.yaml'
    : ci === 'gitlab'
      ? 'fixed/{target}/fixed-images.yaml'
      : 'fixed/{target}.yaml'
  const ownFolders = slugsOf(projectDir).map(slug => `images-${slug}/`)
  const free = [...folders, ...ownFolders].map(folder => `${folder}${usual}`).find(path => !others.has(path))
  const outputFile = found ?? free ?? `images-${slugOf(projectDir)}/${usual}`
  return {
    outputFile: isOne ? outputFile.replaceAll('{target}', () => targets[0] ?? '') : outputFile,
    oldFile: isOne || found !== undefined ? undefined : ofOne !== undefined && isThere(ofOne, request) ? ofOne : shared
  }
}

/** What the pipelines that are there write: for this project, where that is one file or pattern, and for others. `ofOne` is that of a single target where there are several now. */
function namedFiles({ projectDir, targets, ci, read }: OutputFileRequest): {
  readonly own: string | undefined
  readonly ofOne: string | undefined
  readonly others: ReadonlySet<string>
} {
  const paths = [
    ...['', ...slugsOf(projectDir).map(slug => `-${slug}`)].flatMap(suffix => [
      `.github/workflows/images${suffix}.yml`,
      `.github/workflows/kluctl-images${suffix}.yml`,
      `.gitlab/kluctl-images${suffix}.yml`
    ]),
    '.gitlab-ci.yml'
  ]
  const named = paths.flatMap(path => projectsOf(read(path) ?? '') ?? [])
  const calls = named.filter(({ folder }) => folder === projectDir)
  const before = [...new Set(calls.flatMap(call => call.targets))]
  const [file, ...more] = new Set(calls.map(({ outputFile }) => outputFile))
  const isUsable = file !== undefined && more.length === 0 && unwritable(file) === undefined
  const isOfOne = isUsable && targets.length > 1 && !file.includes('{target}') && (ci !== 'github' || before.length < 2)
  const isOfOther = targets.length === 1 && !before.includes(targets[0] ?? '')
  return {
    own: !isUsable
      ? undefined
      : isOfOne
        ? patternOf(file, before)
        : isOfOther
          ? (patternOf(file, before) ?? file)
          : file,
    ofOne: isOfOne ? file : undefined,
    others: new Set(named.flatMap(({ folder, outputFile }) => (folder === projectDir ? [] : outputFile)))
  }
}

/** The usual pattern that gives the file for its one target; undefined for any other name. */
function patternOf(file: string, [target, ...others]: readonly string[]): string | undefined {
  if (target === undefined || others.length > 0) return undefined
  return targetFileNames.slice(0, -1).flatMap(pattern => {
    const name = pattern.replaceAll('{target}', () => target)
    return file === name || file.endsWith(`/${name}`) ? [`${file.slice(0, file.length - name.length)}${pattern}`] : []
  })[0]
}

/** True for a list of images, of any of the targets where the name has a place for one. */
function isThere(path: string, { targets, read }: OutputFileRequest): boolean {
  const names = targets.filter(target => notAFileName(target) === undefined)
  const paths = path.includes('{target}') ? names.map(name => path.replaceAll('{target}', () => name)) : [path]
  return paths.some(one => /^[ {"']*images["']?[ \t]*:/m.test(read(one) ?? ''))
}
