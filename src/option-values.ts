import { artifactNameProblem } from './artifact-name.ts'
import { InputError, ProjectError } from './errors.ts'
import { formatPlatform, parsePlatform } from './image/platform.ts'
import { type OptionDefinition, type OptionName, optionTable } from './option-table.ts'
import { registryPatternProblem } from './policy/registries.ts'
import { joinPath } from './project/files.ts'
import { repositoryKey } from './project/sources.ts'
import { type GateName, gateNames } from './report/record.ts'
import { quote, visible } from './text.ts'

/** `path` stands for what the project calls `name`. */
export type Replacement = { readonly name: string; readonly path: string }

/** The line of the table. */
export function definition(name: OptionName): OptionDefinition {
  const found = optionTable.find(option => option.name === name)
  if (!found) throw new Error(`the option table has no ${name}`)
  return found
}

/** The words of YAML 1.2, as GitHub reads them. @throws InputError */
export function parseBoolean(text: string, name: OptionName): boolean {
  if (/^(?:true|True|TRUE)$/.test(text)) return true
  if (/^(?:false|False|FALSE)$/.test(text)) return false
  throw new InputError(name, `${quote(text)} is neither true nor false`)
}

/** @throws InputError for a word that is none of the choices */
export function parseChoice(text: string, { name, choices = [] }: OptionDefinition): string {
  if (choices.includes(text)) return text
  throw new InputError(name, `${quote(text)} is not one of ${choices.join(', ')}`)
}

/** `none` stands alone; nothing at all is the default. @throws InputError */
export function parseGates(words: readonly string[]): readonly GateName[] {
  const given = words.length === 0 ? [definition('fail-on').default] : words
  for (const word of given) parseChoice(word, definition('fail-on'))
  if (!given.includes('none')) return gateNames.filter(name => given.includes(name))
  if (given.length === 1) return []
  throw new InputError('fail-on', 'none stands alone, without other gates')
}

/** Undefined stays undefined. @throws InputError */
export function parsePositive(text: string | undefined, name: OptionName): number | undefined {
  if (text === undefined) return undefined
  const number = /^[1-9][0-9]{0,9}$/.test(text) ? Number(text) : Number.NaN
  if (Number.isSafeInteger(number)) return number
  throw new InputError(name, `${quote(text)} is not a positive whole number`)
}

/** One of several parts of a run: the `index`-th of `count`, from 1 on. */
export type Shard = { readonly index: number; readonly count: number }

/** More parts are more jobs than a matrix of GitHub has. */
export const mostShards = 256

/** `K/N`. Undefined stays undefined. @throws InputError */
export function parseShard(text: string | undefined): Shard | undefined {
  if (text === undefined) return undefined
  const [, k = '', n = ''] = /^([1-9][0-9]{0,2})\/([1-9][0-9]{0,2})$/.exec(text) ?? []
  const shard = { index: Number(k), count: Number(n) }
  const hint = `Write K/N, as 3/20: the third of twenty parts, of ${mostShards} at most.`
  if (k === '') throw new InputError('shard', `${quote(text)} is not K/N`, { hint })
  if (shard.count > mostShards)
    throw new InputError('shard', `${quote(text)} is of more than ${mostShards} parts`, { hint })
  if (shard.index > shard.count)
    throw new InputError('shard', `${quote(text)} is not there: there are ${n} parts`, { hint })
  return shard
}

const targetPlaceholder = '{target}'

/** A path without the `./` that it may begin with. */
export function withoutDot(path: string): string {
  return path.replace(/^(?:\.\/+)+/, '')
}

/** Whether a path is another for each target. */
export function namesTarget(path: string): boolean {
  return path.includes(targetPlaceholder)
}

/** The path with the name of the target in place of `{target}`. @throws InputError where there is none, or one that is no name of a file */
export function fillTarget(path: string, target: string | undefined): string {
  if (!namesTarget(path)) return path
  if (target === undefined)
    throw new InputError('output-file', `${quote(path)} has {target}, and no target is chosen`, {
      hint: 'Choose one with the option target.'
    })
  if (!/^[A-Za-z0-9_][A-Za-z0-9._-]{0,99}$/.test(target))
    throw new InputError('output-file', `${quote(target)} cannot stand for {target}: it is no plain name of a file`, {
      hint: 'Name the file without {target}.'
    })
  return path.replaceAll(targetPlaceholder, target)
}

/** Empty for none, unlike the other options. @throws InputError */
export function parseArtifactName(given: string): string | undefined {
  const text = given.trim()
  if (text === '') return undefined
  const why = artifactNameProblem(text)
  if (why === undefined) return text
  throw new InputError('artifact-name', `${quote(text)} is no name of an artifact: ${why}`)
}

/** kluctl takes fixed-images files by their ending, so the file must have one of these. */
export function yamlName(path: string): string {
  if (/\.ya?ml$/.test(path)) return path
  throw new InputError('output-file', `${quote(path)} does not end in .yaml or .yml`, {
    hint: 'kluctl reads fixed-images files with these endings only.'
  })
}

/** Names of kubeconfig are any text; one that looks like a flag is none. @throws InputError */
export function parseContext(text: string | undefined): string | undefined {
  if (text === undefined || (!text.startsWith('-') && visible(text) === text)) return text
  throw new InputError('context', `${quote(text)} is not the name of a context`)
}

/** In its one spelling. @throws InputError */
export function parsePlatformName(text: string): string {
  const platform = parsePlatform(text)
  if (platform !== undefined) return formatPlatform(platform)
  throw new InputError('platforms', `${quote(text)} is not a platform`, {
    hint: 'Write it as linux/amd64 or linux/arm/v7.'
  })
}

/** `auto`, `none`, or a file. @throws InputError for what can only be a folder */
export function parseLockFile(text: string): string {
  if (!/(?:^|[\\/])\.{0,2}$/.test(text)) return text
  throw new InputError('lock-file', `${quote(text)} is a folder`, { hint: 'Name a file, as images.lock.json.' })
}

/** A pattern over registries. @throws InputError */
export function parseRegistry(text: string, name: OptionName): string {
  const why = registryPatternProblem(text)
  if (why === undefined) return text
  throw new InputError(name, `${quote(text)} is not a registry: ${why}`)
}

/** `name=path`. @throws InputError */
export function parseReplacement(line: string, option: OptionName): Replacement {
  // an address may hold an equals sign
  const end = line.lastIndexOf('=')
  const [name, path] = [line.slice(0, end).trim(), line.slice(end + 1).trim()]
  if (end > 0 && name !== '' && path !== '') return { name, path }
  throw new InputError(option, `${quote(line)} is not ${definition(option).value}`)
}

/** `url=path`, the url as the key of its repository. @throws InputError */
export function parseSource(line: string, kind: 'git' | 'oci'): Replacement {
  const option = `local-${kind}-override` as const
  const { name, path } = parseReplacement(line, option)
  const key = repositoryKey(kind, name) ?? (kind === 'git' ? repositoryKey(kind, `https://${name}`) : undefined)
  if (key !== undefined) return { name: key, path }
  throw new InputError(
    option,
    `${quote(name)} is not the url of ${kind === 'git' ? 'a git repository' : 'an OCI artifact'}`,
    {
      hint:
        kind === 'git'
          ? 'Write it as https://github.com/org/repo or github.com/org/repo.'
          : 'Write it as oci://host/path.'
    }
  )
}

/** Logins and tokens of the job are for nobody's templates, whatever the workflow says. */
const secretVariable = /^(?:KLUCTL_REGISTRY_|ACTIONS_|INPUT_|GITHUB_TOKEN$|GH_TOKEN$)/i

/** @throws InputError for what is no name, or holds a login */
export function parseVariableName(name: string): string {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
    throw new InputError('allow-env', `${quote(name)} is not the name of an environment variable`)
  if (secretVariable.test(name))
    throw new InputError('allow-env', `${name} holds a login and is never given to templates`, {
      hint: 'Put what the project needs into a variable of its own.'
    })
  return name
}

/** A folder in the project. @throws InputError */
export function relativeFolder(text: string, name: OptionName): string {
  try {
    return joinPath('', text.replaceAll('\\', '/'))
  } catch (error) {
    if (!(error instanceof ProjectError)) throw error
    throw new InputError(name, error.message, { hint: 'Write the folder relative to the project, as apps/shop.' })
  }
}
