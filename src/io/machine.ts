import { join, relative, resolve, sep } from 'node:path'
import { FileError, InputError } from '../errors.ts'
import type { Options } from '../options.ts'
import type { Log } from '../ports.ts'
import { type ChangeSourceRequest, findChangeSources } from '../report/change-source.ts'
import { jsonText } from '../report/escape.ts'
import { formatReceipt } from '../report/receipt.ts'
import { type Change, noCost } from '../report/record.ts'
import { type ReportProgress, type RunResult, run } from '../run.ts'
import { quote } from '../text.ts'
import { readBaseline } from './baseline.ts'
import { checkOutputFiles } from './output-files.ts'
import { findProject } from './project-files.ts'
import { openRendering } from './project-rendering.ts'
import { redactError, redactReport } from './redact-report.ts'
import { openRegistries, type Registries, type RegistrySurroundings } from './registries.ts'
import { createRedactor, type Redactor } from './registry/redact.ts'
import { sourceHosts } from './source-hosts.ts'
import { readUserFile, writeFileAtomically } from './write-file.ts'

/** What a door hands to the machine. */
export type Surroundings = RegistrySurroundings & {
  readonly log: Log
  /** The checked-out repository in CI: nothing is written outside of it, and no settings for logins are taken from it. */
  readonly workspace?: string | undefined
  /** Base commit of the pull request that the run is about. */
  readonly baseCommit?: string | undefined
  /** Reads a file of the repository at a commit, where git has it not. */
  readonly fetchFile?: ((path: string, commit: string) => Promise<string | undefined>) | undefined
  /** Lists the commits between two images, of one owner's repositories. */
  readonly commits?: ChangeSourceRequest['commits']
  readonly progress?: ReportProgress | undefined
}

/** The main job on this machine: files, registries, and writing what came out. */
export interface Machine {
  run(): Promise<RunResult>
  /**
   * Writes the report always, and the fixed-images file and the manifests where the run is complete.
   * @throws AggregateError of FileErrors
   */
  write(result: RunResult): void
  /** The same; what could not be written is returned. */
  tryToWrite(result: RunResult): readonly FileError[]
  writeManifests(result: RunResult): void
  /** Writes a text for people beside the results, where files may be written. @throws FileError */
  writeBeside(path: string, text: string): void
  /** What the registries were asked, in one line for log and summary; undefined where none was. */
  receipt(): string | undefined
  readonly redactor: Redactor
  close(): Promise<void>
}

/** @throws InputError or AggregateError of them, for what cannot work whatever the project says */
export async function openMachine(options: Options, surroundings: Surroundings): Promise<Machine> {
  findProject(options)
  checkOutputFiles(options, surroundings.workspace)
  const registries = options.offlineImages ? offlineRegistries() : openRegistries(surroundings)
  const previous = readUserFile(options.outputFile)
  const write = (path: string, text: string, expected?: string | null): void =>
    writeFileAtomically(path, text, {
      workspace: surroundings.workspace,
      ...(expected === undefined ? {} : { expected })
    })
  // last, since what it starts has to be closed
  const rendering = openRendering(options, { ...surroundings, readFile: readNamedFile })
  const { env, commits } = surroundings
  const findSources = (changes: readonly Change[]): Promise<readonly Change[]> => {
    const end = Date.now() + patience
    const isLate = (): boolean => Date.now() > end
    return findChangeSources(changes, { labels: registries, hosts: sourceHosts(env), commits, isLate })
  }
  const machine: Machine = {
    redactor: registries.redactor,
    async run() {
      const result = await run(options, {
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
        tags: registries,
        readFile: readNamedFile,
        readPrevious: () => previous,
        readBaseline: before =>
          readBaseline({ ...options, ...surroundings, baseCommit: surroundings.baseCommit }, before),
        ownFiles: ownFiles(options),
        log: surroundings.log,
        progress: surroundings.progress,
        findSources: options.sourceLinks && !options.offlineImages ? findSources : undefined
      }).catch((error: unknown) => {
        throw redactError(error, registries.redactor.redact)
      })
      return { ...result, report: redactReport(result.report, registries.redactor.redact) }
    },
    write(result) {
      const problems = machine.tryToWrite(result)
      if (problems.length > 0) throw new AggregateError(problems)
    },
    tryToWrite(result) {
      const problems: FileError[] = []
      attempt(() => write(options.reportFile, `${registries.redactor.redact(jsonText(result.report, 2))}\n`), problems)
      if (result.complete && result.changed)
        attempt(() => write(options.outputFile, result.text, previous ?? null), problems)
      if (result.complete && options.renderOutputDir !== undefined)
        attempt(() => machine.writeManifests(result), problems)
      return problems
    },
    writeManifests(result) {
      for (const [path, text] of result.manifests) write(join(options.renderOutputDir ?? '.', path), text)
    },
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

/** Milliseconds for the links to sources: a reviewer can do without them. */
const patience = 30_000

function offlineRegistries(): Registries {
  return {
    listTags: () => Promise.reject(new Error('an offline run asked a registry')),
    check: () => Promise.reject(new Error('an offline run asked a registry')),
    readLabels: () => Promise.reject(new Error('an offline run asked a registry')),
    cost: () => ({ ...noCost, bytes: 0, hosts: new Map() }),
    warnings: () => [],
    close: () => Promise.resolve(),
    redactor: createRedactor()
  }
}

function readNamedFile(path: string, option: string): string {
  const text = readUserFile(path)
  if (text === undefined) throw new InputError(option, `there is no file ${quote(path)}`)
  return text
}

/** Paths of our own files, relative to the project: a fixed-images file beside the manifests is none of them. */
function ownFiles(options: Options): ReadonlySet<string> {
  const { root } = findProject(options)
  const files = [options.outputFile, options.reportFile, ...options.fixedImagesFiles, ...options.argsFromFile]
  return new Set(
    files.map(file => relative(root, resolve(file)).split(sep).join('/')).filter(path => !path.startsWith('../'))
  )
}

function attempt(work: () => void, problems: FileError[]): void {
  try {
    work()
  } catch (error) {
    const errors: readonly unknown[] = error instanceof AggregateError ? error.errors : [error]
    for (const one of errors) {
      if (!(one instanceof FileError)) throw error
      problems.push(one)
    }
  }
}
