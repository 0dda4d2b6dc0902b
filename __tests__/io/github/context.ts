import { GitHubError } from '../../../src/errors.ts'
import type { UpsertOptions } from '../../../src/io/comment.ts'
import { commentMarker } from '../../../src/io/comment-marker.ts'
import type { GitHubContext, PullRequest } from '../../../src/io/github-event.ts'
import type { FakeGitHub } from '../../helpers/github.ts'

export const key = '0123456789abcdef'

export const ownPull: PullRequest = {
  number: 7,
  baseSha: 'b'.repeat(40),
  headSha: 'a'.repeat(40),
  mergeSha: undefined,
  headRepository: 'acme/shop',
  state: 'open',
  fork: false
}

export function makeContext(apiUrl: string, fields: Partial<GitHubContext> = {}): GitHubContext {
  return {
    eventName: 'pull_request',
    repository: { owner: 'acme', repo: 'shop' },
    sha: 'c'.repeat(40),
    workflow: 'images',
    job: 'images',
    runId: '17',
    runAttempt: '1',
    serverUrl: 'https://github.com',
    apiUrl,
    workspace: '/workspace',
    pullRequest: ownPull,
    baseCommit: ownPull.baseSha,
    sourceRun: undefined,
    ...fields
  }
}

/** A comment as run `run` writes it. */
export function written(state: string, run = '17', attempt = '1'): string {
  return `${commentMarker(key, { run: { id: run, attempt }, state, text: state })}\n${state}`
}

/** Options of a comment whose text is its state. */
export function commentOptions(github: FakeGitHub, state: string, run = '17'): UpsertOptions {
  return {
    token: 'workflow-token',
    context: makeContext(github.url),
    key,
    body: state,
    state,
    run: { id: run, attempt: '1' },
    when: 'create-or-update',
    now: () => 1_700_000_000_000
  }
}

export async function failure(promise: Promise<unknown>): Promise<GitHubError> {
  try {
    await promise
  } catch (error) {
    if (error instanceof GitHubError) return error
    throw error
  }
  throw new Error('it did not fail')
}
