import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Exchange, loadGitHubDescription, type Operation } from './github-openapi.ts'

/** Someone who may write comments. */
export type FakeUser = { readonly id: number; readonly login: string; readonly type: 'Bot' | 'User' }

export type FakeComment = { readonly id: number; readonly issue: number; body: string; readonly user: FakeUser | null }

/** What a token may do. An installation token, as a workflow has it, may not ask who it is. */
export type FakeToken = { readonly user: FakeUser; readonly access: 'write' | 'read'; readonly installation: boolean }

/** An answer in place of the real one, for the next `times` requests that match; `done` carries the request out before it is lost. */
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
  readonly url: string
  /** Every comment, oldest first. */
  readonly comments: FakeComment[]
  /** `METHOD path?query` of each request in order. */
  readonly requests: readonly string[]
  /** What was not as GitHub describes it, on either side. A test ends with this empty. */
  readonly problems: readonly string[]
  addComment(issue: number, body: string, user: FakeUser | null): FakeComment
  inject(fault: Fault): void
  close(): Promise<void>
}

export type FakeGitHubOptions = {
  readonly tokens?: Readonly<Record<string, FakeToken>>
  /** Content of files by `ref:path`. */
  readonly files?: Readonly<Record<string, string>>
  /** `owner/name` of the head of each pull request by its number. */
  readonly pulls?: Readonly<Record<number, string>>
}

export const actionsBot: FakeUser = { id: 41_898_282, login: 'github-actions[bot]', type: 'Bot' }
export const octocat: FakeUser = { id: 583_231, login: 'octocat', type: 'User' }
export const workflowToken: FakeToken = { user: actionsBot, access: 'write', installation: true }

const notAccessible = 'Resource not accessible by integration'

/** GitHub's API for comments, on loopback and in this process: it keeps what it is given, pages, and checks both sides. */
export async function startGitHub(options: FakeGitHubOptions = {}): Promise<FakeGitHub> {
  const description = loadGitHubDescription()
  const tokens = options.tokens ?? { 'workflow-token': workflowToken }
  const comments: FakeComment[] = []
  const requests: string[] = []
  const problems: string[] = []
  const faults: { fault: Fault; left: number }[] = []
  let nextId = 1001

  const addComment = (issue: number, body: string, user: FakeUser | null): FakeComment => {
    const comment = { id: nextId++, issue, body, user }
    comments.push(comment)
    return comment
  }
  const show = (comment: FakeComment, operation: Operation) => {
    const { owner, repo } = operation.parameters
    const page = `https://github.com/${owner}/${repo}/pull/${comment.issue}#issuecomment-${comment.id}`
    const user = comment.user === null ? null : description.sample('simple-user', { ...comment.user })
    return description.sample('issue-comment', { id: comment.id, body: comment.body, html_url: page, user })
  }

  const handlers: Record<string, (operation: Operation, exchange: Exchange, token: FakeToken | undefined) => Answer> = {
    'GET /user': (_, __, token) => {
      if (token === undefined) return failed(401, 'Requires authentication')
      return token.installation ? failed(403, notAccessible) : { status: 200, body: fullUser(token.user) }
    },
    'GET /users/{username}': ({ parameters }) => {
      const known = [actionsBot, octocat, ...Object.values(tokens).map(token => token.user)]
      const user = known.find(({ login }) => login === parameters['username'])
      return user === undefined ? failed(404, 'Not Found') : { status: 200, body: fullUser(user) }
    },
    'GET /repos/{owner}/{repo}/issues/{issue_number}/comments': (operation, { query }) => {
      const list = comments.filter(comment => comment.issue === Number(operation.parameters['issue_number']))
      const size = Math.min(100, Number(query.get('per_page') ?? 30))
      const page = Number(query.get('page') ?? 1)
      const body = list.slice((page - 1) * size, page * size).map(comment => show(comment, operation))
      const last = Math.max(1, Math.ceil(list.length / size))
      const link = (to: number, rel: string) =>
        `<https://api.github.com/next?per_page=${size}&page=${to}>; rel="${rel}"`
      return page < last
        ? { status: 200, body, headers: { link: `${link(page + 1, 'next')}, ${link(last, 'last')}` } }
        : { status: 200, body }
    },
    'POST /repos/{owner}/{repo}/issues/{issue_number}/comments': (operation, { body }, token) => {
      const refused = refuseWrite(token) ?? refuseBody(body)
      if (refused !== undefined) return refused
      const comment = addComment(Number(operation.parameters['issue_number']), textOf(body), token?.user ?? null)
      return { status: 201, body: show(comment, operation) }
    },
    'GET /repos/{owner}/{repo}/issues/comments/{comment_id}': operation => {
      const comment = comments.find(({ id }) => id === Number(operation.parameters['comment_id']))
      return comment === undefined ? failed(404, 'Not Found') : { status: 200, body: show(comment, operation) }
    },
    'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}': (operation, { body }, token) => {
      const comment = comments.find(({ id }) => id === Number(operation.parameters['comment_id']))
      if (comment === undefined) return failed(404, 'Not Found')
      const refused = refuseWrite(token) ?? refuseBody(body)
      if (refused !== undefined) return refused
      comment.body = textOf(body)
      return { status: 200, body: show(comment, operation) }
    },
    'GET /repos/{owner}/{repo}/contents/{path}': ({ parameters }, { query }) => {
      const path = parameters['path'] ?? ''
      const text = options.files?.[`${query.get('ref') ?? 'main'}:${path}`]
      if (text === undefined) return failed(404, 'Not Found')
      const bytes = Buffer.from(text)
      const fields = {
        type: 'file',
        path,
        name: path.split('/').at(-1),
        size: bytes.length,
        encoding: 'base64',
        content: bytes.toString('base64')
      }
      return { status: 200, body: description.sample('content-file', fields) }
    },
    'GET /repos/{owner}/{repo}/pulls/{pull_number}': ({ parameters }) => {
      const number = Number(parameters['pull_number'])
      const head = options.pulls?.[number]
      if (head === undefined) return failed(404, 'Not Found')
      const repo = description.sample('repository', { full_name: head })
      const sample = description.sample('pull-request', { number })
      return { status: 200, body: { ...sample, head: { ...memberOf(sample, 'head'), repo } } }
    }
  }

  const answer = (exchange: Exchange, token: FakeToken | undefined, isBadToken: boolean): Answer => {
    const operation = description.find(exchange.method, exchange.path)
    if (operation === undefined) {
      problems.push(`${exchange.method} ${exchange.path} is not among the described paths`)
      return failed(404, 'Not Found')
    }
    problems.push(
      ...description.checkRequest(operation, exchange).map(problem => `request ${operation.name}: ${problem}`)
    )
    if (isBadToken) return failed(401, 'Bad credentials')
    const result = handlers[operation.name]?.(operation, exchange, token) ?? failed(404, 'Not Found')
    problems.push(
      ...description
        .checkResponse(operation, result.status, result.body)
        .map(problem => `answer ${operation.name}: ${problem}`)
    )
    return result
  }

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname, searchParams, search } = new URL(request.url ?? '/', 'http://localhost')
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(Buffer.from(chunk))
    const text = Buffer.concat(chunks).toString('utf8')
    const exchange = {
      method: request.method ?? 'GET',
      path: pathname,
      query: searchParams,
      body: text === '' ? undefined : JSON.parse(text)
    }
    const line = `${exchange.method} ${pathname}${search}`
    requests.push(line)
    const given = /^(?:token|bearer) (.+)$/i.exec(request.headers.authorization ?? '')?.[1]
    const token = given === undefined ? undefined : tokens[given]
    const fault = faults.find(({ fault: { match }, left }) => left > 0 && match.test(line))
    if (fault === undefined) return send(response, answer(exchange, token, given !== undefined && token === undefined))
    fault.left--
    if (fault.fault.answer === 'hang') return
    if (fault.fault.answer === 'drop-when-done') answer(exchange, token, false)
    if (typeof fault.fault.answer === 'string') return void request.socket.destroy()
    send(response, { body: { message: 'injected' }, ...fault.fault.answer })
  }

  const server = createServer((request, response) => {
    serve(request, response).catch(error => {
      problems.push(`the server itself failed: ${String(error)}`)
      response.destroy()
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    url: `http://127.0.0.1:${isAddress(address) ? address.port : 0}`,
    comments,
    requests,
    problems,
    addComment,
    inject: fault => void faults.push({ fault, left: fault.times ?? 1 }),
    close: () => {
      server.closeAllConnections()
      return new Promise(resolve => server.close(() => resolve()))
    }
  }

  function fullUser(user: FakeUser): object {
    return description.sample('public-user', { ...user })
  }
}

type Answer = { readonly status: number; readonly body: unknown; readonly headers?: Record<string, string> }

function failed(status: number, message: string): Answer {
  return { status, body: { message, documentation_url: 'https://docs.github.com/rest', status: String(status) } }
}

function refuseWrite(token: FakeToken | undefined): Answer | undefined {
  if (token === undefined) return failed(401, 'Requires authentication')
  return token.access === 'write' ? undefined : failed(403, notAccessible)
}

/** GitHub's limit of a comment. */
function refuseBody(body: unknown): Answer | undefined {
  if (textOf(body).length <= 65_536) return undefined
  const reason = 'Body is too long (maximum is 65536 characters)'
  const errors = [{ resource: 'IssueComment', code: 'unprocessable', field: 'data', message: reason }]
  return {
    status: 422,
    body: { message: 'Validation Failed', errors, documentation_url: 'https://docs.github.com/rest' }
  }
}

function textOf(body: unknown): string {
  return typeof body === 'object' && body !== null && 'body' in body ? String(body.body) : ''
}

function memberOf(value: object, name: string): object {
  const found: unknown = Reflect.get(value, name)
  return typeof found === 'object' && found !== null ? found : {}
}

function isAddress(value: string | AddressInfo | null): value is AddressInfo {
  return typeof value === 'object' && value !== null
}

function send(response: ServerResponse, answer: Answer): void {
  response.writeHead(answer.status, { 'content-type': 'application/json; charset=utf-8', ...answer.headers })
  response.end(JSON.stringify(answer.body))
}
