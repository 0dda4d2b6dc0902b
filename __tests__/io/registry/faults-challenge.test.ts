import { afterEach, describe, expect, test } from 'vitest'
import { attack, victim, victimBasic } from '../../helpers/registry/attack.ts'
import { type Answer, createBench, page } from '../../helpers/registry/bench.ts'
import { sendJson, sendText } from '../../helpers/registry.ts'

const bench = createBench()
afterEach(bench.clear)

type Ask = (own: string, other: string) => string | string[]
/** `shown`: what the registry was shown in the end. */
type Row = readonly [name: string, code: string, requests: number, shown: 'nothing' | 'token' | 'password', ask: Ask]

const bearer = (own: string): string => `Bearer realm="http://${own}/token",service="s"`
const rows: readonly Row[] = [
  ['two headers, Basic first', 'ok', 3, 'token', own => ['Basic realm="x"', bearer(own)]],
  ['one header, Basic first', 'ok', 3, 'token', own => `Basic realm="x", ${bearer(own)}`],
  ['one header, Negotiate first', 'ok', 3, 'token', own => `Negotiate, ${bearer(own)}`],
  ['Negotiate with a token first', 'ok', 3, 'token', own => `Negotiate abc==, ${bearer(own)}`],
  ['lower case', 'ok', 3, 'token', own => bearer(own).replace('Bearer', 'bearer').replace('realm', 'REALM')],
  ['blanks around the signs', 'ok', 3, 'token', own => `Bearer   realm = "http://${own}/token" ,  service = "s"`],
  ['no quotes', 'ok', 3, 'token', own => `Bearer realm=http://${own}/token,service=s`],
  ['escaped letters', 'ok', 3, 'token', own => `Bearer realm="http:\\/\\/${own}\\/token"`],
  ['no service', 'ok', 3, 'token', own => `Bearer realm="http://${own}/token"`],
  [
    'a service with a line break in it, escaped',
    'ok',
    3,
    'token',
    own => `Bearer realm="http://${own}/token",service="a%0d%0ab"`
  ],
  [
    'a service that would add parameters',
    'ok',
    3,
    'token',
    own => `Bearer realm="http://${own}/token",service="s&scope=repository:x:push&account=root"`
  ],
  [
    'a scope for everything',
    'ok',
    3,
    'token',
    own => `${bearer(own)},scope="repository:team/app:* registry:catalog:*"`
  ],
  ['several scopes', 'refused or unauthorized', 1, 'nothing', own => `${bearer(own)},scope="a",scope="b"`],
  ['an error beside', 'ok', 3, 'token', own => `${bearer(own)},error="insufficient_scope",error_description="a, b"`],
  ['a service of 4 kB', 'ok', 3, 'token', own => `Bearer realm="http://${own}/token",service="${'s'.repeat(4000)}"`],
  [
    'two realms in one challenge',
    'unauthorized',
    1,
    'nothing',
    (own, other) => `Bearer realm="http://${own}/token",realm="http://${other}/token"`
  ],
  ['two services', 'unauthorized', 1, 'nothing', own => `${bearer(own)},service="t"`],
  ['Bearer without a realm', 'unauthorized', 1, 'nothing', () => 'Bearer service="s"'],
  ['Bearer without a realm, Basic beside', 'ok', 2, 'password', () => ['Bearer service="s"', 'Basic realm="x"']],
  ['a scheme of the same beginning', 'unauthorized', 1, 'nothing', own => bearer(own).replace('Bearer', 'Bearerx')],
  ['Digest', 'unauthorized', 1, 'nothing', () => 'Digest realm="x", nonce="y", qop="auth"'],
  ['NTLM', 'unauthorized', 1, 'nothing', () => 'NTLM'],
  ['AWS4-HMAC', 'unauthorized', 1, 'nothing', () => 'AWS4-HMAC-SHA256'],
  ['a script', 'unauthorized', 1, 'nothing', () => '<script>alert(1)</script>'],
  ['a workflow command', 'unauthorized', 1, 'nothing', () => '::set-output name=x::y'],
  ['Basic', 'ok', 2, 'password', () => 'Basic realm="x"'],
  ['Basic without a realm', 'ok', 2, 'password', () => 'Basic'],
  ['basic in lower case', 'ok', 2, 'password', () => 'basic realm=x, charset="UTF-8"'],
  ['Basic twice', 'ok', 2, 'password', () => ['Basic realm="x"', 'Basic realm="y"']],
  [
    'Basic with a realm that leads elsewhere',
    'ok',
    2,
    'password',
    (_own, other) => `Basic realm="http://${other}/token"`
  ],
  ['an unclosed quote, then Basic', 'ok', 2, 'password', () => ['Bearer realm="x', 'Basic realm="y"']],
  ['eight kilobytes of commas', 'unauthorized', 1, 'nothing', () => ','.repeat(8000)],
  [
    'a thousand schemes',
    'unauthorized',
    1,
    'nothing',
    () => Array.from({ length: 1000 }, (_, index) => `S${index}`).join(', ')
  ],
  ['a hundred headers', 'ok', 3, 'token', own => [...Array.from({ length: 100 }, () => 'Negotiate'), bearer(own)]]
]

const good: Answer = (_, response) => sendText(response, 200, page(['1']))

describe('C-08, C-09 a registry that asks for a login with', () => {
  test.each(rows)('%s: %s', async (_name, code, requests, shown, ask) => {
    let last: string | undefined
    const { codes, leaks, other, message, ...rest } = await attack(bench, {
      registry: named => (request, response, count) => {
        if (request.path.startsWith('/token')) return sendJson(response, 200, { token: victim.token })
        last = request.headers.authorization
        if (last !== undefined) return good(request, response, count)
        response.writeHead(401, { 'www-authenticate': ask(request.host, named) }).end('{}')
        return true
      },
      other: (_, response) => sendJson(response, 200, { token: 'another-token-1111' })
    })
    expect(code.split(' or ')).toContain(codes[0])
    expect({ leaks, other: other.length, requests: rest.requests }).toEqual({ leaks: [], other: 0, requests })
    const expected = { nothing: undefined, token: `Bearer ${victim.token}`, password: `Basic ${victimBasic}` }
    expect(last).toBe(expected[shown])
    if (code !== 'ok') expect(rest.hint).not.toBe('')
    expect(message).not.toMatch(/<script>|::set-output/)
  })

  test('a realm elsewhere before its own: only the first is asked, and without the password', async () => {
    const { codes, leaks, other } = await attack(bench, {
      registry: named => (request, response) => {
        if (request.headers.authorization) return sendText(response, 403, '{}')
        response.writeHead(401, { 'www-authenticate': [`Bearer realm="http://${named}/token"`, bearer(request.host)] })
        response.end('{}')
        return true
      },
      other: (_, response) => sendJson(response, 200, { token: 'another-token-1111' })
    })
    expect({ codes, leaks, other: other.length }).toEqual({ codes: ['credentials'], leaks: [], other: 1 })
  })
})

describe('C-12, R-07 a login that is asked for late', () => {
  const pages =
    (second: Answer): Answer =>
    (request, response, count) =>
      request.path.includes('last=')
        ? second(request, response, count)
        : sendText(response, 200, page(['1']), { link: `<?last=1>; rel="next"` })
  test.each<[string, string, number, string | string[] | undefined]>([
    ['no challenge', 'unauthorized', 2, undefined],
    ['Basic, which is then taken', 'ok', 3, 'Basic realm="x"'],
    ['a scheme that nobody knows', 'unauthorized', 2, 'Digest realm="x"']
  ])('on the second page with %s: %s', async (_name, code, requests, challenge) => {
    const { codes, leaks, ...rest } = await attack(bench, {
      registry: () =>
        pages((request, response, count) => {
          if (request.headers.authorization) return good(request, response, count)
          response.writeHead(401, challenge === undefined ? {} : { 'www-authenticate': challenge }).end('{}')
          return true
        })
    })
    expect({ codes, leaks, requests: rest.requests }).toEqual({ codes: [code], leaks: [], requests })
  })

  test('a password that is taken for one page and refused for the next is not tried a third time', async () => {
    let refused = 0
    const { codes, leaks } = await attack(bench, {
      registry: () => (request, response, count) => {
        if (!request.headers.authorization)
          return sendJson(response, 401, {}, { 'www-authenticate': 'Basic realm="x"' })
        if (!request.path.includes('last=')) return pages(good)(request, response, count)
        refused++
        return sendJson(response, 401, {}, { 'www-authenticate': 'Basic realm="x"' })
      },
      images: ['team/a', 'team/b', 'team/c', 'team/d', 'team/e', 'team/f']
    })
    expect(leaks).toEqual([])
    expect(new Set(codes)).toEqual(new Set(['unauthorized']))
    expect(refused).toBeLessThanOrEqual(4)
  })

  test('from a token to the password in the middle of a list: the registry itself gets it, nobody else', async () => {
    const { codes, leaks, other } = await attack(bench, {
      registry: () => (request, response, count) => {
        const { authorization = '' } = request.headers
        if (request.path.startsWith('/token')) return sendJson(response, 200, { token: victim.token })
        if (authorization.startsWith('Basic')) return pages(good)(request, response, count)
        if (authorization.startsWith('Bearer') && !request.path.includes('last='))
          return pages(good)(request, response, count)
        const challenge = authorization === '' ? bearer(request.host) : 'Basic realm="x"'
        return sendJson(response, 401, {}, { 'www-authenticate': challenge })
      }
    })
    expect({ codes, leaks, other }).toEqual({ codes: ['ok'], leaks: [], other: [] })
  })
})
