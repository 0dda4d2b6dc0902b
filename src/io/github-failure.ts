import { GitHubError } from '../errors.ts'
import { plural, quote } from '../text.ts'
import { notGitHub } from './github-api.ts'
import { jsonMember } from './json-member.ts'

/** What a failed request to GitHub's API means: worth another try after `wait` milliseconds, or not. */
export type GitHubFailure = { readonly error: GitHubError; readonly wait: number | undefined }

export type FailureOptions = {
  /** True for a pull request from a fork, whose token can only read. */
  readonly fork: boolean
  readonly now: () => number
  /** Hidden in what GitHub or a proxy says, should it come back. */
  readonly token?: string | undefined
  /** Line of `permissions:` that allows the request; that of a comment if left out. */
  readonly permission?: string | undefined
  /** Milliseconds after which a request counts as lost. */
  readonly timeout?: number | undefined
}

/** GitHub's advice where an answer names no time: "Rate limits for the REST API", exceeding the rate limit. */
const unnamedWait = 60_000

/**
 * Reads what a request threw. Network loss, timeouts and 5xx may pass; a rate limit passes after the time GitHub names; the rest is
 * final. GitHub's REST documentation, "Best practices" and "Rate limits".
 */
export function readFailure(thrown: unknown, options: FailureOptions): GitHubFailure {
  if (thrown instanceof GitHubError) return { error: thrown, wait: undefined }
  const failed = readThrown(thrown)
  const { status, headers } = failed
  if (headers === undefined) {
    const error = new GitHubError('unavailable', lostMessage(thrown, failed.message, options), undefined, {
      hint: 'Look at githubstatus.com and the proxy of the runner, then run again.',
      cause: thrown
    })
    return { error, wait: 0 }
  }
  const limit = rateLimitWait(failed, options.now)
  if (limit !== undefined) {
    const text = `GitHub limits the requests and asks to wait ${plural(Math.ceil(limit / 1000), 'second')}`
    const hint = 'Run again after that time.'
    return { error: new GitHubError('unavailable', text, status, { hint, cause: thrown }), wait: limit }
  }
  if (status >= 500) {
    const hint = 'Look at githubstatus.com, then run again.'
    return {
      error: new GitHubError('unavailable', `GitHub answered ${status}`, status, { hint, cause: thrown }),
      wait: 0
    }
  }
  return { error: finalError(failed, options, thrown), wait: undefined }
}

/** The HTTP status that a request ended with; undefined where there was no answer. */
export function statusOf(thrown: unknown): number | undefined {
  if (thrown instanceof GitHubError) return undefined
  const { headers, status } = readThrown(thrown)
  return headers === undefined ? undefined : status
}

/** True where GitHub asks to wait. */
export function isRateLimit(thrown: unknown): boolean {
  return rateLimitWait(readThrown(thrown), () => 0) !== undefined
}

function lostMessage(
  thrown: unknown,
  message: string | undefined,
  { timeout = 30_000, token }: FailureOptions
): string {
  const cause = thrown instanceof Error ? thrown.cause : undefined
  if (cause instanceof Error && cause.name === 'TimeoutError') {
    return `GitHub did not answer within ${plural(timeout / 1000, 'second')}`
  }
  return `GitHub could not be reached: ${quote(hide(message ?? '', token))}`
}

function finalError(failed: Thrown, options: FailureOptions, cause: unknown): GitHubError {
  const { status, message, data } = failed
  if (message === undefined) return notGitHub(status, cause)
  const said = `GitHub answered ${status}: ${quote(hide(message, options.token))}`
  if (status === 422 && /too long/i.test(data)) {
    const hint = 'The job summary and the report file hold the whole text.'
    return new GitHubError('too-large', `${said}, the comment is too long`, status, { hint, cause })
  }
  const isRefusal = status === 401 || status === 403 || status === 404 || /locked/i.test(data)
  const code = isRefusal ? 'permission' : 'unavailable'
  return new GitHubError(code, said, status, { hint: hintFor(failed, options), cause })
}

function hintFor({ status, headers, data }: Thrown, options: FailureOptions): string {
  const { fork, permission = 'pull-requests: write' } = options
  if (status === 401) return 'Leave github-token at its default or give it a token that is valid.'
  if (/locked/i.test(data)) return 'Unlock the conversation of the pull request to let the comment in.'
  if (/archived/i.test(data)) return 'Nothing can be written to an archived repository; take it out of the archive.'
  // the header's address would sign its reader in
  if (headers?.has('x-github-sso') || /SAML/.test(data)) {
    return 'Authorize the token for the single sign-on of the organization, in the settings of its owner.'
  }
  if (fork && (status === 403 || status === 404)) {
    return 'A pull request from a fork gets a token that can only read; the job summary holds the whole text, and docs/review.md#forks of kluctl-images shows how a second job comments.'
  }
  if (status === 403 || status === 404) {
    return `Add the line "${permission}" under "permissions:" of the job.`
  }
  if (status === 410)
    return 'The conversation of the pull request is gone or switched off; the job summary holds the whole text.'
  return 'The job summary holds the whole text; please report this, with the message, to kluctl-images.'
}

/** Milliseconds that a rate limit asks to wait; undefined where the answer is about something else. */
function rateLimitWait({ status, headers, message }: Thrown, now: () => number): number | undefined {
  if (status !== 403 && status !== 429) return undefined
  const after = headers?.get('retry-after')
  if (after !== undefined) {
    const seconds = /^\d+$/.test(after) ? Number(after) : (Date.parse(after) - now()) / 1000
    return Number.isFinite(seconds) ? Math.max(0, seconds * 1000) : unnamedWait
  }
  if (headers?.get('x-ratelimit-remaining') === '0') {
    const reset = Number(headers.get('x-ratelimit-reset') ?? Number.NaN) * 1000
    return Number.isFinite(reset) ? Math.max(0, reset - now()) : unnamedWait
  }
  return status === 429 || /rate limit/i.test(message ?? '') ? unnamedWait : undefined
}

function hide(text: string, token: string | undefined): string {
  return token === undefined || token === '' ? text : text.replaceAll(token, '***')
}

type Thrown = {
  readonly status: number
  /** Undefined where there was no answer at all. */
  readonly headers: ReadonlyMap<string, string> | undefined
  /** GitHub's own message, or why there was no answer; undefined where an answer is not GitHub's. */
  readonly message: string | undefined
  /** The whole answer as JSON, to search in. */
  readonly data: string
}

/** Octokit throws an error with `status` and, if there was an answer, `response`. */
function readThrown(thrown: unknown): Thrown {
  const response = jsonMember(thrown, 'response')
  if (typeof response !== 'object' || response === null) {
    const text = thrown instanceof Error ? thrown.message : String(thrown)
    return { status: 0, headers: undefined, message: text, data: '' }
  }
  const status = jsonMember(response, 'status')
  const data = jsonMember(response, 'data')
  const message = jsonMember(data, 'message')
  const headers = Object.entries(jsonMember(response, 'headers') ?? {}).map(
    ([name, value]) => [name.toLowerCase(), String(value)] as const
  )
  return {
    status: typeof status === 'number' ? status : 0,
    headers: new Map(headers),
    message: typeof message === 'string' ? message : undefined,
    data: JSON.stringify(data) ?? ''
  }
}
