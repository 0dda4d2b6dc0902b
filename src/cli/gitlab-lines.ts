import type { GitLabUse } from '../init/gitlab-file.ts'
import { quote } from '../text.ts'
import { type CheckLine, ok, warning } from './check-line.ts'
import { textOf } from './workflow-use.ts'

/** What `doctor` knows of the pipeline around an include of ours. */
export type GitLabSurroundings = {
  /** Undefined where files that are not here may say them. */
  readonly stages: readonly string[] | undefined
  /** Programs that the project is built with, as `helm`. */
  readonly programs: readonly string[]
}

/** Stages of a pipeline that names none. Source: docs.gitlab.com/ci/yaml, stages. */
export const usualStages: readonly string[] = ['build', 'test', 'deploy']

/** What the components say where an input is not given; a test compares them with templates/. */
export const componentDefaults: { readonly stage: string; readonly image: string } = { stage: 'test', image: 'node:24' }

/** The variable with the token of a component, and what for. */
const tokens: ReadonlyMap<string, string> = new Map([
  ['kluctl-images', 'KLUCTL_IMAGES_GITLAB_TOKEN, to write the note'],
  ['kluctl-images-bump', 'KLUCTL_IMAGES_PUSH_TOKEN, to push the branch']
])

/** What `doctor` says of one include of a component. One line where all is right. */
export function gitLabLines(use: GitLabUse, { stages, programs }: GitLabSurroundings): readonly CheckLine[] {
  const name = nameOf(use)
  const stage = textOf(use.inputs.get('stage')) || componentDefaults.stage
  const image = textOf(use.inputs.get('image')) || componentDefaults.image
  const wrong: CheckLine[] = []
  if (stages !== undefined && ![...stages, '.pre', '.post'].includes(stage) && !stage.includes('$')) {
    const [first] = stages
    const hint = `Give it the input stage${first === undefined ? '' : `: ${first}`}, or add ${stage} to stages:.`
    const what = `runs in the stage ${quote(stage)}, which the pipeline has not, so that GitLab starts none of its jobs`
    wrong.push({ ...warning(name, what, hint), level: 'failure' })
  }
  // the images of Node.js have neither; of any other nobody knows it here
  if (programs.length > 0 && /^(?:docker\.io\/)?(?:library\/)?node:/.test(image)) {
    const what = `runs in the image ${image}, which has no ${programs.join(' and no ')}, and the project is built with ${programs.length === 1 ? 'it' : 'them'}`
    const hint = 'Give it the input image with one that has Node.js and git as well.'
    wrong.push(warning(name, what, hint))
  }
  const token = tokens.get(use.component)
  if (wrong.length > 0) return wrong
  return [ok(name, token === undefined ? 'is included' : `is included; it reads the CI/CD variable ${token}`)]
}

/** `.gitlab-ci.yml, job kluctl-images-bump`. */
export function nameOf({ file, component, inputs }: GitLabUse): string {
  return `${file}, job ${textOf(inputs.get('job-name')) || component}`
}

/** A file of ours that nothing includes. */
export function notIncluded(file: string, pipeline: string): CheckLine {
  return warning(
    file,
    `is not included by ${pipeline}, so that none of its jobs run`,
    `Add it below include: there, as - local: ${file}.`
  )
}
