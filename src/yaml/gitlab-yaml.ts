import type { Tags } from 'yaml'
import type { YamlLimits } from './limits.ts'
import { parseYamlDocuments, type YamlDocument } from './parse.ts'

/** `!reference [job, key]`, GitLab's own tag, which is read as the list behind it. Source: docs.gitlab.com/ci/yaml/yaml_optimization, `!reference` tags. */
const withReferences = (core: Tags): Tags => [...core, { tag: '!reference', collection: 'seq', default: false }]

/**
 * The documents of a pipeline of GitLab: one with inputs of its own has a header before the pipeline.
 * @throws ProjectError
 */
export function parseGitLabYaml(text: string, file: string, limits?: YamlLimits): readonly YamlDocument[] {
  return parseYamlDocuments(text, file, limits, 'hidden', withReferences)
}
