import { GitHubError } from '../errors.ts'

/** Where GitHub's API is and who asks. */
export type GitHubAccess = {
  /** `https://api.github.com`, or `https://HOST/api/v3` of GitHub Enterprise. */
  readonly apiUrl: string
  readonly token: string
  /** Milliseconds after which a request counts as lost. */
  readonly timeout?: number | undefined
  /** Sends a request; the default is that of `@actions/github`, which knows the runner's proxy. */
  readonly fetch?: typeof fetch | undefined
}

/** What GitHub answered: JSON, or nothing where there is nothing to say. */
export type GitHubAnswer = { readonly data: unknown; readonly link: string }

/** GitHub's API for one token. */
export interface GitHubApi {
  readonly url: string
  /** True for the token of a GitHub App's installation, as each workflow has one; such a token is nobody's. */
  readonly installation: boolean
  /**
   * Sends one request, `METHOD /path/{parameter}`. Rejects with what Octokit throws, or with GitHubError where an answer came that
   * cannot be GitHub's; `readFailure` makes one of both.
   */
  send(route: string, parameters: Readonly<Record<string, unknown>>): Promise<GitHubAnswer>
}

const mostRedirects = 3

/** Octokit writes nothing to the log by itself (threat model O-01). */
export async function connectGitHub(access: GitHubAccess): Promise<GitHubApi> {
  const { getOctokit } = await importToolkit()
  const { apiUrl, token, timeout = 30_000, fetch } = access
  const log = { debug: ignore, info: ignore, warn: ignore, error: ignore }
  const octokit = getOctokit(token, { baseUrl: apiUrl, log })
  const request = async (route: string, parameters: Readonly<Record<string, unknown>>): Promise<Reply> => {
    const signal = AbortSignal.timeout(timeout)
    // a POST that fetch itself sends on after 301 would become a GET
    const settings = { signal, log, redirect: 'manual' as const, ...(fetch === undefined ? {} : { fetch }) }
    const { status, headers, data, url } = await octokit.request(route, { ...parameters, request: settings })
    return { status, data, url, link: String(headers.link ?? ''), location: headers.location }
  }
  return {
    url: apiUrl,
    // GitHub documentation, "About authentication to GitHub", token formats
    installation: token.startsWith('ghs_'),
    send: async (route, parameters) => {
      let reply = await request(route, parameters)
      for (let count = 0; isRedirect(reply) && count < mostRedirects; count++) {
        const method = route.split(' ', 1)[0] ?? 'GET'
        reply = await request(`${method} ${redirectTarget(reply, apiUrl)}`, withoutPath(route, parameters))
      }
      return { data: checked(reply), link: reply.link }
    }
  }
}

/**
 * `@actions/github` reads the event file when it is imported, and fails for one that is no JSON. What is used of it needs no event, so it does
 * not see the file.
 */
async function importToolkit(): Promise<typeof import('@actions/github')> {
  const path = process.env['GITHUB_EVENT_PATH']
  delete process.env['GITHUB_EVENT_PATH']
  try {
    return await import('@actions/github')
  } finally {
    if (path !== undefined) process.env['GITHUB_EVENT_PATH'] = path
  }
}

type Reply = {
  readonly status: number
  readonly data: unknown
  readonly url: string
  readonly link: string
  readonly location: string | undefined
}

function isRedirect({ status }: Reply): boolean {
  return [301, 302, 307, 308].includes(status)
}

/**
 * Where a renamed GitHub repository went; the token never goes to another host.
 * @throws GitHubError
 */
function redirectTarget({ status, url, location }: Reply, apiUrl: string): string {
  const base = url === '' ? apiUrl : url
  const target = location && URL.canParse(location, base) ? new URL(location, base) : undefined
  if (target !== undefined && target.origin === new URL(apiUrl).origin) return `${target.origin}${target.pathname}`
  throw new GitHubError('unavailable', `GitHub answered ${status} and points outside of its API`, status, {
    hint: 'Check GITHUB_API_URL and the proxy of the runner.'
  })
}

/** What is left for query and body once the path has its own. */
function withoutPath(route: string, parameters: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(parameters).filter(([name]) => !route.includes(`{${name}}`)))
}

/** @throws GitHubError for an answer that is no JSON, as the page of a proxy */
function checked({ status, data }: Reply): unknown {
  if (status === 204 || (status < 300 && typeof data === 'object' && data !== null)) return data
  throw notGitHub(status)
}

/** An answer that is none of GitHub's. */
export function notGitHub(status: number, cause?: unknown): GitHubError {
  return new GitHubError('unavailable', `GitHub answered ${status} without the JSON that was asked for`, status, {
    hint: 'A proxy or firewall may have answered in its place; check GITHUB_API_URL and the proxy of the runner.',
    cause
  })
}

function ignore(): void {
  // nothing to do: the caller says what a person should read
}
