import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { holds, interpolate, type Scope } from './expressions.ts'
import { type JobFrame, masked, type StepEnd } from './job-frame.ts'
import { at, type Json, type JsonObject, mapping, text } from './json.ts'
import type { Permissions } from './permissions.ts'
import type { Call, JobResult, RunState, StepResult } from './run-state.ts'
import { standInFor } from './stand-ins.ts'
import { isOurAction, runOurAction } from './step-action.ts'
import { runShell } from './step-shell.ts'
import type { Job, Workflow } from './workflow-file.ts'

/** One job of a matrix, or the only one. */
export type JobRun = {
  readonly run: RunState
  readonly call: Call
  readonly workflow: Workflow
  readonly job: Job
  readonly name: string
  readonly permissions: Permissions
  /** What expressions of the job see: github, inputs, vars, needs, matrix, strategy. */
  readonly contexts: JsonObject
}

/** Runs the steps of a job on a machine of its own: an empty workspace and an empty temporary folder. */
export async function runJob(given: JobRun): Promise<JobResult> {
  const machine = mkdtempSync(join(tmpdir(), 'job-'))
  const [workspace, temp] = [join(machine, 'work'), join(machine, 'temp')]
  mkdirSync(workspace)
  mkdirSync(temp)
  try {
    const { run, call, permissions } = given
    const token = run.gateway.issue(permissions)
    const secrets = { ...call.secrets, GITHUB_TOKEN: token }
    const github = { ...mapping(given.contexts['github']), token, workspace, job: given.job.id }
    const frame: JobFrame = {
      run,
      call,
      id: given.job.id,
      permissions,
      token,
      workspace,
      temp,
      contexts: {
        ...given.contexts,
        github,
        secrets,
        job: { status: 'success' },
        runner: { os: 'Linux', arch: 'X64', name: 'runner', environment: 'github-hosted', temp, tool_cache: temp }
      },
      env: {},
      path: [],
      masks: Object.values(secrets).filter(secret => secret.length >= 4)
    }
    return await runSteps(given, frame)
  } finally {
    rmSync(machine, { recursive: true, force: true })
  }
}

async function runSteps(given: JobRun, frame: JobFrame): Promise<JobResult> {
  const { job, workflow } = given
  const steps: Record<string, Json> = {}
  const results: StepResult[] = []
  const summaries: string[] = []
  let failed = false
  const scopeWith = (env: JsonObject): Scope => ({
    contexts: { ...frame.contexts, steps, env, job: { status: failed ? 'failure' : 'success' } },
    status: { success: !failed, failure: failed, cancelled: false }
  })
  const base = { ...workflow.env, ...mapping(job.written['env']) }
  for (const [index, step] of job.steps.entries()) {
    const jobEnv = mapping(interpolate(base, scopeWith({})))
    const known = { ...jobEnv, ...frame.env }
    const env = { ...known, ...mapping(interpolate(mapping(step['env']), scopeWith(known))) }
    const scope = scopeWith(env)
    const id = step['id'] === undefined ? undefined : text(step['id'])
    const shown = step['name'] ?? step['uses'] ?? `Run ${text(step['run']).split('\n')[0]}`
    const ran = holds(step['if'], scope)
    const end = ran ? await runStep(step, { given, frame, scope, env }) : undefined
    const conclusion = end === undefined ? 'skipped' : end.ok ? 'success' : 'failure'
    const forgiven = conclusion === 'failure' && interpolate(step['continue-on-error'] ?? false, scope) === true
    const outputs = end?.outputs ?? {}
    if (id !== undefined) steps[id] = { outputs, outcome: conclusion, conclusion: forgiven ? 'success' : conclusion }
    if (conclusion === 'failure' && !forgiven) failed = true
    if (end !== undefined) summaries.push(end.summary)
    results.push({
      id,
      name: masked(text(interpolate(shown, scope)), frame.masks) || String(index),
      uses: step['uses'] === undefined ? undefined : text(step['uses']),
      conclusion,
      outputs,
      log: end?.log ?? ''
    })
  }
  return {
    id: job.id,
    name: given.name,
    conclusion: failed ? 'failure' : 'success',
    permissions: given.permissions,
    steps: results,
    outputs: jobOutputs(given, frame, scopeWith(frame.env)),
    summary: summaries.join('')
  }
}

type StepWork = {
  readonly given: JobRun
  readonly frame: JobFrame
  readonly scope: Scope
  readonly env: JsonObject
}

async function runStep(step: JsonObject, { given, frame, scope, env }: StepWork): Promise<StepEnd> {
  const variables = texts(env)
  const failure = (error: unknown): StepEnd => {
    const message = error instanceof Error ? error.message : String(error)
    return { ok: false, outputs: {}, summary: '', log: masked(`error: ${message}`, frame.masks) }
  }
  if (step['uses'] === undefined) {
    const defaults = mapping(
      interpolate({ ...given.workflow.defaults, ...mapping(at(given.job.written, 'defaults', 'run')) }, scope)
    )
    const option = (name: string): string => text(interpolate(step[name] ?? defaults[name] ?? '', scope))
    const script = text(interpolate(step['run'] ?? '', scope))
    return runShell(frame, { script, shell: option('shell'), folder: option('working-directory'), env: variables })
  }
  const uses = text(step['uses'])
  const inputs = texts(mapping(interpolate(mapping(step['with']), scope)))
  if (isOurAction(uses)) return runOurAction(frame, inputs, variables)
  const standIn = standInFor(uses, inputs)
  const evaluated = texts(mapping(interpolate(standIn.inputs, { contexts: frame.contexts })))
  return standIn.act(evaluated, frame, variables).then(end => ({ ok: true, summary: '', ...end }), failure)
}

/** Outputs of a job are texts; one that holds a secret is left out, as GitHub does it. */
function jobOutputs({ job, run }: JobRun, frame: JobFrame, scope: Scope): Readonly<Record<string, string>> {
  const outputs = texts(mapping(interpolate(mapping(job.written['outputs']), scope)))
  return Object.fromEntries(
    Object.entries(outputs).filter(([name, value]) => {
      const isSecret = frame.masks.some(mask => value.includes(mask))
      if (isSecret) run.problems.push(`Skip output '${name}' of ${job.id} since it may contain secret.`)
      return !isSecret
    })
  )
}

function texts(values: JsonObject): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, text(value)]))
}
