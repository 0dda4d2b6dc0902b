import type { YamlMap, YamlValue } from '../yaml/parse.ts'
import { mapOf, textOf } from './workflow-use.ts'

/** An include of one of our components, or of its file. */
export type GitLabUse = {
  readonly file: string
  /** `kluctl-images-bump`. */
  readonly component: string
  readonly inputs: YamlMap
}

/** What a file of a pipeline says of others. */
export type GitLabFile = {
  readonly uses: readonly GitLabUse[]
  /** Files of the repository that it includes. */
  readonly locals: readonly string[]
  /** True where it includes what is not in this repository, and is none of ours. */
  readonly hasForeign: boolean
  /** `stages:`; undefined where it is not said. */
  readonly stages: readonly string[] | undefined
}

/** `…/kluctl-images-bump@0.1.0`, `…/templates/kluctl-images-bump.yml`. */
const ours = /(?:^|\/)(?<component>kluctl-images(?:-bump|-release)?)(?:@[^/]+|\.yml)$/

/** Reads a file of a pipeline. Source: docs.gitlab.com/ci/yaml, include and stages. */
export function readGitLabFile(file: string, value: YamlValue): GitLabFile {
  const pipeline = mapOf(value)
  const includes = listOf(pipeline.get('include')).map(includeOf)
  const isOurs = ({ places }: Include): boolean => places.some(place => ours.test(place))
  const stages = pipeline.get('stages')
  return {
    uses: includes.flatMap(({ places, inputs }) =>
      places.flatMap(place => {
        const component = ours.exec(place)?.groups?.['component']
        return component === undefined ? [] : [{ file, component, inputs }]
      })
    ),
    locals: includes.flatMap(({ local }) => (local === undefined ? [] : [local.replace(/^\/+/, '')])),
    hasForeign: includes.some(include => include.local === undefined && !isOurs(include)),
    stages: Array.isArray(stages) ? stages.map(textOf) : undefined
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
  return Array.isArray(value) ? value : [value]
}
