import { GitHubError } from '../errors.ts'
import { plural, quote } from '../text.ts'
import { jsonMember } from './json-member.ts'

/** What a failed request to GitHub's API means: worth another try after `wait` milliseconds, or not. */
export type GitHubFailure = { readonly error: GitHubError; readonly wait: number | undefined }

export type FailureOptions = {
  /** True for a pull request from a fork, whose token can only read. */
  readonly fork: boolean
  readonly now: () => number
}

/**
 * Reads what a request threw. Network loss, timeouts and 5xx may pass; a rate limit passes after the time GitHub names; the rest is
 * final. GitHub's REST documentation, "Best practices" and "Rate limits".
 */
export function readFailure(thrown: unknown, options: FailureOptions): GitHubFailure {
  const { status, headers, message, data } = readThrown(thrown)
  const limit = headers === undefined ? undefined : rateLimitWait(status, headers, message, options.now)
  if (limit !== undefined) {
    const time = Number.isFinite(limit) ? plural(Math.ceil(limit / 1000), 'second') : 'for a while'
    const text = `GitHub limits the requests and asks to wait ${time}`
    return { error: new GitHubError('unavailable', text, status, { cause: thrown }), wait: limit }
  }
  if (headers === undefined || status >= 500) {
    const text = headers === undefined ? `GitHub could not be reached: ${quote(message)}` : `GitHub answered ${status}`
    const error = new GitHubError('unavailable', text, headers === undefined ? undefined : status, { cause: thrown })
    return { error, wait: 0 }
  }
  return { error: finalError(status, message, data, options.fork, thrown), wait: undefined }
}

/** The HTTP status that a request ended with; undefined where there was no answer. */
export function statusOf(thrown: unknown): number | undefined {
  const { headers, status } = readThrown(thrown)
  return headers === undefined ? undefined : status
}

function finalError(status: number, message: string, data: string, fork: boolean, cause: unknown): GitHubError {
  const said = `GitHub answered ${status}: ${quote(message)}`
  if (status === 422 && /too long/i.test(data)) {
    const hint = 'The job summary and the report file hold the whole text.'
    return new GitHubError('too-large', `${said}, the comment is too long`, status, { hint, cause })
  }
  if (status === 401) {
    const hint = 'Leave github-token at its default or give it a token that is valid.'
    return new GitHubError('permission', said, status, { hint, cause })
  }
  if (status === 403 || status === 404) {
    return new GitHubError('permission', said, status, { hint: permissionHint(message, fork), cause })
  }
  return new GitHubError('unavailable', said, status, { cause })
}

function permissionHint(message: string, fork: boolean): string {
  if (/locked/i.test(message)) return 'Unlock the conversation of the pull request to let the comment in.'
  if (fork) {
    return 'A pull request from a fork gets a token that can only read; the job summary holds the whole text.'
  }
  return 'Add the line "pull-requests: write" under "permissions:" of the job.'
}

/** Milliseconds that a rate limit asks to wait; undefined where the answer is about something else. */
function rateLimitWait(
  status: number,
  headers: ReadonlyMap<string, string>,
  message: string,
  now: () => number
): number | undefined {
  if (status !== 403 && status !== 429) return undefined
  const after = headers.get('retry-after')
  if (after !== undefined) {
    const seconds = /^\d+$/.test(after) ? Number(after) : (Date.parse(after) - now()) / 1000
    return Number.isFinite(seconds) ? Math.max(0, seconds * 1000) : Number.POSITIVE_INFINITY
  }
  if (headers.get('x-ratelimit-remaining') === '0') {
    const reset = Number(headers.get('x-ratelimit-reset') ?? Number.NaN) * 1000
    return Number.isFinite(reset) ? Math.max(0, reset - now()) : Number.POSITIVE_INFINITY
  }
  return status === 429 || /rate limit/i.test(message) ? Number.POSITIVE_INFINITY : undefined
}

type Thrown = {
  readonly status: number
  /** Undefined where there was no answer at all. */
  readonly headers: ReadonlyMap<string, string> | undefined
  /** GitHub's own message, or why there was no answer. */
  readonly message: string
  /** The whole answer as JSON, to search in. */
  readonly data: string
}

/** Octokit throws an error with `status` and, if there was an answer, `response`. */
function readThrown(thrown: unknown): Thrown {
  const response = jsonMember(thrown, 'response')
  const text = thrown instanceof Error ? thrown.message : String(thrown)
  if (typeof response !== 'object' || response === null)
    return { status: 0, headers: undefined, message: text, data: '' }
  const status = jsonMember(response, 'status')
  const data = jsonMember(response, 'data')
  const message = jsonMember(data, 'message')
  const headers = Object.entries(jsonMember(response, 'headers') ?? {}).map(
    ([name, value]) => [name.toLowerCase(), String(value)] as const
  )
  return {
    status: typeof status === 'number' ? status : 0,
    headers: new Map(headers),
    message: typeof message === 'string' ? message : text,
    data: JSON.stringify(data) ?? ''
  }
}
