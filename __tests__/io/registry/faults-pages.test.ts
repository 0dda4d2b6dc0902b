import { afterEach, describe, expect, test } from 'vitest'
import { attack, basicThen, victim } from '../../helpers/registry/attack.ts'
import { type Answer, createBench, list, page } from '../../helpers/registry/bench.ts'
import { sendJson, sendText } from '../../helpers/registry.ts'

const bench = createBench()
afterEach(bench.clear)

type Page = readonly [tags: readonly string[] | null, link?: string | readonly string[]]

/** Answers the first request with the first page, the second with the second; the last one for ever. */
const inTurn =
  (...pages: readonly Page[]): Answer =>
  (_, response, count) => {
    const [tags, link] = pages[Math.min(count, pages.length) - 1] ?? [[]]
    return sendText(response, 200, JSON.stringify({ tags }), link === undefined ? {} : { link: [link].flat() })
  }
const next = (query: string): string => `<${list}?${query}>; rel="next"`

type Row = readonly [name: string, code: string, tags: readonly string[], requests: number, answer: Answer]

const rows: readonly Row[] = [
  // R-07 how lists end, with pages of two
  ['one short page', 'ok', ['a'], 1, inTurn([['a']])],
  ['nothing at all', 'ok', [], 1, inTurn([[]])],
  ['null', 'ok', [], 1, inTurn([null])],
  ['two pages with a Link', 'ok', ['a', 'b', 'c'], 2, inTurn([['a', 'b'], next('last=b&n=2')], [['c']])],
  ['an empty last page', 'ok', ['a', 'b'], 2, inTurn([['a', 'b'], next('last=b&n=2')], [[]])],
  ['a last page of null', 'ok', ['a', 'b'], 2, inTurn([['a', 'b'], next('last=b&n=2')], [null])],
  [
    'an empty page in the middle',
    'ok',
    ['a', 'b', 'c'],
    3,
    inTurn([['a', 'b'], next('last=b')], [[], next('last=x')], [['c']])
  ],
  [
    'two empty pages in the middle',
    'incomplete',
    [],
    3,
    inTurn([['a', 'b'], next('last=b')], [[], next('last=x')], [[], next('last=y')], [['c']])
  ],
  ['pages that overlap', 'ok', ['a', 'b', 'c'], 2, inTurn([['a', 'b'], next('last=b')], [['b', 'c']])],
  ['pages that go backwards', 'ok', ['c', 'd', 'a', 'b'], 2, inTurn([['c', 'd'], next('last=d')], [['a', 'b']])],
  ['a page smaller than asked, with a Link', 'ok', ['a', 'b'], 2, inTurn([['a'], next('last=a')], [['b']])],
  ['a page larger than asked', 'ok', ['a', 'b', 'c'], 1, inTurn([['a', 'b', 'c']])],
  [
    'the same page again by Link',
    'incomplete',
    [],
    3,
    inTurn([['a', 'b'], next('last=b')], [['a', 'b'], next('last=c')], [['a', 'b'], next('last=d')])
  ],
  ['a Link to itself', 'incomplete', [], 1, inTurn([['a', 'b'], next('n=2')])],
  [
    'a Link to itself by another spelling',
    'incomplete',
    [],
    1,
    inTurn([['a', 'b'], next('n=2#x')], [['a', 'b'], next('n=2&')])
  ],
  [
    'two pages that point at each other',
    'incomplete',
    [],
    3,
    inTurn([['a', 'b'], next('last=b')], [['c', 'd'], next('last=d')], [['e'], next('last=b')])
  ],
  // Without Link
  ['a full page, then the end', 'ok', ['a', 'b'], 2, inTurn([['a', 'b']], [[]])],
  ['full pages without Link', 'ok', ['a', 'b', 'c', 'd', 'e'], 4, inTurn([['a', 'b']], [['c', 'd']], [['e']], [[]])],
  [
    'a page that shrinks, and there is more',
    'ok',
    ['a', 'b', 'c', 'd', 'e'],
    4,
    inTurn([['a', 'b']], [['c']], [['d', 'e']], [[]])
  ],
  // C-11 where a Link may lead
  [
    'another registry',
    'incomplete',
    [],
    1,
    inTurn([['a'], '<https://ghcr.io/v2/team/app/tags/list?last=a>; rel="next"'])
  ],
  ['the metadata service', 'incomplete', [], 1, inTurn([['a'], '<http://169.254.169.254/latest>; rel="next"'])],
  ['the same host with a user name', 'incomplete', [], 1, inTurn([['a'], `<http://me@127.0.0.1${list}>; rel="next"`])],
  ['the path with a slash at the end', 'incomplete', [], 1, inTurn([['a'], `<${list}/?last=a>; rel="next"`])],
  ['the path with two slashes', 'incomplete', [], 1, inTurn([['a'], `</${list}?last=a>; rel="next"`])],
  ['the path in capitals', 'incomplete', [], 1, inTurn([['a'], `<${list.toUpperCase()}?last=a>; rel="next"`])],
  [
    'the path with an encoded letter',
    'incomplete',
    [],
    1,
    inTurn([['a'], `<${list.replace('app', '%61pp')}?last=a>; rel="next"`])
  ],
  [
    'the path with an encoded slash',
    'incomplete',
    [],
    1,
    inTurn([['a'], `<${list.replace('/app', '%2fapp')}?last=a>; rel="next"`])
  ],
  ['the path with a semicolon', 'incomplete', [], 1, inTurn([['a'], `<${list};x=y?last=a>; rel="next"`])],
  [
    'the path by way of dots',
    'ok',
    ['a', 'b'],
    2,
    inTurn([['a'], `</v2/team/x/../app/tags/list?last=a>; rel="next"`], [['b']])
  ],
  ['manifests', 'incomplete', [], 1, inTurn([['a'], '</v2/team/app/manifests/latest>; rel="next"'])],
  ['the token endpoint', 'incomplete', [], 1, inTurn([['a'], '</token?scope=x>; rel="next"'])],
  ['a relative name', 'incomplete', [], 1, inTurn([['a'], '<other/tags/list>; rel="next"'])],
  ['a number', 'incomplete', [], 1, inTurn([['a'], '<2>; rel="next"'])],
  ['a line break, encoded', 'ok', ['a', 'b'], 2, inTurn([['a'], next('last=%0d%0ahost:%20x')], [['b']])],
  ['no brackets', 'incomplete', [], 1, inTurn([['a'], `${list}?last=a; rel="next"`])],
  ['no relation but a title', 'incomplete', [], 1, inTurn([['a'], `<${list}?last=a>; title="next"`])],
  ['the relation prev', 'ok', ['a'], 1, inTurn([['a'], `<${list}?last=a>; rel="prev"`])],
  ['the relation nextpage', 'ok', ['a'], 1, inTurn([['a'], `<${list}?last=a>; rel="nextpage"`])],
  ['two relations, the second is next', 'ok', ['a'], 1, inTurn([['a'], `<${list}?last=a>; rel="prev"; rel="next"`])],
  ['the same next page twice', 'ok', ['a', 'b'], 2, inTurn([['a'], [next('last=a'), next('last=a')]], [['b']])],
  ['two next pages', 'incomplete', [], 1, inTurn([['a'], [next('last=a'), next('last=b')]])],
  [
    'a thousand links',
    'incomplete',
    [],
    1,
    inTurn([['a'], Array.from({ length: 200 }, (_, index) => next(`last=${index}`)).join(', ')])
  ],
  ['an empty header', 'ok', ['a'], 1, inTurn([['a'], ''])],
  ['commas only', 'incomplete', [], 1, inTurn([['a'], ',,,'])]
]

describe('C-11, R-07 a list with', () => {
  test.each(rows)('%s: %s', async (_name, code, tags, requests, answer) => {
    for (const [more, registry] of [
      [0, answer],
      [1, basicThen((request, response, count) => answer(request, response, count - 1))]
    ] as const) {
      const result = await attack(bench, { registry: () => registry, options: { limits: { pageSize: 2 } } })
      expect({ codes: result.codes, tags: result.tags, requests: result.requests, leaks: result.leaks }).toEqual({
        codes: [code],
        tags,
        requests: requests + more,
        leaks: []
      })
      if (code !== 'ok') expect(result.hint).not.toBe('')
    }
  })
})

describe('R-07 what happens in the middle of a list', () => {
  const second =
    (answer: Answer): Answer =>
    (request, response, count) =>
      request.path.includes('last=')
        ? answer(request, response, count)
        : inTurn([['1'], next('last=1')])(request, response, 1)
  test.each<[string, string, number, Answer]>([
    ['a web page', 'protocol', 2, (_, response) => sendText(response, 200, '<html>')],
    ['204', 'protocol', 2, (_, response) => sendText(response, 204, '')],
    ['304', 'protocol', 2, (_, response) => sendText(response, 304, '')],
    ['404', 'not-found', 2, (_, response) => sendText(response, 404, '')],
    ['410', 'protocol', 2, (_, response) => sendText(response, 410, '')],
    ['416', 'protocol', 2, (_, response) => sendText(response, 416, '')],
    [
      '400 about the page size',
      'protocol',
      2,
      (_, response) => sendJson(response, 400, { errors: [{ code: 'PAGINATION_NUMBER_INVALID' }] })
    ],
    ['500 for ever', 'unavailable', 5, (_, response) => sendText(response, 500, '')],
    ['429 for days', 'rate-limited', 2, (_, response) => sendText(response, 429, '', { 'retry-after': '999999' })],
    ['an empty body', 'incomplete', 2, (_, response) => sendText(response, 200, '')],
    ['half a list', 'incomplete', 2, (_, response) => sendText(response, 200, '{"tags":["2"')],
    ['tags that are an object', 'protocol', 2, (_, response) => sendText(response, 200, '{"tags":{}}')],
    ['an error with status 200', 'protocol', 2, (_, response) => sendJson(response, 200, { errors: [{ code: 'X' }] })],
    [
      'a redirect to the first page',
      'incomplete',
      3,
      (_, response) => sendText(response, 302, '', { location: `${list}?n=2` })
    ]
  ])('%s: %s', async (_name, code, requests, answer) => {
    const result = await attack(bench, { registry: () => second(answer) })
    expect(code.split(' or ')).toContain(result.codes[0])
    expect({ requests: result.requests, leaks: result.leaks }).toEqual({ requests, leaks: [] })
  })

  test('a token that is refused on every second request is renewed once a page, not more', async () => {
    const used = new Map<string, number>()
    let given = 0
    const { codes, leaks, requests } = await attack(bench, {
      registry: () => (request, response) => {
        const bearer = request.headers.authorization ?? ''
        if (request.path.startsWith('/token')) return sendJson(response, 200, { token: `${victim.token}${++given}` })
        const uses = (used.get(bearer) ?? 0) + 1
        used.set(bearer, uses)
        const challenge = `Bearer realm="http://${request.host}/token",service="s"`
        if (bearer === '' || uses > 1) return sendJson(response, 401, {}, { 'www-authenticate': challenge })
        const turn = Number(/last=(\d+)/.exec(request.path)?.[1] ?? 0) + 1
        return sendText(response, 200, page([`t${turn}`]), turn < 10 ? { link: next(`last=${turn}`) } : {})
      }
    })
    expect({ codes, leaks, given }).toEqual({ codes: ['ok'], leaks: [], given: 10 })
    expect(requests).toBeLessThanOrEqual(31)
  })

  test('a token of one repository is never shown for another', async () => {
    const tokens = new Map<string, string>()
    const wrong: string[] = []
    const { codes, leaks } = await attack(bench, {
      registry: () => (request, response) => {
        const scope = new URL(request.path, 'http://x').searchParams.get('scope')
        if (scope !== null) {
          const token = `token-for-${scope.replace(/\W/g, '-')}`
          tokens.set(`Bearer ${token}`, scope)
          return sendJson(response, 200, { token })
        }
        const { authorization } = request.headers
        const path = /^\/v2\/(.*)\/tags/.exec(request.path)?.[1]
        if (authorization === undefined)
          return sendJson(response, 401, {}, { 'www-authenticate': `Bearer realm="http://${request.host}/token"` })
        if (tokens.get(authorization) !== `repository:${path}:pull`) wrong.push(`${path} ${authorization}`)
        return sendText(response, 200, page(['1']))
      },
      images: Array.from({ length: 12 }, (_, index) => `team/r${index}`)
    })
    expect({ codes: new Set(codes), leaks, wrong }).toEqual({ codes: new Set(['ok']), leaks: [], wrong: [] })
  })
})
