import { isImagesError } from '../errors.ts'
import { parseGitLabYaml } from '../yaml/gitlab-yaml.ts'
import { isYamlList, isYamlMap, type YamlMap } from '../yaml/parse.ts'

/** What a `.gitlab-ci.yml` says that our jobs have to live with. */
export type GitlabPipeline = {
  /** The stage for our jobs; undefined where `test` will do, which a pipeline without `stages` has. */
  readonly stage: string | undefined
  readonly hasInclude: boolean
  /** Pipelines that its `workflow: rules` seem to make none of, though our jobs run in them. */
  readonly leftOut: readonly PipelineKind[]
}

export type PipelineKind = 'merge requests' | 'schedules' | 'tags'

/**
 * Reads what our jobs have to know of a `.gitlab-ci.yml`: a job in a stage that its `stages` do not have is an error of the whole pipeline, and
 * where `workflow: rules` make no pipeline no job runs. What it includes is not read. A text that cannot be read says nothing.
 * Source: docs.gitlab.com, "CI/CD YAML syntax reference", `stages` and `workflow:rules`.
 */
export function readGitlabPipeline(text: string): GitlabPipeline {
  const nothing = { stage: undefined, hasInclude: false, leftOut: [] }
  try {
    const value = parseGitLabYaml(text, '.gitlab-ci.yml').at(-1)?.value
    if (!isYamlMap(value)) return nothing
    return { stage: stageIn(value), hasInclude: value.has('include'), leftOut: leftOutBy(value) }
  } catch (error) {
    if (isImagesError(error)) return nothing
    throw error
  }
}

function stageIn(pipeline: YamlMap): string | undefined {
  const stages = pipeline.get('stages')
  if (!isYamlList(stages)) return undefined
  const names = stages.flatMap(one => (typeof one === 'string' ? [one] : []))
  return names.includes('test') ? undefined : names.find(name => name !== '.pre' && name !== '.post')
}

/** Words in a rule by which somebody speaks of a kind of pipeline. A schedule runs for a branch. */
const wordsOf: readonly (readonly [PipelineKind, RegExp])[] = [
  ['merge requests', /merge_request|MERGE_REQUEST/],
  ['schedules', /schedule|CI_COMMIT_(?:BRANCH|REF)|CI_DEFAULT_BRANCH/],
  ['tags', /CI_COMMIT_(?:TAG|REF)/]
]

/** As far as words can tell; a rule without a condition, or with one that speaks of none of them, may be for all. */
function leftOutBy(pipeline: YamlMap): readonly PipelineKind[] {
  const workflow = pipeline.get('workflow')
  const rules = isYamlMap(workflow) ? workflow.get('rules') : undefined
  if (!isYamlList(rules)) return []
  const conditions = rules.flatMap(rule => {
    if (!isYamlMap(rule)) return ['']
    const condition = rule.get('if')
    return rule.get('when') === 'never' ? [] : [typeof condition === 'string' ? condition : '']
  })
  const isForAll = conditions.some(text => !wordsOf.some(([, words]) => words.test(text)))
  return isForAll ? [] : wordsOf.flatMap(([kind, words]) => (conditions.some(text => words.test(text)) ? [] : [kind]))
}
