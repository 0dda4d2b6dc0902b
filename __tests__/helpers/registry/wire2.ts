import { createServer, type TLSSocket } from 'node:tls'
import { tlsFixture } from '../registry.ts'
import { type Bench, page } from './bench.ts'
import { http, listAsVictim, type WireResult } from './wire.ts'

/** The server's end of an HTTP/2 connection, frame by frame (RFC 9113). */
export type Peer = {
  readonly socket: TLSSocket
  frame(type: number, flags: number, stream: number, payload?: Uint8Array): void
  /** A HEADERS frame of literal fields, without compression (RFC 7541, 6.2.2). */
  headers(stream: number, fields: readonly (readonly [string, string])[], end?: boolean): void
  data(stream: number, text: string, end?: boolean): void
}

/** Types of frames. */
export const frames = {
  data: 0,
  headers: 1,
  priority: 2,
  reset: 3,
  settings: 4,
  push: 5,
  ping: 6,
  goaway: 7,
  window: 8,
  continuation: 9
} as const

type H2Server = {
  /** `127.0.0.1:port` */
  readonly host: string
  readonly connections: () => number
  /** Requests, that is HEADERS frames of the client and requests over HTTP/1.1. */
  readonly requests: () => number
}

/** Answers one request, well or not. */
export type Talk2 = (peer: Peer, stream: number, turn: number) => void

/** Body and head of a good answer. */
export const goodBody: string = page(['1'])
export const goodHead: readonly (readonly [string, string])[] = [[':status', '200']]

/** Answers as it should be. */
export const answerWell: Talk2 = (peer, stream) => {
  peer.headers(stream, goodHead)
  peer.data(stream, goodBody)
}

/** Writes again and again, as fast as the connection takes it. */
export function flood(write: Talk2, every = 1, many = 50): Talk2 {
  return (peer, stream, turn) => {
    const timer = setInterval(() => {
      if (peer.socket.destroyed) return clearInterval(timer)
      if (peer.socket.writableLength > 1_000_000) return
      for (let count = 0; count < many; count++) write(peer, stream, turn)
    }, every)
    peer.socket.on('close', () => clearInterval(timer))
  }
}

/**
 * Lists `team/app` with a password at a server that talks like this over HTTP/2. Over HTTP/1.1 it answers well, or, if it is
 * `only` for HTTP/2, cannot be connected to.
 */
export async function onTheH2Wire(
  bench: Bench,
  talk: Talk2,
  { settings = Buffer.alloc(0), only = false }: { readonly settings?: Buffer | undefined; readonly only?: boolean } = {}
): Promise<WireResult> {
  const server = await startH2(bench, talk, settings, only ? ['h2'] : ['h2', 'http/1.1'])
  const judged = await listAsVictim(bench, server.host, { tls: {} })
  return { ...judged, turns: server.requests(), connections: server.connections() }
}

/** Numbers of four bytes each, for payloads. */
export function words(...numbers: readonly number[]): Buffer {
  const bytes = Buffer.alloc(numbers.length * 4)
  for (const [index, number] of numbers.entries()) bytes.writeUInt32BE(number >>> 0, index * 4)
  return bytes
}

/** One setting (RFC 9113, 6.5.1). */
export function setting(id: number, value: number): Buffer {
  const bytes = Buffer.alloc(6)
  bytes.writeUInt16BE(id, 0)
  bytes.writeUInt32BE(value >>> 0, 2)
  return bytes
}

/** Literal fields; a name or value of 127 bytes or more takes a longer number (RFC 7541, 5.1). */
export function encodeFields(fields: readonly (readonly [string, string])[]): Buffer {
  return Buffer.concat(fields.flatMap(([name, value]) => [Buffer.from([0]), encodeText(name), encodeText(value)]))
}

/** A TLS server that says its settings and takes the client's; `talk` does all the rest, once for each request. */
async function startH2(
  bench: Bench,
  talk: Talk2,
  settings: Uint8Array,
  protocols: readonly string[]
): Promise<H2Server> {
  const sockets: TLSSocket[] = []
  let requests = 0
  const options = { key: tlsFixture('server.key'), cert: tlsFixture('server.pem'), ALPNProtocols: [...protocols] }
  const server = createServer(options, socket => {
    sockets.push(socket.on('error', () => undefined))
    if (socket.alpnProtocol !== 'h2') {
      socket.on('data', () => {
        requests++
        socket.write(http('200 OK', goodBody))
      })
      return
    }
    const peer = createPeer(socket)
    peer.frame(frames.settings, 0, 0, settings)
    const read = createReader((type, flags, stream) => {
      if (type === frames.settings && (flags & 1) === 0) peer.frame(frames.settings, 1, 0)
      if (type === frames.headers) talk(peer, stream, ++requests)
    })
    socket.on('data', read)
  })
  server.on('tlsClientError', () => undefined)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  bench.later(async () => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const address = server.address()
  const host = `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  return { host, connections: () => sockets.length, requests: () => requests }
}

/** Reads the preface and the heads of frames. */
function createReader(onFrame: (type: number, flags: number, stream: number) => void): (chunk: Buffer) => void {
  let input = Buffer.alloc(0)
  let started = false
  return chunk => {
    input = Buffer.concat([input, chunk])
    if (!started && input.length >= 24) {
      started = true
      input = input.subarray(24)
    }
    while (started && input.length >= 9 && input.length >= 9 + input.readUIntBE(0, 3)) {
      const [type = 0, flags = 0, stream] = [input[3], input[4], input.readUInt32BE(5)]
      input = input.subarray(9 + input.readUIntBE(0, 3))
      onFrame(type, flags, stream)
    }
  }
}

function createPeer(socket: TLSSocket): Peer {
  const frame = (type: number, flags: number, stream: number, payload: Uint8Array = Buffer.alloc(0)): void => {
    const head = Buffer.alloc(9)
    head.writeUIntBE(payload.length, 0, 3)
    head[3] = type
    head[4] = flags
    head.writeUInt32BE(stream, 5)
    if (socket.writable) socket.write(Buffer.concat([head, payload]))
  }
  return {
    socket,
    frame,
    headers: (stream, fields, end = false) => frame(frames.headers, end ? 5 : 4, stream, encodeFields(fields)),
    data: (stream, text, end = true) => frame(frames.data, end ? 1 : 0, stream, Buffer.from(text))
  }
}

function encodeText(text: string): Buffer {
  const bytes = Buffer.from(text, 'latin1')
  if (bytes.length < 127) return Buffer.concat([Buffer.from([bytes.length]), bytes])
  const length: number[] = [127]
  let rest = bytes.length - 127
  for (; rest >= 128; rest >>= 7) length.push((rest & 127) | 128)
  return Buffer.concat([Buffer.from([...length, rest]), bytes])
}
