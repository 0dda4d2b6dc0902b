import { createServer, type LookupFunction, type Socket } from 'node:net'
import { createServer as createTlsServer, type TlsOptions } from 'node:tls'
import { afterEach, describe, expect, test } from 'vitest'
import { createBench, page, plain } from '../../helpers/registry/bench.ts'
import { failureOf, listTags, shown } from '../../helpers/registry/client.ts'
import { http, shortClocks } from '../../helpers/registry/wire.ts'
import { sendText, tlsFixture } from '../../helpers/registry.ts'

const bench = createBench()
afterEach(bench.clear)
const login = { KLUCTL_REGISTRY_1_USERNAME: 'me', KLUCTL_REGISTRY_1_PASSWORD: 'swordfish-9' }
const files = { '/ca.pem': tlsFixture('ca.pem') }

const leadsTo =
  (...addresses: readonly string[]): LookupFunction =>
  (_name, _options, callback) =>
    callback(
      null,
      addresses.map(address => ({ address, family: address.includes(':') ? 6 : 4 }))
    )
const fails =
  (code: string): LookupFunction =>
  (_name, _options, callback) =>
    callback(Object.assign(new Error(`getaddrinfo ${code}`), { code }), [])

describe('R-02 what a look-up may find', () => {
  test.each<[string, string, LookupFunction]>([
    ['the metadata service', 'refused', leadsTo('169.254.169.254')],
    ['link-local', 'refused', leadsTo('169.254.1.1')],
    ['link-local in IPv6 with a zone', 'refused', leadsTo('fe80::1%eth0')],
    ['0.0.0.0', 'refused', leadsTo('0.0.0.0')],
    ['0.1.2.3', 'refused', leadsTo('0.1.2.3')],
    ['::', 'refused', leadsTo('::')],
    ['loopback', 'refused', leadsTo('127.0.0.1')],
    ['loopback further on', 'refused', leadsTo('127.9.9.9')],
    ['loopback in IPv6', 'refused', leadsTo('::1')],
    ['10/8', 'refused', leadsTo('10.0.0.1')],
    ['172.16/12', 'refused', leadsTo('172.31.255.255')],
    ['192.168/16', 'refused', leadsTo('192.168.0.1')],
    ['100.64/10', 'refused', leadsTo('100.127.0.1')],
    ['198.18/15', 'refused', leadsTo('198.19.0.1')],
    ['unique local', 'refused', leadsTo('fd00::1')],
    ['site-local', 'refused', leadsTo('fec0::1')],
    ['multicast', 'refused', leadsTo('239.1.1.1')],
    ['multicast in IPv6', 'refused', leadsTo('ff02::1')],
    ['broadcast', 'refused', leadsTo('255.255.255.255')],
    ['IPv4 mapped', 'refused', leadsTo('::ffff:127.0.0.1')],
    ['IPv4 mapped in hexadecimal', 'refused', leadsTo('::ffff:a9fe:a9fe')],
    ['IPv4 translated', 'refused', leadsTo('::ffff:0:169.254.169.254')],
    ['IPv4 compatible', 'refused', leadsTo('::127.0.0.1')],
    ['NAT64', 'refused', leadsTo('64:ff9b::169.254.169.254')],
    ['local NAT64', 'refused', leadsTo('64:ff9b:1::10.0.0.1')],
    ['6to4', 'refused', leadsTo('2002:a9fe:a9fe::1')],
    ['a public one and a private one', 'refused', leadsTo('203.0.113.5', '10.0.0.1')],
    ['a private one and a public one', 'refused', leadsTo('10.0.0.1', '203.0.113.5')],
    ['no address but a word', 'refused', leadsTo('localhost')],
    ['a number in octal', 'refused', leadsTo('0177.0.0.1')],
    ['nothing', 'unavailable', leadsTo()],
    ['no such name', 'unavailable', fails('ENOTFOUND')],
    ['no answer', 'unavailable', fails('EAI_AGAIN')],
    ['a broken answer', 'unavailable', fails('EBADRESP')],
    ['silence', 'timeout', () => undefined]
  ])('%s: %s', async (_name, code, lookup) => {
    const one = bench.client({}, { lookup, limits: { ...shortClocks, retries: 1 } })
    const error = await failureOf(listTags(one, 'registry.example.com:9/team/app'))
    expect(error.code).toBe(code)
    expect(error.message).toContain('registry.example.com:9')
    expect(error.message).not.toMatch(/undefined|getaddrinfo|\[object/)
  })

  test('the same for the realm and the target of a redirect, each with a look-up of its own', async () => {
    const asked: string[] = []
    const lookup: LookupFunction = (name, options, callback) => {
      asked.push(name)
      return leadsTo(name === 'home.test' ? '127.0.0.1' : '10.0.0.9')(name, options, callback)
    }
    const home = await bench.start({
      answer: ({ path }, response) =>
        path.includes('/moved/')
          ? sendText(response, 302, '', { location: 'https://cdn.example.com/x' })
          : sendText(response, 401, '', { 'www-authenticate': 'Bearer realm="https://auth.example.com/token"' })
    })
    const host = `home.test:${home.port}`
    const one = bench.client({ ...plain(host), ...login }, { lookup, limits: shortClocks })
    expect((await failureOf(listTags(one, `${host}/moved/a`))).code).toBe('refused')
    const error = await failureOf(listTags(one, `${host}/team/app`))
    expect(['refused', 'credentials']).toContain(error.code)
    expect(new Set(asked)).toEqual(new Set(['home.test', 'cdn.example.com', 'auth.example.com']))
  })
})

/** A server that talks from the moment somebody connects. */
async function listen(talk: (socket: Socket) => void, tls?: TlsOptions): Promise<{ host: string; sockets: Socket[] }> {
  const sockets: Socket[] = []
  const serve = (socket: Socket): void => {
    sockets.push(socket.on('error', () => undefined))
    talk(socket)
  }
  const server = tls ? createTlsServer(tls, serve) : createServer(serve)
  server.on('tlsClientError', () => undefined)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  bench.later(async () => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const address = server.address()
  return { host: `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`, sockets }
}

const drip =
  (bytes: () => Buffer, every: number, first = Buffer.alloc(0)) =>
  (socket: Socket): void => {
    socket.write(first)
    const timer = setInterval(() => socket.write(bytes()), every)
    socket.on('close', () => clearInterval(timer))
  }

describe('V-04, V-05, R-06 a TLS handshake that meets', () => {
  test.each<[string, string, number, (socket: Socket) => void]>([
    ['silence', 'timeout', 1, () => undefined],
    [
      'a drip of handshake records',
      'timeout',
      1,
      drip(() => Buffer.alloc(1), 30, Buffer.from([22, 3, 3, 63, 255, 2, 0, 63, 251]))
    ],
    ['the end', 'unavailable', 4, socket => void socket.end()],
    ['a reset', 'unavailable', 4, socket => void socket.resetAndDestroy()],
    ['an alert', 'tls', 1, socket => void socket.end(Buffer.from([21, 3, 3, 0, 2, 2, 40]))],
    ['an alert about names', 'tls', 1, socket => void socket.end(Buffer.from([21, 3, 3, 0, 2, 2, 112]))],
    ['an alert about protocols', 'tls', 1, socket => void socket.end(Buffer.from([21, 3, 3, 0, 2, 2, 120]))],
    ['an internal error', 'tls', 1, socket => void socket.end(Buffer.from([21, 3, 3, 0, 2, 2, 80]))],
    ['a record that is too long', 'tls', 1, socket => void socket.write(Buffer.from([22, 3, 3, 255, 255, 1, 2, 3]))],
    ['plain HTTP', 'tls', 1, socket => void socket.write(http('200 OK', page(['1'])))],
    [
      'plain HTTP that redirects to http',
      'tls',
      1,
      socket => void socket.end('HTTP/1.1 301 X\r\nlocation: http://127.0.0.1/\r\n\r\n')
    ],
    ['an SSH banner', 'tls', 1, socket => void socket.write('SSH-2.0-OpenSSH_9.2\r\n')],
    ['zeros', 'tls', 1, socket => void socket.write(Buffer.alloc(100))],
    ['letters without end', 'tls', 1, drip(() => Buffer.alloc(1000, 120), 5)]
  ])('%s: %s', async (_name, code, connections, talk) => {
    const { host, sockets } = await listen(talk)
    const one = bench.client(
      { KLUCTL_REGISTRY_1_HOST: host, KLUCTL_REGISTRY_1_CA_FILE: '/ca.pem', ...login },
      { limits: shortClocks },
      files
    )
    const error = await failureOf(listTags(one, `${host}/team/app`))
    expect({ code: error.code, connections: sockets.length }).toEqual({ code, connections })
    expect(error.message).toContain(host)
    expect(error.hint ?? '').not.toBe('')
    expect(shown(error)).not.toContain('swordfish')
  })

  const server = { key: tlsFixture('server.key'), cert: tlsFixture('server.pem') }
  const answerOnce = (socket: Socket): void => void socket.on('data', () => socket.write(http('200 OK', page(['1']))))
  test.each<[string, string, TlsOptions]>([
    ['no ALPN', 'ok', server],
    ['ALPN for HTTP/1.1 only', 'ok', { ...server, ALPNProtocols: ['http/1.1'] }],
    ['ALPN for something else', 'tls', { ...server, ALPNProtocols: ['h3'] }],
    ['a server that likes neither', 'tls', { ...server, ALPNCallback: () => undefined }],
    ['TLS 1.2', 'ok', { ...server, maxVersion: 'TLSv1.2' }],
    ['a self-signed certificate', 'tls', { key: tlsFixture('self.key'), cert: tlsFixture('self.pem') }],
    ['a certificate of a client', 'tls', { key: tlsFixture('client.key'), cert: tlsFixture('client.pem') }],
    ['no certificate', 'tls', { ciphers: 'aNULL:@SECLEVEL=0', maxVersion: 'TLSv1.2' }]
  ])('%s: %s', async (_name, code, options) => {
    const { host } = await listen(answerOnce, options)
    const one = bench.client(
      { KLUCTL_REGISTRY_1_HOST: host, KLUCTL_REGISTRY_1_CA_FILE: '/ca.pem', ...login },
      { limits: shortClocks },
      files
    )
    const result = await listTags(one, `${host}/team/app`).then(
      () => 'ok',
      (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error)
    )
    expect(result).toBe(code)
  })

  test.each([
    ['NODE_TLS_REJECT_UNAUTHORIZED', '0'],
    ['NODE_TLS_REJECT_UNAUTHORIZED', 'false']
  ])('C-07 %s=%s in the process does not switch the check off', async (name, value) => {
    const before = process.env[name]
    process.env[name] = value
    try {
      const { host } = await listen(answerOnce, { key: tlsFixture('self.key'), cert: tlsFixture('self.pem') })
      expect((await failureOf(listTags(bench.client({}, { limits: shortClocks }), `${host}/team/app`))).code).toBe(
        'refused'
      )
      const named = bench.client({ KLUCTL_REGISTRY_1_HOST: host }, { limits: shortClocks })
      expect((await failureOf(listTags(named, `${host}/team/app`))).code).toBe('tls')
    } finally {
      if (before === undefined) delete process.env[name]
      else process.env[name] = before
    }
  })

  test('plain HTTP that speaks before it is asked', async () => {
    const { host, sockets } = await listen(socket => void socket.write(http('200 OK', page(['9']))))
    const one = bench.client({ ...plain(host), ...login }, { limits: shortClocks })
    const result: unknown = await listTags(one, `${host}/team/app`).catch((error: unknown) => error)
    expect(JSON.stringify(result)).not.toContain('swordfish')
    expect(sockets.length).toBeLessThanOrEqual(4)
  })
})
