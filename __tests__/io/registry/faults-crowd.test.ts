import { createSecureServer, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2'
import { afterEach, describe, expect, test } from 'vitest'
import { RegistryError } from '../../../src/errors.ts'
import { victim, victimBasic } from '../../helpers/registry/attack.ts'
import { createBench, page } from '../../helpers/registry/bench.ts'
import { listTags, shown } from '../../helpers/registry/client.ts'
import { shortClocks } from '../../helpers/registry/wire.ts'
import { tlsFixture } from '../../helpers/registry.ts'

const bench = createBench()
afterEach(bench.clear)

const images = Array.from({ length: 12 }, (_, index) => `team/r${index}`)

type Ask = {
  readonly path: string
  readonly authorization: string | undefined
  readonly count: number
  readonly host: string
}
/** Answers by hand, or breaks something. */
type Misbehave = (ask: Ask, response: Http2ServerResponse, request: Http2ServerRequest) => void

/** A registry that speaks HTTP/2 or, for the same faults, HTTP/1.1 only. */
async function start(
  h2: boolean,
  misbehave: Misbehave
): Promise<{ host: string; asks: Ask[]; connections: () => number }> {
  const asks: Ask[] = []
  let connections = 0
  const options = { key: tlsFixture('server.key'), cert: tlsFixture('server.pem'), allowHTTP1: true }
  const server = createSecureServer({ ...options, ...(h2 ? {} : { ALPNCallback: () => 'http/1.1' }) })
  const close: (() => void)[] = []
  server.on('secureConnection', socket => {
    connections++
    close.push(() => socket.destroy())
  })
  server.on('sessionError', () => undefined)
  server.on('session', session => session.on('error', () => undefined))
  server.on('request', (request, response) => {
    request.on('error', () => undefined)
    response.on('error', () => undefined)
    const { authorization } = request.headers
    const host = request.authority ?? String(request.headers.host)
    const ask = {
      path: request.url,
      authorization,
      count: asks.length + 1,
      host: host === '' ? String(request.headers.host) : host
    }
    asks.push(ask)
    misbehave(ask, response, request)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  bench.later(async () => {
    for (const stop of close) stop()
    server.close()
  })
  const address = server.address()
  return { host: `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`, asks, connections: () => connections }
}

const send = (
  response: Http2ServerResponse,
  status: number,
  body: string,
  headers: Record<string, string> = {}
): void => {
  response.writeHead(status, headers)
  response.end(body)
}
const ok: Misbehave = (_, response) => send(response, 200, page(['1']))
const breakConnection: Misbehave = (_, __, request) => void (request.stream?.session ?? request.socket).destroy()
const withPassword =
  (then: Misbehave): Misbehave =>
  (ask, response, request) =>
    ask.authorization === `Basic ${victimBasic}`
      ? then(ask, response, request)
      : send(response, 401, '{}', { 'www-authenticate': 'Basic realm="x"' })
const withToken =
  (
    then: Misbehave,
    token: Misbehave = (_, response) => send(response, 200, JSON.stringify({ token: victim.token }))
  ): Misbehave =>
  (ask, response, request) => {
    if (ask.path.startsWith('/token')) return token(ask, response, request)
    if (ask.authorization === `Bearer ${victim.token}`) return then(ask, response, request)
    send(response, 401, '{}', { 'www-authenticate': `Bearer realm="https://${ask.host}/token",service="s"` })
  }
const odd =
  (fault: Misbehave, good: Misbehave): Misbehave =>
  (ask, response, request) =>
    (ask.count % 2 === 1 ? fault : good)(ask, response, request)

/** Four tries an image, and a few that an HTTP/2 client repeats by itself. */
type Row = readonly [name: string, codes: readonly string[], most: number, misbehave: Misbehave]
const rows: readonly Row[] = [
  ['nothing wrong', ['ok'], 12, ok],
  ['a password', ['ok'], 13, withPassword(ok)],
  ['tokens', ['ok'], 25, withToken(ok)],
  ['silence', ['timeout'], 12, () => undefined],
  ['silence after the password', ['timeout'], 13, withPassword(() => undefined)],
  ['silence at the token endpoint', ['timeout'], 25, withToken(ok, () => undefined)],
  ['a connection that breaks at each request', ['unavailable'], 48, breakConnection],
  ['a connection that breaks at each second request', ['ok', 'unavailable'], 52, odd(breakConnection, ok)],
  ['a connection that breaks once the password is there', ['unavailable'], 53, withPassword(breakConnection)],
  ['a connection that breaks at the token endpoint', ['unavailable'], 61, withToken(ok, breakConnection)],
  [
    'a wrong password',
    ['unauthorized'],
    2,
    (_, response) => send(response, 401, '{}', { 'www-authenticate': 'Basic realm="x"' })
  ],
  [
    'heads without bodies',
    ['timeout'],
    12,
    (_, response) => {
      response.writeHead(200)
      response.write('{"tags":[')
    }
  ],
  [
    'half a body and the end of the connection',
    ['incomplete', 'unavailable'],
    52,
    (ask, response, request) => {
      response.writeHead(200)
      response.write('{"tags":["1"')
      setTimeout(() => breakConnection(ask, response, request), 5)
    }
  ],
  ['500', ['unavailable'], 48, (_, response) => send(response, 500, '{}')],
  [
    '429 once',
    ['ok'],
    48,
    (ask, response, request) =>
      ask.count === 1 ? send(response, 429, '', { 'retry-after': '1' }) : ok(ask, response, request)
  ],
  ['403 without a challenge', ['denied'], 12, (_, response) => send(response, 403, '')],
  [
    'tokens that are refused',
    ['unauthorized'],
    25,
    withToken((ask, response) =>
      send(response, 401, '{}', { 'www-authenticate': `Bearer realm="https://${ask.host}/token",service="s"` })
    )
  ]
]

describe.each([
  ['HTTP/2', true],
  ['HTTP/1.1', false]
])('R-06, R-13 a dozen images at once over %s with', (_protocol, h2) => {
  test.each(rows)('%s: %s', async (_name, codes, most, misbehave) => {
    const { host, asks } = await start(h2, misbehave)
    const env = {
      KLUCTL_REGISTRY_1_HOST: host,
      KLUCTL_REGISTRY_1_CA_FILE: '/ca.pem',
      KLUCTL_REGISTRY_1_USERNAME: victim.username,
      KLUCTL_REGISTRY_1_PASSWORD: victim.password
    }
    const client = bench.client(env, { limits: shortClocks }, { '/ca.pem': tlsFixture('ca.pem') })
    const start_ = performance.now()
    const results: readonly unknown[] = await Promise.all(
      images.map(path => listTags(client, `${host}/${path}`).catch((error: unknown) => error))
    )
    const took = performance.now() - start_
    const found = results.map(result =>
      result instanceof RegistryError ? result.code : result instanceof Error ? String(result.stack) : 'ok'
    )
    expect(codes).toEqual(expect.arrayContaining([...new Set(found)]))
    expect(asks.length).toBeLessThanOrEqual(most)
    expect(took).toBeLessThan(8000)
    for (const [index, error] of results.entries()) {
      if (!(error instanceof RegistryError)) continue
      expect(error.repository).toBe(images[index])
      expect(shown(error)).not.toMatch(/swordfish|token-AAAA/)
    }
  })

  test('the end of the run in the middle of everything: each list ends at once', async () => {
    const { host } = await start(h2, () => undefined)
    const env = { KLUCTL_REGISTRY_1_HOST: host, KLUCTL_REGISTRY_1_CA_FILE: '/ca.pem' }
    const client = bench.client(env, {}, { '/ca.pem': tlsFixture('ca.pem') })
    const lists = images.map(path => listTags(client, `${host}/${path}`).catch((error: unknown) => error))
    await new Promise(resolve => setTimeout(resolve, 50))
    const begin = performance.now()
    await client.close()
    const results = await Promise.all(lists)
    expect(performance.now() - begin).toBeLessThan(1000)
    expect(results.every(result => result instanceof RegistryError)).toBe(true)
  })
})
