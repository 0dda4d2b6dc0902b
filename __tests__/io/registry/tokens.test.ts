import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, test } from 'vitest'
import { attack, basicThen, bearerAt, victim } from '../../helpers/registry/attack.ts'
import { type Answer, createBench, page } from '../../helpers/registry/bench.ts'
import { sendJson, sendText } from '../../helpers/registry.ts'

const bench = createBench()
afterEach(bench.clear)
const own = (host: string): string => `http://${host}/token`
const ten = Array.from({ length: 10 }, (_, index) => `r${index}`)

describe('C-13 what a token endpoint may send', () => {
  test.each<[string, unknown]>([
    ['token and access_token', { token: victim.token, access_token: 'another-token-1111' }],
    ['access_token only', { access_token: victim.token }],
    ['an empty token and access_token', { token: '', access_token: victim.token }],
    ...[0, -1, 1e12, '300', 'abc', null, 1.5, {}].map((life): [string, unknown] => [
      `expires_in ${JSON.stringify(life)}`,
      { token: victim.token, expires_in: life }
    ])
  ])('%s: the token is used', async (_name, body) => {
    const { codes, leaks, requests } = await attack(bench, {
      registry: () => bearerAt(own, undefined, (_, response) => sendJson(response, 200, body))
    })
    expect({ codes, leaks, requests }).toEqual({ codes: ['ok'], leaks: [], requests: 3 })
  })

  test('C-04 a refresh token that comes along is masked too', async () => {
    const body = { token: victim.token, refresh_token: 'refresh-me-please' }
    const { masked } = await attack(bench, {
      registry: () => bearerAt(own, undefined, (_, response) => sendJson(response, 200, body))
    })
    expect(masked).toContain('refresh-me-please')
  })

  test.each<[string, string, Answer]>([
    ['an object as token', 'protocol', (_, response) => sendJson(response, 200, { token: { a: 1 } })],
    ['an array', 'protocol', (_, response) => sendJson(response, 200, [{ token: victim.token }])],
    ['a token with a blank', 'protocol', (_, response) => sendJson(response, 200, { token: 'a b' })],
    ['a token outside ASCII', 'protocol', (_, response) => sendJson(response, 200, { token: 'tökén' })],
    ['204', 'protocol', (_, response) => sendText(response, 204, '')],
    ['an error with status 200', 'protocol', (_, response) => sendJson(response, 200, { error: victim.password })],
    ['404', 'protocol', (_, response) => sendJson(response, 404, {})],
    [
      '401 that repeats the password',
      'unauthorized',
      (_, response) => sendJson(response, 401, { details: victim.password })
    ],
    ['429 for days', 'rate-limited', (_, response) => sendText(response, 429, '', { 'retry-after': '99999' })],
    [
      'a gzip bomb',
      'incomplete',
      (_, response) => sendText(response, 200, gzipSync(Buffer.alloc(5_000_000, 32)), { 'content-encoding': 'gzip' })
    ]
  ])('%s: %s after two requests', async (_name, code, token) => {
    const { codes, leaks, requests, message } = await attack(bench, {
      registry: () => bearerAt(own, undefined, token)
    })
    expect({ codes, leaks, requests }).toEqual({ codes: [code], leaks: [], requests: 2 })
    expect(message).not.toMatch(/(127\.0\.0\.1:\d+) of registry \1/)
  })
})

describe('401 without end', () => {
  test('C-12 a token that is refused at once is not fetched again', async () => {
    let count = 0
    const refuse: Answer = (request, response) =>
      sendJson(response, 401, {}, { 'www-authenticate': `Bearer realm="${own(request.host)}",service="s"` })
    const { codes, requests, leaks } = await attack(bench, {
      registry: () =>
        bearerAt(own, refuse, (_, response) => sendJson(response, 200, { token: `${victim.token}${++count}` })),
      images: ten
    })
    expect(new Set(codes)).toEqual(new Set(['unauthorized']))
    expect(leaks).toEqual([])
    expect(requests).toBeLessThanOrEqual(21)
  })

  test('a realm that changes with every answer', async () => {
    const { codes, requests, leaks } = await attack(bench, {
      registry: () => {
        let turn = 0
        return bearerAt(
          host => `${own(host)}?turn=${++turn}`,
          (request, response) =>
            sendJson(response, 401, {}, { 'www-authenticate': `Bearer realm="${own(request.host)}?turn=${++turn}"` })
        )
      }
    })
    expect({ codes, leaks }).toEqual({ codes: ['unauthorized'], leaks: [] })
    expect(requests).toBeLessThanOrEqual(5)
  })

  test.each([
    ['no challenge', ''],
    ['another scheme', 'Negotiate'],
    ['a quote that does not end', 'Bearer realm="x'],
    ['two realms', 'Bearer realm="http://127.0.0.1/a",realm="http://127.0.0.1/b"'],
    ['very much', `Bearer ${'a="b",'.repeat(2000)}`]
  ])('%s: the login is not sent, and the hint does not blame it', async (_name, challenge) => {
    const { codes, requests, leaks, hint } = await attack(bench, {
      registry: () => (_, response) =>
        sendText(response, 401, '', challenge === '' ? {} : { 'www-authenticate': challenge })
    })
    expect({ codes, leaks, requests }).toEqual({ codes: ['unauthorized'], leaks: [], requests: 1 })
    expect(hint).toContain('only sent to a registry that asks for it')
  })

  test('403 without a challenge: one request, no look at /v2/', async () => {
    const { codes, requests, leaks, message } = await attack(bench, {
      registry: () => (_, response) => sendText(response, 403, '')
    })
    expect({ codes, leaks, requests }).toEqual({ codes: ['denied'], leaks: [], requests: 1 })
    expect(message).toContain('without asking for the login')
  })
})

describe('C-06, C-08, C-10 a secret that is sent back to us', () => {
  test.each<[string, string, (other: string) => Answer]>([
    [
      'the token in a redirect to another host',
      'refused',
      other =>
        bearerAt(own, (_, response) => sendText(response, 302, '', { location: `http://${other}/x?t=${victim.token}` }))
    ],
    [
      'the password in a redirect to itself',
      'refused',
      () =>
        basicThen((_, response) =>
          sendText(response, 302, '', { location: `/y?p=${encodeURIComponent(victim.password)}` })
        )
    ],
    [
      'the token in the realm of a later challenge',
      'refused',
      other =>
        bearerAt(own, ({ path }, response) =>
          path.includes('last=')
            ? sendJson(response, 401, {}, { 'www-authenticate': `Bearer realm="http://${other}/t?x=${victim.token}"` })
            : sendText(response, 200, page(['1']), { link: '<?last=1>; rel="next"' })
        )
    ]
  ])('%s is not sent on', async (_name, code, registry) => {
    const { codes, leaks, other, message } = await attack(bench, {
      registry,
      other: (_, response) => sendJson(response, 200, { token: 'another-token-1111', tags: ['1'] })
    })
    expect({ codes, leaks, other }).toEqual({ codes: [code], leaks: [], other: [] })
    expect(message).toContain('repeats a secret')
  })

  test('in an error, cut in the middle of it', async () => {
    const { leaks, message } = await attack(bench, {
      registry: () => (request, response) =>
        request.headers.authorization
          ? sendJson(response, 401, { errors: [{ code: 'E', message: `${'z'.repeat(290)}${victim.password}` }] })
          : sendJson(response, 401, {}, { 'www-authenticate': 'Basic realm=x' })
    })
    expect(leaks).toEqual([])
    expect(message).not.toContain('swordf')
  })
})
