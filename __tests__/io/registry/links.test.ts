import { afterEach, expect, test } from 'vitest'
import { attack, basicThen, victim, victimBasic } from '../../helpers/registry/attack.ts'
import { type Answer, createBench, linked, list, page } from '../../helpers/registry/bench.ts'
import { sendText } from '../../helpers/registry.ts'

const bench = createBench()
afterEach(bench.clear)

const twoPages =
  (link: (own: string) => string | string[]): Answer =>
  ({ path, host }, response) =>
    path.includes('last=')
      ? sendText(response, 200, page(['2']))
      : sendText(response, 200, page(['1']), { link: link(host) })

test.each<[string, (own: string, other: string) => string | string[]]>([
  ['a path', () => `<${list}?last=1>; rel="next"`],
  ['a query', () => '<?last=1>; rel="next"'],
  ['a whole address', own => `<http://${own}${list}?last=1>; rel="next"`],
  ['upper case', own => `<http://${own}${list}?last=1>; REL="NEXT"`],
  ['several relations', () => `<${list}?last=1>; rel="prefetch next"`],
  ['no quotes', () => `<${list}?last=1>;rel=next`],
  ['another parameter first', () => `<${list}?last=1>; title="a, <b>; rel=x"; rel="next"`],
  ['other links before', () => `</x>; rel="first", <${list}?last=1>; rel="next"`],
  ['two headers', () => ['</x>; rel="last"', `<${list}?last=1>; rel="next"`]],
  ['a fragment', () => `<${list}?last=1#x>; rel="next"`]
])('C-11 a Link with %s is followed', async (_name, link) => {
  const { codes, tags, leaks, requests } = await attack(bench, {
    registry: other => twoPages(own => link(own, other))
  })
  expect({ codes, tags, leaks, requests }).toEqual({ codes: ['ok'], tags: ['1', '2'], leaks: [], requests: 2 })
})

test.each<[string, (own: string, other: string) => string]>([
  ['to another host that is named', (_own, other) => `<http://${other}${list}?last=1>; rel="next"`],
  ['without a scheme', (_own, other) => `<//${other}${list}?last=1>; rel="next"`],
  ['to another scheme', own => `<https://${own}${list}?last=1>; rel="next"`],
  ['with a user name', own => `<http://a:b@${own}${list}?last=1>; rel="next"`],
  ['to another repository', () => '</v2/team/secret/tags/list?last=1>; rel="next"'],
  ['to the catalogue', () => '</v2/_catalog?last=1>; rel="next"'],
  ['through encoded dots', () => '</v2/team/app/%2e%2e/x/tags/list?last=1>; rel="next"'],
  ['with backslashes', (_own, other) => `<\\\\${other}\\v2>; rel="next"`],
  ['with letters outside ASCII', () => `<${list}?last=\u00e9>; rel="next"`],
  ['that does not close', () => `<${list}?last=1; rel="next"`],
  ['with an empty address', () => '<>; rel="next"'],
  ['to a script', () => '<javascript:alert(1)>; rel="next"'],
  ['with an encoded relation only', () => `<${list}?last=1>; rel*=UTF-8''next`],
  ['that is longer than an address may be', () => `<${list}?last=${'x'.repeat(9000)}>; rel="next"`]
])('C-11 a Link %s is an error after one request', async (_name, link) => {
  const { codes, leaks, requests, other } = await attack(bench, {
    registry: named => twoPages(own => link(own, named))
  })
  expect({ codes, leaks, requests, other }).toEqual({ codes: ['incomplete'], leaks: [], requests: 1, other: [] })
})

test.each([
  ['the password', encodeURIComponent(victim.password)],
  ['its base64 form', victimBasic]
])('C-06 a Link that repeats %s is not followed', async (_name, secret) => {
  const { codes, message, leaks } = await attack(bench, {
    registry: () => basicThen((_, response) => linked(response, ['1'], `<${list}?last=1&x=${secret}>; rel="next"`))
  })
  expect({ codes, leaks }).toEqual({ codes: ['incomplete'], leaks: [] })
  expect(message).toContain('repeats a secret')
})

test('R-07 pages that go backwards, and two that take turns', async () => {
  let turn = 0
  const backwards: Answer = (_, response) => linked(response, ['b', 'a'], `<${list}?last=${99 - ++turn}>; rel="next"`)
  expect((await attack(bench, { registry: () => backwards })).codes).toEqual(['incomplete'])
  const turns: Answer = ({ path }, response) =>
    linked(response, [`t${++turn}`], `<${list}?last=${path.includes('last=a') ? 'b' : 'a'}>; rel="next"`)
  const { codes, message } = await attack(bench, { registry: () => turns })
  expect(codes).toEqual(['incomplete'])
  expect(message).toContain('read before')
})

test('R-07 a full page of names that are no tags is not the end', async () => {
  const { codes } = await attack(bench, {
    registry: () => (_, response) => sendText(response, 200, page(['-a', '-b'])),
    options: { limits: { pageSize: 2 } }
  })
  expect(codes).toEqual(['incomplete'])
})

test('R-05 the error names the limit that was reached', async () => {
  let turn = 0
  const pages: Answer = (_, response) =>
    sendText(response, 200, JSON.stringify({ tags: [`t${++turn}`], pad: 'x'.repeat(3000) }), {
      link: `<${list}?last=${turn}>; rel="next"`
    })
  const all = await attack(bench, {
    registry: () => pages,
    options: { limits: { pageBytes: 4000, listBytes: 10_000 } }
  })
  expect(all.message).toMatch(/the tag list of .*team\/app is larger than 10000 bytes, all pages together$/)
  const one = await attack(bench, { registry: () => pages, options: { limits: { pageBytes: 2000 } } })
  expect(one.message).toMatch(/^a page of the tag list of .*team\/app is larger than 2000 bytes$/)
})
