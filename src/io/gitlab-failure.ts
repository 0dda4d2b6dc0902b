import { GitLabError } from '../errors.ts'
import { plural, quote, shorten } from '../text.ts'
import { accessHint, type GitLabAccess } from './gitlab-job.ts'
import { jsonMember } from './json-member.ts'
import { type ReadHeader, readRetryAfter } from './registry/rate-limit.ts'

/** An answer that is no success, as far as it is needed to say what it means. */
export type GitLabRefusal = {
  /** `GET /user`: method and path, for the message. */
  readonly request: string
  readonly status: number
  readonly header: ReadHeader
  /** Begin of the body. */
  readonly text: string
}

/**
 * What a refusal means. 429, 409 and 5xx may pass; the rest is final. docs.gitlab.com, "REST API troubleshooting" (status codes) and
 * "User and IP rate limits" (headers of a 429).
 */
export function readRefusal(refusal: GitLabRefusal, job: GitLabAccess, now: number): GitLabError {
  const { status, request, header } = refusal
  const reason = reasonOf(refusal.text)
  const said = `GitLab answered ${status} to ${request}${reason === '' ? '' : `: ${quote(reason)}`}`
  if (status === 429) {
    const wait = readRetryAfter(header, now)
    const time = wait === undefined ? '' : `, and asks to wait ${plural(Math.ceil(wait / 1000), 'second')}`
    // The limits of single paths, as of new notes, count by the minute and say no time.
    return new GitLabError('unavailable', `GitLab limits the requests${time}`, { status, retryAfter: wait ?? 20_000 })
  }
  if (status >= 500 || status === 409) return new GitLabError('unavailable', said, { status, retryAfter: 0 })
  if (status >= 300 && status < 400) return redirected(refusal)
  if (status === 413 || (status === 400 && /too long/i.test(reason))) {
    const hint = 'The report file holds the whole text.'
    return new GitLabError('too-large', `${said}, the note is too long`, { status }, { hint })
  }
  if (status === 401) {
    const hint = `The token in ${job.tokenVariable} is not valid: it is mistyped, expired or revoked. Put a new one there.`
    return new GitLabError('permission', said, { status }, { hint })
  }
  if (status === 403 && /insufficient_scope|higher privileges/i.test(refusal.text)) {
    const hint = `Give the token in ${job.tokenVariable} the scope api.`
    return new GitLabError('permission', said, { status }, { hint })
  }
  if (status === 403 || status === 404) {
    return new GitLabError('permission', said, { status }, { hint: accessHint(job) })
  }
  return new GitLabError('unavailable', said, { status })
}

/** What it means that there was no answer. Network loss may pass; a certificate that is not trusted stays so. */
export function readNetworkFault(
  thrown: unknown,
  host: string,
  { timeout, redact }: { readonly timeout: number; readonly redact: (text: string) => string }
): GitLabError {
  const code = String(jsonMember(thrown, 'code') ?? '')
  if (thrown instanceof Error && (thrown.name === 'TimeoutError' || /^UND_ERR_.*_TIMEOUT$/.test(code))) {
    return new GitLabError('unavailable', `GitLab at ${host} did not answer in ${timeout / 1000} s`, { retryAfter: 0 })
  }
  const text = (thrown instanceof Error ? thrown.message : String(thrown)) || code
  const said = `GitLab at ${host} could not be reached: ${quote(redact(text))}`
  if (/CERT|SIGNATURE|SELF_SIGNED|ISSUER|ERR_TLS|ERR_SSL/.test(code)) {
    const hint = 'Name the file with the certificate of its authority in CI_SERVER_TLS_CA_FILE or NODE_EXTRA_CA_CERTS.'
    return new GitLabError('unavailable', said, {}, { hint })
  }
  return new GitLabError('unavailable', said, { retryAfter: 0 })
}

function redirected({ status, request, header }: GitLabRefusal): GitLabError {
  const target = header('location')[0] ?? ''
  const host = URL.canParse(target) ? ` to ${quote(new URL(target).host, 100)}` : ''
  const message = `GitLab answered ${status} to ${request}, a redirect${host}, and the token is not sent anywhere else`
  const hint = 'Check the address in CI_API_V4_URL: it is the external address that GitLab is configured with.'
  return new GitLabError('unavailable', message, { status }, { hint })
}

/** GitLab says `message` (a text or an object of texts), or `error` with `error_description`. Pages of HTML say nothing of use. */
function reasonOf(text: string): string {
  const body = parse(text)
  const parts = [jsonMember(body, 'message'), jsonMember(body, 'error'), jsonMember(body, 'error_description')]
  const words = parts.flatMap(part => {
    if (typeof part === 'string') return [part]
    return typeof part === 'object' && part !== null ? [JSON.stringify(part)] : []
  })
  return shorten(words.join(': '), 300)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
