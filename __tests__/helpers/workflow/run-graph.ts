import { holds, interpolate, type Scope } from './expressions.ts'
import { at, type Json, type JsonObject, listed, mapping, text } from './json.ts'
import { expandMatrix } from './matrix.ts'
import { beyond, type Permissions, permissionsOf, readOnly } from './permissions.ts'
import { runJob } from './run-job.ts'
import type { Call, Conclusion, JobResult, RunState } from './run-state.ts'
import { type FindWorkflow, type Job, readWorkflow, type Workflow, WorkflowRefused } from './workflow-file.ts'

/** Jobs of a workflow when all have ended. */
export type GraphEnd = {
  readonly conclusion: Conclusion
  readonly jobs: readonly JobResult[]
  /** What `on.workflow_call.outputs` hands to the caller. */
  readonly outputs: Readonly<Record<string, string>>
}

/** What other jobs see of a job: of all its matrix, or of the workflow that it called. */
type Ended = {
  readonly result: Conclusion
  readonly outputs: Readonly<Record<string, string>>
  readonly jobs: readonly JobResult[]
  /** The state of the jobs that it needs, with all that they need. */
  readonly before: readonly Conclusion[]
}

/**
 * Looks through the workflows that are called, before anything starts: none may ask for more than its caller grants.
 * @throws WorkflowRefused
 */
export async function checkCalls(workflow: Workflow, granted: Permissions, find: FindWorkflow): Promise<void> {
  for (const job of workflow.jobs.filter(({ uses }) => uses !== undefined)) {
    const handed = permissionsOf(job.written['permissions'], permissionsOf(workflow.permissions, granted))
    const called = await calledBy(job, find)
    for (const nested of called.jobs) {
      const asked = permissionsOf(nested.written['permissions'], permissionsOf(called.permissions, handed))
      const excess = beyond(asked, handed).map(one => `The nested job '${nested.id}' is requesting ${one}.`)
      if (excess.length > 0) throw new WorkflowRefused(workflow.path, excess)
    }
    await checkCalls(called, handed, find)
  }
}

async function calledBy(job: Job, find: FindWorkflow): Promise<Workflow> {
  const found = find(job.uses ?? '')
  if (found === undefined) throw new WorkflowRefused(job.id, [`workflow was not found: ${job.uses}`])
  return readWorkflow(found.path, found.content, find)
}

/** Runs the jobs of a workflow, each when what it needs has ended. @throws WorkflowRefused for a called workflow that GitHub would refuse */
export async function runGraph(run: RunState, workflow: Workflow, call: Call): Promise<GraphEnd> {
  const ended = new Map<string, Promise<Ended>>()
  const start = (job: Job): Promise<Ended> => {
    const known = ended.get(job.id)
    if (known !== undefined) return known
    const needed = job.needs.map(id => {
      const other = workflow.jobs.find(one => one.id === id)
      if (other === undefined) throw new WorkflowRefused(workflow.path, [`job ${job.id} needs unknown job ${id}`])
      return start(other).then(end => [id, end] as const)
    })
    const work = Promise.all(needed).then(needs => runWhenReady({ run, workflow, call, job, needs: new Map(needs) }))
    ended.set(job.id, work)
    return work
  }
  note(run, workflow.concurrency, { contexts: contextsOf(run, call) })
  const all = await Promise.all(workflow.jobs.map(start))
  const jobs = Object.fromEntries(
    workflow.jobs.map(({ id }, index) => [
      id,
      { result: all[index]?.result ?? null, outputs: all[index]?.outputs ?? {} }
    ])
  )
  const declared = mapping(at(workflow.on, 'workflow_call', 'outputs'))
  const outputs = Object.entries(declared).map(([name, output]) => {
    const scope = { contexts: { ...contextsOf(run, call), jobs } }
    return [name, text(interpolate(mapping(output)['value'] ?? '', scope))] as const
  })
  return {
    conclusion: conclusionOf(all.map(({ result }) => result)),
    jobs: all.flatMap(end => end.jobs),
    outputs: Object.fromEntries(outputs)
  }
}

type ReadyJob = {
  readonly run: RunState
  readonly workflow: Workflow
  readonly call: Call
  readonly job: Job
  readonly needs: ReadonlyMap<string, Ended>
}

async function runWhenReady(given: ReadyJob): Promise<Ended> {
  const { run, call, job, needs } = given
  const ends = [...needs.values()]
  const before = ends.flatMap(end => [end.result, ...end.before])
  const shown = Object.fromEntries([...needs].map(([id, { result, outputs }]) => [id, { result, outputs }]))
  const contexts = { ...contextsOf(run, call), needs: shown }
  const status = {
    success: before.every(result => result === 'success'),
    failure: before.includes('failure'),
    cancelled: false
  }
  if (!holds(job.written['if'], { contexts, status })) {
    const name = call.prefix + text(job.written['name'] ?? job.id)
    const skipped = {
      id: job.id,
      name,
      conclusion: 'skipped',
      permissions: {},
      steps: [],
      outputs: {},
      summary: ''
    } as const
    return { result: 'skipped', outputs: {}, jobs: [skipped], before }
  }
  const strategy = mapping(interpolate(mapping(job.written['strategy']), { contexts }))
  const matrix = strategy['matrix'] === undefined ? [undefined] : expandMatrix(strategy['matrix'])
  const runs = matrix.map((values, index) => {
    const more = { matrix: values ?? {}, strategy: { 'job-index': index, 'job-total': matrix.length } }
    return runOne({ ...given, contexts: { ...contexts, ...more }, values })
  })
  const ended = await Promise.all(runs)
  return {
    result: conclusionOf(ended.map(({ conclusion }) => conclusion)),
    outputs: Object.assign({}, ...ended.map(({ outputs }) => outputs)),
    jobs: ended.flatMap(end => end.jobs),
    before
  }
}

type OneJob = ReadyJob & { readonly contexts: JsonObject; readonly values: JsonObject | undefined }

async function runOne(given: OneJob): Promise<GraphEnd> {
  const { run, workflow, call, job, contexts, values } = given
  const scope: Scope = { contexts }
  note(run, job.written['concurrency'], scope)
  const written = permissionsOf(job.written['permissions'], permissionsOf(workflow.permissions, call.permissions))
  const name = call.prefix + jobName(job, values, scope)
  if (job.uses !== undefined) return callWorkflow(given, { name, permissions: written })
  const permissions = call.readOnly ? readOnly(written) : written
  const result = await run.onRunner(() => runJob({ run, call, workflow, job, name, permissions, contexts }))
  return { conclusion: result.conclusion, jobs: [result], outputs: result.outputs }
}

async function callWorkflow(
  { run, call, job, contexts }: OneJob,
  { name, permissions }: { readonly name: string; readonly permissions: Call['permissions'] }
): Promise<GraphEnd> {
  const called = await calledBy(job, run.find)
  const { secrets, with: inputs } = job.written
  const declared = mapping(called.on['workflow_call'])
  const scope = { contexts: { ...contexts, secrets: { ...call.secrets, GITHUB_TOKEN: 'ghs_caller' } } }
  const given = secrets === 'inherit' ? call.secrets : mapping(interpolate(mapping(secrets), scope))
  return runGraph(run, called, {
    inputs: inputsOf(called, mapping(interpolate(mapping(inputs), scope)), declared['inputs']),
    secrets: Object.fromEntries(
      Object.entries(given).flatMap(([secret, value]) => (text(value) === '' ? [] : [[secret, text(value)]]))
    ),
    permissions,
    readOnly: call.readOnly,
    prefix: `${name} / `
  })
}

/**
 * Inputs of a call with their defaults and types: GitHub refuses one that is not declared, one that is missing, and one of another type.
 * @throws WorkflowRefused
 */
export function inputsOf(workflow: Workflow, given: JsonObject, declared: Json | undefined): JsonObject {
  const definitions = mapping(declared)
  const unknown = Object.keys(given).filter(name => !Object.hasOwn(definitions, name))
  const missing = Object.entries(definitions).filter(
    ([name, one]) => mapping(one)['required'] === true && !Object.hasOwn(given, name)
  )
  const wrong = Object.entries(given).filter(([name, value]) => {
    const type = text(mapping(definitions[name])['type'])
    return ['boolean', 'number'].includes(type) && value !== null && typeof value !== type
  })
  const reasons = [
    ...unknown.map(name => `Invalid input, ${name} is not defined in the referenced workflow.`),
    ...missing.map(([name]) => `Input ${name} is required, but not provided while calling.`),
    ...wrong.map(([name]) => `Unexpected value of the input ${name}`)
  ]
  if (reasons.length > 0) throw new WorkflowRefused(workflow.path, reasons)
  const nothing: Readonly<Record<string, Json>> = { boolean: false, number: 0 }
  return Object.fromEntries(
    Object.entries(definitions).map(([name, one]) => {
      const { type, default: fallback } = mapping(one)
      const value = given[name] ?? fallback ?? nothing[text(type)] ?? ''
      // a literal true or 3 is a text where a text is asked for
      return [name, type === 'string' ? text(value) : value]
    })
  )
}

/** What every expression sees. */
export function contextsOf(run: RunState, { inputs }: Call): JsonObject {
  return {
    github: {
      actor: run.actor,
      api_url: run.gateway.url,
      event: run.event,
      event_name: run.eventName,
      head_ref: at(run.event, 'pull_request', 'head', 'ref') ?? '',
      base_ref: at(run.event, 'pull_request', 'base', 'ref') ?? '',
      ref: run.ref,
      ref_name: run.ref.replace(/^refs\/(?:heads|tags|pull)\//, ''),
      ref_type: 'branch',
      repository: 'acme/shop',
      repository_owner: 'acme',
      run_attempt: '1',
      run_id: run.runId,
      run_number: '1',
      server_url: 'https://github.com',
      sha: run.sha,
      workflow: run.workflow,
      actor_id: '583231',
      triggering_actor: run.actor
    },
    inputs,
    vars: run.vars
  }
}

function jobName(job: Job, values: JsonObject | undefined, scope: Scope): string {
  const name = job.written['name']
  if (name !== undefined && text(name).includes('${{')) return text(interpolate(name, scope))
  const shown = Object.values(values ?? {})
    .flatMap(value => listed(value))
    .map(text)
  return text(name ?? job.id) + (shown.length === 0 ? '' : ` (${shown.join(', ')})`)
}

function note(run: RunState, concurrency: Json | undefined, scope: Scope): void {
  if (concurrency === undefined) return
  const value = interpolate(concurrency, scope)
  const group = typeof value === 'string' ? value : text(mapping(value)['group'])
  run.concurrency.push({ group, cancelInProgress: mapping(value)['cancel-in-progress'] === true })
}

function conclusionOf(results: readonly Conclusion[]): Conclusion {
  if (results.includes('failure')) return 'failure'
  if (results.includes('cancelled')) return 'cancelled'
  return results.length > 0 && results.every(result => result === 'skipped') ? 'skipped' : 'success'
}
