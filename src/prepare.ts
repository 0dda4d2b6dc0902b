import type { Place } from './errors.ts'
import { readDocument } from './fixed/document.ts'
import type { FixedImage } from './fixed/entry.ts'
import { emptyLock, type Lock } from './lock/lock.ts'
import { readLock } from './lock/read-lock.ts'
import type { Options } from './options.ts'
import { readPolicy } from './policy/read-policy.ts'
import { commandLineArgs } from './project/args.ts'
import { type Builders, type Discovery, discover } from './project/discover.ts'
import type { RenderProjectRequest } from './project/render-project.ts'
import type { RenderedProject } from './project/rendition.ts'
import type { WarningRecord } from './report/record.ts'
import type { Pin } from './resolve/pins.ts'
import { makeRunPolicy, noPolicy, type RunPolicy } from './resolve/run-policy.ts'

/** What preparing needs from outside. */
export interface PreparePorts {
  /** Loads and renders the project, walled off from everything that is secret (threat model T-08). Throws InputError for an option. */
  readonly render: (request: RenderRunRequest) => Promise<RenderedProject>
  readonly builders: Builders
  /** A file that the user named; throws InputError with the option's name where it cannot be read. */
  readFile(path: string, option: string): string
  /** The output file as it stands before the run; undefined where there is none. */
  readPrevious(): string | undefined
  /** The policy file, with its name for messages; absent or undefined where there is none. */
  readonly readPolicy?: () => { readonly text: string; readonly name: string } | undefined
  /** The lock as it stands before the run, with its name for messages; absent or undefined where there is none, or none is wanted. */
  readonly readLock?: () => { readonly text: string; readonly name: string } | undefined
  /** Paths in the project that are files of ours, never manifests. */
  readonly ownFiles: ReadonlySet<string>
  /** Told how far the run is, for people who wait. */
  readonly progress?: ReportProgress | undefined
}

/** How far a run is: `done` of `total`, as far as the total is known yet. */
export type ReportProgress = (
  stage: 'rendering' | 'asking' | 'reading labels' | 'verifying',
  done?: number,
  total?: number
) => void

/** What of the options decides how the project is rendered. */
export type RenderRunRequest = Omit<RenderProjectRequest, 'external' | 'home'>

/** Everything that is known before a registry is asked. */
export type Prepared = {
  readonly project: Discovery
  /** Fixed images in kluctl's order, each weaker than the next: those of the target, of files, of the option. */
  readonly targetPins: readonly Pin[]
  readonly filePins: readonly Pin[]
  readonly optionPins: readonly Pin[]
  readonly previousText: string | undefined
  readonly previous: readonly FixedImage[]
  readonly policy: RunPolicy
  /** Text of the policy file; undefined where there is none. */
  readonly policyText: string | undefined
  readonly lock: Lock
  /** Text of the lock, which may be one of no file; undefined where there is none. */
  readonly lockText: string | undefined
  /** What should be said, so far; whoever goes on adds to a copy. */
  readonly warnings: readonly WarningRecord[]
}

/**
 * Reads what the options name, and loads and renders the project. Failures of single files of the project are in it as problems.
 * @throws InputError, FixedImagesError, LockError or ProjectError where an option or a file that one names cannot be used
 */
export async function prepare(options: Options, ports: PreparePorts): Promise<Prepared> {
  const warnings: WarningRecord[] = []
  const warn = (message: string, place?: Place): void =>
    void warnings.push({ kind: 'warning', message, place: place ?? null, image: null })
  const policyFile = ports.readPolicy?.()
  const policy = readRunPolicy(options, policyFile)
  const previousText = ports.readPrevious()
  const previous = previousText === undefined ? [] : readDocument(previousText, options.outputFile, warn)
  const lockFile = ports.readLock?.()
  const lock = lockFile === undefined ? emptyLock : readLock(lockFile.text, lockFile.name)
  const filePins = options.fixedImagesFiles.flatMap(file =>
    readDocument(ports.readFile(file, 'fixed-images-file'), file, warn).map(entry => ({ entry, source: file }))
  )
  const optionPins = options.fixedImages.map(entry => ({ entry, source: 'the option fixed-images' }))
  const args = commandLineArgs(options.args, options.argsFromFile, ports.readFile)
  const { target, inclusion } = options
  ports.progress?.('rendering')
  const rendered = await ports.render({ target, args, inclusion, ownFiles: ports.ownFiles })
  const project = await discover(rendered, ports.builders)
  const targetPins = project.targetImages.map(entry => ({ entry, source: `target ${target ?? ''}` }))
  for (const { message, place } of project.warnings) warn(message, place)
  return {
    ...{ project, targetPins, filePins, optionPins, previousText, previous },
    ...{ policy, policyText: policyFile?.text, lock, lockText: lockFile?.text, warnings }
  }
}

type PolicyText = { readonly text: string; readonly name: string }

/** @throws ProjectError for a policy file that cannot be read as one: nothing is decided without it */
function readRunPolicy(options: Options, file: PolicyText | undefined): RunPolicy {
  const policy = file === undefined ? noPolicy : readPolicy(file.text, file.name)
  return makeRunPolicy(policy, { ...options, rules: options.images })
}
