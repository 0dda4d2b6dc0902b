import { homedir } from 'node:os'
import { join, relative, resolve, sep } from 'node:path'
import type { DeployedSource } from '../deployed/answer.ts'
import { DeployedError, type FileError, InputError } from '../errors.ts'
import { lockPath } from '../lock/lock-path.ts'
import { refuseMaskedPart } from '../merge/masked-part.ts'
import type { Options } from '../options.ts'
import type { Log } from '../ports.ts'
import type { PreparePorts } from '../prepare.ts'
import { type ChangeSourceRequest, findChangeSources } from '../report/change-source.ts'
import { jsonText } from '../report/escape.ts'
import { formatReceipt } from '../report/receipt.ts'
import { type Change, noCost } from '../report/record.ts'
import { type ReportProgress, type RunResult, run } from '../run.ts'
import { quote } from '../text.ts'
import type { Verification } from '../verify/record.ts'
import { verifyProject } from '../verify/verify-project.ts'
import { readBaseline } from './baseline.ts'
import { findBoundary } from './boundary.ts'
import { openDeployed } from './deployed.ts'
import { commitOf } from './git-show.ts'
import { policyPlaces, readNamedFile, readPolicyFile } from './named-files.ts'
import type { NewRegistries } from './new-registries.ts'
import { checkOutputFiles } from './output-files.ts'
import { findPolicyChange } from './policy-change.ts'
import { findProject } from './project-files.ts'
import { openRendering } from './project-rendering.ts'
import { readProposal } from './proposal.ts'
import { redactError, redactRecord } from './redact-record.ts'
import { openRegistries, type Registries, type RegistrySurroundings } from './registries.ts'
import { createRedactor, type Redactor } from './registry/redact.ts'
import { sourceHosts } from './source-hosts.ts'
import { reviewedChange, type UntouchedRequest } from './untouched-project.ts'
import { readUserFile, writeFileAtomically } from './write-file.ts'
import { type RunWrite, writeRun } from './write-run.ts'

/** What a door hands to the machine. */
export type Surroundings = RegistrySurroundings & {
  readonly log: Log
  /** The checked-out repository in CI: nothing is written outside of it, and no settings for logins are taken from it. */
  readonly workspace?: string | undefined
  /** Base commit of the pull request that the run is about. */
  readonly baseCommit?: string | undefined
  /** True where the checked-out files are those of that commit with the change under review. */
  readonly isOnBase?: boolean | undefined
  /** Lists the files that the pull request changes, where git has not its base. */
  readonly listChanged?: UntouchedRequest['listChanged']
  /** Reads a file of the repository at a commit, where git has it not. */
  readonly fetchFile?: ((path: string, commit: string) => Promise<string | undefined>) | undefined
  /** Lists the commits between two images, of one owner's repositories. */
  readonly commits?: ChangeSourceRequest['commits']
  readonly progress?: ReportProgress | undefined
  /** Tells which registries only the change under review brings; absent where there is none, or nobody can tell. */
  readonly findNewRegistries?: ((registries: readonly string[]) => Promise<NewRegistries>) | undefined
}

/** The main job on this machine: files, registries, and writing what came out. */
export interface Machine {
  run(): Promise<RunResult>
  /** Proves what the fixed-images file says, and writes nothing. @throws InputError and others of ours as `run` */
  verify(): Promise<Verification>
  /**
   * Writes the report always, and the fixed-images file and the manifests where the run is complete.
   * @throws AggregateError of FileErrors
   */
  write(result: RunResult): void
  /** The same; what could not be written is returned. */
  tryToWrite(result: RunResult): readonly FileError[]
  writeManifests(result: RunResult): void
  /** The text of the lock as it was written; undefined where there is none. */
  writtenLock(result: RunResult): string | undefined
  /** Writes a text for people beside the results, where files may be written. @throws FileError */
  writeBeside(path: string, text: string): void
  /** What the registries were asked, in one line for log and summary; undefined where none was. */
  receipt(): string | undefined
  readonly redactor: Redactor
  close(): Promise<void>
}

/** @throws InputError or AggregateError of them, for what cannot work whatever the project says */
export async function openMachine(options: Options, surroundings: Surroundings): Promise<Machine> {
  const { root } = findProject(options)
  if (!options.verify) checkOutputFiles(options, surroundings.workspace)
  refuseCluster(options, surroundings)
  const registries = options.offlineImages ? offlineRegistries() : openRegistries(surroundings)
  const { env } = surroundings
  const checkout = surroundings.workspace ?? (env['GITHUB_WORKSPACE'] || env['CI_PROJECT_DIR'] || undefined)
  const boundary = findBoundary(root, checkout)
  const readNamed = (path: string, option: string): string => readNamedFile(path, option, boundary)
  const previous = readUserFile(options.outputFile, boundary)
  const lockName = options.lockFile === 'none' ? undefined : lockPath(options.lockFile, options.outputFile)
  const write = (path: string, text: string): void =>
    writeFileAtomically(path, text, { workspace: surroundings.workspace })
  // last, since what it starts has to be closed
  const rendering = openRendering(options, { ...surroundings, readFile: readNamed })
  const { commits } = surroundings
  const findSources = (changes: readonly Change[]): Promise<readonly Change[]> => {
    const end = Date.now() + patience
    const isLate = (): boolean => Date.now() > end
    return findChangeSources(changes, { labels: registries, hosts: sourceHosts(env), commits, isLate })
  }
  const prepareWith: PreparePorts = {
    async render(request) {
      const rendered = await rendering.render(request)
      for (const secret of rendered.secrets) {
        // templates encode values for Secrets and for configuration
        registries.redactor.add(Buffer.from(secret).toString('base64').replace(/=+$/, ''))
        registries.redactor.add(secret)
        surroundings.addSecret?.(secret)
      }
      return rendered
    },
    builders: rendering.builders,
    readFile: readNamed,
    readPrevious: () => previous,
    readPolicy: () => readPolicyFile(options, boundary),
    readLock() {
      const text = lockName === undefined ? undefined : readUserFile(lockName, boundary)
      return text === undefined || lockName === undefined ? undefined : { text, name: lockName }
    },
    ownFiles: ownFiles(options),
    progress: surroundings.progress
  }
  const introduce = async (names: readonly string[]): Promise<ReadonlySet<string>> => {
    const found = await surroundings.findNewRegistries?.(names)
    if (found === undefined) return new Set()
    registries.withhold([...found.new], [...found.unknown])
    return found.new
  }
  const machine: Machine = {
    redactor: registries.redactor,
    async run() {
      const result = await run(options, {
        ...prepareWith,
        tags: registries,
        images: registries,
        deployed:
          options.deployedImages === 'none' ? undefined : context => findDeployed(options, context, surroundings, root),
        introduce: options.offlineImages ? undefined : introduce,
        now: Date.now,
        readBaseline: before =>
          readBaseline({ ...options, ...surroundings, boundary, baseCommit: surroundings.baseCommit }, before),
        log: surroundings.log,
        readProposal: name => readProposal(name, { ...options, ...surroundings }),
        commit: () => commitOf('HEAD', root),
        reviewed: reviewedChange(options, surroundings),
        policyChange: () =>
          findPolicyChange(options, { ...surroundings, baseCommit: surroundings.baseCommit, boundary }),
        findSources: options.sourceLinks && !options.offlineImages ? findSources : undefined
      }).catch((error: unknown) => {
        throw redactError(error, registries.redactor.redact)
      })
      const report = redactRecord(result.report, registries.redactor.redact)
      if (result.report.part !== null && report.part !== null) refuseMaskedPart(result.report.part, report.part)
      return { ...result, report }
    },
    write(result) {
      const problems = machine.tryToWrite(result)
      if (problems.length > 0) throw new AggregateError(problems)
    },
    async verify() {
      const verification = await verifyProject(options, {
        ...prepareWith,
        introduce,
        images: registries
      }).catch((error: unknown) => {
        throw redactError(error, registries.redactor.redact)
      })
      return redactRecord(verification, registries.redactor.redact)
    },
    tryToWrite(result) {
      const { complete, lock } = result
      const report = `${registries.redactor.redact(jsonText(result.report, 2))}\n`
      const writes: readonly RunWrite[] = [
        { path: options.reportFile, text: report },
        // also where nothing changes: the lock may only follow a file that is still the one that was read
        ...(complete ? [{ path: options.outputFile, text: result.text, expected: previous ?? null }] : []),
        ...(complete && lock !== undefined && lockName !== undefined ? [{ path: lockName, text: lock }] : []),
        ...(complete && options.renderOutputDir !== undefined ? manifestWrites(options.renderOutputDir, result) : [])
      ]
      return writeRun(writes, { workspace: surroundings.workspace })
    },
    writeManifests(result) {
      const problems = writeRun(manifestWrites(options.renderOutputDir ?? '.', result), {
        workspace: surroundings.workspace
      })
      if (problems.length > 0) throw new AggregateError(problems)
    },
    writtenLock: ({ complete, lock }) =>
      !complete || lock === undefined || lockName === undefined ? undefined : readUserFile(lockName, boundary),
    writeBeside: (path, text) => write(path, registries.redactor.redact(text)),
    receipt() {
      const receipt = formatReceipt(registries.cost().hosts)
      return receipt && registries.redactor.redact(receipt)
    },
    async close() {
      rendering.close()
      await registries.close()
    }
  }
  return machine
}

/** @throws InputError, where the files of somebody else would choose what of a cluster is read */
function refuseCluster({ deployedImages }: Options, { untrusted }: Surroundings): void {
  if (deployedImages !== 'cluster' || untrusted !== true) return
  throw new InputError('deployed-images', 'the cluster is not asked for files that may be those of a fork', {
    hint: 'Name a file of objects, or leave deployed-images at none for pull requests from forks.'
  })
}

/** What is deployed, by the context that the workflow names, else that of the target. @throws InputError or ProjectError for a file */
function findDeployed(
  { deployedImages, context }: Options,
  ofTarget: string | undefined,
  { env, workspace, baseCommit }: Surroundings,
  project: string
): DeployedSource {
  // of all clusters that the kubeconfig knows, a pull request must not choose the one that is read
  if (deployedImages === 'cluster' && baseCommit !== undefined && context === undefined && ofTarget !== undefined)
    return undecided(
      new DeployedError(
        'kubeconfig',
        `the target names the context ${quote(ofTarget)}, which a pull request may change`,
        {
          hint: 'Name the context in the workflow, with the option context.'
        }
      )
    )
  const surroundings = { env, workspace, project, home: env['HOME'] ?? homedir() }
  const source = openDeployed({ deployedImages, context: context ?? ofTarget, surroundings })
  return source ?? { find: async uses => uses.map(() => ({ status: 'none' })) }
}

function undecided(error: DeployedError): DeployedSource {
  return { find: async uses => uses.map(() => ({ status: 'unknown', error })) }
}

/** Milliseconds for the links to sources: a reviewer can do without them. */
const patience = 30_000

function offlineRegistries(): Registries {
  const refuse = (): Promise<never> => Promise.reject(new Error('an offline run asked a registry'))
  return {
    listTags: refuse,
    check: refuse,
    readLabels: refuse,
    readDigest: refuse,
    readPlatforms: refuse,
    readDate: refuse,
    withhold: () => undefined,
    cost: () => ({ ...noCost, bytes: 0, hosts: new Map() }),
    warnings: () => [],
    close: () => Promise.resolve(),
    redactor: createRedactor()
  }
}

/** Paths of our own files, relative to the project: a fixed-images file beside the manifests is none of them. */
export function ownFiles(options: Options): ReadonlySet<string> {
  const { root } = findProject(options)
  const { outputFile, reportFile, lockFile, fixedImagesFiles, argsFromFile, deployedImages } = options
  const lock = lockFile === 'none' ? [] : [lockPath(lockFile, outputFile)]
  const objects = ['none', 'cluster'].includes(deployedImages) ? [] : [deployedImages]
  const files = [
    outputFile,
    reportFile,
    ...lock,
    ...policyPlaces(options),
    ...objects,
    ...fixedImagesFiles,
    ...argsFromFile
  ]
  return new Set(
    files.map(file => relative(root, resolve(file)).split(sep).join('/')).filter(path => !path.startsWith('../'))
  )
}

function manifestWrites(folder: string, { manifests }: RunResult): readonly RunWrite[] {
  return [...manifests].map(([path, text]) => ({ path: join(folder, path), text }))
}
