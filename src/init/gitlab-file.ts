import { isYamlList, isYamlMap, type YamlMap, type YamlValue } from '../yaml/parse.ts'

/** An include of one of our components, or of its file. */
export type GitLabUse = {
  readonly file: string
  /** `kluctl-images-bump`. */
  readonly component: string
  readonly inputs: YamlMap
}

/** What a file of a pipeline says of others, and of all jobs. */
export type GitLabFile = {
  readonly uses: readonly GitLabUse[]
  readonly hasInclude: boolean
  /** Files of the repository that it includes, from its root; a name may have stars and variables. */
  readonly locals: readonly string[]
  /** True where it includes what is not in this repository and is none of ours, or more than is read, or refers to its stages. */
  readonly hasForeign: boolean
  /** `stages:`; undefined where it is not said, or not in words. */
  readonly stages: readonly string[] | undefined
  /** `workflow: rules`; undefined where it is not said. */
  readonly rules: readonly YamlValue[] | undefined
}

/** GitLab takes no more of a whole pipeline. Source: docs.gitlab.com/administration/instance_limits, includes. */
const mostIncludes = 150

const none: YamlMap = new Map()

/** `…/kluctl-images-bump@0.1.0`, `…/templates/kluctl-images-bump.yml`. */
const ours = /(?:^|\/)(?<component>kluctl-images(?:-bump|-release)?)(?:@[^/]+|\.yml)$/

/** Reads a file of a pipeline. Source: docs.gitlab.com/ci/yaml, include, stages and workflow:rules. */
export function readGitLabFile(file: string, value: YamlValue): GitLabFile {
  const pipeline = mapOf(value)
  const entries = listOf(pipeline.get('include'))
  const includes = entries.slice(0, mostIncludes).map(includeOf)
  const isOurs = ({ places }: Include): boolean => places.some(place => ours.test(place))
  const stages = isYamlList(pipeline.get('stages')) ? listOf(pipeline.get('stages')).map(textOf) : undefined
  // the list of a `!reference`, or an item that is one, stands in a job that GitLab hides
  const isReferred = stages?.some(name => /^(?!\.(?:pre|post)$)(?:\.|$)/.test(name)) === true
  const rules = mapOf(pipeline.get('workflow')).get('rules')
  return {
    uses: includes.flatMap(({ places, inputs }) =>
      places.flatMap(place => {
        const component = ours.exec(place)?.groups?.['component']
        return component === undefined ? [] : [{ file, component, inputs }]
      })
    ),
    hasInclude: pipeline.has('include'),
    locals: includes.flatMap(({ local }) => (local === undefined ? [] : [local.replace(/^\/+/, '')])),
    hasForeign:
      isReferred ||
      entries.length > mostIncludes ||
      includes.some(include => include.local === undefined && !isOurs(include)),
    stages: isReferred ? undefined : stages,
    rules: isYamlList(rules) ? rules : undefined
  }
}

type Include = { readonly places: readonly string[]; readonly local: string | undefined; readonly inputs: YamlMap }

function includeOf(value: YamlValue): Include {
  const text = textOf(value)
  const entry = mapOf(value)
  const isAddress = /^https?:\/\//.test(text)
  const local = text === '' ? textOf(entry.get('local')) : isAddress ? '' : text
  const places =
    local === ''
      ? [text, ...['component', 'remote'].map(key => textOf(entry.get(key))), ...listOf(entry.get('file')).map(textOf)]
      : []
  return { places, local: local === '' ? undefined : local, inputs: mapOf(entry.get('inputs')) }
}

function listOf(value: YamlValue | undefined): readonly YamlValue[] {
  if (value === undefined || value === null) return []
  return isYamlList(value) ? value : [value]
}

function mapOf(value: YamlValue | undefined): YamlMap {
  return isYamlMap(value) ? value : none
}

function textOf(value: YamlValue | undefined): string {
  return value === undefined || value === null || typeof value === 'object' ? '' : String(value)
}
