import { type GitLabPipeline, readGitLabPipeline } from './gitlab-pipeline.ts'
import { projectsOf, slugOf, slugsOf } from './our-projects.ts'
import type { Setup } from './setup.ts'
import { type GitlabPlace, ownPipeline } from './texts/gitlab.ts'

type Read = (path: string) => string | undefined

/**
 * Where our jobs go: `.gitlab-ci.yml` where nobody has one, or where it is the one that we wrote for this project; else a file of its own, which it
 * has to include. A second project of the repository has names of its own, since jobs of one name are one job to GitLab.
 * @param read text of a file of the repository; undefined where there is none
 */
export function chooseGitlabPlace({ projectDir }: Pick<Setup, 'projectDir'>, read: Read): GitlabPlace {
  const main = read(ownPipeline.path)
  const pipeline = readGitLabPipeline({ read })
  const stages = { stage: stageOf(pipeline), isStageSure: pipeline.areStagesSure }
  const usual = [ownPipeline.path, '.gitlab/kluctl-images.yml']
  const projects = new Map(usual.map(path => [path, foldersIn(read(path))] as const))
  const mine = usual.find(path => projects.get(path)?.includes(projectDir))
  if (mine !== undefined) return { path: mine, suffix: undefined, ...stages }
  const isSecond = [...projects.values()].some(folders => folders.length > 0)
  if (!isSecond)
    return { path: main === undefined ? ownPipeline.path : '.gitlab/kluctl-images.yml', suffix: undefined, ...stages }
  // where each of them is that of another project, a person has to compare
  const places = slugsOf(projectDir).map(suffix => ({ path: `.gitlab/kluctl-images-${suffix}.yml`, suffix, ...stages }))
  const folders = places.map(({ path }) => foldersIn(read(path)))
  const own = folders.findIndex(some => some.includes(projectDir))
  const free = folders.findIndex(some => some.length === 0)
  return (
    places[own] ??
    places[free] ?? { path: `.gitlab/kluctl-images-${slugOf(projectDir)}.yml`, suffix: slugOf(projectDir), ...stages }
  )
}

/** The stage for our jobs: `test`, which is undefined here, or the first. A job in a stage that a pipeline does not have is an error of all of it. */
function stageOf({ stages }: GitLabPipeline): string | undefined {
  if (stages === undefined || stages.includes('test')) return undefined
  return stages.find(name => name !== '.pre' && name !== '.post')
}

function foldersIn(text: string | undefined): readonly string[] {
  return text === undefined ? [] : (projectsOf(text) ?? []).map(({ folder }) => folder)
}

/** What in the `.gitlab-ci.yml` of a repository keeps our jobs from running; each with its place. */
export function gitlabWarnings(read: Read): readonly string[] {
  const { leftOut } = readGitLabPipeline({ read })
  if (leftOut.length === 0) return []
  return [
    `${ownPipeline.path}: workflow: rules seem to make no pipeline for ${leftOut.join(' and ')}, where jobs of ours run; add a rule for each`
  ]
}
