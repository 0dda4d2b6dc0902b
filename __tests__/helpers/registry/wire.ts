import { createServer, type Socket } from 'node:net'
import { createServer as createTlsServer, type TlsOptions } from 'node:tls'
import { RegistryError } from '../../../src/errors.ts'
import type { RegistryClientOptions } from '../../../src/io/registry/client.ts'
import { tlsFixture } from '../registry.ts'
import { victim, victimBasic } from './attack.ts'
import { type Bench, type Limits, list, page, plain } from './bench.ts'
import { listTags, shown } from './client.ts'

/** The request that goes wrong: the very first, the one with the password, the one for a token, or a later page. */
export const phases = ['first', 'password', 'token', 'page'] as const
export type Phase = (typeof phases)[number]

/** One faulty turn. `good` is a whole answer that the client would take; `body` its body. */
export type Turn = { readonly socket: Socket; readonly turn: number; readonly good: string; readonly body: string }

/** Writes whatever it likes. */
export type Talk = (turn: Turn) => void

export type WireResult = {
  /** `ok` or the code of the error. */
  readonly code: string
  readonly message: string
  readonly hint: string
  readonly tags: readonly string[]
  /** Requests that went wrong, and connections in all. */
  readonly turns: number
  readonly connections: number
  readonly milliseconds: number
  /** Every rule that was broken: must be empty. */
  readonly leaks: readonly string[]
}

/** Clocks so short that a hang shows at once. */
export const shortClocks: Limits = { connectMs: 400, idleMs: 400, requestMs: 800, listMs: 4000 }

const machineWords = /UND_ERR|HPE_|ERR_ASSERTION|Aggregate|\[object|NaN/

/** An answer on the wire. */
export function http(status: string, body: string, headers = ''): string {
  return `HTTP/1.1 ${status}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n${headers}\r\n${body}`
}

type WireOptions = {
  readonly limits?: Limits
  readonly client?: Partial<RegistryClientOptions>
  readonly tls?: TlsOptions | undefined
}

/**
 * Lists `team/app` with a password at a server without HTTP library, which answers well until the phase and then lets
 * `talk` write what it wants.
 */
export async function onTheWire(
  bench: Bench,
  phase: Phase,
  talk: Talk,
  options: WireOptions = {}
): Promise<WireResult> {
  const { host, heads, sockets, turns } = await listen(bench, phase, talk, options.tls)
  const judged = await listAsVictim(bench, host, options)
  const unwanted = heads.filter(head => /^cookie:/im.test(head) || /^\S+ \/v2\/? /.test(head))
  return { ...judged, leaks: [...judged.leaks, ...unwanted], turns: turns(), connections: sockets.length }
}

/** Lists `team/app` at a host with the victim's password, and looks at everything that a person would see. */
export async function listAsVictim(
  bench: Bench,
  host: string,
  { limits, client: more, tls }: WireOptions = {}
): Promise<Omit<WireResult, 'turns' | 'connections'>> {
  const login = { KLUCTL_REGISTRY_1_USERNAME: victim.username, KLUCTL_REGISTRY_1_PASSWORD: victim.password }
  const where = tls ? { KLUCTL_REGISTRY_1_HOST: host, KLUCTL_REGISTRY_1_CA_FILE: '/ca.pem' } : plain(host)
  const options = { ...more, limits: { ...shortClocks, ...limits } }
  const client = bench.client({ ...where, ...login }, options, { '/ca.pem': tlsFixture('ca.pem') })
  const start = performance.now()
  const result: unknown = await listTags(client, `${host}/team/app`).catch((error: unknown) => error)
  const milliseconds = performance.now() - start
  const error = result instanceof RegistryError ? result : undefined
  const text = [error === undefined ? '' : shown(error), ...client.warnings()].join(' ')
  return {
    code: error?.code ?? (result instanceof Error ? `bug: ${result.stack}` : 'ok'),
    message: error?.message ?? '',
    hint: error?.hint ?? '',
    tags: isList(result) ? result.tags : [],
    milliseconds,
    leaks: [
      ...[victim.password, victimBasic, victim.token].filter(secret => text.includes(secret)),
      ...(error !== undefined && !error.message.includes(host) ? ['the message does not name the registry'] : []),
      ...(machineWords.test(`${error?.message} ${error?.hint}`) ? [text] : [])
    ]
  }
}

type Listener = {
  readonly host: string
  readonly heads: readonly string[]
  readonly sockets: readonly Socket[]
  readonly turns: () => number
}

async function listen(bench: Bench, phase: Phase, talk: Talk, tls: TlsOptions | undefined): Promise<Listener> {
  const sockets: Socket[] = []
  const heads: string[] = []
  let turn = 0
  const serve = (socket: Socket): void => {
    sockets.push(socket.on('error', () => undefined))
    let input = ''
    socket.on('data', chunk => {
      input += String(chunk)
      for (let end = input.indexOf('\r\n\r\n'); end >= 0; end = input.indexOf('\r\n\r\n')) {
        const head = input.slice(0, end)
        input = input.slice(end + 4)
        heads.push(head)
        const { faulty, good, body } = answerTo(head, phase, tls ? 'https' : 'http')
        if (faulty) talk({ socket, turn: ++turn, good, body })
        else socket.write(good)
      }
    })
  }
  const server = tls ? createTlsServer(tls, serve) : createServer(serve)
  server.on('tlsClientError', () => undefined)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  bench.later(async () => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const address = server.address()
  const host = `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  return { host, heads, sockets, turns: () => turn }
}

function answerTo(head: string, phase: Phase, protocol: string): { faulty: boolean; good: string; body: string } {
  const path = /^\S+ (\S+)/.exec(head)?.[1] ?? ''
  const host = /^host: *(\S+)/im.exec(head)?.[1] ?? ''
  const authorization = /^authorization: *(\S+)/im.exec(head)?.[1]
  const send = (faulty: boolean, body: string): { faulty: boolean; good: string; body: string } => ({
    faulty,
    body,
    good: http('200 OK', body)
  })
  if (path.startsWith('/token')) return send(phase === 'token', JSON.stringify({ token: victim.token }))
  if (phase === 'password' && authorization !== 'Basic') return ask('Basic realm="r"')
  if (phase === 'token' && authorization !== 'Bearer') return ask(`Bearer realm="${protocol}://${host}/token"`)
  if (phase === 'page' && !path.includes('last=')) {
    const link = `link: <${list}?last=1>; rel="next"\r\n`
    return { faulty: false, body: '', good: http('200 OK', page(['1']), link) }
  }
  return send(phase !== 'token', page(['2']))
}

function ask(challenge: string): { faulty: boolean; good: string; body: string } {
  return { faulty: false, body: '', good: http('401 Unauthorized', '{}', `www-authenticate: ${challenge}\r\n`) }
}

function isList(value: unknown): value is { readonly tags: readonly string[] } {
  return typeof value === 'object' && value !== null && 'tags' in value && Array.isArray(value.tags)
}
