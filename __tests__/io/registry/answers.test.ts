import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, test } from 'vitest'
import { type Answer, createBench, page, plain } from '../../helpers/registry/bench.ts'
import { listTags } from '../../helpers/registry/client.ts'
import { sendJson, sendText } from '../../helpers/registry.ts'

const bench = createBench()
afterEach(bench.clear)
const { outcome } = bench

describe('answers that are no tag list', () => {
  const cases: readonly (readonly [string, string, string, Answer])[] = [
    [
      'R-08 a web page',
      'protocol',
      'web page',
      (_, response) => sendText(response, 200, '<html>login</html>', { 'content-type': 'application/json' })
    ],
    ['R-08 a text', 'protocol', 'a string', (_, response) => sendText(response, 200, '"1.0"')],
    ['R-08 an array', 'protocol', 'an array', (_, response) => sendText(response, 200, '["1.0"]')],
    ['R-08 no tags', 'protocol', 'without "tags"', (_, response) => sendText(response, 200, '{"name":"x"}')],
    [
      'R-08 tags as an object',
      'protocol',
      'whose "tags" is an object',
      (_, response) => sendText(response, 200, '{"tags":{"0":"1.0"}}')
    ],
    [
      'R-07 two lists in one',
      'protocol',
      'has "tags" twice',
      (_, response) => sendText(response, 200, '{"tags":["1","2"],"tags" :["1"]}')
    ],
    [
      'R-08 an error with status 200',
      'protocol',
      '(DENIED: not you)',
      (_, response) => sendJson(response, 200, { errors: [{ code: 'DENIED', message: 'not you' }] })
    ],
    [
      'R-14 a coding with a long name',
      'protocol',
      '…',
      (_, response) => sendText(response, 200, 'x', { 'content-encoding': 'x'.repeat(9000) })
    ],
    ['R-08 an empty body', 'incomplete', 'empty body', (_, response) => sendText(response, 200, '')],
    ['R-08 half a list', 'incomplete', 'not JSON', (_, response) => sendText(response, 200, '{"tags":["1.0","1.')],
    ['R-08 204', 'protocol', 'answered 204', (_, response) => sendText(response, 204, '')],
    ['R-08 206', 'protocol', 'answered 206', (_, response) => sendText(response, 206, page(['1']))],
    ['R-08 304', 'protocol', 'answered 304', (_, response) => sendText(response, 304, '')],
    ['R-08 201', 'protocol', 'answered 201', (_, response) => sendText(response, 201, page(['1']))],
    ['R-08 404', 'not-found', 'has no repository', (_, response) => sendText(response, 404, 'nope')],
    ['R-08 400', 'protocol', 'answered 400', (_, response) => sendText(response, 400, 'nope')],
    ['R-05 too deep', 'protocol', 'too deep', (_, response) => sendText(response, 200, `{"tags":${'['.repeat(5000)}`)],
    [
      'R-05 too large',
      'incomplete',
      'larger than',
      (_, response) => sendText(response, 200, page(['x'.repeat(50_000)]))
    ],
    [
      'R-05 a gzip bomb',
      'incomplete',
      'larger than',
      (_, response) => sendText(response, 200, gzipSync(Buffer.alloc(5_000_000, 32)), { 'content-encoding': 'gzip' })
    ],
    [
      'R-05 two codings',
      'protocol',
      'gzip, gzip',
      (_, response) => sendText(response, 200, gzipSync(gzipSync(page(['1']))), { 'content-encoding': 'gzip, gzip' })
    ],
    [
      'R-05 an unknown coding',
      'protocol',
      'br',
      (_, response) => sendText(response, 200, 'x', { 'content-encoding': 'br' })
    ],
    [
      'R-05 half a gzip',
      'incomplete',
      'compressed',
      (_, response) =>
        sendText(response, 200, gzipSync(page(['1.0.0'])).subarray(0, 20), { 'content-encoding': 'gzip' })
    ]
  ]
  test.each(cases)('%s is %s', async (_name, code, text, answer) => {
    const result = await outcome(answer, { pageBytes: 10_000 })
    expect(result.code).toBe(code)
    expect(result.message.length).toBeLessThan(500)
    expect(result.message).toContain(text)
  })

  test('R-05 one gzip is read', async () => {
    const result = await outcome((_, response) =>
      sendText(response, 200, gzipSync(page(['1.0'])), { 'content-encoding': 'gzip' })
    )
    expect(result).toMatchObject({ code: 'ok', message: '1.0' })
  })

  test('R-08 null is an empty list', async () => {
    expect(await outcome((_, response) => sendText(response, 200, '{"tags":null}'))).toMatchObject({
      code: 'ok',
      message: ''
    })
  })

  test('R-09 names that are no tags are dropped and counted in one warning that shows none', async () => {
    const registry = await bench.start({
      answer: (_, response) =>
        sendText(response, 200, page(['1.0', '../etc', '::error::x', 7, null, '-a', 'x'.repeat(129)]))
    })
    const client = bench.client(plain(registry.host))
    expect(await listTags(client, `${registry.host}/team/app`)).toEqual({ tags: ['1.0'], pages: 1, dropped: 6 })
    expect(client.warnings()).toEqual([`${registry.host}/team/app: 6 names are no tags and left out`])
  })

  test('R-14 the words of the registry are cut and made visible', async () => {
    const result = await outcome((_, response) =>
      sendJson(response, 403, { errors: [{ code: 'DENIED', message: `\u001b[31m\u202e${'x'.repeat(1000)}` }] })
    )
    expect(result.code).toBe('denied')
    expect(result.message).toContain('\\u{1b}')
    expect(result.message.length).toBeLessThan(500)
  })
})
