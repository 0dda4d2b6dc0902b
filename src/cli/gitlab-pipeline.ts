import { isImagesError } from '../errors.ts'
import type { GitLabUse } from '../init/gitlab-file.ts'
import { mainPipeline, readGitLabPipeline } from '../init/gitlab-pipeline.ts'
import { findBoundary } from '../io/boundary.ts'
import { openProject, realFolder } from '../io/project-files.ts'
import type { FileSource, FolderEntry } from '../ports.ts'
import { type CheckLine, failureOf } from './check-line.ts'
import { notIncluded } from './gitlab-lines.ts'

/** What the pipeline of a repository at GitLab includes of ours. */
export type FoundPipeline = {
  readonly uses: readonly GitLabUse[]
  /** Undefined where it includes files that are not here: they may say them. */
  readonly stages: readonly string[] | undefined
  readonly lines: readonly CheckLine[]
}

const folder = '.gitlab'
const mostListed = 5000

/**
 * Reads `.gitlab-ci.yml` of the repository around a folder, and what it includes of the same repository. A repository without one is no matter.
 * @param usual stages of a pipeline that names none
 */
export function findGitLabPipeline(projectDir: string, usual: readonly string[]): FoundPipeline {
  const around = realFolder(projectDir)
  const source = openProject(findBoundary(around, undefined) ?? around)
  const lines: CheckLine[] = []
  let listed: readonly string[] | undefined
  const { uses, stages, areStagesSure, includes } = readGitLabPipeline({
    read: source.read,
    list: () => {
      listed ??= listYaml(source)
      return listed
    },
    onProblem: (path, problem) => lines.push(failureOf(path, problem))
  })
  const others = (source.list(folder) ?? [])
    .filter(({ name, kind }) => kind === 'file' && /^kluctl-images.*\.ya?ml$/.test(name))
    .map(({ name }) => `${folder}/${name}`)
    .filter(path => !includes(path))
  lines.push(...others.map(path => notIncluded(path, mainPipeline)))
  const isOurs = uses.length > 0 || others.length > 0
  return {
    uses,
    stages: areStagesSure ? (stages ?? usual) : undefined,
    lines: isOurs || source.read(mainPipeline)?.includes('kluctl-images') === true ? lines : []
  }
}

/** What is in a folder; nothing where it may not be looked into. */
function listFolder(source: FileSource, path: string): readonly FolderEntry[] {
  try {
    return source.list(path) ?? []
  } catch (error) {
    if (isImagesError(error)) return []
    throw error
  }
}

/** The YAML files of a repository, those near its root first, as far as anybody waits for. */
function listYaml(source: FileSource): readonly string[] {
  const files: string[] = []
  const folders = ['']
  let seen = 0
  // grows while it is gone through
  for (const at of folders) {
    if (seen > mostListed) break
    for (const { name, kind } of listFolder(source, at)) {
      const path = at === '' ? name : `${at}/${name}`
      seen += 1
      if (kind === 'folder' && name !== '.git' && name !== 'node_modules') folders.push(path)
      if (kind === 'file' && /\.ya?ml$/.test(name)) files.push(path)
    }
  }
  return files
}
