import { readFileSync } from 'node:fs'
import tls from 'node:tls'
import type { Dispatcher } from 'undici'
import { version } from '../about.ts'
import { GitLabError, InputError } from '../errors.ts'
import { quote } from '../text.ts'
import { readNetworkFault, readRefusal } from './gitlab-failure.ts'
import type { GitLabAccess } from './gitlab-job.ts'
import { type Proxies, proxyFor } from './registry/proxies.ts'

export type GitLabRequest = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Below the address of the API, beginning with a slash. */
  readonly path: string
  readonly query?: Readonly<Record<string, string>> | undefined
  /** Sent as JSON. */
  readonly body?: Readonly<Record<string, string>> | undefined
}

/** A successful answer. */
export type GitLabAnswer = {
  /** Parsed JSON; undefined for an empty body, as after a deletion. */
  readonly data: unknown
  /** All values of a header by its name in lower case. */
  readonly header: (name: string) => readonly string[]
  /** Address that was asked, to read links against. */
  readonly url: URL
}

/** GitLab's REST API as one token sees it. */
export interface GitLabApi {
  /** Rejects with GitLabError; where `retryAfter` is set, the same request may be sent again. */
  send(request: GitLabRequest): Promise<GitLabAnswer>
  close(): Promise<void>
}

export type GitLabApiOptions = {
  readonly job: GitLabAccess
  readonly proxies: Proxies
  /** Takes the secrets out of what GitLab says. */
  readonly redact: (text: string) => string
  readonly now: () => number
  /** Milliseconds for one request with its answer. */
  readonly timeout: number
}

/** Most bytes of one answer. */
const longestAnswer = 4 * 1024 * 1024
/** A refusal is read that far. */
const longestRefusal = 16 * 1024

/**
 * Connects to GitLab. The token goes to the host of `CI_API_V4_URL` only: redirects are refused, never followed.
 * @throws InputError for a file of authorities that cannot be read
 */
export async function connectToGitLab(options: GitLabApiOptions): Promise<GitLabApi> {
  const { job } = options
  const { request } = await import('undici')
  const dispatcher = await createDispatcher(options)
  return {
    async send(asked) {
      const url = new URL(job.apiUrl + asked.path)
      for (const [name, value] of Object.entries(asked.query ?? {})) url.searchParams.set(name, value)
      const headers = {
        accept: 'application/json',
        'user-agent': `kluctl-images/${version}`,
        'private-token': job.token,
        ...(asked.body === undefined ? {} : { 'content-type': 'application/json' })
      }
      const body = asked.body === undefined ? null : JSON.stringify(asked.body)
      const signal = AbortSignal.timeout(options.timeout)
      let raw: RawAnswer
      try {
        const answer = await request(url, { dispatcher, method: asked.method, headers, body, signal })
        raw = { status: answer.statusCode, headers: answer.headers, ...(await readBody(answer)) }
      } catch (thrown) {
        throw readNetworkFault(thrown, url.host, options)
      }
      return readAnswer(raw, asked, url, options)
    },
    close: () => dispatcher.destroy()
  }
}

type RawAnswer = {
  readonly status: number
  readonly headers: Dispatcher.ResponseData['headers']
  readonly text: string
  /** True if the body is longer than we read. */
  readonly cut: boolean
}

async function readBody({ body, statusCode }: Dispatcher.ResponseData): Promise<Pick<RawAnswer, 'text' | 'cut'>> {
  const limit = statusCode < 300 ? longestAnswer : longestRefusal
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of body) {
    if (!(chunk instanceof Uint8Array)) continue
    chunks.push(chunk)
    length += chunk.length
    // Leaving the loop closes the connection.
    if (length > limit) break
  }
  return { text: Buffer.concat(chunks).subarray(0, limit).toString('utf8'), cut: length > limit }
}

function readAnswer(raw: RawAnswer, asked: GitLabRequest, url: URL, options: GitLabApiOptions): GitLabAnswer {
  const { status, text, cut } = raw
  const request = `${asked.method} ${asked.path}`
  const header = (name: string): readonly string[] => {
    const value = raw.headers[name]
    return typeof value === 'string' ? [value] : (value ?? [])
  }
  if (status < 200 || status >= 300) {
    throw readRefusal({ request, status, header, text: options.redact(text) }, options.job, options.now())
  }
  if (cut) {
    const message = `the answer of GitLab to ${request} is longer than ${longestAnswer / 1024 / 1024} MiB`
    throw new GitLabError('too-large', message, { status })
  }
  if (text.trim() === '') return { data: undefined, header, url }
  try {
    return { data: JSON.parse(text), header, url }
  } catch {
    const kind = quote((header('content-type')[0] ?? 'no content type').split(';', 1)[0] ?? '', 60)
    const message = `GitLab answered ${request} with ${kind}, which is not JSON`
    const hint = `Check that ${options.job.apiUrl} is reached without a login page or a proxy that answers for it.`
    throw new GitLabError('unavailable', message, { status }, { hint })
  }
}

async function createDispatcher({ job, proxies, timeout }: GitLabApiOptions): Promise<Dispatcher> {
  const { Agent, ProxyAgent } = await import('undici')
  const trusted = job.authorities.length === 0 ? {} : { ca: [...readAuthorities(job.authorities)] }
  const times = { headersTimeout: timeout, bodyTimeout: timeout }
  const url = new URL(job.apiUrl)
  const proxy = proxyFor(url, proxies)
  if (proxy === undefined) return new Agent({ ...times, connect: { ...trusted, timeout } })
  return new ProxyAgent({
    ...times,
    uri: proxy.url.href,
    ...(proxy.authorization === undefined ? {} : { token: proxy.authorization }),
    proxyTunnel: url.protocol === 'https:',
    requestTls: { ...trusted, timeout },
    proxyTls: { timeout }
  })
}

/** The authorities that are always trusted, and those of the files: a list of our own would take the place of the others. */
function readAuthorities(files: GitLabAccess['authorities']): readonly string[] {
  return [...tls.rootCertificates, ...files.map(readAuthority)]
}

function readAuthority({ variable, file }: GitLabAccess['authorities'][number]): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    const hint = 'It holds the certificates, as PEM, of the authorities that are trusted.'
    throw new InputError(variable, `the file ${quote(file)} of ${variable} cannot be read`, { hint, cause })
  }
}
