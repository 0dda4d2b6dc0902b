import { createServer } from 'node:https'
import { TLSSocket } from 'node:tls'
import { afterEach, describe, expect, test } from 'vitest'
import { attack, basicThen, bearerAt } from '../../helpers/registry/attack.ts'
import { type Answer, createBench, list, page, plain } from '../../helpers/registry/bench.ts'
import { failureOf, listTags } from '../../helpers/registry/client.ts'
import { sendText, tlsFixture } from '../../helpers/registry.ts'

const bench = createBench()
afterEach(bench.clear)
const go =
  (location: string): Answer =>
  (_, response) =>
    sendText(response, 302, '', { location })
const list1: Answer = (_, response) => sendText(response, 200, page(['1']))

/** A TLS server that asks for a client certificate and counts the ones it gets. */
async function certificateCounter(answer: (host: string) => string): Promise<{ host: string; got: string[] }> {
  const got: string[] = []
  const options = { key: tlsFixture('server.key'), cert: tlsFixture('server.pem'), ca: tlsFixture('ca.pem') }
  const server = createServer({ ...options, requestCert: true, rejectUnauthorized: false }, (request, response) => {
    const { socket } = request
    const certificate = socket instanceof TLSSocket ? socket.getPeerCertificate() : {}
    got.push(Object.keys(certificate).length > 0 ? 'certificate' : 'none')
    const location = answer(request.url ?? '')
    if (location === '') response.end(page(['1']))
    else response.writeHead(302, { location }).end()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  bench.later(async () => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  return { host: `:${typeof address === 'object' ? address?.port : ''}`, got }
}

test('C-10 a client certificate stays with its registry, also when a redirect comes back', async () => {
  let home = ''
  const other = await certificateCounter(() => `https://127.0.0.1${home}/back`)
  const registry = await certificateCounter(url => (url === '/back' ? '' : `https://localhost${other.host}/x`))
  home = registry.host
  const files = {
    '/ca.pem': tlsFixture('ca.pem'),
    '/c.pem': tlsFixture('client.pem'),
    '/k.pem': tlsFixture('client.key')
  }
  const env = {
    KLUCTL_REGISTRY_1_HOST: `127.0.0.1${registry.host}`,
    KLUCTL_REGISTRY_1_CA_FILE: '/ca.pem',
    KLUCTL_REGISTRY_1_CERT_FILE: '/c.pem',
    KLUCTL_REGISTRY_1_KEY_FILE: '/k.pem',
    KLUCTL_REGISTRY_2_HOST: `localhost${other.host}`,
    KLUCTL_REGISTRY_2_CA_FILE: '/ca.pem'
  }
  const found = await listTags(bench.client(env, {}, files), `127.0.0.1${registry.host}/a`)
  expect(found.tags).toEqual(['1'])
  expect({ registry: registry.got, other: other.got }).toEqual({ registry: ['certificate', 'none'], other: ['none'] })
})

describe('C-10, R-02 where a redirect may lead', () => {
  test.each<[string, string]>([
    ['a decimal spelling of the metadata service', 'http://2852039166/latest'],
    ['the metadata service in IPv6 clothes', 'http://[::ffff:169.254.169.254]/'],
    ['another port of this machine', 'http://127.0.0.1:1/x'],
    ['an octal spelling of this machine', 'http://0177.0.0.1:1/x'],
    ['this machine with a dot', 'http://localhost.:1/x'],
    ['backslashes', '\\\\169.254.169.254\\x'],
    ['another protocol', 'gopher://localhost/x']
  ])('not to %s', async (_name, location) => {
    const { codes, requests, leaks } = await attack(bench, { registry: () => basicThen(go(location)) })
    expect({ codes, requests, leaks }).toEqual({ codes: ['refused'], requests: 2, leaks: [] })
  })

  test('the token stays behind at another host', async () => {
    const { codes, leaks, other } = await attack(bench, {
      registry: named => bearerAt(host => `http://${host}/token`, go(`http://${named}/x`)),
      other: list1
    })
    expect({ codes, leaks, seen: other.length }).toEqual({ codes: ['ok'], leaks: [], seen: 1 })
  })

  test('two hosts that send us to and fro', async () => {
    let registry = ''
    const { codes, requests, other, leaks } = await attack(bench, {
      registry: named => (request, response, count) => {
        registry = request.host
        return go(`http://${named}${list}`)(request, response, count)
      },
      other: (request, response, count) => go(`http://${registry}${list}`)(request, response, count)
    })
    expect({ codes, leaks, sum: requests + other.length }).toEqual({ codes: ['protocol'], leaks: [], sum: 6 })
  })

  test('a 401 there: the hint speaks of the redirect, not of the password', async () => {
    const { codes, hint, leaks } = await attack(bench, {
      registry: named => go(`http://${named}/x`),
      other: (_, response) => sendText(response, 401, '', { 'www-authenticate': 'Basic realm=x' })
    })
    expect({ codes, leaks }).toEqual({ codes: ['unauthorized'], leaks: [] })
    expect(hint).toContain('the host that the redirect leads to')
  })

  test.each([
    ['Refresh', 'refresh', '0; url=http://localhost/'],
    ['Alt-Svc', 'alt-svc', 'h2="localhost:1"']
  ])('%s is no redirect', async (_name, header, value) => {
    const { codes, requests } = await attack(bench, {
      registry: () => (_, response) => sendText(response, 200, page(['1']), { [header]: value })
    })
    expect({ codes, requests }).toEqual({ codes: ['ok'], requests: 1 })
  })
})

test('C-15 a default never lets a password go over plain http to a token endpoint', async () => {
  const other = await bench.start({ login: { kind: 'bearer' } })
  const realm = `http://localhost:${other.port}/token`
  const registry = await bench.start({ login: { kind: 'bearer', realm } })
  const env = {
    ...plain(registry.host),
    KLUCTL_REGISTRY_1_USERNAME: 'me',
    KLUCTL_REGISTRY_1_PASSWORD: 'hunter-2-hunter',
    KLUCTL_REGISTRY_1_PLAIN_HTTP: 'true',
    KLUCTL_REGISTRY_2_HOST: `localhost:${other.port}`,
    KLUCTL_REGISTRY_DEFAULT_INSECURE: 'true'
  }
  const error = await failureOf(listTags(bench.client(env), `${registry.host}/a`))
  expect(error).toMatchObject({ code: 'refused', message: expect.stringContaining('over plain http') })
  expect(other.requests).toHaveLength(0)
})

test.each([
  ['60', 'ok', 1],
  ['61', 'rate-limited', 0],
  ['-5', 'ok', 1],
  ['1.5', 'ok', 1],
  ['soon', 'ok', 1],
  ['9'.repeat(90), 'rate-limited', 0],
  ['Thu, 01 Jan 1970 00:00:00 GMT', 'ok', 1]
])('R-13 Retry-After %s: %s', async (wait, code, pauses) => {
  const { codes, slept } = await attack(bench, {
    registry: () => (_, response, count) =>
      count === 1 ? sendText(response, 429, '', { 'retry-after': wait }) : sendText(response, 200, page(['1'])),
    options: { random: () => 0.99 }
  })
  expect(codes).toEqual([code])
  expect(slept).toHaveLength(pauses)
  for (const pause of slept) expect(pause).toBeLessThanOrEqual(60_000)
})
