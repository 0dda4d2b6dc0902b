import { GitHubError } from '../errors.ts'
import type { Log } from '../ports.ts'
import type { WorkflowRun } from './comment-marker.ts'
import { type UpsertResult, type WriteMemory, writeComment } from './comment-write.ts'
import { connectGitHub, type GitHubAccess } from './github-api.ts'
import type { GitHubContext } from './github-event.ts'
import { type RetryOptions, withRetries } from './github-retry.ts'

export type { UpsertResult } from './comment-write.ts'

export type UpsertOptions = Pick<GitHubAccess, 'token' | 'timeout' | 'fetch'> &
  Pick<RetryOptions, 'delay' | 'now'> & {
    readonly context: GitHubContext
    /** From `commentKey`. */
    readonly key: string
    /** Text of the comment without the marker, which is put in front of it. */
    readonly body: string
    /** What makes an edit worth it, as the text without links to this run: an equal state is not written again. */
    readonly state: string
    /** Whose result this is: the run that resolved, which is another one where a second job only comments. */
    readonly run: WorkflowRun
    /** `update-only` creates no comment where there is none. */
    readonly when: 'create-or-update' | 'update-only'
    readonly log?: Pick<Log, 'info' | 'warning'> | undefined
  }

/**
 * Writes the one comment of this key to the pull request: the oldest comment that carries its marker in the first line and that we
 * ourselves wrote is updated, or else one is created. Jobs that do so at once leave one comment; a run never overwrites a newer one's
 * text, nor that of a newer commit.
 *
 * Network loss and 5xx are tried again up to three times, always from the listing on, so that a comment whose answer was lost is found
 * and not made twice. A rate limit is waited for, 60 seconds in all.
 * @throws GitHubError; never a reason to fail the run
 */
export async function upsertComment(options: UpsertOptions): Promise<UpsertResult> {
  const { context, token, timeout, fetch, delay, now } = options
  const { pullRequest, eventName, repository } = context
  if (pullRequest === undefined) {
    throw new GitHubError('not-a-pull-request', `the event ${eventName} is not about a pull request`, undefined, {
      hint: 'Set pr-number to the pull request to comment on.'
    })
  }
  if (token === '') {
    throw new GitHubError('permission', 'the input github-token is empty', undefined, {
      hint: 'Leave github-token at its default.'
    })
  }
  const api = await connectGitHub({ apiUrl: context.apiUrl, token, timeout, fetch })
  const memory: WriteMemory = { author: undefined, made: new Map(), gone: undefined }
  const work = {
    api,
    place: { repository, pullRequest: pullRequest.number },
    wanted: options,
    // on other events the run need not be about the head, and no newer one may come
    headSha: eventName.startsWith('pull_request') ? pullRequest.headSha : undefined,
    memory,
    log: options.log
  }
  const fork = pullRequest.fork && eventName === 'pull_request'
  return withRetries(() => writeComment(work), { fork, token, timeout, delay, now })
}
