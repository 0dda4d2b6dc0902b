import { afterEach, describe, expect, test } from 'vitest'
import { proxyFor, readProxies } from '../../../src/io/registry/proxies.ts'
import { createBench } from '../../helpers/registry/bench.ts'
import { failureOf, listTags } from '../../helpers/registry/client.ts'
import { type LoopbackProxy, type ProxyOptions, startProxy } from '../../helpers/registry/proxy.ts'
import { tlsFixture } from '../../helpers/registry.ts'

const bench = createBench()
afterEach(bench.clear)

const proxied = (env: Record<string, string>, address: string): string | undefined =>
  proxyFor(new URL(address), readProxies(env).proxies)?.url.host

describe('which proxy leads to an address', () => {
  const both = { HTTPS_PROXY: 'http://secure.test:3128', HTTP_PROXY: 'http://plain.test:3128' }
  test.each<[string, Record<string, string>, string, string | undefined]>([
    ['https', both, 'https://ghcr.io', 'secure.test:3128'],
    ['http', both, 'http://reg.test:5000', 'plain.test:3128'],
    ['https without its variable', { HTTP_PROXY: 'http://plain.test' }, 'https://ghcr.io', undefined],
    ['lower case first', { ...both, https_proxy: 'http://lower.test:1' }, 'https://ghcr.io', 'lower.test:1'],
    ['empty lower case', { ...both, https_proxy: ' ' }, 'https://ghcr.io', 'secure.test:3128'],
    ['without a scheme', { HTTPS_PROXY: 'proxy.test:3128' }, 'https://ghcr.io', 'proxy.test:3128'],
    ['a proxy with TLS', { HTTPS_PROXY: 'https://proxy.test' }, 'https://ghcr.io', 'proxy.test'],
    ['this machine by name', both, 'https://localhost:5000', undefined],
    ['this machine by address', both, 'https://127.0.0.1:5000', undefined],
    ['this machine in IPv6', both, 'https://[::1]:5000', undefined]
  ])('%s', (_name, env, address, host) => {
    expect(proxied(env, address)).toBe(host)
  })

  test.each<[string, string, boolean]>([
    ['ghcr.io', 'https://ghcr.io', true],
    ['GHCR.io', 'https://ghcr.io', true],
    ['ghcr.io', 'https://www.ghcr.io', true],
    ['ghcr.io', 'https://evilghcr.io', false],
    ['ghcr.io', 'https://www.ghcr.io.evil.test', false],
    ['.example.com', 'https://reg.example.com', true],
    ['.example.com', 'https://example.com', false],
    ['*.example.com', 'https://a.b.example.com', true],
    ['*.example.com', 'https://example.com', false],
    ['reg.test:5000', 'https://reg.test:5000', true],
    ['reg.test:5000', 'https://reg.test', false],
    ['reg.test:443', 'https://reg.test', true],
    ['reg.test:80', 'http://reg.test', true],
    ['*', 'https://ghcr.io', true],
    ['a.test, b.test', 'https://b.test', true],
    ['a.test b.test', 'https://b.test', true],
    ['10.1.2.3', 'https://10.1.2.3', true],
    ['10.1.2.3', 'https://10.1.2.30', false],
    ['10.0.0.0/8', 'https://10.200.3.4:5000', true],
    ['10.0.0.0/8', 'https://11.0.0.1', false],
    ['10.0.0.0/8', 'https://reg.test', false],
    ['10.0.0.0/99', 'https://10.0.0.1', false],
    ['fd00::/8', 'https://[fd12::1]', true],
    ['[fd12::1]:5000', 'https://[fd12::1]:5000', true],
    ['[fd12::1]:5000', 'https://[fd12::1]', false],
    [' , ,', 'https://ghcr.io', false],
    ['.', 'https://ghcr.io', false],
    ['', 'https://ghcr.io', false]
  ])('NO_PROXY=%j and %s: %s', (text, address, bypassed) => {
    expect(proxied({ ...both, NO_PROXY: text }, address) === undefined).toBe(bypassed)
  })

  test.each([
    'socks5://proxy.test',
    'http://proxy.test/path',
    'http://user:pa%ss@proxy.test',
    'http://',
    'http://user:swordfish@pro xy.test'
  ])('%s is a problem that names the variable and not the value', text => {
    const { problems, proxies } = readProxies({ HTTPS_PROXY: text })
    expect(problems.map(({ message }) => message).join()).toMatch(/^HTTPS_PROXY /)
    expect(problems.map(({ message, hint }) => message + hint).join()).not.toMatch(/swordfish|pa%ss/)
    expect(proxies.https).toBeUndefined()
  })
})

type Situation = {
  readonly proxy?: Omit<ProxyOptions, 'to'>
  readonly login?: string
  readonly tls?: boolean
  readonly named?: boolean
  readonly env?: Record<string, string>
}

async function list({ proxy, login = '', tls = true, named = true, env = {} }: Situation): Promise<{
  tags: Promise<readonly string[]>
  proxy: LoopbackProxy
  masked: ReadonlySet<string>
  seen: readonly string[]
}> {
  const registry = await bench.start({
    ...(tls ? { tls: 'signed' } : {}),
    answer: ({ path }, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ tags: [path.slice(4, 8)] }))
      return true
    }
  })
  const through = await startProxy({ ...proxy, to: { host: '127.0.0.1', port: registry.port } })
  bench.later(through.stop)
  const name = tls ? 'HTTPS_PROXY' : 'HTTP_PROXY'
  const { proxies } = readProxies({ [name]: `http://${login}${through.host}`, ...env })
  const settings = { KLUCTL_REGISTRY_1_HOST: 'registry.test', KLUCTL_REGISTRY_1_CA_FILE: '/ca.pem' }
  const client = bench.client(
    { ...(named ? settings : {}), ...(tls ? {} : { KLUCTL_REGISTRY_1_PLAIN_HTTP: 'true' }) },
    { proxies, limits: { retries: 1 } },
    { '/ca.pem': tlsFixture('ca.pem') }
  )
  const tags = listTags(client, 'registry.test/team/app').then(found => found.tags)
  tags.catch(() => undefined)
  return { tags, proxy: through, masked: client.masked, seen: registry.requests.map(({ path }) => path) }
}

describe('a registry behind a proxy', () => {
  test('is reached through a tunnel', async () => {
    const { tags, proxy } = await list({})
    expect(await tags).toEqual(['team'])
    expect(proxy.requests).toEqual([{ line: 'CONNECT registry.test:443', authorization: undefined }])
  })

  test('without TLS is asked for with its whole address', async () => {
    const { tags, proxy } = await list({ tls: false })
    expect(await tags).toEqual(['team'])
    expect(proxy.requests[0]?.line).toBe('GET http://registry.test/v2/team/app/tags/list?n=1000')
  })

  test.each([true, false])('with a login that is masked in all its forms (TLS: %s)', async tls => {
    const { tags, proxy, masked } = await list({ tls, login: 'me:sword%2Ffish@', proxy: { login: 'me:sword/fish' } })
    expect(await tags).toEqual(['team'])
    expect(proxy.requests[0]?.authorization).toBe(`Basic ${Buffer.from('me:sword/fish').toString('base64')}`)
    expect([...masked]).toEqual(
      expect.arrayContaining(['sword/fish', 'sword%2Ffish', Buffer.from('me:sword/fish').toString('base64')])
    )
  })

  test.each([true, false])('that wants another login is an error of the proxy (TLS: %s)', async tls => {
    const { tags } = await list({ tls, login: 'me:wrong-one@', proxy: { login: 'me:right-one' } })
    const error = await failureOf(tags.then(() => ({ tags: [], pages: 0, dropped: 0 })))
    expect(error.message).toMatch(
      /^registry registry\.test cannot be reached through the proxy 127\.0\.0\.1:\d+ of HTTPS?_PROXY: it answered 407$/
    )
    expect(error.hint).toMatch(/^Check the user name and password in HTTPS?_PROXY\.$/)
    expect(`${error.message}${error.hint}`).not.toContain('wrong-one')
  })

  test.each<[string, Situation, string]>([
    ['that forbids it', { proxy: { status: 403 } }, 'it answered 403'],
    ['that finds nothing behind it', { proxy: { status: 502 } }, 'it answered 502'],
    ['that closes without an answer', { proxy: { silent: true } }, 'it could not be reached'],
    ['that is not there', { env: { HTTPS_PROXY: 'http://127.0.0.1:1' } }, 'it could not be reached (ECONNREFUSED)']
  ])('%s is an error of the proxy', async (_name, situation, text) => {
    const { tags } = await list(situation)
    const error = await failureOf(tags.then(() => ({ tags: [], pages: 0, dropped: 0 })))
    expect(error.code).toBe('unavailable')
    expect(error.message).toContain(text)
    expect(error.hint).toContain('NO_PROXY')
  })

  test('keeps its certificate checks', async () => {
    const { tags } = await list({ named: false })
    expect((await failureOf(tags.then(() => ({ tags: [], pages: 0, dropped: 0 })))).code).toBe('tls')
  })

  test('is not asked through it where NO_PROXY says so', async () => {
    const { tags, proxy } = await list({ env: { NO_PROXY: '.test' } })
    await expect(tags).rejects.toThrow()
    expect(proxy.requests).toEqual([])
  })
})

describe('what this machine knows of a name that a proxy is to look up', () => {
  test.each<[string, string, string]>([
    ['a private address', '10.0.0.5', 'refused'],
    ['a metadata service', '169.254.169.254', 'refused']
  ])('%s is refused before the proxy is asked', async (_name, address, code) => {
    const through = await startProxy({ to: { host: '127.0.0.1', port: 1 } })
    bench.later(through.stop)
    const client = bench.client(
      {},
      {
        proxies: readProxies({ HTTPS_PROXY: `http://${through.host}` }).proxies,
        lookup: (_hostname, _options, callback) => callback(null, [{ address, family: 4 }])
      }
    )
    expect((await failureOf(listTags(client, 'public.test/team/app'))).code).toBe(code)
    expect(through.requests).toEqual([])
  })

  test('an address that may not be asked is refused as well', async () => {
    const through = await startProxy({ to: { host: '127.0.0.1', port: 1 } })
    bench.later(through.stop)
    const env = { HTTPS_PROXY: `http://${through.host}` }
    const client = bench.client({}, { proxies: readProxies(env).proxies })
    expect((await failureOf(listTags(client, '10.1.2.3:5000/team/app'))).code).toBe('refused')
    expect((await failureOf(listTags(client, 'metadata.google.internal:80/team/app'))).code).toBe('refused')
    expect(through.requests).toEqual([])
  })
})
