import type { Dispatcher } from 'undici'
import { GitHubError } from '../errors.ts'
import type { Environment } from './github-event.ts'
import { proxyFor, readProxies } from './registry/proxies.ts'

export type Download = {
  readonly url: URL
  /** Sent to the host of `url` and to no other. */
  readonly token: string
  /** For the runner's proxy. */
  readonly env: Environment
  /** Bytes that may come. */
  readonly limit: number
  /** Milliseconds for the whole of it. */
  readonly timeout: number
}

const mostRedirects = 3
const redirects = [301, 302, 303, 307, 308]
/** Bytes of what GitHub says to a request that it refuses. */
const longestRefusal = 64 * 1024

/**
 * Downloads a file from GitHub's API, which answers with the address of a blob store that takes no token. Whatever is sent beyond the limit is
 * not read.
 * @throws GitHubError with the code `artifact` for what will not pass; else an error with `response`, as Octokit's, for `readFailure`
 */
export async function downloadBytes(download: Download): Promise<Uint8Array> {
  const { request } = await import('undici')
  const signal = AbortSignal.timeout(download.timeout)
  let url = download.url
  for (let count = 0; count <= mostRedirects; count++) {
    const dispatcher = await dispatcherFor(url, download.env)
    try {
      const isFirst = count === 0
      const headers = isFirst ? apiHeaders(download.token) : { 'user-agent': 'kluctl-images' }
      const answer = await request(url, { dispatcher, headers, signal })
      if (answer.statusCode === 200) return await readBody(answer.body, download.limit)
      if (!redirects.includes(answer.statusCode)) throw await unexpected(answer, isFirst)
      await answer.body.dump()
      url = nextUrl(answer.headers['location'], url)
    } finally {
      await dispatcher.destroy()
    }
  }
  throw new GitHubError('artifact', `the artifact could not be downloaded: more than ${mostRedirects} redirects`)
}

function apiHeaders(token: string): Record<string, string> {
  return {
    accept: 'application/vnd.github+json',
    authorization: `token ${token}`,
    'user-agent': 'kluctl-images',
    'x-github-api-version': '2022-11-28'
  }
}

/** What another try may change, and what GitHub says of the token, is read as any answer of its API. */
async function unexpected({ statusCode, headers, body }: Dispatcher.ResponseData, isGitHub: boolean): Promise<Error> {
  if (isGitHub && statusCode === 410) {
    return new GitHubError('artifact', 'the artifact has expired', statusCode, {
      hint: 'Run the workflow of the pull request again.'
    })
  }
  if (isGitHub) return new UnexpectedAnswer(statusCode, headers, parse(await readBody(body, longestRefusal)))
  if (statusCode >= 500 || statusCode === 429) return new UnexpectedAnswer(statusCode, headers, {})
  const text = `the artifact could not be downloaded: its storage answered ${statusCode}`
  return new GitHubError('artifact', text, statusCode, { hint: 'Run the job again.' })
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return undefined
  }
}

/** As Octokit's error has it, so that one function reads both. */
class UnexpectedAnswer extends Error {
  readonly response: { readonly status: number; readonly headers: object; readonly data: unknown }

  constructor(status: number, headers: object, data: unknown) {
    super(`the answer to a download is ${status}`)
    this.name = 'UnexpectedAnswer'
    this.response = { status, headers, data }
  }
}

async function dispatcherFor(url: URL, env: Environment): Promise<Dispatcher> {
  const { Agent, ProxyAgent } = await import('undici')
  const proxy = proxyFor(url, readProxies(env).proxies)
  if (proxy === undefined) return new Agent()
  return new ProxyAgent({
    uri: proxy.url.href,
    ...(proxy.authorization === undefined ? {} : { token: proxy.authorization })
  })
}

/** A step down from https would show the artifact to the network and let it be exchanged there. */
function nextUrl(location: string | string[] | undefined, from: URL): URL {
  const text = String(location ?? '')
  const url = URL.canParse(text, from.href) ? new URL(text, from) : undefined
  if (url !== undefined && (url.protocol === 'https:' || (url.protocol === 'http:' && from.protocol === 'http:')))
    return url
  throw new GitHubError('artifact', 'the artifact could not be downloaded: GitHub points to no https address')
}

async function readBody(body: Dispatcher.ResponseData['body'], limit: number): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of body) {
    length += chunk.length
    // leaving the loop ends the connection
    if (length > limit) throw new GitHubError('artifact', `the artifact is not used: it has more than ${limit} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
