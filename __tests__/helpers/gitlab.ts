import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import {
  type Answer,
  comments,
  failed,
  insufficient,
  obey,
  page,
  showNote,
  showUser,
  textOf,
  tooLong
} from './gitlab-answers.ts'
import { createGitLabShapes, type GitLabExchange, type GitLabOperation } from './gitlab-shape.ts'

/** Someone who may write notes. A project access token belongs to a bot user of its own. */
export type GitLabUser = { readonly id: number; readonly username: string }

/** What a token may do in a project: nothing, not even see it; read; write. A token that is not `api` may not write anything. */
export type GitLabToken = {
  readonly user: GitLabUser
  readonly role: 'none' | 'guest' | 'reporter'
  readonly scope: 'api' | 'read_api' | 'read_registry'
}

export type GitLabNote = {
  readonly id: number
  readonly project: number
  readonly mergeRequest: number
  body: string
  /** Null where the account is gone. */
  readonly author: GitLabUser | null
  readonly system: boolean
}

/** An answer in place of the real one, for the next `times` requests that match; `done` carries the request out before it is lost. */
export type GitLabFault = {
  readonly match: RegExp
  readonly times?: number
  readonly answer:
    | { readonly status: number; readonly headers?: Record<string, string>; readonly text?: string }
    | 'drop'
    | 'drop-when-done'
    | 'hang'
}

export type FakeGitLab = {
  readonly apiUrl: string
  readonly notes: GitLabNote[]
  /** `METHOD path?query` of each request in order. */
  readonly requests: readonly string[]
  /** Quick actions that a note had GitLab carry out. */
  readonly commands: readonly string[]
  /** What was not as documented, on either side. A test ends with this empty. */
  readonly problems: readonly string[]
  addNote(body: string, author: GitLabUser | null, more?: { readonly system?: boolean }): GitLabNote
  inject(fault: GitLabFault): void
  /** Keeps the answers to the next matching requests until so many have come: whoever asks then knows nothing of the others. */
  gather(match: RegExp, count: number): void
  /** Does something just before the next matching request is carried out. */
  before(match: RegExp, action: () => void): void
  /** Does something just after the next matching request was carried out. */
  after(match: RegExp, action: () => void): void
  close(): Promise<void>
}

export type FakeGitLabOptions = {
  readonly tokens?: Readonly<Record<string, GitLabToken>>
  /** How lists are paged: by number, or by keyset, with a Link header alone. */
  readonly paging?: 'number' | 'keyset'
  /** A locked discussion takes notes of members only. */
  readonly locked?: boolean
  /** False for an old GitLab, which does not know `activity_filter` and lists its own notes as well. */
  readonly filters?: boolean
  readonly tls?: { readonly key: string; readonly cert: string }
}

export const targetProject = 42
export const mergeRequest = 7
export const bot: GitLabUser = { id: 501, username: 'project_42_bot_0a1b' }
export const colleague: GitLabUser = { id: 12, username: 'colleague' }
export const goodToken: GitLabToken = { user: bot, role: 'reporter', scope: 'api' }

/** GitLab's API for notes, on loopback and in this process: it keeps what it is given, pages, and checks both sides. */
export async function startGitLab(options: FakeGitLabOptions = {}): Promise<FakeGitLab> {
  const shapes = createGitLabShapes()
  const tokens = options.tokens ?? { 'glpat-good': goodToken }
  const notes: GitLabNote[] = []
  const requests: string[] = []
  const commands: string[] = []
  const problems: string[] = []
  const faults: { readonly fault: GitLabFault; left: number }[] = []
  const befores: Action[] = []
  const afters: Action[] = []
  let gathering: { readonly match: RegExp; count: number; readonly waiting: (() => void)[] } | undefined
  let nextId = 9001

  const addNote: FakeGitLab['addNote'] = (body, author, { system = false } = {}) => {
    const note = { id: nextId++, project: targetProject, mergeRequest, body, author, system }
    notes.push(note)
    return note
  }

  const carryOut = (operation: GitLabOperation, exchange: GitLabExchange, token: GitLabToken): Answer => {
    const [project = 0, iid = 0, id = 0] = operation.ids
    if (operation.name === 'user') return { status: 200, body: showUser(token.user) }
    if (token.role === 'none' || project !== targetProject) return failed(404, '404 Project Not Found')
    if (iid !== mergeRequest) return failed(404, '404 Not found')
    if (operation.name === 'list')
      return page(
        options.filters === false ? notes : comments(notes, exchange.query),
        exchange.query,
        options.paging ?? 'number'
      )
    if (token.scope !== 'api') return insufficient
    if (operation.name === 'create') {
      if (options.locked && token.role === 'guest') return failed(403, '403 Forbidden')
      const body = textOf(exchange.body)
      return tooLong(body) ?? { status: 201, body: showNote(addNote(obey(body, commands), token.user)) }
    }
    const note = notes.find(candidate => candidate.id === id)
    if (note === undefined) return failed(404, '404 Not found')
    if (note.author?.id !== token.user.id) return failed(403, '403 Forbidden')
    if (operation.name === 'delete') {
      notes.splice(notes.indexOf(note), 1)
      return { status: 204 }
    }
    const body = textOf(exchange.body)
    const refused = tooLong(body)
    if (refused) return refused
    note.body = obey(body, commands)
    return { status: 200, body: showNote(note) }
  }

  const answer = (exchange: GitLabExchange, token: GitLabToken | undefined): Answer => {
    const operation = shapes.find(exchange.method, exchange.path)
    if (operation === undefined) {
      problems.push(`${exchange.method} ${exchange.path} is not among the documented paths`)
      return failed(404, '404 Not Found')
    }
    problems.push(...shapes.checkRequest(operation, exchange).map(text => `request ${operation.name}: ${text}`))
    if (token === undefined) return failed(401, '401 Unauthorized')
    if (token.scope === 'read_registry') return insufficient
    const result = carryOut(operation, exchange, token)
    problems.push(
      ...shapes
        .checkResponse(operation, result.status, result.body)
        .map(text => `answer ${operation.name}: ${text} ${JSON.stringify(result.body)}`)
    )
    return result
  }

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(Buffer.from(chunk))
    const text = Buffer.concat(chunks).toString('utf8')
    const path = url.pathname.replace(/^\/api\/v4/, '')
    const method = request.method ?? 'GET'
    const exchange = { method, path, query: url.searchParams, body: text === '' ? undefined : JSON.parse(text) }
    const line = `${method} ${path}${url.search}`
    requests.push(line)
    const token = tokens[String(request.headers['private-token'])]
    act(befores, line)
    const found = faults.find(({ fault, left }) => left > 0 && fault.match.test(line))
    if (found === undefined) {
      const result = answer(exchange, token)
      act(afters, line)
      await arrive(line)
      return send(response, result)
    }
    found.left--
    const instead = found.fault.answer
    if (instead === 'hang') return
    if (instead === 'drop-when-done') answer(exchange, token)
    if (typeof instead === 'string') return void request.socket.destroy()
    response.writeHead(instead.status, { 'content-type': 'application/json', ...instead.headers })
    response.end(instead.text ?? '{"message":"injected"}')
  }

  const arrive = async (line: string): Promise<void> => {
    const round = gathering
    if (!round?.match.test(line) || round.count === 0) return
    round.count--
    if (round.count === 0) for (const go of round.waiting) go()
    else await new Promise<void>(resolve => round.waiting.push(resolve))
  }

  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    serve(request, response).catch(error => {
      problems.push(`the server itself failed: ${String(error)}`)
      response.destroy()
    })
  }
  const server = options.tls ? createTlsServer(options.tls, handle) : createServer(handle)
  const port = await listen(server)
  return {
    apiUrl: `${options.tls ? 'https' : 'http'}://127.0.0.1:${port}/api/v4`,
    notes,
    requests,
    commands,
    problems,
    addNote,
    inject: fault => void faults.push({ fault, left: fault.times ?? 1 }),
    before: (match, action) => void befores.push({ match, action }),
    after: (match, action) => void afters.push({ match, action }),
    gather: (match, count) => {
      gathering = { match, count, waiting: [] }
    },
    close: () => {
      server.closeAllConnections()
      return new Promise(resolve => server.close(() => resolve()))
    }
  }
}

type Action = { readonly match: RegExp; readonly action: () => void }

function act(actions: Action[], line: string): void {
  const index = actions.findIndex(({ match }) => match.test(line))
  if (index >= 0) actions.splice(index, 1)[0]?.action()
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

function send(response: ServerResponse, { status, body, headers }: Answer): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(body === undefined ? undefined : JSON.stringify(body))
}
