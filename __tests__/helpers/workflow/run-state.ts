import type { FakeGitHub } from '../github.ts'
import type { RunArtifacts } from './artifacts.ts'
import type { Gateway } from './gateway.ts'
import type { JsonObject } from './json.ts'
import type { Permissions } from './permissions.ts'
import type { Repository } from './repository.ts'
import type { FindWorkflow } from './workflow-file.ts'

/** What all jobs of one run share. */
export type RunState = {
  readonly eventName: string
  readonly event: JsonObject
  readonly repository: Repository
  readonly github: FakeGitHub
  readonly gateway: Gateway
  readonly artifacts: RunArtifacts
  readonly find: FindWorkflow
  /** The folder with our action.yml and dist/. */
  readonly action: string
  /** Name of the workflow that the event started. */
  readonly workflow: string
  readonly runId: string
  readonly actor: string
  readonly ref: string
  readonly sha: string
  readonly vars: JsonObject
  /** The environment of the runner's machine, as its registries. */
  readonly machine: Readonly<Record<string, string>>
  /** What a test ends without. */
  readonly problems: string[]
  /** What GitHub would let wait for each other. */
  readonly concurrency: ConcurrencyGroup[]
  /** Waits for one of the runners. */
  readonly onRunner: <T>(work: () => Promise<T>) => Promise<T>
}

export type ConcurrencyGroup = { readonly group: string; readonly cancelInProgress: boolean }

/** What a workflow is called with: by the event, or by a job of another. */
export type Call = {
  readonly inputs: JsonObject
  readonly secrets: Readonly<Record<string, string>>
  /** The most that its jobs may ask for. */
  readonly permissions: Permissions
  /** True where the tokens of its jobs only read, whatever they ask for. */
  readonly readOnly: boolean
  /** Names of the jobs that called it, as `images / `. */
  readonly prefix: string
}

export type Conclusion = 'success' | 'failure' | 'cancelled' | 'skipped'

/** A step, a job and its end, as the page of a run shows them. */
export type StepResult = {
  readonly id: string | undefined
  readonly name: string
  readonly uses: string | undefined
  readonly conclusion: Conclusion
  readonly outputs: Readonly<Record<string, string>>
  readonly log: string
}

export type JobResult = {
  readonly id: string
  /** With the jobs that called it and the values of its matrix, as `images / resolve (staging)`. */
  readonly name: string
  readonly conclusion: Conclusion
  readonly permissions: Permissions
  readonly steps: readonly StepResult[]
  readonly outputs: Readonly<Record<string, string>>
  readonly summary: string
}
