import { createServer, type IncomingMessage, request as sendRequest } from 'node:http'
import { connect, type Socket } from 'node:net'

/** What a proxy was asked: `CONNECT registry.test:443` or `GET http://registry.test/v2/…`. */
export type ProxyRequest = { readonly line: string; readonly authorization: string | undefined }

export type LoopbackProxy = {
  /** `127.0.0.1:port` */
  readonly host: string
  readonly requests: readonly ProxyRequest[]
  stop(): Promise<void>
}

export type ProxyOptions = {
  /** Where every host leads. */
  readonly to: { readonly host: string; readonly port: number }
  /** `user:password` that it asks for. */
  readonly login?: string
  /** Refuses everything with this status. */
  readonly status?: number
  /** Closes every connection without an answer. */
  readonly silent?: boolean
}

/** A proxy for http and for tunnels, on a free port of this machine. */
export async function startProxy({ to, login, status, silent = false }: ProxyOptions): Promise<LoopbackProxy> {
  const requests: ProxyRequest[] = []
  const sockets = new Set<Socket>()
  const judge = (incoming: IncomingMessage): number => {
    const authorization = incoming.headers['proxy-authorization']
    requests.push({ line: `${incoming.method} ${incoming.url}`, authorization })
    if (status !== undefined) return status
    const expected = login === undefined ? undefined : `Basic ${Buffer.from(login).toString('base64')}`
    return expected === authorization || expected === undefined ? 200 : 407
  }
  const server = createServer((incoming, response) => {
    const verdict = judge(incoming)
    if (silent) return void incoming.socket.destroy()
    if (verdict !== 200) return void response.writeHead(verdict, { 'proxy-authenticate': 'Basic' }).end('no')
    const url = new URL(incoming.url ?? '')
    const { 'proxy-authorization': _, ...headers } = incoming.headers
    const onward = sendRequest(
      { ...to, method: incoming.method ?? 'GET', path: `${url.pathname}${url.search}`, headers },
      answer => {
        response.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(response)
      }
    )
    onward.on('error', () => response.destroy())
    incoming.pipe(onward)
  })
  server.on('connection', socket => {
    sockets.add(socket.on('error', () => undefined))
  })
  server.on('connect', (incoming, socket, head) => {
    const verdict = judge(incoming)
    if (silent) return void socket.destroy()
    if (verdict !== 200) return void socket.end(`HTTP/1.1 ${verdict} No\r\nproxy-authenticate: Basic\r\n\r\n`)
    const onward = connect(to.port, to.host, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      onward.write(head)
      onward.pipe(socket).pipe(onward)
    })
    sockets.add(onward.on('error', () => socket.destroy()))
    socket.on('error', () => onward.destroy())
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    host: `127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    requests,
    stop: () =>
      new Promise(resolve => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      })
  }
}
