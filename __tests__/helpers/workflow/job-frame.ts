import type { JsonObject } from './json.ts'
import type { Permissions } from './permissions.ts'
import type { Call, RunState } from './run-state.ts'

/** One job while it runs on its machine. */
export type JobFrame = {
  readonly run: RunState
  readonly call: Call
  readonly id: string
  readonly permissions: Permissions
  /** The job's GITHUB_TOKEN. */
  readonly token: string
  readonly workspace: string
  readonly temp: string
  /** What expressions see, besides `steps`, `env` and the state of the job. */
  readonly contexts: JsonObject
  /** What steps wrote to GITHUB_ENV. */
  readonly env: Record<string, string>
  /** What steps wrote to GITHUB_PATH. */
  readonly path: string[]
  /** What is hidden in the log: secrets, and what a step registered. */
  readonly masks: string[]
}

/** What became of the work of a step. */
export type StepEnd = {
  readonly ok: boolean
  readonly outputs: Readonly<Record<string, string>>
  readonly log: string
  readonly summary: string
}

export function masked(text: string, masks: readonly string[]): string {
  return masks.filter(mask => mask !== '').reduce((shown, mask) => shown.replaceAll(mask, '***'), text)
}

/** The variables of a runner that every step sees. GitHub's documentation, "Variables reference". */
export function runnerVariables(frame: JobFrame): Readonly<Record<string, string>> {
  const { run } = frame
  return {
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_ACTOR: run.actor,
    GITHUB_API_URL: run.gateway.url,
    GITHUB_EVENT_NAME: run.eventName,
    GITHUB_GRAPHQL_URL: `${run.gateway.url}/graphql`,
    GITHUB_JOB: frame.id,
    GITHUB_REF: run.ref,
    GITHUB_REF_NAME: run.ref.replace(/^refs\/(?:heads|tags|pull)\//, ''),
    GITHUB_REPOSITORY: 'acme/shop',
    GITHUB_REPOSITORY_OWNER: 'acme',
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_RUN_ID: run.runId,
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_SHA: run.sha,
    GITHUB_WORKFLOW: run.workflow,
    GITHUB_WORKSPACE: frame.workspace,
    RUNNER_ARCH: 'X64',
    RUNNER_OS: 'Linux',
    RUNNER_TEMP: frame.temp
  }
}
