import { type ImagesError, isImagesError } from '../errors.ts'
import { compileGlob, hasTooManyStars, matchesGlob } from '../image/glob.ts'
import { parseGitLabYaml } from '../yaml/gitlab-yaml.ts'
import { type GitLabFile, type GitLabUse, readGitLabFile } from './gitlab-file.ts'
import { type PipelineKind, pipelinesLeftOut } from './gitlab-rules.ts'

/** The repository around a pipeline; paths count from its root. */
export type GitLabSource = {
  /** Text of a file; undefined where there is none. */
  readonly read: (path: string) => string | undefined
  /** Files that a name with stars may mean; undefined where nobody can list them. */
  readonly list?: (() => readonly string[]) | undefined
  /** What is told of a file that cannot be read or is no YAML; it says nothing then. */
  readonly onProblem?: ((path: string, problem: ImagesError) => void) | undefined
}

/** What the pipeline of a repository at GitLab says that our jobs have to live with. */
export type GitLabPipeline = {
  readonly uses: readonly GitLabUse[]
  /** Whether the first file includes anything. */
  readonly hasInclude: boolean
  /** Undefined where no file that is here says them. */
  readonly stages: readonly string[] | undefined
  /** False where a pipeline is there, and files that are not may say other stages. */
  readonly areStagesSure: boolean
  /** Pipelines that its `workflow: rules` seem to make none of, though our jobs run in them. */
  readonly leftOut: readonly PipelineKind[]
  /** Whether a file of the repository is included. */
  readonly includes: (path: string) => boolean
}

/** The file that GitLab begins with. */
export const mainPipeline = '.gitlab-ci.yml'

const limits = { bytes: 1024 * 1024, depth: 60, nodes: 50_000, aliases: 50 }
const mostFiles = 50

/**
 * Reads `.gitlab-ci.yml`, and what it includes of the same repository. What a file says goes before what it includes, and of that the last goes first.
 * Source: docs.gitlab.com/ci/yaml/includes, `Override included configuration values` and `Use include:local with wildcard file paths`.
 */
export function readGitLabPipeline(source: GitLabSource): GitLabPipeline {
  const files = new Map<string, GitLabFile>()
  const meant = new Map<string, readonly string[]>()
  const filesOf = (local: string): readonly string[] => {
    const found = meant.get(local) ?? findFiles(local, source)
    meant.set(local, found)
    return found
  }
  const waiting = [mainPipeline]
  // grows while it is gone through
  for (const path of waiting) {
    const file = files.has(path) || files.size >= mostFiles ? undefined : readFile(source, path)
    if (file === undefined) continue
    files.set(path, file)
    waiting.push(...file.locals.flatMap(filesOf))
  }
  const all = [...files.values()]
  const first = files.get(mainPipeline)
  const isWhole = all.every(({ hasForeign }) => !hasForeign) && waiting.every(path => files.has(path))
  const find = <T>(part: (file: GitLabFile) => T | undefined): T | undefined => {
    const seen = new Set<string>()
    const findIn = (path: string): T | undefined => {
      const file = seen.has(path) ? undefined : files.get(path)
      seen.add(path)
      if (file === undefined) return undefined
      const below = file.locals.flatMap(filesOf).toReversed()
      return below.reduce((found, one) => found ?? findIn(one), part(file))
    }
    return findIn(mainPipeline)
  }
  return {
    uses: all.flatMap(({ uses }) => uses),
    hasInclude: first?.hasInclude === true,
    stages: find(({ stages }) => stages),
    areStagesSure: first === undefined || isWhole || first.stages !== undefined,
    leftOut: pipelinesLeftOut(find(({ rules }) => rules) ?? []),
    includes: path => all.some(({ locals }) => locals.some(local => meaningOf(local)(path)))
  }
}

function readFile({ read, onProblem }: GitLabSource, path: string): GitLabFile | undefined {
  if (path !== mainPipeline && !isPipelineFile(path)) return undefined
  try {
    const text = read(path)
    return text === undefined
      ? undefined
      : readGitLabFile(path, parseGitLabYaml(text, path, limits).at(-1)?.value ?? null)
  } catch (error) {
    if (!isImagesError(error)) throw error
    onProblem?.(path, error)
    return undefined
  }
}

/** A name that GitLab may include, and that leads nowhere else: no variable, no star. */
function isPipelineFile(path: string): boolean {
  const parts = path.split('/')
  const isPlain = parts.every(part => part !== '' && part !== '.' && part !== '..' && part.length < 200)
  return isPlain && path.length < 1000 && /^[^\p{Cc}\\$*]+\.ya?ml$/u.test(path)
}

/** The files that an include means; its own name where they are not known. */
function findFiles(local: string, { list }: GitLabSource): readonly string[] {
  return local.includes('*') && list !== undefined ? list().filter(meaningOf(local)) : [local]
}

/** One star stands for a part of a name, two for any path; so does a variable, which may be anything. */
function meaningOf(local: string): (path: string) => boolean {
  const pattern = local.replace(/\$\{?\w+\}?/g, '**')
  if (!pattern.includes('*') || hasTooManyStars(pattern)) return path => path === pattern
  const glob = compileGlob(pattern)
  return path => matchesGlob(glob, path, '/')
}
