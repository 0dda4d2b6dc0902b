import { ProjectError } from '../errors.ts'
import { nearest, quote } from '../text.ts'
import { parseKluctlYaml } from '../yaml/kluctl-yaml.ts'
import { isYamlList, isYamlMap, type YamlMap, type YamlValue } from '../yaml/parse.ts'
import type { Part } from '../yaml/shape.ts'
import type { ExternalSources } from './sources.ts'

type Environment = Pick<ExternalSources, 'env' | 'allowedEnv'>

/**
 * Loads `systemEnvVars`: a map of any shape whose texts are `NAME` or `NAME:default`; values are YAML, and an empty default is empty text. The
 * workflow decides which names may be read. `ignoreMissing` leaves out what is not set. kluctl-semantics 5.4.
 * @throws ProjectError naming the variable that is not allowed, not set, or no YAML; never its value
 */
export function loadEnvironment(part: Part, environment: Environment, ignoreMissing: boolean): YamlMap {
  const loaded = loadTree(part, environment, ignoreMissing)
  if (!isYamlMap(part.value) || !isYamlMap(loaded))
    throw part.fail('a map of names of environment variables is expected')
  return loaded
}

function loadTree(part: Part, environment: Environment, ignoreMissing: boolean): YamlValue | undefined {
  const { value } = part
  if (isYamlList(value)) {
    const items = part.list().map(item => loadTree(item, environment, ignoreMissing))
    return items.filter(item => item !== undefined)
  }
  if (!isYamlMap(value)) return loadVariable(part, environment, ignoreMissing)
  const entries = [...value.keys()].map(key => [key, loadTree(part.at(key), environment, ignoreMissing)] as const)
  return new Map(entries.flatMap(([key, item]) => (item === undefined ? [] : [[key, item]])))
}

function loadVariable(part: Part, { env, allowedEnv }: Environment, ignoreMissing: boolean): YamlValue | undefined {
  const [name = '', ...rest] = part.text().split(':')
  if (!allowedEnv.includes(name)) {
    const near = nearest(name, allowedEnv)
    const hint = near === undefined ? '' : ` Allowed is ${near}.`
    throw part.fail(
      `the environment variable ${quote(name)} is not allowed here`,
      'unsupported',
      `Allow it with allow-env: ${name}.${hint}`
    )
  }
  const value = env.get(name)
  if (value !== undefined) return parseVariable(value, name, part)
  if (rest.length === 0 && ignoreMissing) return undefined
  if (rest.length === 0) {
    throw part.fail(
      `the environment variable ${quote(name)} is not set`,
      'config',
      `Set it, or give a default: ${name}:default.`
    )
  }
  const text = rest.join(':')
  return text === '' ? '' : parseVariable(text, name, part)
}

/** The parser's words are dropped: they may show the value. */
function parseVariable(text: string, name: string, part: Part): YamlValue {
  try {
    return parseKluctlYaml(text, name, 'hidden')?.value ?? null
  } catch (error) {
    if (!(error instanceof ProjectError)) throw error
    throw part.fail(`the value of the environment variable ${quote(name)} is not valid YAML`, 'yaml')
  }
}
