import { onTestFinished } from 'vitest'
import { type UpsertNoteOptions, type UpsertNoteResult, upsertNote } from '../../src/io/gitlab-note.ts'
import { type FakeGitLab, type FakeGitLabOptions, mergeRequest, startGitLab, targetProject } from './gitlab.ts'

type Environment = Readonly<Record<string, string | undefined>>

export const project = 'https://gitlab.example.com/group/app'

/** What GitLab sets in a job of a merge request pipeline, and a token. */
export function jobEnvironment(apiUrl: string, more: Environment = {}): Environment {
  return {
    GITLAB_CI: 'true',
    CI_API_V4_URL: apiUrl,
    CI_SERVER_PROTOCOL: new URL(apiUrl).protocol.slice(0, -1),
    CI_PIPELINE_SOURCE: 'merge_request_event',
    CI_PROJECT_ID: String(targetProject),
    CI_MERGE_REQUEST_PROJECT_ID: String(targetProject),
    CI_MERGE_REQUEST_IID: String(mergeRequest),
    CI_MERGE_REQUEST_PROJECT_URL: project,
    CI_PIPELINE_ID: '1000',
    CI_JOB_ID: '5000',
    CI_JOB_TOKEN: 'glcbt-64_job',
    KLUCTL_IMAGES_GITLAB_TOKEN: 'glpat-good',
    ...more
  }
}

export const key = '0a1b2c3d4e5f6071'

export type JobRun = Partial<Omit<UpsertNoteOptions, 'env'>> & { readonly env?: Environment }

/** A fake GitLab that is closed after the test, and a way to run the job that comments. */
export async function startJob(options: FakeGitLabOptions = {}): Promise<{
  readonly gitlab: FakeGitLab
  readonly waits: number[]
  readonly warnings: string[]
  readonly secrets: string[]
  readonly comment: (run?: JobRun) => Promise<UpsertNoteResult>
}> {
  const gitlab = await startGitLab(options)
  onTestFinished(gitlab.close)
  const waits: number[] = []
  const warnings: string[] = []
  const secrets: string[] = []
  const comment = ({ env = {}, ...run }: JobRun = {}): Promise<UpsertNoteResult> =>
    upsertNote({
      env: jobEnvironment(gitlab.apiUrl, env),
      key,
      body: '**3 images change**',
      state: 'aa11',
      when: 'create-or-update',
      addSecret: secret => void secrets.push(secret),
      log: { warning: text => void warnings.push(text) },
      delay: async milliseconds => void waits.push(milliseconds),
      now: () => 1_800_000_000_000,
      ...run
    })
  return { gitlab, waits, warnings, secrets, comment }
}

/** What a promise was rejected with. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  try {
    return `resolved with ${JSON.stringify(await promise)}`
  } catch (thrown) {
    return thrown
  }
}
