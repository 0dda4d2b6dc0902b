import { afterEach, describe, expect, test } from 'vitest'
import { attack, bearerAt, victim } from '../../helpers/registry/attack.ts'
import { type Answer, createBench, list, page } from '../../helpers/registry/bench.ts'
import { sendJson, sendText } from '../../helpers/registry.ts'

const bench = createBench()
afterEach(bench.clear)

const tags = Array.from({ length: 6000 }, (_, index) => `v${String(index).padStart(5, '0')}`)
const size = 100

type Pick = { readonly after: string; readonly from: number }

/** Serves the tags in order; whatever does not follow a page that was served is a request into the middle. */
function ordered(middle: (pick: Pick, count: number) => Answer, spare = 1): { answer: Answer; middles: () => number } {
  const ends = new Set([''])
  let middles = 0
  const serve =
    (from: number): Answer =>
    (_, response) => {
      const part = tags.slice(from, from + size)
      ends.add(part.at(-1) ?? '')
      const more = from + size < tags.length
      return sendText(
        response,
        200,
        page(part),
        more ? { link: `<${list}?n=${size}&last=${part.at(-1)}>; rel="next"` } : {}
      )
    }
  return {
    middles: () => middles,
    answer: (request, response, count) => {
      const after = new URL(request.path, 'http://x').searchParams.get('last') ?? ''
      const from = after === '' ? 0 : tags.findIndex(tag => tag > after)
      const good = serve(from < 0 ? tags.length : from)
      if (ends.has(after)) return good(request, response, count)
      // The first one shows that it can be done.
      return (++middles <= spare ? good : middle({ after, from }, middles))(request, response, count)
    }
  }
}

const say =
  (status: number, body = '{}', headers: Record<string, string> = {}): Answer =>
  (_, response) =>
    sendText(response, status, body, headers)
const wrong =
  (part: readonly string[], link?: string): Answer =>
  (_, response) =>
    sendText(response, 200, page(part), link === undefined ? {} : { link })
const limits = { pageSize: size, idleMs: 300, requestMs: 700, listMs: 20_000 }

describe('R-07 a part of a list that is asked for ahead and answered with', () => {
  test.each<[string, (pick: Pick, count: number) => Answer]>([
    ['400', () => say(400)],
    ['401 without a challenge', () => say(401)],
    ['401 for a login', () => say(401, '{}', { 'www-authenticate': 'Basic realm="x"' })],
    ['403', () => say(403)],
    ['404', () => say(404)],
    ['429 for days', () => say(429, '', { 'retry-after': '999999' })],
    ['500', () => say(500)],
    ['501', () => say(501)],
    ['204', () => say(204, '')],
    ['a web page', () => say(200, '<html>')],
    ['half a list', () => say(200, '{"tags":["v0')],
    ['nothing', () => say(200, '{"tags":[]}')],
    ['null', () => say(200, '{"tags":null}')],
    ['the first page', () => wrong(tags.slice(0, size), `<${list}?n=${size}&last=${tags[size - 1]}>; rel="next"`)],
    ['the last tag only', () => wrong(tags.slice(-1))],
    [
      'tags that are left out',
      ({ from }) => wrong(tags.slice(from, from + size).filter((_, index) => index % 2 === 0))
    ],
    ['tags that do not exist', ({ after }) => wrong([`${after}-a`, `${after}-b`])],
    ['tags in no order', ({ from }) => wrong(tags.slice(from, from + size).reverse())],
    ['no Link', ({ from }) => wrong(tags.slice(from, from + size))],
    ['a Link elsewhere', ({ from }) => wrong(tags.slice(from, from + size), '<https://other.test/>; rel="next"')],
    ['a Link to the beginning', ({ from }) => wrong(tags.slice(from, from + size), `<${list}?n=${size}>; rel="next"`)],
    [
      'a Link to the end',
      ({ from }) => wrong(tags.slice(from, from + size), `<${list}?n=${size}&last=${tags.at(-1)}>; rel="next"`)
    ],
    [
      'the same tag for ever',
      ({ from }) => wrong([tags[from] ?? 'x'], `<${list}?n=${size}&last=${tags[from]}>; rel="next"`)
    ],
    ['a redirect to the first page', () => say(302, '', { location: `${list}?n=${size}` })],
    ['a redirect to another port', () => say(302, '', { location: 'http://127.0.0.1:1/' })],
    ['silence', () => () => true],
    ['the end of the connection', () => (_, response) => response.destroy().destroyed || true]
  ])('%s: the list is whole, or there is none', async (_name, middle) => {
    const server = ordered(middle)
    const result = await attack(bench, { registry: () => server.answer, options: { limits } })
    expect(server.middles()).toBeGreaterThan(1)
    expect(result.leaks).toEqual([])
    if (result.codes[0] === 'ok') expect([...result.tags].sort()).toEqual(tags)
    expect(result.requests).toBeLessThan(200)
    expect(result.codes[0]).not.toBe('bug')
  })

  test('a token that ends while parts are asked for is renewed, and never more than once for each page', async () => {
    let given = 0
    const uses = new Map<string, number>()
    const server = ordered(() => say(500), 10_000)
    const {
      codes,
      tags: found,
      leaks
    } = await attack(bench, {
      registry: () => (request, response, count) => {
        const { authorization = '' } = request.headers
        if (request.path.startsWith('/token')) return sendJson(response, 200, { token: `${victim.token}${++given}` })
        const used = (uses.get(authorization) ?? 0) + 1
        uses.set(authorization, used)
        if (authorization === '' || used > 7)
          return sendJson(response, 401, {}, { 'www-authenticate': `Bearer realm="http://${request.host}/token"` })
        return server.answer(request, response, count)
      },
      options: { limits }
    })
    expect({ codes, leaks, found: found.length }).toEqual({ codes: ['ok'], leaks: [], found: tags.length })
    expect(given).toBeLessThanOrEqual(61)
  })

  test('the password is not tried again in another part once it was refused', async () => {
    let refused = 0
    const server = ordered(() => (_, response) => {
      refused++
      return sendJson(response, 401, {}, { 'www-authenticate': 'Basic realm="x"' })
    })
    const { codes, leaks } = await attack(bench, {
      registry: () => bearerAt(own => `http://${own}/token`, server.answer),
      options: { limits }
    })
    expect(leaks).toEqual([])
    expect(codes[0]).not.toBe('bug')
    expect(refused).toBeLessThanOrEqual(40)
  })
})
