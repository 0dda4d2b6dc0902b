import { afterEach, describe, expect, test } from 'vitest'
import { attack, bearerAt, victim } from '../../helpers/registry/attack.ts'
import { type Answer, createBench, list, page } from '../../helpers/registry/bench.ts'
import { sendJson, sendText } from '../../helpers/registry.ts'

const bench = createBench()
afterEach(bench.clear)
const own = (host: string): string => `http://${host}/token`
const eight = Array.from({ length: 8 }, (_, index) => `team/r${index}`)

describe('C-12, C-13 a token endpoint that answers', () => {
  const say =
    (status: number, body: unknown = {}, headers: Record<string, string> = {}): Answer =>
    (_, response) =>
      sendJson(response, status, body, headers)
  /** Requests in all, for eight images of one login. */
  test.each<[string, string, number, Answer]>([
    ['401', 'unauthorized', 2, say(401)],
    ['401 with a challenge of its own', 'unauthorized', 2, say(401, {}, { 'www-authenticate': 'Basic realm="x"' })],
    ['403', 'denied', 2, say(403)],
    ['401 with a token in it', 'unauthorized', 2, say(401, { token: victim.token })],
    ['400', 'protocol', 9, say(400)],
    ['404', 'protocol', 9, say(404)],
    ['405', 'protocol', 9, say(405)],
    ['201 with a token', 'protocol', 9, say(201, { token: victim.token })],
    ['203 with a token', 'protocol', 9, say(203, { token: victim.token })],
    ['206 with a token', 'protocol', 9, say(206, { token: victim.token })],
    ['a token of blanks', 'protocol', 9, say(200, { token: '   ' })],
    ['a token with a tab', 'protocol', 9, say(200, { token: 'a\tb' })],
    ['a token with a NUL', 'protocol', 9, say(200, { token: 'a\0b' })],
    ['a token with a header in it', 'protocol', 9, say(200, { token: 'a\r\nx-y: z' })],
    ['a token in a list', 'protocol', 9, say(200, { token: [victim.token] })],
    ['a token that is true', 'protocol', 9, say(200, { token: true })],
    ['an empty token', 'protocol', 9, say(200, { token: '' })],
    ['two empty tokens', 'protocol', 9, say(200, { token: '', access_token: '' })],
    ['null', 'protocol', 9, say(200, null)],
    ['a string', 'protocol', 9, say(200, victim.token)],
    ['Token in capitals', 'protocol', 9, say(200, { Token: victim.token })],
    [
      'a token by prototype',
      'protocol',
      9,
      (_, response) => sendText(response, 200, `{"__proto__":{"token":"${victim.token}"}}`)
    ],
    ['a token of 16 KiB and one letter', 'protocol', 9, say(200, { token: 'x'.repeat(16 * 1024 + 1) })],
    ['a refresh token only', 'protocol', 9, say(200, { refresh_token: victim.token })],
    ['deep JSON', 'protocol', 9, (_, response) => sendText(response, 200, '['.repeat(100_000))],
    ['a web page', 'protocol', 9, (_, response) => sendText(response, 200, '<html>Log in</html>')],
    ['nothing', 'protocol', 9, (_, response) => sendText(response, 200, '')]
  ])('%s: %s, and never the password again after it was refused', async (_name, code, requests, token) => {
    const result = await attack(bench, { registry: () => bearerAt(own, undefined, token), images: eight })
    expect(new Set(result.codes)).toEqual(new Set([code]))
    expect({ requests: result.requests, leaks: result.leaks }).toEqual({ requests, leaks: [] })
    expect(result.message).toMatch(/127\.0\.0\.1:\d+/)
    expect(result.hint).not.toBe('')
  })

  test.each<[string, unknown]>([
    ['a token of 16 KiB less the signs around it', { token: `t${'x'.repeat(15_000)}` }],
    ['odd names beside it', { token: victim.token, __proto__x: 1, constructor: 'x' }],
    ['a date in the future', { token: victim.token, issued_at: '2999-01-01T00:00:00Z', expires_in: 60 }],
    ['a date that is none', { token: victim.token, issued_at: 'yesterday', expires_in: 60 }]
  ])('%s: it is used', async (_name, body) => {
    const { codes, leaks } = await attack(bench, {
      registry: () => bearerAt(own, undefined, (_, response) => sendJson(response, 200, body))
    })
    expect({ codes, leaks }).toEqual({ codes: ['ok'], leaks: [] })
  })
})

describe('C-13 how long a token is kept', () => {
  /** Five pages; each takes so many seconds by the clock of the run. */
  const listing = async (expires: unknown, seconds: number): Promise<{ given: number; codes: readonly string[] }> => {
    let given = 0
    let clock = 1_000_000
    const { codes, leaks } = await attack(bench, {
      registry: () =>
        bearerAt(
          own,
          ({ path }, response) => {
            clock += seconds * 1000
            const turn = Number(/last=(\d)/.exec(path)?.[1] ?? 0) + 1
            return sendText(
              response,
              200,
              page([`t${turn}`]),
              turn < 5 ? { link: `<${list}?last=${turn}>; rel="next"` } : {}
            )
          },
          (_, response) => {
            given++
            return sendJson(response, 200, { token: victim.token, expires_in: expires })
          }
        ),
      options: { now: () => clock }
    })
    expect(leaks).toEqual([])
    return { given, codes }
  }
  test.each<[unknown, number, number]>([
    [300, 1, 1],
    [300, 200, 3],
    [undefined, 1, 1],
    [undefined, 61, 5],
    [0, 1, 1],
    [0, 31, 5],
    [-1e9, 1, 1],
    [1e300, 1000, 2],
    [1e300, 3601, 5],
    ['never', 61, 5],
    [null, 61, 5],
    [[], 31, 5],
    [{}, 61, 5],
    [true, 31, 5]
  ])('expires_in %j with pages of %i s: %i tokens for five pages', async (expires, seconds, tokens) => {
    expect(await listing(expires, seconds)).toEqual({ given: tokens, codes: ['ok'] })
  })
})

describe('C-12 many images at once', () => {
  test.each<[string, string, number, (count: { tokens: number }) => Answer]>([
    [
      'a registry that refuses every token',
      'unauthorized',
      1 + 2 * 8,
      () => (request, response) =>
        sendJson(response, 401, {}, { 'www-authenticate': `Bearer realm="${own(request.host)}",service="s"` })
    ],
    [
      'a registry that wants another service each time',
      'unauthorized',
      1 + 4 * 8,
      count => (request, response) =>
        sendJson(
          response,
          401,
          {},
          { 'www-authenticate': `Bearer realm="${own(request.host)}",service="s${++count.tokens}"` }
        )
    ],
    [
      'a registry that says 403 to every token',
      'denied',
      1 + 2 * 8,
      () => (_, response) => sendJson(response, 403, {})
    ],
    [
      'a registry that says 404 to every token',
      'not-found',
      1 + 2 * 8,
      () => (_, response) => sendJson(response, 404, {})
    ]
  ])('%s: %s, and no more than %i requests', async (_name, code, most, good) => {
    const count = { tokens: 0 }
    const { codes, leaks, requests } = await attack(bench, {
      registry: () => bearerAt(own, good(count)),
      images: eight
    })
    expect({ codes: new Set(codes), leaks }).toEqual({ codes: new Set([code]), leaks: [] })
    expect(requests).toBeLessThanOrEqual(most)
  })

  test.each<[string, string, number, Answer]>([
    ['429 for days', 'rate-limited', 8, (_, response) => sendText(response, 429, '', { 'retry-after': '1000000' })],
    ['429 without an end', 'rate-limited', 32, (_, response) => sendText(response, 429, '')],
    [
      '503 with a date in the past',
      'unavailable',
      32,
      (_, response) => sendText(response, 503, '', { 'retry-after': 'Thu, 01 Jan 1970 00:00:00 GMT' })
    ],
    [
      '429 that asks for half a minute each time',
      'rate-limited',
      32,
      (_, response) => sendText(response, 429, '', { 'retry-after': '30' })
    ],
    ['401 without a challenge', 'unauthorized', 8, (_, response) => sendText(response, 401, '')],
    ['403 without a challenge', 'denied', 8, (_, response) => sendText(response, 403, '')]
  ])('%s: %s, and no more than %i requests', async (_name, code, most, answer) => {
    const { codes, leaks, requests } = await attack(bench, { registry: () => answer, images: eight })
    expect({ codes: new Set(codes), leaks }).toEqual({ codes: new Set([code]), leaks: [] })
    expect(requests).toBeLessThanOrEqual(most)
  })

  test.each<[string, string | string[]]>([
    ['two of them', ['5', '99999']],
    ['a list', '5, 10'],
    ['a plus', '+5'],
    ['hexadecimal', '0x10'],
    ['an exponent', '1e9'],
    ['a date without a day', '2999-01-01'],
    ['a date that cannot be', 'Mon, 99 Foo 2999 25:61:61 GMT'],
    ['nothing', ''],
    ['NaN', 'NaN'],
    ['very much text', 'x'.repeat(5000)],
    ['a unit', '5s']
  ])('R-13 Retry-After with %s does no harm', async (_name, wait) => {
    const { codes, slept, leaks } = await attack(bench, {
      registry: () => (_, response, count) =>
        count === 1 ? sendText(response, 429, '', { 'retry-after': wait }) : sendText(response, 200, page(['1']))
    })
    expect({ codes, leaks, pauses: slept.length }).toEqual({ codes: ['ok'], leaks: [], pauses: 1 })
    for (const pause of slept) expect(pause).toBeGreaterThanOrEqual(0)
    for (const pause of slept) expect(pause).toBeLessThanOrEqual(60_000)
  })
})
