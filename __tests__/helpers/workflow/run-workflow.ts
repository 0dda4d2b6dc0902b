import { existsSync, readFileSync } from 'node:fs'
import { basename, isAbsolute, join } from 'node:path'
import { type BlobStore, startAzurite } from '../azurite.ts'
import type { FakeGitHub } from '../github.ts'
import { root } from '../workspace.ts'
import { filesOf, type StoredArchive, startArtifacts } from './artifacts.ts'
import { startGateway } from './gateway.ts'
import { at, type JsonObject, mapping, text } from './json.ts'
import { type Permissions, permissionsOf, restrictedPermissions } from './permissions.ts'
import { isRepository, makeRepository, type Repository, type RepositorySource } from './repository.ts'
import { checkCalls, inputsOf, runGraph } from './run-graph.ts'
import type { Call, Conclusion, ConcurrencyGroup, JobResult, RunState } from './run-state.ts'
import { type FindWorkflow, readWorkflow, WorkflowRefused } from './workflow-file.ts'

export type WorkflowRun = {
  /** The workflow: a path within the repository, as `.github/workflows/images.yml`, or of a file anywhere. */
  readonly file: string
  readonly eventName: string
  readonly event: JsonObject
  readonly repository: RepositorySource
  readonly github: FakeGitHub
  /** A registry without TLS that the machines may use. */
  readonly registry?: { readonly host: string }
  readonly secrets?: Readonly<Record<string, string>>
  readonly vars?: JsonObject
  /** Inputs of `workflow_dispatch`. */
  readonly inputs?: JsonObject
  readonly actor?: string
  /** What a token has where the workflow says nothing; as in repositories of today if left out. */
  readonly defaultPermissions?: Permissions
  /** Runs that ended before, for `workflow_run`. */
  readonly runs?: readonly WorkflowRunResult[]
  readonly runId?: string
  /** Folder with the action.yml and dist/ of our Action; this checkout if left out. */
  readonly action?: string
  /** Keeps the artifacts; one is started for the run if left out. */
  readonly store?: BlobStore
  /** More of the environment of the machines. */
  readonly machine?: Readonly<Record<string, string>>
  /** How many jobs run at a time. */
  readonly runners?: number
}

export type WorkflowRunResult = {
  readonly id: string
  /** `startup_failure` where GitHub would not start it; the log says why. */
  readonly conclusion: Conclusion | 'startup_failure'
  /** In the order of the file, those of called workflows in the place of the job that called. */
  readonly jobs: readonly JobResult[]
  /** Files of each artifact by its name. */
  readonly artifacts: ReadonlyMap<string, Readonly<Record<string, string>>>
  readonly archives: readonly StoredArchive[]
  readonly log: string
  readonly concurrency: readonly ConcurrencyGroup[]
  /** What a runner would refuse or a reviewer would mind; a test ends with this empty. */
  readonly problems: readonly string[]
}

/**
 * Runs a workflow as GitHub does. Real: GitHub's own parser and reader of expressions, bash, git, our Action's dist on Node 24, its uploads, and
 * the registry. Stand-ins: GitHub's API (the fake one with its checks against GitHub's description), the actions of others (stand-ins.ts), and what
 * GitHub's servers do between jobs, which is written here from its documentation: needs, matrix, permissions, secrets, outputs. Not there:
 * containers, services, environments, caches, reruns, cancelling, `hashFiles`, composite actions, and filters of events by path.
 */
export async function runWorkflow(given: WorkflowRun): Promise<WorkflowRunResult> {
  const own = isRepository(given.repository) ? undefined : makeRepository(given.repository)
  const repository = own ?? given.repository
  if (!isRepository(repository)) throw new Error('there is no repository')
  const store = given.store ?? (await startAzurite())
  const artifacts = await startArtifacts(store)
  const gateway = await startGateway({ github: given.github, repository, runs: given.runs ?? [] })
  const problems: string[] = []
  const concurrency: ConcurrencyGroup[] = []
  const id = given.runId ?? '1700'
  try {
    const find = finder(repository, given)
    const main = find(`./${given.file}`) ?? readFile(given.file)
    const place = placeOf(given, repository)
    const started = async () => {
      const workflow = await readWorkflow(main.path, main.content, find)
      if (!Object.hasOwn(workflow.on, given.eventName))
        throw new WorkflowRefused(main.path, [`nothing starts on ${given.eventName}`])
      const call = callOf(given, workflow)
      await checkCalls(workflow, call.permissions, find)
      const run: RunState = {
        eventName: given.eventName,
        event: given.event,
        repository,
        github: given.github,
        gateway,
        artifacts,
        find,
        action: given.action ?? root,
        workflow: workflow.name,
        runId: id,
        actor: given.actor ?? 'octocat',
        ...place,
        vars: given.vars ?? {},
        machine: { ...registryVariables(given.registry), ...given.machine },
        problems,
        concurrency,
        onRunner: makeRunners(given.runners ?? 2)
      }
      return runGraph(run, workflow, call)
    }
    const end = await started().catch((error: unknown) => {
      if (!(error instanceof WorkflowRefused)) throw error
      return { conclusion: 'startup_failure' as const, jobs: [], log: error.message }
    })
    const archives = await artifacts.all()
    const log = 'log' in end ? end.log : logOf(end.jobs)
    problems.push(...gateway.problems())
    return { id, ...end, archives, artifacts: filesOf(archives), log, concurrency, problems }
  } finally {
    await gateway.close()
    await artifacts.close()
    if (given.store === undefined) await store.close()
    own?.close()
  }
}

/** What the event gives: secrets not to forks and Dependabot, and to forks a token that only reads. */
function callOf(given: WorkflowRun, workflow: Parameters<typeof inputsOf>[0]): Call {
  const head = at(given.event, 'pull_request', 'head', 'repo', 'full_name')
  const isFork = given.eventName === 'pull_request' && head !== 'acme/shop'
  const isDependabot = given.actor === 'dependabot[bot]'
  const most = permissionsOf('write-all', {})
  const granted = workflow.permissions === undefined ? (given.defaultPermissions ?? restrictedPermissions) : most
  const dispatch = mapping(workflow.on['workflow_dispatch'])['inputs']
  return {
    inputs: given.eventName === 'workflow_dispatch' ? inputsOf(workflow, given.inputs ?? {}, dispatch) : {},
    secrets: isFork || isDependabot ? {} : (given.secrets ?? {}),
    permissions: granted,
    readOnly: isFork,
    prefix: ''
  }
}

function finder(repository: Repository, { action = root }: WorkflowRun): FindWorkflow {
  return uses => {
    const ours = /^kluctl-images\/kluctl-images\/(\.github\/workflows\/[^@]+)@\S+$/.exec(uses)?.[1]
    if (ours !== undefined) {
      const file = [action, root].map(folder => join(folder, ours)).find(path => existsSync(path))
      return file === undefined ? undefined : readFile(file)
    }
    const path = uses.replace(/^\.\//, '')
    const content = repository.read(path)
    return content === undefined ? undefined : { path, content }
  }
}

function readFile(path: string): { readonly path: string; readonly content: string } {
  const file = isAbsolute(path) ? path : join(root, path)
  return { path: basename(file), content: readFileSync(file, 'utf8') }
}

/** The ref and the commit that the run is for. */
function placeOf(
  { eventName, event }: WorkflowRun,
  repository: Repository
): { readonly ref: string; readonly sha: string } {
  const number = at(event, 'pull_request', 'number')
  const ref = eventName === 'pull_request' ? `refs/pull/${text(number)}/merge` : 'refs/heads/main'
  const sha = repository.commitOf(ref)
  if (sha === undefined) throw new Error(`the repository has no ${ref}; make the event with its propose()`)
  return { ref, sha }
}

function registryVariables(registry: WorkflowRun['registry']): Readonly<Record<string, string>> {
  if (registry === undefined) return {}
  return { KLUCTL_REGISTRY_90_HOST: registry.host, KLUCTL_REGISTRY_90_PLAIN_HTTP: 'true' }
}

function makeRunners(count: number): RunState['onRunner'] {
  const waiting: (() => void)[] = []
  let free = count
  return async work => {
    if (free > 0) free--
    else await new Promise<void>(resolve => waiting.push(resolve))
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next === undefined) free++
      else next()
    }
  }
}

function logOf(jobs: readonly JobResult[]): string {
  return jobs
    .map(({ name, conclusion, steps }) =>
      [
        `== ${name}: ${conclusion}`,
        ...steps.map(step => `-- ${step.name}: ${step.conclusion}${step.log === '' ? '' : `\n${step.log}`}`)
      ].join('\n')
    )
    .join('\n')
}
