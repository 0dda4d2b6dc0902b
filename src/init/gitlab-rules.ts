import { isYamlMap, type YamlValue } from '../yaml/parse.ts'

/** A kind of pipeline that a job of ours runs in. */
export type PipelineKind = 'merge requests' | 'schedules' | 'tags'

/** Words in a rule by which somebody speaks of a kind of pipeline. A schedule runs for a branch. */
const wordsOf: readonly (readonly [PipelineKind, RegExp])[] = [
  ['merge requests', /merge_request|MERGE_REQUEST/],
  ['schedules', /schedule|CI_COMMIT_(?:BRANCH|REF)|CI_DEFAULT_BRANCH/],
  ['tags', /CI_COMMIT_(?:TAG|REF)/]
]

/**
 * Kinds that `workflow: rules` seem to make no pipeline for, as far as words can tell: a rule without a condition, with one that speaks of none of
 * them, or with one that says what a pipeline is not, may be for all. Source: docs.gitlab.com/ci/yaml, `workflow:rules`.
 */
export function pipelinesLeftOut(rules: readonly YamlValue[]): readonly PipelineKind[] {
  if (rules.length === 0) return []
  const conditions = rules.flatMap(rule => {
    if (!isYamlMap(rule)) return ['']
    const condition = rule.get('if')
    return rule.get('when') === 'never' ? [] : [typeof condition === 'string' ? condition : '']
  })
  const isForAll = conditions.some(text => /![=~]/.test(text) || !wordsOf.some(([, words]) => words.test(text)))
  return isForAll ? [] : wordsOf.flatMap(([kind, words]) => (conditions.some(text => words.test(text)) ? [] : [kind]))
}
