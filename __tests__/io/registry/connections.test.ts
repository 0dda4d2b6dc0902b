import { createServer, type LookupFunction, type Socket } from 'node:net'
import { createServer as createTlsServer, type TlsOptions } from 'node:tls'
import { afterEach, describe, expect, test } from 'vitest'
import { createBench, plain } from '../../helpers/registry/bench.ts'
import { failureOf, listTags } from '../../helpers/registry/client.ts'
import { sendText, tlsFixture } from '../../helpers/registry.ts'

const bench = createBench()
afterEach(bench.clear)

const body = '{"tags":["1"]}'
const limits = { idleMs: 5000, connectMs: 5000 }

/** A server that says what it likes; its `127.0.0.1:port`. */
async function listen(talk: (socket: Socket, turn: number) => void, tls?: TlsOptions): Promise<string> {
  const sockets: Socket[] = []
  let turn = 0
  const serve = (socket: Socket): void => {
    sockets.push(socket.on('error', () => undefined))
    socket.on('data', () => talk(socket, ++turn))
  }
  const server = tls ? createTlsServer(tls, serve) : createServer(serve)
  server.on('tlsClientError', () => undefined)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  bench.later(async () => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const address = server.address()
  return `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
}

async function outcome(
  host: string,
  env: Record<string, string> = plain(host)
): Promise<{ code: string; hint: string; text: string }> {
  const one = bench.client(env, { limits }, { '/ca.pem': tlsFixture('ca.pem') })
  const result = await listTags(one, `${host}/team/app`).catch((error: unknown) => error)
  if (!(result instanceof Error)) return { code: 'ok', hint: '', text: JSON.stringify(result) }
  const { code, hint, message } = await failureOf(Promise.reject(result))
  return { code, hint: hint ?? '', text: message }
}

const answer =
  (text: string) =>
  (socket: Socket): void =>
    void socket.end(text)
const ok = `HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n${body}`

describe('what comes over the wire', () => {
  test.each<[string, string, (socket: Socket, turn: number) => void]>([
    ['HTTP/1.0 without a length', 'ok', answer(`HTTP/1.0 200 OK\r\n\r\n${body}`)],
    ['early hints first', 'ok', answer(`HTTP/1.1 103 Early Hints\r\nlink: </x>; rel=preload\r\n\r\n${ok}`)],
    ['a reset, then an answer', 'ok', (socket, turn) => void (turn === 1 ? socket.resetAndDestroy() : socket.end(ok))],
    ['nothing but the end', 'unavailable', socket => void socket.end()],
    ['a reset every time', 'unavailable', socket => void socket.resetAndDestroy()],
    ['half a list and the end', 'incomplete', answer('HTTP/1.1 200 OK\r\n\r\n{"tags":["1","2"')],
    [
      'chunks without the last one',
      'incomplete',
      answer(`HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\ne\r\n${body}\r\n`)
    ],
    ['a length that is too small', 'incomplete', answer(`HTTP/1.1 200 OK\r\ncontent-length: 12\r\n\r\n${body}`)],
    ['a negative length', 'protocol', answer(`HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n${body}`)],
    ['a header with NUL', 'protocol', answer('HTTP/1.1 200 OK\r\nx: a\0b\r\n\r\n')],
    ['ten thousand headers', 'protocol', answer(`HTTP/1.1 200 OK\r\n${'a: b\r\n'.repeat(10_000)}\r\n`)],
    ['status 000', 'protocol', answer('HTTP/1.1 000 X\r\ncontent-length: 0\r\n\r\n')]
  ])('%s: %s', async (_name, code, talk) => {
    const result = await outcome(await listen(talk))
    expect(result.code).toBe(code)
    expect(result.text).not.toMatch(/UND_ERR|HPE_|ERR_ASSERTION|Aggregate/)
  })

  test.each([
    ['an alert', Buffer.from([0x15, 3, 1, 0, 2, 2, 70])],
    ["Go's words", 'HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n'],
    ["nginx's words", 'HTTP/1.1 400 X\r\n\r\n<html><title>400 The plain HTTP request was sent to HTTPS port</title>']
  ])('plain http to a port with TLS that answers with %s', async (_name, text) => {
    const { code, hint } = await outcome(await listen(socket => void socket.end(text)))
    expect(code).toBe('tls')
    expect(hint).toContain('Remove KLUCTL_REGISTRY_1_PLAIN_HTTP')
  })

  test('plain http to a port with TLS that says nothing', async () => {
    const host = await listen(() => undefined, { key: tlsFixture('server.key'), cert: tlsFixture('server.pem') })
    const { code, hint } = await outcome(host)
    expect(code).toBe('unavailable')
    expect(hint).toContain('if it speaks TLS, remove KLUCTL_REGISTRY_1_PLAIN_HTTP')
  })
})

describe('TLS that does not come about', () => {
  const server = { key: tlsFixture('server.key'), cert: tlsFixture('server.pem'), ca: tlsFixture('ca.pem') }
  const secure = (host: string): Record<string, string> => ({
    KLUCTL_REGISTRY_4_HOST: host,
    KLUCTL_REGISTRY_4_CA_FILE: '/ca.pem'
  })

  test.each<[string, TlsOptions, string]>([
    [
      'versions that are too old',
      { ...server, minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' },
      'TLS 1.2 or newer'
    ],
    [
      'a client certificate that is missing',
      { ...server, requestCert: true, rejectUnauthorized: true, maxVersion: 'TLSv1.2' },
      'set KLUCTL_REGISTRY_4_CERT_FILE and KLUCTL_REGISTRY_4_KEY_FILE'
    ]
  ])('%s', async (_name, options, advice) => {
    const host = await listen(() => undefined, options)
    const { code, hint } = await outcome(host, secure(host))
    expect(code).toBe('tls')
    expect(hint).toContain(advice)
  })

  test('a handshake that is never answered ends with the connect clock', async () => {
    const host = await listen(() => undefined)
    const one = bench.client(secure(host), { limits: { connectMs: 200 } }, { '/ca.pem': tlsFixture('ca.pem') })
    expect(await failureOf(listTags(one, `${host}/a`))).toMatchObject({
      code: 'timeout',
      message: expect.stringContaining('could not be connected to in 0.2 s')
    })
  })
})

describe('R-02 names and where they lead', () => {
  const leadsTo =
    (...addresses: readonly string[]): LookupFunction =>
    (_name, _options, callback) => {
      const found = addresses.map(address => ({ address, family: address.includes(':') ? 6 : 4 }))
      callback(null, found)
    }

  test.each([
    ['the metadata service', ['169.254.169.254'], 'not allowed'],
    ['it in IPv6 clothes', ['::ffff:169.254.169.254'], 'not allowed'],
    ['this machine', ['127.0.0.1'], 'private network'],
    ['a public and a private address', ['203.0.113.9', '10.0.0.1'], 'private network'],
    ['a public address and the metadata service', ['203.0.113.9', 'fd00:ec2::254'], 'not allowed']
  ])('a public name that leads to %s is not connected to', async (_name, addresses, text) => {
    const home = await bench.start({ repositories: { a: ['1'] } })
    const one = bench.client({}, { lookup: leadsTo(...addresses) })
    const error = await failureOf(listTags(one, `registry.example.com:${home.port}/a`))
    expect(error).toMatchObject({ code: 'refused', message: expect.stringContaining(text) })
    expect(home.requests).toHaveLength(0)
  })

  test('a name that changes its address between two connections does not get through', async () => {
    const home = await bench.start({ answer: (_, response) => response.destroy().destroyed || undefined })
    const host = `registry.example.com:${home.port}`
    const turns = ['127.0.0.1', '169.254.169.254']
    const lookup: LookupFunction = (name, options, callback) =>
      leadsTo(turns.shift() ?? '169.254.169.254')(name, options, callback)
    const error = await failureOf(listTags(bench.client(plain(host), { lookup }), `${host}/a`))
    expect(error).toMatchObject({ code: 'refused', message: expect.stringContaining('169.254.169.254') })
    expect(home.requests).toHaveLength(1)
  })

  test('the same for the target of a redirect', async () => {
    const home = await bench.start({
      answer: (_, response) => sendText(response, 302, '', { location: 'http://cdn.example.com/x' })
    })
    const one = bench.client(plain(home.host), { lookup: leadsTo('10.0.0.1') })
    const error = await failureOf(listTags(one, `${home.host}/a`))
    expect(error).toMatchObject({ code: 'refused', message: expect.stringContaining('cdn.example.com') })
    expect(error.message).toContain(`(for registry ${home.host})`)
  })

  test('several addresses that all refuse become one sentence', async () => {
    const gone = await bench.start({})
    await gone.stop()
    const host = `registry.test:${gone.port}`
    const one = bench.client(plain(host), { lookup: leadsTo('::1', '127.0.0.1') })
    const error = await failureOf(listTags(one, `${host}/a`))
    expect(error.code).toBe('unavailable')
    expect(error.message).toMatch(/^registry registry\.test:\d+ refused the connection \(.*\)$/)
    expect(error.hint).toContain('firewall')
  })

  test.each([
    ['[::1]:1/a', 'unavailable'],
    ['[0:0:0:0:0:0:0:1]:1/a', 'refused'],
    ['[::ffff:a9fe:a9fe]/a', 'refused'],
    ['[fe80::1]/a', 'refused']
  ])('the literal %s is %s', async (image, code) => {
    const one = bench.client({ KLUCTL_REGISTRY_1_HOST: '[::1]:1' })
    expect((await failureOf(listTags(one, image))).code).toBe(code)
  })
})
