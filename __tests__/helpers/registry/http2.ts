import {
  createSecureServer,
  type Http2ServerResponse,
  type Http2Session,
  type IncomingHttpHeaders,
  type SecureServerOptions,
  type ServerHttp2Stream
} from 'node:http2'
import { tlsFixture } from '../registry.ts'
import type { Bench } from './bench.ts'

export type Turn = {
  readonly stream: ServerHttp2Stream
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly turn: number
}
export type Served = {
  readonly host: string
  readonly sessions: Http2Session[]
  /** The largest number of requests that it had at a time. */
  readonly most: () => number
  /** The connections that it refused, for want of a version of HTTP. */
  readonly tries: () => number
  /** What it does over HTTP/1.1, where it takes that: unless told, it answers with one tag, `over-http-1.1`. */
  readonly onHttp1: (answer: Http1Answer) => void
}

type Http1Answer = (response: Http2ServerResponse) => void

/** A registry over HTTP/2 on loopback that answers by hand. */
export async function serveHttp2(
  bench: Bench,
  answer: (turn: Turn) => void,
  settings: SecureServerOptions = {}
): Promise<Served> {
  const sessions: Http2Session[] = []
  let turn = 0
  let open = 0
  let most = 0
  let http1: Http1Answer = response => response.writeHead(200).end('{"tags":["over-http-1.1"]}')
  let tries = 0
  const server = createSecureServer({
    key: tlsFixture('server.key'),
    cert: tlsFixture('server.pem'),
    allowHTTP1: true,
    ...settings
  })
  server.on('session', session => sessions.push(session.on('error', () => undefined)))
  server.on('tlsClientError', () => tries++)
  server.on('stream', (stream, headers) => {
    open++
    most = Math.max(most, open)
    stream.on('error', () => undefined).on('close', () => open--)
    answer({ stream, path: String(headers[':path']), headers, turn: ++turn })
  })
  server.on('request', (request, response) => {
    if (request.httpVersionMajor === 1) http1(response)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  bench.later(async () => {
    for (const session of sessions) session.destroy()
    server.close()
  })
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    host: `127.0.0.1:${port}`,
    sessions,
    most: () => most,
    tries: () => tries,
    onHttp1: given => {
      http1 = given
    }
  }
}

export const reply = (stream: ServerHttp2Stream, body: string, headers: Record<string, string> = {}): void => {
  if (stream.destroyed) return
  stream.respond({ ':status': 200, 'content-type': 'application/json', ...headers })
  stream.end(body)
}
export const later = (work: () => void): void => void setTimeout(work, 10)

/** A client that trusts such a registry. */
export const http2Client = (
  bench: Bench,
  host: string,
  limits: Record<string, number> = {}
): ReturnType<Bench['client']> =>
  bench.client(
    { KLUCTL_REGISTRY_1_HOST: host, KLUCTL_REGISTRY_1_CA_FILE: '/ca.pem' },
    { limits: { idleMs: 600, requestMs: 2000, ...limits } },
    { '/ca.pem': tlsFixture('ca.pem') }
  )
