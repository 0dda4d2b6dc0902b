import { afterEach, describe, expect, test } from 'vitest'
import { type Answer, createBench, linked, list, page } from '../../helpers/registry/bench.ts'
import { sendText } from '../../helpers/registry.ts'

const bench = createBench()
afterEach(bench.clear)
const { outcome } = bench

describe('lists that do not end or do not fit', () => {
  let turn = 0
  const cases: readonly (readonly [string, string, Answer])[] = [
    [
      'C-11 another host',
      'another host',
      (_, response) => linked(response, ['1'], `<http://other.test${list}?last=1>; rel="next"`)
    ],
    [
      'C-11 another port',
      'another host',
      (_, response) => linked(response, ['1'], `<http://127.0.0.1:1${list}?last=1>; rel="next"`)
    ],
    [
      'C-11 another scheme',
      'another host',
      (_, response) => linked(response, ['1'], `<https://127.0.0.1${list}>; rel=next`)
    ],
    [
      'C-11 another repository',
      'another path',
      (_, response) => linked(response, ['1'], '</v2/team/other/tags/list?last=1>; rel="next"')
    ],
    ['C-11 dots', 'another path', (_, response) => linked(response, ['1'], '<../../../../x>; rel="next"')],
    ['C-11 a Link that cannot be read', 'cannot be read', (_, response) => linked(response, ['1'], 'next please')],
    ['C-11 a Link without rel', 'what it links to', (_, response) => linked(response, ['1'], `<${list}?last=1>`)],
    [
      'C-11 two next pages',
      'more than one',
      (_, response) => linked(response, ['1'], `<${list}?last=1>; rel=next, <${list}?last=2>; rel=next`)
    ],
    [
      'R-07 the same page again',
      'read before',
      (_, response) => linked(response, ['1'], `<${list}?n=1000>; rel="next"`)
    ],
    [
      'R-07 pages without new tags',
      'no new tag',
      (_, response) => linked(response, ['1'], `<${list}?x=${++turn}>; rel="next"`)
    ],
    [
      'R-07 too many pages',
      'more than 5 pages',
      (_, response) => linked(response, [`t${++turn}`], `<${list}?x=${turn}>; rel="next"`)
    ],
    [
      'R-07 too many tags',
      'more than 20 tags',
      (_, response) => sendText(response, 200, page(Array.from({ length: 21 }, (_unused, index) => `t${index}`)))
    ]
  ]
  test.each(cases)('%s', async (_name, text, answer) => {
    const result = await outcome(answer, { pages: 5, tags: 20 })
    expect(result.code).toBe('incomplete')
    expect(result.message).toContain(text)
  })

  test('R-05 all pages together have a limit', async () => {
    const result = await outcome(
      (_, response) =>
        linked(response, [`t${++turn}`, ...Array.from({ length: 300 }, () => '!')], `<${list}?x=${turn}>; rel="next"`),
      { listBytes: 5000 }
    )
    expect(result.code).toBe('incomplete')
  })

  test.each([
    [401, 'unauthorized'],
    [403, 'denied'],
    [404, 'not-found'],
    [400, 'protocol']
  ])('R-07 a %i in the middle of a list is an error, not the end', async (status, code) => {
    const result = await outcome(({ path }, response) =>
      path.includes('last') ? sendText(response, status, '') : linked(response, ['1'], `<${list}?last=1>; rel="next"`)
    )
    expect(result.code).toBe(code)
  })
})
