import { optionTable } from '../option-table.ts'
import type { RawOptions } from '../options.ts'
import type { YamlMap, YamlValue } from '../yaml/parse.ts'
import { type CheckLine, failure } from './check-line.ts'
import { textOf, type WorkflowUse } from './workflow-use.ts'

/**
 * What a pipeline of the repository says of a project, so that `doctor` looks at what its runs look at. Paths count from the root of the
 * repository. What an expression or a variable decides is not in it.
 */
export type PipelineSetup = {
  /** Where it stands: `images.yml, job bump`. */
  readonly from: string
  readonly projectDir: string
  /** Empty where it names none. */
  readonly targets: readonly string[]
  /** The file that its runs write, and its lock as the option says it; undefined where they write none. */
  readonly output: { readonly file: string; readonly lock: string } | undefined
  /** Branch that it overwrites; undefined for one that pushes none. */
  readonly branch: string | undefined
  /** Options that decide how the project is rendered. */
  readonly raw: RawOptions
}

const plainOptions = [
  'include-tags',
  'exclude-tags',
  'include-deployment-dirs',
  'exclude-deployment-dirs'
] as const satisfies readonly (keyof RawOptions)[]

/** The setup of a use in a workflow; undefined for one that resolves nothing, or whose project only the run knows. */
export function setupOfWorkflow({ file, jobId, reusable, inputs }: WorkflowUse): PipelineSetup | undefined {
  const from = `${file}, job ${jobId}`
  if (reusable === 'bump.yml') return readSetup(from, inputs, 'branch')
  if (reusable === 'review.yml') return readSetup(from, inputs, 'file')
  if (reusable === 'release.yml') return readSetup(from, inputs, 'nothing')
  const mode = textOf(inputs.get('mode'))
  if (reusable !== undefined || !['', 'resolve', 'merge'].includes(mode)) return undefined
  return readSetup(from, inputs, textOf(inputs.get('verify')) === 'true' ? 'nothing' : 'file')
}

/**
 * Reads the inputs that the Action, its workflows and the components of GitLab have in common.
 * @param writes a fixed-images file, or a branch with it as well
 */
export function readSetup(
  from: string,
  inputs: YamlMap,
  writes: 'nothing' | 'file' | 'branch'
): PipelineSetup | undefined {
  const projectDir = pathOf(inputs.get('project-dir'), '.')
  if (projectDir === undefined) return undefined
  const named = linesOf(inputs.get('targets'))
  const targets = (named.length > 0 ? named : linesOf(inputs.get('target'))).filter(isPlain)
  const file = pathOf(inputs.get('output-file'), defaultOf('output-file'))
  const lock = textOf(inputs.get('lock-file'))
  const branch = textOf(inputs.get('branch')).trim() || 'kluctl-images/bump'
  const paths = (['source-root', 'policy-file'] as const).map(
    name => [name, [pathOf(inputs.get(name), '') ?? '']] as const
  )
  const plain = plainOptions.map(name => [name, linesOf(inputs.get(name)).filter(isPlain)] as const)
  // a value that is read from a file is left out: which files outside of the repository are read, only the flags say
  const given: readonly (readonly [keyof RawOptions, readonly string[]])[] = [
    ...paths,
    ...plain,
    ['args', linesOf(inputs.get('args')).filter(line => isPlain(line) && !/=\s*@/.test(line))],
    ['args-from-file', linesOf(inputs.get('args-from-file')).filter(isPath)],
    ['vars-from-file', linesOf(inputs.get('vars-from-file')).filter(line => isPath(line.replace(/^.*=/, '')))]
  ]
  const raw = given.map(([name, lines]) => [name, lines.join('\n')] as const).filter(([, text]) => text !== '')
  return {
    from,
    projectDir,
    targets,
    output:
      writes !== 'nothing' && file !== undefined
        ? { file, lock: isPath(lock) ? lock : defaultOf('lock-file') }
        : undefined,
    branch: writes === 'branch' && isPlain(branch) ? branch : undefined,
    raw: Object.fromEntries(raw)
  }
}

/** Lines of a text, or the items of a list, without comments. */
function linesOf(value: YamlValue | undefined): readonly string[] {
  const lines = Array.isArray(value) ? value.map(textOf) : textOf(value).split('\n')
  return lines.map(line => line.trim()).filter(line => line !== '' && !line.startsWith('#'))
}

/** The path that an input names; undefined where only the run knows it, or where it leads out of the repository. */
function pathOf(value: YamlValue | undefined, otherwise: string): string | undefined {
  const text = textOf(value).trim() || otherwise
  return text === '' || isPath(text) ? text : undefined
}

function isPath(text: string): boolean {
  return text !== '' && isPlain(text) && !/^[/~]|^[A-Za-z]:|\\|(?:^|\/)\.\.(?:\/|$)/.test(text)
}

/** Neither an expression of GitHub nor a variable or input of GitLab. */
function isPlain(text: string): boolean {
  return !/\$\{\{|\$\[\[|\$\{?[A-Za-z_]/.test(text)
}

function defaultOf(name: keyof RawOptions): string {
  return optionTable.find(option => option.name === name)?.default ?? ''
}

/** What two pipelines take from each other: the file of two projects, the branch of two jobs. */
export function clashes(setups: readonly PipelineSetup[]): readonly CheckLine[] {
  return [
    ...doubled(setups, ({ output }) => output?.file).flatMap(([file, [one, ...others]]) => {
      const other = others.find(({ projectDir }) => projectDir !== one.projectDir)
      if (other === undefined) return []
      const what = `is written for ${one.projectDir} and for ${other.projectDir}, and each takes out what the other puts in`
      return [failure(file, what, `Give ${other.from}, an output-file of its own, as ${other.projectDir}/${file}.`)]
    }),
    ...doubled(setups, ({ branch }) => branch).map(([branch, [one, other = one]]) => {
      const what = `is the branch of ${one.from}, and of ${other.from}, and each overwrites the other`
      return failure(branch, what, 'Give one of them the input branch.')
    })
  ]
}

type Several = readonly [PipelineSetup, ...PipelineSetup[]]

/** What several setups have in common. */
function doubled(
  setups: readonly PipelineSetup[],
  of: (setup: PipelineSetup) => string | undefined
): readonly (readonly [string, Several])[] {
  const found = new Map<string, Several>()
  for (const setup of setups) {
    const key = of(setup)
    const before = key === undefined ? undefined : found.get(key)
    if (key !== undefined) found.set(key, before === undefined ? [setup] : [...before, setup])
  }
  return [...found].filter(([, { length }]) => length > 1)
}
