import type { FileSource } from '../ports.ts'
import { parseKluctlYaml } from '../yaml/kluctl-yaml.ts'
import { isYamlMap, type YamlValue } from '../yaml/parse.ts'
import type { Target } from './config.ts'
import { joinPath, readEither } from './files.ts'

/**
 * The variable `cluster` of projects for kluctl before v2.12: what `clusters/<name>.yml` says of the cluster that the target names. Empty
 * where the project has no such file.
 * @throws ProjectError for a file that is not YAML, or a name that leads elsewhere
 */
export function oldCluster(
  source: FileSource,
  home: string,
  { variables }: Target
): readonly (readonly [string, YamlValue])[] {
  const name = variables.get('cluster')
  if (typeof name !== 'string' || name === '') return []
  const found = readEither(source, joinPath(home, 'clusters'), name, '.yml')
  const value = found && parseKluctlYaml(found.text, found.path)?.value
  const cluster = isYamlMap(value) ? value.get('cluster') : undefined
  return cluster === undefined ? [] : [['cluster', cluster]]
}
