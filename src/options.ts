import { artifactNameProblem } from './artifact-name.ts'
import { InputError, ProjectError } from './errors.ts'
import type { FixedImage } from './fixed/entry.ts'
import { parseFixedImageFlag } from './fixed/flag.ts'
import { formatPlatform, parsePlatform } from './image/platform.ts'
import { type OptionDefinition, type OptionName, optionTable } from './option-table.ts'
import { registryPatternProblem } from './policy/registries.ts'
import { type ArgAssignment, parseArgLine } from './project/args.ts'
import { joinPath } from './project/files.ts'
import type { Inclusion } from './project/inclusion.ts'
import { repositoryKey } from './project/sources.ts'
import { type GateName, gateNames } from './report/record.ts'
import { type ImageRule, parseImageRules } from './resolve/rules.ts'
import { nearest, quote, visible } from './text.ts'

/** All options of the main job, read and checked. Paths are as the user wrote them. */
export type Options = {
  readonly projectDir: string
  /** Folder that the project's paths may not leave; the project itself if undefined. */
  readonly sourceRoot: string | undefined
  readonly target: string | undefined
  readonly args: readonly ArgAssignment[]
  readonly argsFromFile: readonly string[]
  /** Files in place of variable sources, by what the project calls the source. */
  readonly varsFromFile: readonly Replacement[]
  /** Environment variables that the project may read. */
  readonly allowEnv: readonly string[]
  /** Folders in place of git and OCI sources; `name` is their repository key. */
  readonly localSources: readonly Replacement[]
  readonly images: readonly ImageRule[]
  readonly inclusion: Inclusion
  readonly fixedImagesFiles: readonly string[]
  readonly fixedImages: readonly FixedImage[]
  readonly updateImages: boolean
  readonly offlineImages: boolean
  /** `none`, `cluster`, or the path of a file or folder of objects. */
  readonly deployedImages: string
  readonly context: string | undefined
  /** Undefined for the file of the project, where it has one. */
  readonly policyFile: string | undefined
  /** `linux/arm64/v8`; empty for any. */
  readonly platforms: readonly string[]
  /** Undefined where the workflow does not say. */
  readonly allowRegistries: readonly string[] | undefined
  readonly denyRegistries: readonly string[]
  readonly pinDigests: boolean
  readonly verify: boolean
  /** `auto`, `none`, or a path. */
  readonly lockFile: string
  readonly outputFile: string
  readonly simple: boolean
  readonly reportFile: string
  readonly renderOutputDir: string | undefined
  readonly baseline: string
  readonly sourceLinks: boolean
  readonly failOn: readonly GateName[]
  readonly comment: 'always' | 'on-change' | 'on-failure' | 'never'
  readonly commentTag: string | undefined
  readonly commentFile: string | undefined
  readonly prNumber: number | undefined
  readonly commitSubjects: boolean
  readonly jobSummary: boolean
  /** Undefined for no artifact. */
  readonly artifactName: string | undefined
  readonly artifactRetentionDays: number
  readonly artifactRequired: boolean
  readonly mode: 'resolve' | 'comment'
  readonly allowUntrustedTemplates: 'never' | 'no-credentials'
  readonly githubToken: string | undefined
  /** True where rendered manifests are wanted: then a use without an answer is a failure. */
  readonly needsManifests: boolean
}

/** `path` stands for what the project calls `name`. */
export type Replacement = { readonly name: string; readonly path: string }

/** Options as text, by name; absent and empty mean the default. */
export type RawOptions = Readonly<Partial<Record<OptionName, string>>>

export type ParsedOptions = { readonly options: Options; readonly problems: readonly InputError[] }

/**
 * Reads the options. All that is wrong is found at once and returned as `problems`; `options` may be used only where there are none.
 */
export function parseOptions(raw: RawOptions): ParsedOptions {
  const problems: InputError[] = unknownOptions(raw)
  const text = (name: OptionName): string => (raw[name] ?? '').trim() || definition(name).default
  const optional = (name: OptionName): string | undefined => (raw[name] ?? '').trim() || undefined
  const lines = (name: OptionName): readonly string[] => splitValues(raw[name] ?? '', definition(name))
  const each = <T>(name: OptionName, parse: (line: string) => T): readonly T[] =>
    lines(name).flatMap(line => {
      const value = attempt(() => parse(line), problems)
      return value === undefined ? [] : [value]
    })
  const boolean = (name: OptionName): boolean => attempt(() => parseBoolean(text(name), name), problems) ?? false
  const choice = (name: OptionName): string =>
    attempt(() => parseChoice(text(name), definition(name)), problems) ?? text(name)
  const images = parseImageRules((raw.images ?? '').split(/\r?\n/))
  problems.push(...images.problems)
  const folders = (name: OptionName): readonly string[] => each(name, line => relativeFolder(line, name))
  const options: Options = {
    projectDir: text('project-dir'),
    sourceRoot: optional('source-root'),
    target: optional('target'),
    args: each('args', parseArgLine),
    argsFromFile: lines('args-from-file'),
    varsFromFile: each('vars-from-file', line => parseReplacement(line, 'vars-from-file')),
    allowEnv: each('allow-env', parseVariableName),
    localSources: [
      ...each('local-git-override', line => parseSource(line, 'git')),
      ...each('local-oci-override', line => parseSource(line, 'oci'))
    ],
    images: images.rules,
    inclusion: {
      includeTags: lines('include-tags'),
      excludeTags: lines('exclude-tags'),
      includeDeploymentDirs: folders('include-deployment-dirs'),
      excludeDeploymentDirs: folders('exclude-deployment-dirs')
    },
    fixedImagesFiles: lines('fixed-images-file'),
    fixedImages: each('fixed-images', line => parseFixedImageFlag(line)),
    updateImages: boolean('update-images'),
    offlineImages: boolean('offline-images'),
    deployedImages: text('deployed-images'),
    context: attempt(() => parseContext(optional('context')), problems),
    policyFile: optional('policy-file'),
    platforms: each('platforms', parsePlatformName),
    allowRegistries:
      lines('allow-registries').length === 0
        ? undefined
        : each('allow-registries', line => parseRegistry(line, 'allow-registries')),
    denyRegistries: each('deny-registries', line => parseRegistry(line, 'deny-registries')),
    pinDigests: boolean('pin-digests'),
    verify: boolean('verify'),
    lockFile: text('lock-file'),
    outputFile: attempt(() => yamlName(text('output-file')), problems) ?? '',
    simple: boolean('simple'),
    reportFile: text('report-file'),
    renderOutputDir: optional('render-output-dir'),
    baseline: text('baseline'),
    sourceLinks: boolean('source-links'),
    failOn: attempt(() => parseGates(lines('fail-on')), problems) ?? [],
    comment: choice('comment') as Options['comment'],
    commentTag: optional('comment-tag'),
    commentFile: optional('comment-file'),
    prNumber: attempt(() => parsePositive(optional('pr-number'), 'pr-number'), problems),
    commitSubjects: boolean('commit-subjects'),
    jobSummary: boolean('job-summary'),
    artifactName: attempt(
      () => parseArtifactName(raw['artifact-name'] ?? definition('artifact-name').default),
      problems
    ),
    artifactRetentionDays:
      attempt(() => parsePositive(text('artifact-retention-days'), 'artifact-retention-days'), problems) ?? 0,
    artifactRequired: boolean('artifact-required'),
    mode: choice('mode') as Options['mode'],
    allowUntrustedTemplates: choice('allow-untrusted-templates') as Options['allowUntrustedTemplates'],
    githubToken: optional('github-token'),
    needsManifests: optional('render-output-dir') !== undefined
  }
  if (withoutDot(options.reportFile) === withoutDot(options.outputFile)) {
    problems.push(new InputError('report-file', 'report-file and output-file are the same file'))
  }
  const { commentFile, outputFile, reportFile } = options
  if (commentFile !== undefined && [outputFile, reportFile].map(withoutDot).includes(withoutDot(commentFile))) {
    problems.push(new InputError('comment-file', 'comment-file and another file of this run are the same file'))
  }
  return { options, problems }
}

function unknownOptions(raw: RawOptions): InputError[] {
  const names = optionTable.map(option => option.name)
  return Object.keys(raw)
    .filter(name => !names.some(known => known === name))
    .map(name => {
      const near = nearest(name, names)
      const hint = near === undefined ? undefined : `Did you mean ${near}?`
      return new InputError(name, `there is no option ${quote(name)}`, { hint })
    })
}

function withoutDot(path: string): string {
  return path.replace(/^(?:\.\/+)+/, '')
}

function definition(name: OptionName): OptionDefinition {
  const found = optionTable.find(option => option.name === name)
  if (!found) throw new Error(`the option table has no ${name}`)
  return found
}

function splitValues(text: string, { kind }: OptionDefinition): readonly string[] {
  const separator = kind === 'list' ? /[\r\n,]+/ : /\r?\n/
  const values = text.split(separator).map(value => value.trim())
  return values.filter(value => value !== '' && !value.startsWith('#'))
}

function attempt<T>(parse: () => T, problems: InputError[]): T | undefined {
  try {
    return parse()
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    problems.push(error)
    return undefined
  }
}

/** The words of YAML 1.2, as GitHub reads them. */
function parseBoolean(text: string, name: OptionName): boolean {
  if (/^(?:true|True|TRUE)$/.test(text)) return true
  if (/^(?:false|False|FALSE)$/.test(text)) return false
  throw new InputError(name, `${quote(text)} is neither true nor false`)
}

function parseChoice(text: string, { name, choices = [] }: OptionDefinition): string {
  if (choices.includes(text)) return text
  throw new InputError(name, `${quote(text)} is not one of ${choices.join(', ')}`)
}

/** `none` stands alone; nothing at all is the default. @throws InputError */
function parseGates(words: readonly string[]): readonly GateName[] {
  const given = words.length === 0 ? [definition('fail-on').default] : words
  for (const word of given) parseChoice(word, definition('fail-on'))
  if (!given.includes('none')) return gateNames.filter(name => given.includes(name))
  if (given.length === 1) return []
  throw new InputError('fail-on', 'none stands alone, without other gates')
}

function parsePositive(text: string | undefined, name: OptionName): number | undefined {
  if (text === undefined) return undefined
  const number = /^[1-9][0-9]{0,9}$/.test(text) ? Number(text) : Number.NaN
  if (Number.isSafeInteger(number)) return number
  throw new InputError(name, `${quote(text)} is not a positive whole number`)
}

/** Empty for none, unlike the other options. @throws InputError */
function parseArtifactName(given: string): string | undefined {
  const text = given.trim()
  if (text === '') return undefined
  const why = artifactNameProblem(text)
  if (why === undefined) return text
  throw new InputError('artifact-name', `${quote(text)} is no name of an artifact: ${why}`)
}

/** kluctl takes fixed-images files by their ending, so the file must have one of these. */
function yamlName(path: string): string {
  if (/\.ya?ml$/.test(path)) return path
  throw new InputError('output-file', `${quote(path)} does not end in .yaml or .yml`, {
    hint: 'kluctl reads fixed-images files with these endings only.'
  })
}

/** Names of kubeconfig are any text; one that looks like a flag is none. @throws InputError */
function parseContext(text: string | undefined): string | undefined {
  if (text === undefined || (!text.startsWith('-') && visible(text) === text)) return text
  throw new InputError('context', `${quote(text)} is not the name of a context`)
}

function parsePlatformName(text: string): string {
  const platform = parsePlatform(text)
  if (platform !== undefined) return formatPlatform(platform)
  throw new InputError('platforms', `${quote(text)} is not a platform`, {
    hint: 'Write it as linux/amd64 or linux/arm/v7.'
  })
}

function parseRegistry(text: string, name: OptionName): string {
  const why = registryPatternProblem(text)
  if (why === undefined) return text
  throw new InputError(name, `${quote(text)} is not a registry: ${why}`)
}

function parseReplacement(line: string, option: OptionName): Replacement {
  // an address may hold an equals sign
  const end = line.lastIndexOf('=')
  const [name, path] = [line.slice(0, end).trim(), line.slice(end + 1).trim()]
  if (end > 0 && name !== '' && path !== '') return { name, path }
  throw new InputError(option, `${quote(line)} is not ${definition(option).value}`)
}

function parseSource(line: string, kind: 'git' | 'oci'): Replacement {
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

function parseVariableName(name: string): string {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
    throw new InputError('allow-env', `${quote(name)} is not the name of an environment variable`)
  if (secretVariable.test(name))
    throw new InputError('allow-env', `${name} holds a login and is never given to templates`, {
      hint: 'Put what the project needs into a variable of its own.'
    })
  return name
}

function relativeFolder(text: string, name: OptionName): string {
  try {
    return joinPath('', text.replaceAll('\\', '/'))
  } catch (error) {
    if (!(error instanceof ProjectError)) throw error
    throw new InputError(name, error.message, { hint: 'Write the folder relative to the project, as apps/shop.' })
  }
}
