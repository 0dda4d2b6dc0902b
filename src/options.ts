import { InputError } from './errors.ts'
import type { FixedImage } from './fixed/entry.ts'
import { parseFixedImageFlag } from './fixed/flag.ts'
import { type OptionDefinition, type OptionName, optionTable } from './option-table.ts'
import {
  definition,
  fillTarget,
  parseArtifactName,
  parseBoolean,
  parseChoice,
  parseContext,
  parseGates,
  parseLockFile,
  parsePlatformName,
  parsePositive,
  parseRegistry,
  parseReplacement,
  parseShard,
  parseSource,
  parseVariableName,
  type Replacement,
  relativeFolder,
  type Shard,
  withoutDot,
  yamlName
} from './option-values.ts'
import { type ArgAssignment, parseArgLine } from './project/args.ts'
import type { Inclusion } from './project/inclusion.ts'
import type { GateName } from './report/record.ts'
import { type ImageRule, parseImageRules } from './resolve/rules.ts'
import { nearest, quote } from './text.ts'

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
  /** Which part of the images the run is to answer; undefined for all. */
  readonly shard: Shard | undefined
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
  /** Branch or commit of an earlier run that is not merged; undefined for none. */
  readonly proposal: string | undefined
  /** With the name of the target in place of `{target}`, but for the mode `merge`, which may have several. */
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
  readonly mode: 'resolve' | 'comment' | 'merge'
  /** Files and folders with the records that `merge` puts together. */
  readonly records: readonly string[]
  /** Targets that the records of `merge` must be of; empty for whichever they are of. */
  readonly targets: readonly string[]
  readonly allowUntrustedTemplates: 'never' | 'no-credentials'
  readonly githubToken: string | undefined
  /** True where rendered manifests are wanted: then a use without an answer is a failure. */
  readonly needsManifests: boolean
}

/** Options as text, by name; absent and empty mean the default. */
export type RawOptions = Readonly<Partial<Record<OptionName, string>>>

export type ParsedOptions = { readonly options: Options; readonly problems: readonly InputError[] }

/**
 * Reads the options. All that is wrong is found at once and returned as `problems`; `options` may be used only where there are none. With
 * `eachTarget`, for whoever looks at several targets, `{target}` stays in the output file.
 */
export function parseOptions(
  raw: RawOptions,
  { eachTarget = raw.mode?.trim() === 'merge' }: { readonly eachTarget?: boolean } = {}
): ParsedOptions {
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
    shard: attempt(() => parseShard(optional('shard')), problems),
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
    lockFile: attempt(() => parseLockFile(text('lock-file')), problems) ?? '',
    proposal: optional('proposal'),
    outputFile: attempt(() => outputPath(text('output-file'), optional('target'), eachTarget), problems) ?? '',
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
    records: lines('records'),
    targets: lines('targets'),
    allowUntrustedTemplates: choice('allow-untrusted-templates') as Options['allowUntrustedTemplates'],
    githubToken: optional('github-token'),
    needsManifests: optional('render-output-dir') !== undefined
  }
  problems.push(...misplacedShard(options), ...misplacedTargets(options))
  if (withoutDot(options.reportFile) === withoutDot(options.outputFile)) {
    problems.push(new InputError('report-file', 'report-file and output-file are the same file'))
  }
  const { commentFile, outputFile, reportFile } = options
  if (commentFile !== undefined && [outputFile, reportFile].map(withoutDot).includes(withoutDot(commentFile))) {
    problems.push(new InputError('comment-file', 'comment-file and another file of this run are the same file'))
  }
  return { options, problems }
}

function outputPath(text: string, target: string | undefined, eachTarget: boolean): string {
  const path = yamlName(text)
  return eachTarget ? path : fillTarget(path, target)
}

/** A part of the images makes no manifests and proves no file. */
function misplacedShard({ shard, mode, verify, renderOutputDir }: Options): readonly InputError[] {
  if (shard === undefined) return []
  const hint = 'Leave shard empty.'
  const wrong = (why: string): readonly InputError[] => [new InputError('shard', why, { hint })]
  if (mode !== 'resolve') return wrong(`the mode ${mode} is about no part of the images`)
  if (verify) return wrong('a fixed-images file is verified as a whole')
  return renderOutputDir === undefined ? [] : wrong('manifests are written of all images, and shard leaves some out')
}

/** A run is of one target. */
function misplacedTargets({ targets, mode }: Options): readonly InputError[] {
  if (targets.length === 0 || mode === 'merge') return []
  const hint = 'Choose the target of a run with the option target.'
  return [new InputError('targets', 'only a merge is of several targets', { hint })]
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
