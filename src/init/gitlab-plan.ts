import { readGitlabPipeline } from './gitlab-pipeline.ts'
import { projectsOf, slugOf } from './our-projects.ts'
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
  const { stage } = readGitlabPipeline(main ?? '')
  const usual = [ownPipeline.path, '.gitlab/kluctl-images.yml']
  const projects = new Map(usual.map(path => [path, foldersIn(read(path))] as const))
  const mine = usual.find(path => projects.get(path)?.includes(projectDir))
  if (mine !== undefined) return { path: mine, suffix: undefined, stage }
  const isSecond = [...projects.values()].some(folders => folders.length > 0)
  if (!isSecond)
    return { path: main === undefined ? ownPipeline.path : '.gitlab/kluctl-images.yml', suffix: undefined, stage }
  const suffix = slugOf(projectDir)
  return { path: `.gitlab/kluctl-images-${suffix}.yml`, suffix, stage }
}

function foldersIn(text: string | undefined): readonly string[] {
  return text === undefined ? [] : (projectsOf(text) ?? []).map(({ folder }) => folder)
}

/** What in the `.gitlab-ci.yml` of a repository keeps our jobs from running; each with its place. */
export function gitlabWarnings(read: Read): readonly string[] {
  const { leftOut } = readGitlabPipeline(read(ownPipeline.path) ?? '')
  if (leftOut.length === 0) return []
  return [
    `${ownPipeline.path}: workflow: rules seem to make no pipeline for ${leftOut.join(' and ')}, where jobs of ours run; add a rule for each`
  ]
}
