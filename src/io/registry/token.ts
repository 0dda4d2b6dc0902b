import type { RegistryError, RegistryErrorCode } from '../../errors.ts'
import type { Advice } from './advice.ts'
import type { RequestBudget } from './budget.ts'
import type { Login, TlsSettings } from './entry.ts'
import { failure, formatRequest, notARegistry, readDiagnostic, type Subject } from './failure.ts'
import { habitOf } from './habits.ts'
import { formatSize, type RegistryLimits } from './limits.ts'
import { settingsName } from './naming.ts'
import { basicCredential, type Redactor } from './redact.ts'
import { parseJson } from './tags.ts'
import type { Answer, Exchange } from './transport.ts'

/** A bearer token and when it stops to be used. */
export type Token = { readonly value: string; readonly expires: number }

export type TokenRequest = {
  readonly subject: Subject
  readonly advice: Advice
  /** The judged realm. */
  readonly endpoint: URL
  readonly service: string | undefined
  /**
   * Path of the repository: the scope is ours, whatever the challenge asks for (threat model C-09). Empty for a token without one, as
   * `docker login` asks for to try a password.
   */
  readonly path: string
  /** Undefined for an anonymous request. */
  readonly login: Login | undefined
  readonly tls: TlsSettings
  readonly signal: AbortSignal
  readonly budget?: RequestBudget | undefined
}

export type TokenTools = {
  readonly exchange: Exchange
  readonly limits: RegistryLimits
  readonly redactor: Redactor
  readonly now: () => number
  readonly secret: (value: string) => void
}

/** A token, or why there is none. `rejected`: the endpoint did not accept the login itself. */
export type TokenResult =
  | { readonly kind: 'token'; readonly token: Token }
  | { readonly kind: 'failed'; readonly error: RegistryError; readonly rejected: number | undefined }

const shortestLife = 30_000
const longestLife = 3_600_000
const defaultLife = 60_000

/**
 * Fetches a token (distribution "Token Authentication Specification"; with an identity token the OAuth2 form of it). No
 * redirects (threat model C-09); the answer is checked before it is used (C-13).
 */
export async function fetchToken(request: TokenRequest, tools: TokenTools): Promise<TokenResult> {
  const { subject, advice, tls, signal, budget, endpoint } = request
  const bytes = tools.limits.tokenAnswerBytes
  const tooLarge = `the answer of ${nameEndpoint(request)} is larger than ${formatSize(bytes)}`
  const common = { subject, advice, tls, signal, budget, limit: { bytes, tooLarge } }
  const parameters = new URLSearchParams()
  if (request.service !== undefined) parameters.set('service', request.service)
  if (request.path !== '')
    parameters.set('scope', `repository:${request.path}:${habitOf(request.subject.registry).actions}`)
  const url = new URL(endpoint)
  const post = request.login?.kind === 'identity'
  if (request.login?.kind === 'identity') {
    parameters.set('grant_type', 'refresh_token')
    parameters.set('client_id', 'kluctl-images')
    parameters.set('refresh_token', request.login.token)
  } else {
    for (const [name, value] of parameters) url.searchParams.set(name, value)
  }
  const headers: Record<string, string> = post
    ? { 'content-type': 'application/x-www-form-urlencoded' }
    : basicHeader(request.login)
  const result = await tools.exchange({
    ...common,
    method: post ? 'POST' : 'GET',
    url,
    headers,
    body: post ? parameters.toString() : undefined
  })
  if (result.kind === 'fault') return { kind: 'failed', error: result.error, rejected: undefined }
  return readAnswer(result, request, formatRequest(post ? 'POST' : 'GET', url), tools)
}

/** The header of HTTP Basic for a password; none for anything else. */
export function basicHeader(login: Login | undefined): Record<string, string> {
  if (login?.kind !== 'password') return {}
  return { authorization: `Basic ${basicCredential(login.username, login.password)}` }
}

function readAnswer(answer: Answer, request: TokenRequest, sent: string, tools: TokenTools): TokenResult {
  const { status } = answer
  const { subject, advice, login } = request
  const json = parseJson(answer.body)
  const value: unknown = 'value' in json ? json.value : undefined
  const fail = (code: RegistryErrorCode, what: string, hint?: string, rejected?: number): TokenResult => {
    const diagnostic = status === 200 ? undefined : readDiagnostic(value, tools.redactor, tools.limits.diagnosticLength)
    const said = diagnostic === undefined ? '' : ` (${diagnostic})`
    const fields = { status, request: sent, diagnostic, hint }
    return { kind: 'failed', error: failure(subject, code, `${what}${said}`, fields), rejected }
  }
  const where = nameEndpoint(request)
  if (status === 200) {
    const token = parseToken(value, tools)
    if (!token) return fail('protocol', `${where} sent an unusable token`, notARegistry)
    return { kind: 'token', token }
  }
  if (status >= 300 && status < 400)
    return fail('protocol', `${where} answered with a redirect, which is refused`, notARegistry)
  // OAuth2 says 400 invalid_grant for a refresh token that is not accepted (RFC 6749, 5.2).
  if (status === 401 || status === 403 || (status === 400 && login?.kind === 'identity')) {
    if (login)
      return fail(
        status === 403 ? 'denied' : 'unauthorized',
        `authentication failed for ${subject.registry}: ${where} answered ${status}`,
        advice.login(),
        status
      )
    return fail(
      status === 403 ? 'denied' : 'unauthorized',
      `${where} gives no token without a login (${status})`,
      advice.login()
    )
  }
  return fail('protocol', `${where} answered ${status}`, notARegistry)
}

function nameEndpoint({ endpoint, subject: { registry } }: TokenRequest): string {
  const at = settingsName({ registry }, endpoint) === registry ? '' : ` ${endpoint.host}`
  return `the token endpoint${at} of registry ${registry}`
}

function parseToken(value: unknown, { limits, now, secret }: TokenTools): Token | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  const fields = new Map<string, unknown>(Object.entries(value))
  const given = [fields.get('token'), fields.get('access_token')].find(
    one => one !== undefined && one !== null && one !== ''
  )
  if (typeof given !== 'string' || given.length > limits.tokenLength || !/^[\x21-\x7e]+$/.test(given)) return undefined
  for (const name of ['token', 'access_token', 'refresh_token', 'id_token']) {
    const value = fields.get(name)
    if (typeof value === 'string' && value.length <= limits.tokenLength) secret(value)
  }
  const seconds = Number(fields.get('expires_in') ?? Number.NaN)
  const life = Number.isFinite(seconds) ? seconds * 1000 : defaultLife
  return { value: given, expires: now() + Math.min(longestLife, Math.max(shortestLife, life)) }
}
