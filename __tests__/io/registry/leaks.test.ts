import { afterEach, describe, expect, test } from 'vitest'
import { createBench, list, page, plain } from '../../helpers/registry/bench.ts'
import { failureOf, listTags, shown } from '../../helpers/registry/client.ts'
import { type LoopbackOptions, type LoopbackRegistry, sendJson, sendText, tlsFixture } from '../../helpers/registry.ts'

const bench = createBench()
afterEach(bench.clear)

const password = 'swordfish-9'
const login = { KLUCTL_REGISTRY_1_USERNAME: 'me', KLUCTL_REGISTRY_1_PASSWORD: password }
const base64 = Buffer.from(`me:${password}`).toString('base64')
const bearerTo =
  (realm: string): NonNullable<LoopbackOptions['answer']> =>
  (request, response) =>
    request.headers.authorization?.startsWith('Bearer ')
      ? sendText(response, 200, page(['1']))
      : sendJson(response, 401, {}, { 'www-authenticate': `Bearer realm="${realm}",service="s"` })

function expectNoSecret(registry: LoopbackRegistry): void {
  const seen = JSON.stringify(registry.requests)
  expect(seen).not.toContain(password)
  expect(seen).not.toContain(base64)
}

describe('C-08 the realm', () => {
  test('at another host: asked without the password, then the error names AUTH_HOST', async () => {
    const other = await bench.start({ answer: (_, response) => sendText(response, 403, '') })
    const registry = await bench.start({ answer: bearerTo(`http://localhost:${other.port}/token`) })
    const one = bench.client({ ...plain(registry.host), ...login, ...plain(`localhost:${other.port}`, '2') })
    const error = await failureOf(listTags(one, `${registry.host}/team/app`))
    expect(error).toMatchObject({
      code: 'credentials',
      message: `${registry.host} asks for the password at localhost:${other.port}`
    })
    expect(error.hint).toContain(`KLUCTL_REGISTRY_1_AUTH_HOST=localhost:${other.port}`)
    expectNoSecret(other)
  })

  test('at another host that nobody names and that is on this machine is not asked at all', async () => {
    const other = await bench.start({})
    const registry = await bench.start({ tls: 'signed', answer: bearerTo(`https://localhost:${other.port}/token`) })
    const files = { '/ca.pem': tlsFixture('ca.pem') }
    const env = { KLUCTL_REGISTRY_1_HOST: registry.host, KLUCTL_REGISTRY_1_CA_FILE: '/ca.pem' }
    expect((await failureOf(listTags(bench.client({ ...env, ...login }, {}, files), `${registry.host}/a`))).code).toBe(
      'credentials'
    )
    expect((await failureOf(listTags(bench.client(env, {}, files), `${registry.host}/a`))).code).toBe('refused')
    expect(other.requests).toHaveLength(0)
  })

  test('at the host that AUTH_HOST names gets the password', async () => {
    const other = await bench.start({ login: { kind: 'bearer', username: 'me', password } })
    const registry = await bench.start({ answer: bearerTo(`http://${other.host}/token`) })
    const one = bench.client({ ...plain(registry.host), ...login, KLUCTL_REGISTRY_1_AUTH_HOST: `http://${other.host}` })
    expect((await listTags(one, `${registry.host}/team/app`)).tags).toEqual(['1'])
    expectNoSecret(registry)
  })

  test.each([
    ['plain http', 'http://auth.example.com/token', 'plain http'],
    ['a user name', 'https://me:x@auth.example.com/token', 'user name'],
    ['a fragment', 'https://auth.example.com/token#x', 'fragment'],
    ['an IP address', 'https://203.0.113.7/token', 'IP address'],
    ['an odd IP address', 'https://0x0a.1/token', 'IP address'],
    ['no address', 'javascript:alert(1)', 'address that cannot be used'],
    ['a relative address', '/token', 'address that cannot be used'],
    ['a metadata service', 'https://metadata.google.internal/token', 'which is not allowed']
  ])('with %s is refused', async (_name, realm, text) => {
    const registry = await bench.start({ answer: bearerTo(realm) })
    const error = await failureOf(listTags(bench.client({ ...plain(registry.host), ...login }), `${registry.host}/a`))
    expect(error.message).toContain(text)
    expect(registry.requests).toHaveLength(1)
  })
})

describe('C-09, C-13 the token endpoint', () => {
  const endpoint = (answer: NonNullable<LoopbackOptions['answer']>): LoopbackOptions => ({
    login: { kind: 'bearer' },
    answer: (request, response, count) =>
      request.path.startsWith('/token') ? answer(request, response, count) : undefined
  })
  test.each<[string, NonNullable<LoopbackOptions['answer']>, string]>([
    [
      'a redirect',
      (_, response) => sendText(response, 307, '', { location: 'http://127.0.0.1:1/x' }),
      'answered with a redirect'
    ],
    ['no JSON', (_, response) => sendText(response, 200, '<html>'), 'unusable token'],
    ['a number', (_, response) => sendJson(response, 200, { token: 7 }), 'unusable token'],
    ['a line break', (_, response) => sendJson(response, 200, { token: 'a\r\nx: y' }), 'unusable token'],
    ['a huge token', (_, response) => sendJson(response, 200, { token: 'x'.repeat(17_000) }), 'unusable token'],
    ['nothing', (_, response) => sendJson(response, 200, {}), 'unusable token'],
    ['a body without end', (_, response) => sendText(response, 200, 'x'.repeat(2_000_000)), 'larger than 1 MiB']
  ])('that sends %s is an error', async (_name, answer, text) => {
    const registry = await bench.start(endpoint(answer))
    expect((await failureOf(listTags(bench.client(plain(registry.host)), `${registry.host}/a`))).message).toContain(
      text
    )
    expect(registry.requests).toHaveLength(2)
  })

  test('cannot smuggle a scope in through realm or service', async () => {
    const registry = await bench.start({
      answer: (request, response) => {
        if (request.path.startsWith('/token')) return sendJson(response, 200, { access_token: 'abc' })
        if (request.headers.authorization === 'Bearer abc') return sendText(response, 200, page(['1']))
        const realm = `http://${registry.host}/token?scope=repository:x:push&offline_token=true`
        return sendJson(
          response,
          401,
          {},
          { 'www-authenticate': `Bearer realm="${realm}",service="s&scope=repository:y:push"` }
        )
      }
    })
    await listTags(bench.client(plain(registry.host)), `${registry.host}/a`)
    const query = new URL(registry.requests[1]?.path ?? '', 'http://x').searchParams
    expect([...query]).toEqual([
      ['service', 's&scope=repository:y:push'],
      ['scope', 'repository:a:pull']
    ])
  })
})

describe('C-10 redirects', () => {
  test('to another host leave the login behind, also on the way back', async () => {
    const registry: LoopbackRegistry = await bench.start({
      login: { kind: 'basic', username: 'me', password },
      answer: ({ path, headers }, response) => {
        if (path.startsWith('/back'))
          return sendText(response, 200, page([headers.authorization === undefined ? 'clean' : 'leaked']))
        return headers.authorization
          ? sendText(response, 307, '', { location: `http://localhost:${other.port}/there` })
          : undefined
      }
    })
    const other = await bench.start({
      answer: (_, response) => sendText(response, 307, '', { location: `http://${registry.host}/back` })
    })
    const one = bench.client({ ...plain(registry.host), ...login, ...plain(`localhost:${other.port}`, '2') })
    expect((await listTags(one, `${registry.host}/team/app`)).tags).toEqual(['clean'])
    expectNoSecret(other)
  })

  test('a 401 after another host gets nothing', async () => {
    const other = await bench.start({ login: { kind: 'basic', username: 'me', password } })
    const registry = await bench.start({
      answer: (_, response) => sendText(response, 302, '', { location: `http://localhost:${other.port}${list}` })
    })
    const one = bench.client({ ...plain(registry.host), ...login, ...plain(`localhost:${other.port}`, '2') })
    expect((await failureOf(listTags(one, `${registry.host}/team/app`))).message).toContain(
      'after a redirect to another host'
    )
    expectNoSecret(other)
    expectNoSecret(registry)
  })

  test('on the same host keep the login', async () => {
    const registry = await bench.start({
      login: { kind: 'basic', username: 'me', password },
      repositories: { moved: ['1'] },
      answer: ({ path, headers }, response) =>
        headers.authorization && path.includes('team/app')
          ? sendText(response, 308, '', { location: '/v2/moved/tags/list' })
          : undefined
    })
    expect(
      (await listTags(bench.client({ ...plain(registry.host), ...login }), `${registry.host}/team/app`)).tags
    ).toEqual(['1'])
  })

  test.each([
    ['without end', '/loop', 'more than 5 times'],
    ['to a private network', 'https://10.1.2.3/x', 'private network'],
    ['to a metadata service', 'http://169.254.169.254/latest', 'not allowed'],
    ['with a user name', 'http://a:b@127.0.0.1/', 'user name'],
    ['to a file', 'file:///etc/passwd', 'refused']
  ])('%s are refused', async (_name, location, text) => {
    const result = await bench.outcome((_, response) => sendText(response, 302, '', { location }))
    expect(result.code).toMatch(/refused|protocol/)
    expect(result.message).toContain(text)
  })

  test('from https to http are refused, and the client certificate stays with its host', async () => {
    const files = {
      '/ca.pem': tlsFixture('ca.pem'),
      '/c.pem': tlsFixture('client.pem'),
      '/k.pem': tlsFixture('client.key')
    }
    const registry = await bench.start({
      tls: 'signed',
      requestClientCert: true,
      repositories: { ok: ['1'] },
      answer: ({ path }, response) =>
        path.includes('down') ? sendText(response, 302, '', { location: 'http://registry.test/x' }) : undefined
    })
    const env = {
      KLUCTL_REGISTRY_HOST: registry.host,
      KLUCTL_REGISTRY_CA_FILE: '/ca.pem',
      KLUCTL_REGISTRY_CERT_FILE: '/c.pem',
      KLUCTL_REGISTRY_KEY_FILE: '/k.pem'
    }
    const one = bench.client(env, {}, files)
    expect((await listTags(one, `${registry.host}/ok`)).tags).toEqual(['1'])
    expect((await failureOf(listTags(one, `${registry.host}/down`))).message).toContain('from https to http')
  })
})

describe('C-12 the lock-out guard', () => {
  test.each([
    ['basic', { kind: 'basic', username: 'me', password: 'another' }, 2],
    ['bearer', { kind: 'bearer', username: 'me', password: 'another' }, 2]
  ] as const)('%s: a wrong password is sent once, and every image gets the error', async (_name, kind, most) => {
    const registry = await bench.start({ login: kind })
    const one = bench.client({ ...plain(registry.host), ...login })
    const errors = await Promise.all(
      ['a', 'b', 'c', 'd', 'e'].map(path => failureOf(listTags(one, `${registry.host}/${path}`)))
    )
    expect(
      errors.every(({ code, message }) => code === 'unauthorized' && message.includes('authentication failed'))
    ).toBe(true)
    expect(errors.filter(({ message }) => message.includes('(first seen at image'))).toHaveLength(4)
    expect(errors.map(({ repository }) => repository)).toEqual(['a', 'b', 'c', 'd', 'e'])
    expect(registry.requests.filter(({ headers }) => headers.authorization)).toHaveLength(1)
    expect(registry.requests).toHaveLength(most)
    for (const error of errors) expect(shown(error)).not.toContain(password)
  })

  test('a right password survives a repository that is forbidden', async () => {
    const registry = await bench.start({
      login: { kind: 'basic', username: 'me', password },
      repositories: { a: ['1'], c: ['1'] },
      answer: ({ path, headers }, response) =>
        headers.authorization && path.includes('/b/') ? sendText(response, 403, '') : undefined
    })
    const one = bench.client({ ...plain(registry.host), ...login })
    await listTags(one, `${registry.host}/a`)
    expect((await failureOf(listTags(one, `${registry.host}/b`))).code).toBe('denied')
    expect((await listTags(one, `${registry.host}/c`)).tags).toEqual(['1'])
  })
})

test('C-05 a registry that repeats the password does not bring it into the error', async () => {
  const registry = await bench.start({
    answer: ({ headers }, response) =>
      headers.authorization
        ? sendJson(response, 401, {
            errors: [{ code: 'NO', message: `you sent ${headers.authorization} which is ${password}` }]
          })
        : sendText(response, 401, '', { 'www-authenticate': 'Basic realm=x' })
  })
  const error = await failureOf(listTags(bench.client({ ...plain(registry.host), ...login }), `${registry.host}/a`))
  expect(error.diagnostic).toBe('NO: you sent Basic *** which is ***')
  expect(shown(error)).not.toMatch(new RegExp(`${password}|${base64}`))
})

test('C-15 a password that does not say PLAIN_HTTP itself is not sent over http', async () => {
  const registry = await bench.start({ login: { kind: 'basic', username: 'me', password } })
  const scoped = {
    KLUCTL_REGISTRY_2_HOST: registry.host,
    KLUCTL_REGISTRY_2_REPOSITORY: 'team/*',
    KLUCTL_REGISTRY_2_USERNAME: 'me',
    KLUCTL_REGISTRY_2_PASSWORD: password
  }
  const error = await failureOf(
    listTags(bench.client({ ...plain(registry.host), ...scoped }), `${registry.host}/team/app`)
  )
  expect(error).toMatchObject({
    code: 'refused',
    message: expect.stringContaining('refusing to send a password over http')
  })
  expect(error.hint).toContain('KLUCTL_REGISTRY_2_PLAIN_HTTP=true')
  expectNoSecret(registry)
})
