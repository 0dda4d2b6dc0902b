import type { FileSource } from '../ports.ts'
import { parseKluctlYaml } from '../yaml/kluctl-yaml.ts'
import type { YamlMap, YamlValue } from '../yaml/parse.ts'
import { Part } from '../yaml/shape.ts'
import { mergeArgs, missingArgs } from './args.ts'
import { readArgDefinitions } from './config.ts'
import type { DeploymentItem } from './deployment.ts'
import { readEither } from './files.ts'

/**
 * The variables that an included project begins with. One with a `.kluctl-library.yaml` sees only its `args`, made of the item's and its own
 * defaults, and with `passVars` all variables but `args`; any other sees them all (kluctl-semantics 5.2).
 * @throws ProjectError for a required arg that the item does not give
 */
export function includedVariables(source: FileSource, folder: string, item: DeploymentItem, vars: YamlMap): YamlMap {
  const found = readEither(source, folder, '.kluctl-library')
  if (!found) return vars
  const document = parseKluctlYaml(found.text, found.path, 'file')
  const root = document && new Part(document)
  root?.allow(['args'])
  const definitions = root ? readArgDefinitions(root.at('args')) : []
  const args = mergeArgs(definitions, item.args, new Map())
  const missing = missingArgs(definitions, args)
  if (missing.length > 0) {
    throw item.part.fail(
      `the library ${found.path} needs args that have no value: ${missing.map(({ name }) => name).join(', ')}`,
      'config',
      `Add them to args of this item: ${missing.map(({ name }) => `${name}: …`).join(', ')}.`
    )
  }
  const passed: [string, YamlValue][] = item.passVars ? [...vars].filter(([name]) => name !== 'args') : []
  return new Map<string, YamlValue>([...passed, ['args', args]])
}
