import { afterEach, describe, expect, test } from 'vitest'
import { explainCheck } from '../../../src/cli/doctor-line.ts'
import type { RegistryCheck } from '../../../src/io/registry/check.ts'
import { configuredTargets, hostTarget } from '../../../src/io/registry/targets.ts'
import { type Answer, createBench, type Limits, plain } from '../../helpers/registry/bench.ts'
import { credentialsOf } from '../../helpers/registry/client.ts'
import { sendJson, sendText, tlsFixture } from '../../helpers/registry.ts'

const bench = createBench()
afterEach(bench.clear)

const login = { KLUCTL_REGISTRY_1_USERNAME: 'me', KLUCTL_REGISTRY_1_PASSWORD: 'swordfish-9' }
const none = { retries: 0 }

/** Tries a plain http registry that answers by hand, and says what doctor would. */
async function tried(
  answer: Answer,
  env: Record<string, string> = {},
  limits: Limits = none
): Promise<{ readonly text: string; readonly check: RegistryCheck; readonly paths: readonly string[] }> {
  const registry = await bench.start({ answer })
  const variables = { ...plain(registry.host), ...env }
  const target = hostTarget(credentialsOf(variables).credentials, registry.host)
  const check = await bench.client(variables, { limits }).check(target)
  const { ok, message } = explainCheck(target, check)
  return { text: `${ok ? 'ok' : 'fail'} ${message}`, check, paths: registry.requests.map(({ path }) => path) }
}

describe('what counts as a registry', () => {
  test.each<[string, Answer, string]>([
    ['an empty object', (_, response) => sendText(response, 200, '{}'), 'ok answers without a login'],
    ['nothing', (_, response) => sendText(response, 200, ''), 'ok answers without a login'],
    ['true, as Quay says', (_, response) => sendText(response, 200, 'true'), 'ok answers without a login'],
    [
      'a text with the header of a registry',
      (_, response) => sendText(response, 200, 'hello', { 'docker-distribution-api-version': 'registry/2.0' }),
      'ok answers without a login'
    ],
    [
      'a web page',
      (_, response) => sendText(response, 200, '<html>log in</html>'),
      'fail answered with something else than a registry does (web page, proxy or login page?)'
    ],
    [
      'a text',
      (_, response) => sendText(response, 200, 'It works'),
      'fail answered with something else than a registry does (web page, proxy or login page?)'
    ],
    ['404', (_, response) => sendText(response, 404, ''), 'fail answered 404 at /v2/, which a registry has'],
    ['400', (_, response) => sendJson(response, 400, {}), 'fail answered 400 at /v2/'],
    ['204', (_, response) => sendText(response, 204, ''), 'fail answered 204 at /v2/'],
    [
      'a redirect to a web page',
      (request, response) =>
        request.path === '/login'
          ? sendText(response, 200, '<html>')
          : sendText(response, 302, '', { location: '/login' }),
      'fail answered with something else than a registry does (web page, proxy or login page?)'
    ]
  ])('%s', async (_, answer, text) => {
    expect((await tried(answer)).text).toBe(text)
  })

  test('only /v2/ is asked for', async () => {
    expect((await tried((_, response) => sendJson(response, 200, {}))).paths).toEqual(['/v2/'])
  })
})

describe('a login is sent once, whatever comes back (C-12)', () => {
  const challenge = { 'www-authenticate': 'Basic realm="r"' }
  test.each([401, 403, 429, 500, 503])('%i', async status => {
    let logins = 0
    const { check } = await tried((request, response) => {
      if (request.headers.authorization === undefined) return sendJson(response, 401, {}, challenge)
      logins += 1
      return sendJson(response, status, {}, challenge)
    }, login)
    expect(logins).toBe(1)
    expect(check.error).toBeDefined()
    expect(check.rejected === undefined).toBe(status > 403)
  })

  test('a token endpoint that is broken', async () => {
    let logins = 0
    const { text } = await tried((request, response) => {
      if (!request.path.startsWith('/token'))
        return sendJson(response, 401, {}, { 'www-authenticate': `Bearer realm="http://${request.host}/token"` })
      logins += 1
      return sendText(response, 200, '<html>')
    }, login)
    expect([logins, text]).toEqual([1, expect.stringMatching(/^fail .*sent an unusable token$/)])
  })

  test('a token that the registry gives and does not take', async () => {
    const { text } = await tried((request, response) => {
      if (request.path.startsWith('/token')) return sendJson(response, 200, { token: 'abcdefgh' })
      return sendJson(response, 401, {}, { 'www-authenticate': `Bearer realm="http://${request.host}/token"` })
    }, login)
    expect(text).toBe('fail took the login of KLUCTL_REGISTRY_1 and then asks for another (401)')
  })
})

test.each([
  ['_TOKEN', 'token not accepted (401): KLUCTL_REGISTRY_1'],
  ['_IDENTITY_TOKEN', 'identity token not accepted (401): KLUCTL_REGISTRY_1']
])('an expired %s', async (key, text) => {
  const found = await tried(
    (request, response) =>
      sendJson(response, 401, {}, { 'www-authenticate': `Bearer realm="http://${request.host}/token"` }),
    { [`KLUCTL_REGISTRY_1${key}`]: 'abcdefgh' }
  )
  expect(found.text).toBe(`fail ${text}`)
})

test('a token where only a password will do', async () => {
  const found = await tried((_, response) => sendJson(response, 401, {}, { 'www-authenticate': 'Basic realm="r"' }), {
    KLUCTL_REGISTRY_1_TOKEN: 'abcdefgh'
  })
  expect(found.text).toBe('fail takes a user name and a password only, not a token')
})

test('a registry that never answers ends with the clock', async () => {
  const { text, check } = await tried(() => true, {}, { ...none, requestMs: 200 })
  expect([check.error?.code, text]).toEqual(['timeout', 'fail did not finish in 0.2 s'])
})

test('a certificate for another host', async () => {
  const registry = await bench.start({ tls: 'signed' })
  const env = { KLUCTL_REGISTRY_1_HOST: `other.test:${registry.port}`, KLUCTL_REGISTRY_1_CA_FILE: '/ca.pem' }
  const files = { '/ca.pem': tlsFixture('ca.pem') }
  const target = hostTarget(credentialsOf(env, files).credentials, `other.test:${registry.port}`)
  const client = bench.client(
    env,
    { limits: none, lookup: (_, __, callback) => callback(null, [{ address: '127.0.0.1', family: 4 }]) },
    files
  )
  const { message, hint } = explainCheck(target, await client.check(target))
  expect(message).toBe('cannot be trusted: its certificate is for another host (ERR_TLS_CERT_ALTNAME_INVALID)')
  expect(hint).toContain('KLUCTL_REGISTRY_1_TLSVERIFY=0')
})

test('a host that a URL reads as another is not asked', async () => {
  const variables = plain('0177.0.0.1:5000')
  const target = hostTarget(credentialsOf(variables).credentials, '0177.0.0.1:5000')
  const { error } = await bench.client(variables).check(target)
  expect([error?.code, error?.hint]).toEqual(['refused', 'Write the host as 127.0.0.1:5000.'])
})

describe('what is configured', () => {
  const shown = (env: Record<string, string>, docker: unknown = {}): readonly string[] => {
    const { credentials } = credentialsOf(env, { '/home/me/.docker/config.json': JSON.stringify(docker) })
    return configuredTargets(credentials).map(({ registry, path, access: { choice } }) => {
      const who =
        choice.from === 'entry'
          ? choice.entry.prefix.slice(7)
          : choice.from === 'docker'
            ? choice.place
            : choice.from === 'helper'
              ? choice.helper
              : choice.from
      return `${registry}/${path} ${who}`
    })
  }
  const one = {
    KLUCTL_REGISTRY_1_HOST: 'a.test',
    KLUCTL_REGISTRY_1_USERNAME: 'me',
    KLUCTL_REGISTRY_1_PASSWORD: 'swordfish-9'
  }
  const auth = { auth: Buffer.from('me:pw-1234').toString('base64') }

  test.each<[string, Record<string, string>, unknown, readonly string[]]>([
    ['a set', one, {}, ['a.test/ REGISTRY_1']],
    [
      'two sets of a host, by pattern',
      {
        ...one,
        KLUCTL_REGISTRY_2_HOST: 'a.test',
        KLUCTL_REGISTRY_2_REPOSITORY: 'team/app',
        KLUCTL_REGISTRY_2_TOKEN: 'abc-defg'
      },
      {},
      ['a.test/ REGISTRY_1', 'a.test/team/app REGISTRY_2']
    ],
    ['a pattern with wildcards', { ...one, KLUCTL_REGISTRY_1_REPOSITORY: 'team/*' }, {}, ['a.test/ REGISTRY_1']],
    [
      'a set with settings beside one with the login',
      { ...one, KLUCTL_REGISTRY_2_HOST: 'a.test', KLUCTL_REGISTRY_2_PLAIN_HTTP: '1' },
      {},
      ['a.test/ REGISTRY_1']
    ],
    [
      'docker where a set has the login already',
      one,
      { auths: { 'a.test': auth, 'b.test': auth } },
      ['a.test/ REGISTRY_1', 'b.test/ b.test']
    ],
    [
      'a login of a path',
      {},
      { auths: { 'b.test/team': auth, 'b.test': auth } },
      ['b.test/ b.test/team', 'b.test/ b.test']
    ],
    [
      'helpers and the store',
      {},
      {
        auths: { 'c.test': {}, 'https://index.docker.io/v1/': {} },
        credHelpers: { 'd.test': 'ecr-login' },
        credsStore: 'pass'
      },
      ['d.test/ ecr-login', 'c.test/ pass', 'docker.io/ pass']
    ],
    ['a host without any login', { KLUCTL_REGISTRY_HOST: 'e.test' }, {}, ['e.test/ nowhere']]
  ])('%s', (_, env, docker, expected) => {
    expect(shown(env, docker)).toEqual(expected)
  })
})
