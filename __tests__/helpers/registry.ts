import { readFileSync } from 'node:fs'
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse
} from 'node:http'
import { createServer as createTlsServer } from 'node:https'

/** A request as the loopback registry saw it. */
export type SeenRequest = {
  readonly method: string
  readonly host: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export type LoopbackLogin =
  | { readonly kind: 'none' }
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }
  /** `realm` defaults to `/token` of the same server. Without a user name tokens are given to everybody. */
  | {
      readonly kind: 'bearer'
      readonly username?: string
      readonly password?: string
      readonly realm?: string
      readonly expiresIn?: number
    }

export type LoopbackOptions = {
  readonly repositories?: Readonly<Record<string, readonly string[]>>
  /** Most tags of a page; all if absent. */
  readonly pageSize?: number
  readonly login?: LoopbackLogin
  readonly tls?: 'signed' | 'self-signed'
  readonly requestClientCert?: boolean
  /** Answers by hand; undefined leaves the request to the registry. */
  readonly answer?: (request: SeenRequest, response: ServerResponse, count: number) => true | undefined
}

/** A registry in this process, on a free port of this machine. */
export type LoopbackRegistry = {
  /** `127.0.0.1:port` */
  readonly host: string
  readonly port: number
  readonly requests: readonly SeenRequest[]
  /** Tokens that were given out, newest last; those in `revoked` are not taken any more. */
  readonly tokens: readonly string[]
  readonly revoked: Set<string>
  stop(): Promise<void>
}

/** A file of the fixtures for TLS: `ca.pem`, `server.pem`, `self.pem`, `client.pem` and their keys. */
export function tlsFixture(name: string): string {
  return readFileSync(new URL(`../fixtures/tls/${name}`, import.meta.url), 'utf8')
}

/** Starts a registry; stop it when done. */
export async function startRegistry(options: LoopbackOptions = {}): Promise<LoopbackRegistry> {
  const requests: SeenRequest[] = []
  const tokens: string[] = []
  const revoked = new Set<string>()
  const handler = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const request = await readRequest(incoming)
    requests.push(request)
    if (options.answer?.(request, response, requests.length)) return
    const base = `${options.tls ? 'https' : 'http'}://${request.host}`
    answer(request, response, base, options, tokens, revoked)
  }
  const server = createListener(options, (incoming, response) => void handler(incoming, response))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    host: `127.0.0.1:${port}`,
    port,
    requests,
    tokens,
    revoked,
    stop: () =>
      new Promise<void>(resolve => {
        server.closeAllConnections()
        server.close(() => resolve())
      })
  }
}

/** Sends JSON. */
export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {}
): true {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
  return true
}

/** Sends any text with any status. */
export function sendText(
  response: ServerResponse,
  status: number,
  body: string | Uint8Array,
  headers: Record<string, string | string[]> = {}
): true {
  response.writeHead(status, headers).end(body)
  return true
}

function createListener(
  options: LoopbackOptions,
  handler: (request: IncomingMessage, response: ServerResponse) => void
): Server {
  if (!options.tls) return createServer(handler)
  const name = options.tls === 'signed' ? 'server' : 'self'
  return createTlsServer(
    {
      key: tlsFixture(`${name}.key`),
      cert: tlsFixture(`${name}.pem`),
      ca: tlsFixture('ca.pem'),
      requestCert: options.requestClientCert ?? false,
      rejectUnauthorized: options.requestClientCert ?? false
    },
    handler
  )
}

async function readRequest(incoming: IncomingMessage): Promise<SeenRequest> {
  let body = ''
  for await (const chunk of incoming) body += String(chunk)
  const { method = '', url = '', headers } = incoming
  return { method, host: headers.host ?? '', path: url, headers, body }
}

function answer(
  request: SeenRequest,
  response: ServerResponse,
  base: string,
  options: LoopbackOptions,
  tokens: string[],
  revoked: ReadonlySet<string>
): void {
  const url = new URL(request.path, base)
  const login = options.login ?? { kind: 'none' }
  if (url.pathname === '/token' && login.kind === 'bearer') {
    if (!isExpected(request, login))
      return void sendJson(response, 401, { errors: [{ code: 'UNAUTHORIZED', message: 'wrong password' }] })
    const token = `token-${tokens.length + 1}-${'x'.repeat(20)}`
    tokens.push(token)
    return void sendJson(response, 200, { token, expires_in: login.expiresIn ?? 300 })
  }
  if (!isLoggedIn(request, login, tokens, revoked)) {
    const realm = login.kind === 'bearer' ? (login.realm ?? `${base}/token`) : ''
    const challenge =
      login.kind === 'basic'
        ? 'Basic realm="test"'
        : `Bearer realm="${realm}",service="test service",scope="repository:*:push,pull"`
    return void sendJson(
      response,
      401,
      { errors: [{ code: 'UNAUTHORIZED', message: 'authentication required' }] },
      { 'www-authenticate': challenge }
    )
  }
  const path = /^\/v2\/(.+)\/tags\/list$/.exec(url.pathname)?.[1]
  const tags = path === undefined ? undefined : options.repositories?.[path]
  if (!tags)
    return void sendJson(response, 404, {
      errors: [{ code: 'NAME_UNKNOWN', message: 'repository name not known to registry' }]
    })
  sendPage(response, url, path ?? '', tags, options.pageSize)
}

function sendPage(
  response: ServerResponse,
  url: URL,
  name: string,
  tags: readonly string[],
  pageSize = tags.length
): void {
  const start = tags.indexOf(url.searchParams.get('last') ?? '') + 1
  const size = Math.min(Number(url.searchParams.get('n') ?? tags.length), pageSize)
  const page = tags.slice(start, start + size)
  const more = start + size < tags.length
  const next = `<${url.pathname}?n=${size}&last=${page.at(-1)}>; rel="next"`
  sendJson(response, 200, { name, tags: page }, more ? { link: next } : {})
}

function isLoggedIn(
  request: SeenRequest,
  login: LoopbackLogin,
  tokens: readonly string[],
  revoked: ReadonlySet<string>
): boolean {
  if (login.kind === 'none') return true
  if (login.kind === 'basic') return isExpected(request, login)
  const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1]
  return token !== undefined && tokens.includes(token) && !revoked.has(token)
}

function isExpected(
  { headers }: SeenRequest,
  { username, password }: { readonly username?: string; readonly password?: string }
): boolean {
  if (username === undefined) return true
  return headers.authorization === `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
}
