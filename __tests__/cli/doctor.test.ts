import { describe, expect, test } from 'vitest'
import { basic, bearer, ca, doctor, login, password, set, start } from '../helpers/doctor.ts'
import { type LoopbackOptions, sendJson, startRegistry } from '../helpers/registry.ts'

describe('what answered, with which login', () => {
  test.each<[string, LoopbackOptions, Record<string, string>, string]>([
    [
      'a user name and password',
      { login: basic },
      login,
      'password login, KLUCTL_REGISTRY_1 (user me), over plain http'
    ],
    ['a token for the password', { login: bearer }, login, 'token login, KLUCTL_REGISTRY_1 (user me), over plain http'],
    ['no login at all', {}, {}, 'answers without a login, over plain http'],
    [
      'a login that nobody asks for',
      {},
      login,
      'answers without asking for a login, so KLUCTL_REGISTRY_1 (user me) was not tried, over plain http'
    ],
    ['tokens for everybody', { login: { kind: 'bearer' } }, {}, 'answers; no login is set, over plain http'],
    [
      'tokens for users only',
      { login: bearer },
      {},
      'answers; no login is set, so it shows public images only, over plain http'
    ]
  ])('%s', async (_, options, keys, message) => {
    const { host } = await start(options)
    const { exitCode, lines } = await doctor(set(host, keys))
    expect([exitCode, ...lines]).toEqual([0, `ok    ${host}  ${message}`])
  })

  test('a token is asked for without a scope, or for the repository of the pattern, and the login is sent once', async () => {
    const registry = await start({ login: bearer })
    await doctor({ ...set(registry.host, login), ...set(registry.host, { ...login, REPOSITORY: 'team/app' }, 2) })
    const tokens = registry.requests.filter(({ path }) => path.startsWith('/token'))
    expect(tokens.map(({ path }) => new URL(path, 'http://x').searchParams.get('scope')).sort()).toEqual([
      null,
      'repository:team/app:pull'
    ])
  })

  test('verified TLS, and TLS without certificate checks', async () => {
    const { host } = await start({ tls: 'signed' })
    const off = { KLUCTL_REGISTRY_1_HOST: host, KLUCTL_REGISTRY_1_TLSVERIFY: '0' }
    expect((await doctor({ KLUCTL_REGISTRY_1_HOST: host, KLUCTL_REGISTRY_1_CA_FILE: ca })).lines).toEqual([
      `ok    ${host}  answers without a login`
    ])
    expect((await doctor(off)).lines).toEqual([
      `ok    ${host}  answers without a login, without certificate checks (KLUCTL_REGISTRY_1)`
    ])
  })

  test.each([
    ['its own password, however short', 'me', 'me'],
    ['the password of another registry', password, 'another-one']
  ])('a user name that is %s is masked', async (_, username, own) => {
    const { host } = await start({ login: { kind: 'basic', username, password: own } })
    const other = set('localhost:1', login, 2)
    const { lines } = await doctor({ ...set(host, { USERNAME: username, PASSWORD: own }), ...other })
    expect(lines[0]).toBe(`ok    ${host}  password login, KLUCTL_REGISTRY_1 (user ***), over plain http`)
  })
})

describe('what to fix', () => {
  const check = 'check KLUCTL_REGISTRY_1_USERNAME and KLUCTL_REGISTRY_1_PASSWORD'
  test.each<[string, LoopbackOptions, Record<string, string>, string]>([
    [
      'a wrong password',
      { login: basic },
      { ...login, PASSWORD: 'not-this-one' },
      `password not accepted (401, UNAUTHORIZED: authentication required): KLUCTL_REGISTRY_1, over plain http; ${check}`
    ],
    [
      'a wrong password for a token',
      { login: bearer },
      { ...login, PASSWORD: 'not-this-one' },
      `password not accepted (401, UNAUTHORIZED: wrong password): KLUCTL_REGISTRY_1, over plain http; ${check}`
    ],
    [
      'no login where one is needed',
      { login: basic },
      {},
      'needs a login, and none is set, over plain http; set KLUCTL_REGISTRY_1_USERNAME, KLUCTL_REGISTRY_1_PASSWORD, or run docker login HOST'
    ],
    [
      'too many requests',
      { answer: (_, response) => sendJson(response, 429, {}) },
      {},
      'has had too many requests (429), over plain http; run again later; a login often has a higher limit'
    ],
    [
      'a broken registry',
      { answer: (_, response) => sendJson(response, 500, {}) },
      {},
      'answers 500, over plain http; run again later'
    ],
    [
      'no registry',
      { answer: (_, response) => sendJson(response, 404, {}) },
      {},
      'answered 404 at /v2/, which a registry has, over plain http; check that the host is a container registry; a proxy before it may answer in its place'
    ]
  ])('%s', async (_, options, keys, message) => {
    const registry = await start(options)
    const { exitCode, lines } = await doctor(set(registry.host, keys))
    expect([exitCode, ...lines]).toEqual([1, `fail  ${registry.host}  ${message.replace('HOST', registry.host)}`])
    expect(registry.requests.filter(({ headers }) => headers.authorization !== undefined).length).toBeLessThan(2)
  })

  test('a login over plain http where TLS is set, and the other way round', async () => {
    const plain = await start()
    expect((await doctor({ KLUCTL_REGISTRY_1_HOST: plain.host })).lines.join()).toMatch(
      /^fail .* does not speak TLS .*; if it has no TLS, set KLUCTL_REGISTRY_1_PLAIN_HTTP=true for this host$/
    )
    const secure = await start({ tls: 'signed' })
    expect((await doctor(set(secure.host))).lines.join()).toMatch(
      /^fail .*, over plain http; .*remove KLUCTL_REGISTRY_1_PLAIN_HTTP/i
    )
  })

  test.each([
    ['signed', 'authority that is not trusted|UNABLE_TO'],
    ['self-signed', 'self-signed']
  ] as const)('%s TLS that is not trusted', async (tls, why) => {
    const { host } = await start({ tls })
    const { exitCode, lines } = await doctor({ KLUCTL_REGISTRY_1_HOST: host })
    expect(exitCode).toBe(1)
    expect(lines.join()).toMatch(new RegExp(`^fail  ${host}  cannot be trusted: .*(?:${why}).*CA_FILE`))
  })

  test('nobody listens, nobody has the name', async () => {
    const registry = await startRegistry()
    await registry.stop()
    const { lines } = await doctor({
      ...set(registry.host),
      ...set('no-such-host.invalid', { PLAIN_HTTP: 'false' }, 2)
    })
    expect(lines[0]).toMatch(/^fail {2}127\.0\.0\.1:\d+ +refused the connection/)
    expect(lines[1]).toMatch(/^fail {2}no-such-host\.invalid +(?:has no address|could not be looked up)/)
  })

  test('a token endpoint at another host gets no login, and the line says what to set', async () => {
    const thief = await start()
    const registry = await start({ login: { kind: 'bearer', realm: `http://localhost:${thief.port}/token` } })
    const { exitCode, lines } = await doctor({ ...set(registry.host, login), ...set(`localhost:${thief.port}`, {}, 2) })
    expect(exitCode).toBe(1)
    expect(lines[0]).toMatch(
      /^fail .* asks for the password at localhost:\d+, over plain http; if that is right, set KLUCTL_REGISTRY_1_AUTH_HOST=localhost:\d+$/
    )
    expect(thief.requests.filter(({ headers }) => headers.authorization !== undefined)).toEqual([])
  })
})
