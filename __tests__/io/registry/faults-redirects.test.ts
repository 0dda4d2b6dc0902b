import { afterEach, describe, expect, test } from 'vitest'
import { attack, basicThen, bearerAt, victim, victimBasic } from '../../helpers/registry/attack.ts'
import { type Answer, createBench, list, page } from '../../helpers/registry/bench.ts'
import { sendJson, sendText } from '../../helpers/registry.ts'

const bench = createBench()
afterEach(bench.clear)

const moved = '/v2/team/moved/tags/list'
const goTo =
  (location: string | readonly string[] | undefined, status = 302): Answer =>
  (request, response) =>
    request.path.startsWith(list)
      ? sendText(response, status, '', location === undefined ? {} : { location: [location].flat() })
      : sendText(response, 200, page([request.headers.authorization === undefined ? 'stranger' : 'known']))

type Row = readonly [
  name: string,
  code: string,
  tags: readonly string[],
  requests: number,
  other: number,
  location: (other: string, own: string) => string | readonly string[] | undefined
]

const rows: readonly Row[] = [
  // The login goes along: same scheme, host and port
  ['a path', 'ok', ['known'], 3, 0, () => moved],
  ['a path by way of dots', 'ok', ['known'], 3, 0, () => '../../moved/tags/list'],
  ['a whole address of its own', 'ok', ['known'], 3, 0, (_, own) => `http://${own}${moved}`],
  ['its own address in upper case', 'ok', ['known'], 3, 0, (_, own) => `HTTP://${own}${moved}`],
  [
    'its own address as a number',
    'ok',
    ['known'],
    3,
    0,
    (_, own) => `http://${own.replace('127.0.0.1', '2130706433')}${moved}`
  ],
  ['no slashes after the scheme', 'ok', ['known'], 3, 0, () => `http:${moved}`],
  ['a fragment', 'ok', ['known'], 3, 0, () => `${moved}#x`],
  ['a path with blanks around it', 'ok', ['known'], 3, 0, () => `  ${moved}  `],
  ['a line break, encoded', 'ok', ['known'], 3, 0, () => `${moved}?x=%0d%0aauthorization:%20x`],
  // The login stays behind
  ['another host', 'ok', ['stranger'], 2, 1, other => `http://${other}/x`],
  ['another host without a scheme', 'ok', ['stranger'], 2, 1, other => `//${other}/x`],
  ['another host after backslashes', 'ok', ['stranger'], 2, 1, other => `\\\\${other}/x`],
  ['another host after many slashes', 'ok', ['stranger'], 2, 1, other => `http:////${other}/x`],
  ['another host with a tab in its name', 'ok', ['stranger'], 2, 1, other => `http://${other.replace('c', 'c\t')}/x`],
  ['another host, encoded', 'ok', ['stranger'], 2, 1, other => `http://${other.replace('l', '%6C')}/x`],
  // Nobody goes there
  ['a user name', 'refused', [], 2, 0, other => `http://me@${other}/x`],
  ['a user name at home', 'refused', [], 2, 0, (_, own) => `http://me@${own}${moved}`],
  ['the own name as a user name', 'refused', [], 2, 0, (other, own) => `http://${own}@${other}/x`],
  ['another host that is not named', 'refused', [], 2, 0, other => `http://x.${other}/x`],
  ['the other host with a dot', 'refused', [], 2, 0, other => `http://${other.replace(':', '.:')}/x`],
  ['another port', 'refused', [], 2, 0, () => 'http://127.0.0.1:9/x'],
  ['IPv6 of this machine', 'refused', [], 2, 0, other => `http://[::1]:${other.split(':')[1]}/x`],
  ['IPv4 in IPv6 clothes', 'refused', [], 2, 0, (_, own) => `http://[::ffff:127.0.0.1]:${own.split(':')[1]}/x`],
  ['the metadata service', 'refused', [], 2, 0, () => 'http://169.254.169.254/latest/meta-data/'],
  ['the metadata service as a number', 'refused', [], 2, 0, () => 'http://2852039166/'],
  ['the metadata service by name', 'refused', [], 2, 0, () => 'http://metadata.google.internal/'],
  ['nowhere in particular', 'refused', [], 2, 0, (_, own) => `http://0.0.0.0:${own.split(':')[1]}/x`],
  ['a file', 'refused', [], 2, 0, () => 'file:///etc/passwd'],
  ['data', 'refused', [], 2, 0, () => 'data:application/json,{"tags":["9"]}'],
  ['a script', 'refused', [], 2, 0, () => 'javascript:alert(1)'],
  ['mail', 'refused', [], 2, 0, () => 'mailto:x@example.org'],
  ['websockets', 'refused', [], 2, 0, (_, own) => `ws://${own}/x`],
  ['the password', 'refused', [], 2, 0, () => `/x?p=${encodeURIComponent(victim.password)}`],
  ['its base64', 'refused', [], 2, 0, () => `/x/${victimBasic}`],
  // No address
  ['nothing', 'protocol', [], 2, 0, () => undefined],
  ['an empty address', 'protocol', [], 7, 0, () => ''],
  ['two addresses', 'protocol', [], 2, 0, other => [moved, `http://${other}/x`]],
  ['port 99999', 'protocol', [], 2, 0, () => 'http://127.0.0.1:99999/x'],
  ['an address that cannot be', 'protocol', [], 2, 0, () => 'http://[::x]/'],
  ['nine kilobytes', 'protocol', [], 2, 0, () => `/${'x'.repeat(9000)}`],
  ['itself', 'protocol', [], 7, 0, () => list]
]

describe('C-10, R-02 a redirect with the password known, to', () => {
  test.each(rows)('%s: %s', async (_name, code, tags, requests, others, location) => {
    const result = await attack(bench, {
      registry: other =>
        basicThen((request, response, count) => goTo(location(other, request.host))(request, response, count)),
      other: (request, response) =>
        sendText(response, 200, page([request.headers.authorization ? 'known' : 'stranger']))
    })
    expect({
      codes: result.codes,
      tags: result.tags,
      requests: result.requests,
      other: result.other.length,
      leaks: result.leaks
    }).toEqual({ codes: [code], tags, requests, other: others, leaks: [] })
    expect(result.codes[0] === 'ok' ? '' : result.message).not.toContain(victim.password)
  })
})

describe('C-10 redirects', () => {
  test.each([301, 302, 303, 307, 308])('%i is followed', async status => {
    const { codes, leaks } = await attack(bench, { registry: () => basicThen(goTo(moved, status)) })
    expect({ codes, leaks }).toEqual({ codes: ['ok'], leaks: [] })
  })
  test.each([300, 304, 305, 306, 309, 399])('%i is not', async status => {
    const { codes, requests, leaks } = await attack(bench, { registry: () => basicThen(goTo(moved, status)) })
    expect({ codes, requests, leaks }).toEqual({ codes: ['protocol'], requests: 2, leaks: [] })
  })
  test.each([
    [5, 'ok'],
    [6, 'protocol']
  ])('%i in a row: %s', async (hops, code) => {
    const chain: Answer = ({ path }, response) => {
      const hop = Number(/hop=(\d+)/.exec(path)?.[1] ?? 0)
      return hop < hops
        ? sendText(response, 302, '', { location: `${list}?hop=${hop + 1}` })
        : sendText(response, 200, page(['1']))
    }
    expect((await attack(bench, { registry: () => chain })).codes).toEqual([code])
  })
  test('with cookies: none comes back', async () => {
    const { leaks, codes } = await attack(bench, {
      registry: () => (request, response) =>
        request.path.startsWith(list)
          ? sendText(response, 302, '', { location: moved, 'set-cookie': ['a=b; Path=/', 'c=d; Domain=127.0.0.1'] })
          : sendText(response, 200, page(['1']))
    })
    expect({ codes, leaks }).toEqual({ codes: ['ok'], leaks: [] })
  })
  test.each<[string, string]>([
    ['Basic', 'Basic realm="x"'],
    ['Bearer of the registry', 'Bearer realm="http://OWN/token"'],
    ['Bearer of its own', 'Bearer realm="http://OTHER/token"']
  ])('a 401 at the other host with %s gets nothing, and its realm is not asked', async (_name, challenge) => {
    let own = ''
    const { codes, leaks, other, requests } = await attack(bench, {
      registry: named => (request, response) => {
        own = request.host
        return sendText(response, 307, '', { location: `http://${named}/x` })
      },
      other: (request, response) =>
        sendJson(
          response,
          401,
          {},
          { 'www-authenticate': challenge.replace('OWN', own).replace('OTHER', request.host) }
        )
    })
    expect({ codes, leaks, other: other.length, requests }).toEqual({
      codes: ['unauthorized'],
      leaks: [],
      other: 1,
      requests: 1
    })
  })
  test('the token endpoint is not followed anywhere, with any status', async () => {
    for (const status of [300, 301, 302, 303, 304, 305, 307, 308]) {
      const { codes, leaks, other, requests } = await attack(bench, {
        registry: named =>
          bearerAt(
            own => `http://${own}/token`,
            undefined,
            (_, response) => sendText(response, status, '', { location: `http://${named}/token` })
          )
      })
      expect({ codes, leaks, other, requests }).toEqual({ codes: ['protocol'], leaks: [], other: [], requests: 2 })
    }
  })
  test('a list from another host goes on at the registry, not there', async () => {
    const { codes, leaks, other, tags } = await attack(bench, {
      registry: named =>
        basicThen(({ path }, response) =>
          path.includes('last=')
            ? sendText(response, 200, page(['2']))
            : sendText(response, 302, '', { location: `http://${named}${list}` })
        ),
      other: (_, response) => sendText(response, 200, page(['1']), { link: '<?last=1>; rel="next"' })
    })
    expect({ codes, leaks, other: other.length, tags }).toEqual({
      codes: ['ok'],
      leaks: [],
      other: 1,
      tags: ['1', '2']
    })
  })
})
