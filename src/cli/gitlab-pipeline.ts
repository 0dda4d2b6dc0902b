import { isImagesError } from '../errors.ts'
import { findBoundary } from '../io/boundary.ts'
import { openProject, realFolder } from '../io/project-files.ts'
import { parseGitLabYaml } from '../yaml/gitlab-yaml.ts'
import { type CheckLine, failureOf } from './check-line.ts'
import { notIncluded } from './gitlab-lines.ts'
import { type GitLabFile, type GitLabUse, readGitLabFile } from './gitlab-use.ts'

/** What the pipeline of a repository at GitLab includes of ours. */
export type GitLabPipeline = {
  readonly uses: readonly GitLabUse[]
  /** Undefined where it includes files that are not here: they may say them. */
  readonly stages: readonly string[] | undefined
  readonly lines: readonly CheckLine[]
}

const main = '.gitlab-ci.yml'
const folder = '.gitlab'
const limits = { bytes: 1024 * 1024, depth: 60, nodes: 50_000, aliases: 50 }
const mostFiles = 50

/**
 * Reads `.gitlab-ci.yml` of the repository around a folder, and what it includes of the same repository. A repository without one is no matter.
 * @param usual stages of a pipeline that names none
 */
export function readGitLabPipeline(projectDir: string, usual: readonly string[]): GitLabPipeline {
  const around = realFolder(projectDir)
  const source = openProject(findBoundary(around, undefined) ?? around)
  const lines: CheckLine[] = []
  const read = (path: string): GitLabFile | undefined => {
    try {
      const text = source.read(path)
      const documents = text === undefined ? [] : parseGitLabYaml(text, path, limits)
      return text === undefined ? undefined : readGitLabFile(path, documents.at(-1)?.value ?? null)
    } catch (error) {
      if (!isImagesError(error)) throw error
      lines.push(failureOf(path, error))
      return undefined
    }
  }
  const files = new Map<string, GitLabFile>()
  const waiting = [main]
  // grows while it is gone through
  for (const path of waiting) {
    const file = files.has(path) || files.size >= mostFiles ? undefined : read(path)
    if (file === undefined) continue
    files.set(path, file)
    waiting.push(...file.locals)
  }
  const others = (source.list(folder) ?? [])
    .filter(({ name, kind }) => kind === 'file' && /^kluctl-images.*\.ya?ml$/.test(name))
    .map(({ name }) => `${folder}/${name}`)
    .filter(path => !waiting.includes(path))
  const uses = [...files.values()].flatMap(file => file.uses)
  lines.push(...others.map(path => notIncluded(path, main)))
  const isWhole = [...files.values()].every(({ hasForeign }) => !hasForeign) && waiting.every(path => files.has(path))
  const stages = [...files.values()].find(file => file.stages !== undefined)?.stages ?? usual
  const isOurs = uses.length > 0 || others.length > 0
  return {
    uses,
    stages: isWhole ? stages : undefined,
    lines: isOurs || source.read(main)?.includes('kluctl-images') === true ? lines : []
  }
}
