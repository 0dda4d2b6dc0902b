import type { DeployedAnswer, DeployedSource } from '../deployed/answer.ts'
import { findDeployed } from '../deployed/find.ts'
import { identityKey } from '../deployed/identity.ts'
import { type DeployedIndex, findDeployedObjects, indexObjects } from '../deployed/objects.ts'
import { openRenderedUses, type RenderedUse } from '../deployed/rendered-use.ts'
import { type Workload, workloadOf, workloads } from '../deployed/workload.ts'
import { DeployedError, ProjectError } from '../errors.ts'
import type { ImageUse } from '../project/uses.ts'
import { quote, visible } from '../text.ts'
import { findKubeconfig, type Kubeconfig, type KubeconfigSurroundings } from './kubectl-config.ts'
import { brokenRun, type KubectlRequest, readFailure } from './kubectl-failure.ts'
import type { Program, ProgramLimits } from './program.ts'
import { type ConnectedRunner, findConnected, openConnectedRunner } from './program-connected.ts'
import { createLanes } from './registry/lanes.ts'
import { createRedactor } from './registry/redact.ts'

export type ClusterRequest = {
  /** Name of a context of the kubeconfig; the current one if undefined. */
  readonly context: string | undefined
  readonly surroundings: KubeconfigSurroundings
  /** For tests. */
  readonly limits?: ProgramLimits
}

/** What one run told of a namespace: its objects, and what is not known by resource. */
type Namespace = { readonly objects: DeployedIndex; readonly errors: ReadonlyMap<string, DeployedError> }

/** A use with its object, if that is of a kind that is read. */
type Wanted = { readonly rendered: RenderedUse; readonly workload: Workload }

const runsAtATime = 4

/**
 * What a cluster runs, as `kubectl get` says it: one run for each namespace in use, with the workload kinds in use (threat model K-03 to
 * K-07). Nothing is looked for before it is asked for.
 */
export function openCluster({ context, surroundings, limits }: ClusterRequest): DeployedSource {
  const source = clusterName(context)
  return {
    async find(uses) {
      const reader = openRenderedUses()
      const wanted = uses.map(use => wantedOf(reader.find(use)))
      const jobs = jobsOf(wanted.filter(one => one !== undefined))
      if (jobs.size === 0) return uses.map(() => ({ status: 'none' }))
      const kubectl = attempt(() => openKubectl(context, surroundings, limits))
      const lanes = createLanes(runsAtATime)
      const read = async (name: string, job: Job): Promise<readonly [string, Namespace]> => [
        name,
        kubectl instanceof DeployedError
          ? unknown(job.workloads, kubectl)
          : await lanes.run('kubectl', () => readNamespace(kubectl, name, job, source))
      ]
      const namespaces = new Map(await Promise.all([...jobs].map(([name, job]) => read(name, job))))
      return uses.map((use, index) => answer(use, wanted[index], namespaces))
    }
  }
}

/** How messages name the cluster. */
export function clusterName(context: string | undefined): string {
  return context === undefined ? 'the cluster' : `the cluster (context ${visible(context)})`
}

/** What one run is about. */
type Job = { readonly workloads: readonly Workload[]; readonly keys: ReadonlySet<string> }

function wantedOf(rendered: RenderedUse | undefined): Wanted | undefined {
  const workload = rendered && workloadOf(rendered.identity)
  return rendered && workload && { rendered, workload }
}

function jobsOf(wanted: readonly Wanted[]): ReadonlyMap<string, Job> {
  const names = new Set(wanted.map(({ rendered }) => rendered.identity.namespace))
  return new Map(
    [...names].map(name => {
      const uses = wanted.filter(({ rendered }) => rendered.identity.namespace === name)
      const kinds = new Set(uses.map(({ workload }) => workload))
      const keys = new Set(uses.map(({ rendered }) => identityKey(rendered.identity)))
      return [name, { workloads: workloads.filter(workload => kinds.has(workload)), keys }]
    })
  )
}

function answer(use: ImageUse, wanted: Wanted | undefined, namespaces: ReadonlyMap<string, Namespace>): DeployedAnswer {
  const namespace = wanted && namespaces.get(wanted.rendered.identity.namespace)
  if (wanted === undefined || namespace === undefined) return { status: 'none' }
  const error = namespace.errors.get(wanted.workload.resource)
  return error ? { status: 'unknown', error } : findDeployed(use, wanted.rendered, namespace.objects)
}

type Kubectl = {
  readonly program: Program
  readonly kubeconfig: Kubeconfig
  readonly context: string | undefined
  readonly runner: ConnectedRunner
  readonly redact: (text: string) => string
}

/** @throws DeployedError */
function openKubectl(
  context: string | undefined,
  surroundings: KubeconfigSurroundings,
  limits: ProgramLimits | undefined
): Kubectl {
  if (context !== undefined && (context === '' || context.startsWith('-') || visible(context) !== context))
    throw new DeployedError('kubeconfig', `${quote(context)} is not the name of a context`, {
      hint: 'Set context to one that kubectl config get-contexts lists.'
    })
  const program = findConnected('kubectl', surroundings)
  if (program === undefined)
    throw new DeployedError('no-program', 'deployed-images: cluster needs the program kubectl, which is not on PATH', {
      hint: 'Install it before this step; in the checked-out repository it is not looked for.'
    })
  const kubeconfig = findKubeconfig(surroundings)
  const redactor = createRedactor()
  for (const secret of kubeconfig.secrets) redactor.add(secret)
  return { program, kubeconfig, context, runner: openConnectedRunner(surroundings, limits), redact: redactor.redact }
}

const label = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/

async function readNamespace(kubectl: Kubectl, namespace: string, job: Job, source: string): Promise<Namespace> {
  const request: KubectlRequest = {
    namespace,
    workloads: job.workloads,
    redact: kubectl.redact,
    hasLoginProgram: kubectl.kubeconfig.hasLoginProgram
  }
  if (!label.test(namespace))
    return unknown(
      job.workloads,
      new DeployedError('cluster', `namespace ${quote(namespace)} is not valid`, {
        hint: 'A namespace has at most 63 lower-case letters, digits and hyphens.'
      })
    )
  const args = [
    'get',
    job.workloads.map(({ resource }) => resource).join(','),
    `--namespace=${namespace}`,
    '--output=json',
    '--ignore-not-found',
    ...(kubectl.context === undefined ? [] : [`--context=${kubectl.context}`])
  ]
  const { program, kubeconfig, runner } = kubectl
  try {
    const run = await runner.run(program, args, { KUBECONFIG: kubeconfig.value, KUBERC: 'off' })
    if (run.kind === 'stopped') return unknown(job.workloads, brokenRun(`kubectl get ${run.why}`, request))
    const failure = run.status === 0 ? undefined : readFailure(run.errors, run.status, request)
    if (failure?.all) return unknown(job.workloads, failure.all, failure.denied)
    return { objects: readObjects(run.output, source, job), errors: failure?.denied ?? new Map() }
  } catch (error) {
    if (!(error instanceof ProjectError)) throw error
    return unknown(job.workloads, brokenRun(error.message, request))
  }
}

/** @throws ProjectError for what is not JSON, or too deep */
function readObjects(output: string, source: string, { keys }: Job): DeployedIndex {
  // kubectl writes nothing at all where it found nothing
  if (output.trim() === '') return new Map()
  let data: unknown
  try {
    data = JSON.parse(output)
  } catch {
    throw new ProjectError('yaml', 'kubectl did not write JSON')
  }
  return indexObjects(findDeployedObjects(data, source, identity => keys.has(identityKey(identity))))
}

function unknown(
  kinds: readonly Workload[],
  error: DeployedError,
  others: ReadonlyMap<string, DeployedError> = new Map()
): Namespace {
  return { objects: new Map(), errors: new Map(kinds.map(({ resource }) => [resource, others.get(resource) ?? error])) }
}

function attempt<T>(work: () => T): T | DeployedError {
  try {
    return work()
  } catch (error) {
    if (error instanceof DeployedError) return error
    throw error
  }
}
