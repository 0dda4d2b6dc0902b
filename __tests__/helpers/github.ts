import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { answerQuery } from './github-graphql.ts'
import { loadGitHubDescription } from './github-openapi.ts'
import {
  type Answer,
  type FakeComment,
  type FakePull,
  type FakeToken,
  type FakeTrees,
  type FakeUser,
  failed,
  makeRoutes,
  workflowToken
} from './github-routes.ts'

export { actionsBot, type FakeComment, type FakeToken, type FakeUser, octocat, workflowToken } from './github-routes.ts'

/**
 * An answer in place of the real one, for the next `times` requests that match; `done` carries the request out before it is lost. A text
 * as body is sent as HTML, as proxies do.
 */
export type Fault = {
  readonly match: RegExp
  readonly times?: number
  readonly answer:
    | { readonly status: number; readonly headers?: Record<string, string>; readonly body?: unknown }
    | 'drop'
    | 'drop-when-done'
    | 'hang'
}

export type FakeGitHub = {
  /** Address of the API. */
  readonly url: string
  /** Every comment, oldest first. */
  readonly comments: FakeComment[]
  /** `METHOD path?query` of each request in order. */
  readonly requests: readonly string[]
  /** What was not as GitHub describes it, on either side. A test ends with this empty. */
  readonly problems: readonly string[]
  addComment(issue: number, body: string, user: FakeUser | null): FakeComment
  setPull(number: number, pull: FakePull): void
  inject(fault: Fault): void
  /** The same API without a network, for tests that order requests by hand. */
  fetch(input: string | URL | Request, init?: RequestInit): Promise<Response>
  close(): Promise<void>
}

export type FakeGitHubOptions = {
  readonly tokens?: Readonly<Record<string, FakeToken>>
  /** Content of files by `ref:path`. */
  readonly files?: Readonly<Record<string, string>>
  /** Pull requests by number; a text is `owner/name` of the head. */
  readonly pulls?: Readonly<Record<number, string | FakePull>>
  /** Messages of commits, oldest first, by `owner/name from...to`. */
  readonly commits?: Readonly<Record<string, readonly string[]>>
  /** Files of commits. */
  readonly trees?: FakeTrees
  /** Path in front of each route, as `/api/v3` of GitHub Enterprise, whose GraphQL is then at `/api/graphql`. */
  readonly base?: string
  /** An earlier `owner/name` of the GitHub repository `acme/shop`: requests for it are redirected as GitHub does. */
  readonly renamedFrom?: string
  /** Waited for before a request is handled, and before its answer is sent. */
  readonly gate?: (step: string) => Promise<void>
}

type Wire = { readonly line: string; readonly path: string; readonly query: URLSearchParams } & {
  readonly method: string
  readonly body: unknown
  readonly authorization: string
}

/** GitHub's API for comments, on loopback and in this process: it keeps what it is given, pages, and checks both sides. */
export async function startGitHub(options: FakeGitHubOptions = {}): Promise<FakeGitHub> {
  const description = loadGitHubDescription()
  const { base = '', gate = async () => undefined } = options
  const tokens = options.tokens ?? { 'workflow-token': workflowToken }
  const comments: FakeComment[] = []
  const requests: string[] = []
  const problems: string[] = []
  const faults: { fault: Fault; left: number }[] = []
  const pulls = Object.fromEntries(
    Object.entries(options.pulls ?? {}).map(([number, pull]) => [
      number,
      typeof pull === 'string' ? { head: pull } : pull
    ])
  )
  let nextId = 1001

  const addComment = (issue: number, body: string, user: FakeUser | null): FakeComment => {
    const comment = { id: nextId++, issue, body, user }
    comments.push(comment)
    return comment
  }
  const { files = {}, commits = {}, trees = {} } = options
  const routes = makeRoutes({ tokens, comments, files, pulls, commits, trees, addComment }, description)

  const answerGraphql = (wire: Wire, token: FakeToken | undefined): Answer => {
    if (token === undefined) return failed(401, 'Bad credentials')
    const query = typeof wire.body === 'object' && wire.body !== null && 'query' in wire.body ? wire.body.query : ''
    const viewer = { login: token.user.login, databaseId: token.user.id }
    const answered = answerQuery(String(query), { viewer })
    problems.push(...answered.problems.map(problem => `GraphQL: ${problem}`))
    return { status: 200, body: answered.body }
  }

  const answer = (wire: Wire): Answer => {
    const given = /^(?:token|bearer) (.+)$/i.exec(wire.authorization)?.[1]
    const token = given === undefined ? undefined : tokens[given]
    if (wire.line === `POST ${base.replace(/\/v3$/, '')}/graphql`) return answerGraphql(wire, token)
    const moved = redirect(wire)
    if (moved !== undefined) return moved
    const path = wire.path.slice(base.length).replace(/^\/repositories\/101\//, '/repos/acme/shop/')
    const exchange = { ...wire, path }
    const operation = wire.path.startsWith(base) ? description.find(wire.method, path) : undefined
    if (operation === undefined) {
      problems.push(`${wire.method} ${wire.path} is not among the described paths`)
      return failed(404, 'Not Found')
    }
    const note = (side: string, found: readonly string[]): void =>
      void problems.push(...found.map(problem => `${side} ${operation.name}: ${problem}`))
    note('request', description.checkRequest(operation, exchange))
    if (given !== undefined && token === undefined) return failed(401, 'Bad credentials')
    const result = routes[operation.name]?.(operation, exchange, token) ?? failed(404, 'Not Found')
    if (!result.beyondDescription) note('answer', description.checkResponse(operation, result.status, result.body))
    return result
  }

  const redirect = ({ method, path, query }: Wire): Answer | undefined => {
    const old = `${base}/repos/${options.renamedFrom}/`
    if (options.renamedFrom === undefined || !path.startsWith(old)) return undefined
    const search = query.size === 0 ? '' : `?${query}`
    const location = `${github.url}/repositories/101/${path.slice(old.length)}${search}`
    return { ...failed(method === 'GET' ? 301 : 307, 'Moved Permanently'), headers: { location } }
  }

  /** The answer; undefined where the connection breaks, and nothing ever where it hangs. */
  const respond = async (wire: Wire): Promise<Answer | undefined> => {
    requests.push(wire.line)
    await gate(`to ${wire.line}`)
    const found = faults.find(({ fault: { match }, left }) => left > 0 && match.test(wire.line))
    if (found !== undefined) found.left--
    const fault = found?.fault.answer
    if (fault === 'hang') return new Promise(() => undefined)
    const isDone = fault === undefined || fault === 'drop-when-done'
    const result = isDone ? answer(wire) : undefined
    await gate(`from ${wire.line}`)
    if (fault === undefined) return result
    return typeof fault === 'string' ? undefined : { body: { message: 'injected' }, ...fault }
  }

  const server = createServer((request, response) => {
    receive(request)
      .then(respond)
      .then(result => (result === undefined ? request.socket.destroy() : send(response, result)))
      .catch(error => {
        problems.push(`the server itself failed: ${String(error)}`)
        response.destroy()
      })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const github: FakeGitHub = {
    url: `http://127.0.0.1:${isAddress(address) ? address.port : 0}${base}`,
    comments,
    requests,
    problems,
    addComment,
    setPull: (number, pull) => void Object.assign(pulls, { [number]: pull }),
    inject: fault => void faults.push({ fault, left: fault.times ?? 1 }),
    fetch: async (input, init = {}) => {
      const headers = new Headers(init.headers)
      const target = new URL(String(input))
      const text = typeof init.body === 'string' ? init.body : ''
      const result = await respond(wireOf(init.method ?? 'GET', target, text, headers.get('authorization') ?? ''))
      if (result === undefined) throw new TypeError('fetch failed', { cause: new Error('other side closed') })
      const { status } = result
      return new Response(status === 204 ? null : textOf(result), { status, headers: headersOf(result) })
    },
    close: () => {
      server.closeAllConnections()
      return new Promise(resolve => server.close(() => resolve()))
    }
  }
  return github
}

async function receive(request: IncomingMessage): Promise<Wire> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk))
  const target = new URL(request.url ?? '/', 'http://localhost')
  const text = Buffer.concat(chunks).toString('utf8')
  return wireOf(request.method ?? 'GET', target, text, request.headers.authorization ?? '')
}

function wireOf(method: string, { pathname, search, searchParams }: URL, text: string, authorization: string): Wire {
  const body: unknown = text === '' ? undefined : JSON.parse(text)
  return { line: `${method} ${pathname}${search}`, method, path: pathname, query: searchParams, body, authorization }
}

function headersOf({ body, headers }: Answer): Record<string, string> {
  const type = typeof body === 'string' ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8'
  return { 'content-type': type, ...headers }
}

function textOf({ body }: Answer): string {
  return typeof body === 'string' ? body : (JSON.stringify(body) ?? '')
}

function send(response: ServerResponse, answer: Answer): void {
  response.writeHead(answer.status, headersOf(answer))
  response.end(answer.status === 204 ? undefined : textOf(answer))
}

function isAddress(value: string | AddressInfo | null): value is AddressInfo {
  return typeof value === 'object' && value !== null
}
