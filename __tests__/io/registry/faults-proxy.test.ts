import { connect, createServer, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { afterEach, describe, expect, test } from 'vitest'
import { readProxies } from '../../../src/io/registry/proxies.ts'
import { basicThen, victim, victimBasic } from '../../helpers/registry/attack.ts'
import { createBench, page } from '../../helpers/registry/bench.ts'
import { failureOf, listTags, shown } from '../../helpers/registry/client.ts'
import { http, shortClocks } from '../../helpers/registry/wire.ts'
import { sendText, tlsFixture } from '../../helpers/registry.ts'

const bench = createBench()
afterEach(bench.clear)

const proxySecret = 'proxy-secret-77'
const secrets = [victim.password, victimBasic]

type Serve = (socket: Socket, head: string) => void
type Fixture = { readonly host: string; readonly heard: () => string; readonly connections: () => number }

/** A proxy that does what it likes once it has read the head of a request. */
async function startProxy(serve: Serve): Promise<Fixture> {
  const sockets: Socket[] = []
  let heard = ''
  const server = createServer(socket => {
    sockets.push(socket.on('error', () => undefined))
    let head = ''
    const read = (chunk: Buffer): void => {
      heard += chunk.toString('latin1')
      head += chunk.toString('latin1')
      if (!head.includes('\r\n\r\n')) return
      socket.off('data', read)
      serve(socket, head)
    }
    socket.on('data', read)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  bench.later(async () => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const address = server.address()
  const host = `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  return { host, heard: () => heard, connections: () => sockets.length }
}

/** A client with a password for registry.test that goes through a proxy with a password of its own. */
function behind(proxy: string, env: Record<string, string> = {}): ReturnType<typeof bench.client> {
  const { proxies } = readProxies({
    HTTPS_PROXY: `http://me:${proxySecret}@${proxy}`,
    HTTP_PROXY: `http://me:${proxySecret}@${proxy}`
  })
  const settings = {
    KLUCTL_REGISTRY_1_HOST: 'registry.test',
    KLUCTL_REGISTRY_1_CA_FILE: '/ca.pem',
    KLUCTL_REGISTRY_1_USERNAME: victim.username,
    KLUCTL_REGISTRY_1_PASSWORD: victim.password,
    ...env
  }
  return bench.client(settings, { proxies, limits: shortClocks }, { '/ca.pem': tlsFixture('ca.pem') })
}

const write =
  (text: string | Uint8Array): Serve =>
  socket =>
    void socket.write(text)
const end =
  (text: string): Serve =>
  socket =>
    void socket.end(text)
const forever =
  (text: string, every: number): Serve =>
  socket => {
    const timer = setInterval(() => socket.write(text), every)
    socket.on('close', () => clearInterval(timer))
  }

describe('C-06, C-10, R-06 a proxy that answers CONNECT with', () => {
  test.each<[string, string, Serve]>([
    ['silence', 'timeout or unavailable', () => undefined],
    ['the end', 'unavailable', socket => void socket.end()],
    ['a reset', 'unavailable', socket => void socket.resetAndDestroy()],
    ['half a head', 'timeout or unavailable', write('HTTP/1.1 200 OK\r\nx')],
    ['headers that drip', 'timeout or unavailable or protocol', forever('x: y\r\n', 30)],
    ['no HTTP', 'unavailable or protocol', end('SSH-2.0-x\r\n')],
    ['301', 'unavailable', write('HTTP/1.1 301 X\r\nlocation: http://localhost/\r\ncontent-length: 0\r\n\r\n')],
    ['401 that asks for a login', 'unavailable', write(http('401 X', '', 'www-authenticate: Basic realm="x"\r\n'))],
    [
      '401 that asks for a token',
      'unavailable',
      write(http('401 X', '', 'www-authenticate: Bearer realm="http://localhost/token"\r\n'))
    ],
    ['403 with a page', 'unavailable', write(http('403 X', '<html>'))],
    ['407 without a challenge', 'unauthorized', write(http('407 X', ''))],
    [
      '407 that asks for a token',
      'unauthorized',
      write(http('407 X', '', 'proxy-authenticate: Bearer realm="http://localhost/"\r\n'))
    ],
    ['429', 'unavailable or rate-limited', write(http('429 X', '', 'retry-after: 99999\r\n'))],
    ['500', 'unavailable', write(http('500 X', ''))],
    ['the password of the registry as text', 'unavailable', write(http(`403 ${victim.password}`, ''))],
    ['very large headers', 'unavailable or protocol', write(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(100_000)}\r\n\r\n`)],
    ['200 and no TLS', 'tls or unavailable', write('HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 200 OK\r\n\r\n')],
    ['200 and a tag list', 'tls or unavailable', write(`HTTP/1.1 200 OK\r\n\r\n${http('200 OK', page(['9']))}`)],
    ['200 and silence', 'timeout or unavailable', write('HTTP/1.1 200 OK\r\n\r\n')],
    ['200 and the end', 'unavailable or tls', end('HTTP/1.1 200 OK\r\n\r\n')]
  ])('%s: %s', async (_name, code, serve) => {
    const proxy = await startProxy(serve)
    const start = performance.now()
    const error = await failureOf(listTags(behind(proxy.host), 'registry.test/team/app'))
    expect(code.split(' or ')).toContain(error.code)
    expect(error.message).toContain('registry.test')
    expect(error.hint ?? '').not.toBe('')
    for (const secret of [...secrets, proxySecret]) expect(shown(error)).not.toContain(secret)
    for (const secret of secrets) expect(proxy.heard()).not.toContain(secret)
    expect(proxy.heard()).not.toMatch(/^authorization:/im)
    expect(proxy.connections()).toBeLessThanOrEqual(4)
    expect(performance.now() - start).toBeLessThan(6000)
  })
})

/** A tunnel to a port of this machine. */
const tunnelTo =
  (port: number): Serve =>
  socket => {
    const onward = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      onward.pipe(socket).pipe(onward)
    })
    onward.on('error', () => socket.destroy())
    socket.on('close', () => onward.destroy())
  }

describe('C-06, V-04 through a proxy', () => {
  test('each password goes to its own end only', async () => {
    const registry = await bench.start({
      tls: 'signed',
      answer: basicThen((_, response) => sendText(response, 200, page(['1'])))
    })
    const proxy = await startProxy(tunnelTo(registry.port))
    expect((await listTags(behind(proxy.host), 'registry.test/team/app')).tags).toEqual(['1'])
    for (const secret of secrets) expect(proxy.heard()).not.toContain(secret)
    expect(proxy.heard()).toContain(Buffer.from(`me:${proxySecret}`).toString('base64'))
    expect(JSON.stringify(registry.requests)).not.toContain(Buffer.from(`me:${proxySecret}`).toString('base64'))
    expect(registry.requests.every(({ headers }) => headers['proxy-authorization'] === undefined)).toBe(true)
  })

  test('a proxy that puts itself in the middle gets nothing', async () => {
    let heard = ''
    const server = createTlsServer({ key: tlsFixture('self.key'), cert: tlsFixture('self.pem') }, socket => {
      socket
        .on('error', () => undefined)
        .on('data', chunk => {
          heard += String(chunk)
        })
    })
    server.on('tlsClientError', () => undefined)
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    bench.later(async () => void server.close())
    const address = server.address()
    const proxy = await startProxy(tunnelTo(typeof address === 'object' && address ? address.port : 0))
    const error = await failureOf(listTags(behind(proxy.host), 'registry.test/team/app'))
    expect(error.code).toBe('tls')
    expect(heard).toBe('')
  })

  test('a redirect and a realm on this machine are not opened by it', async () => {
    for (const [status, headers] of [
      [302, { location: 'https://10.0.0.1/x' }],
      [302, { location: 'http://169.254.169.254/x' }],
      [401, { 'www-authenticate': 'Bearer realm="https://10.0.0.1/token"' }],
      [401, { 'www-authenticate': 'Bearer realm="https://metadata.google.internal/token"' }]
    ] as const) {
      const registry = await bench.start({
        tls: 'signed',
        answer: (_, response) => sendText(response, status, '', headers)
      })
      const proxy = await startProxy(tunnelTo(registry.port))
      const error = await failureOf(listTags(behind(proxy.host), 'registry.test/team/app'))
      expect(['refused', 'credentials']).toContain(error.code)
      expect(proxy.heard().match(/CONNECT \S+/g)).toEqual(['CONNECT registry.test:443'])
    }
  })
})
