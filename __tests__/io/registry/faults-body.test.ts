import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { afterEach, describe, expect, test } from 'vitest'
import { attack, basicThen, bearerAt, victim } from '../../helpers/registry/attack.ts'
import { type Answer, createBench, page } from '../../helpers/registry/bench.ts'
import { sendText } from '../../helpers/registry.ts'

const bench = createBench()
afterEach(bench.clear)

const send =
  (body: string | Uint8Array, headers: Record<string, string> = {}): Answer =>
  (_, response) =>
    sendText(response, 200, body, headers)
const coded = (coding: string, body: string | Uint8Array = page(['1'])): Answer =>
  send(body, { 'content-encoding': coding })
const json = (text: string): Answer => send(text, { 'content-type': 'application/json' })
const huge = Buffer.alloc(3_000_000, 32)

/** `tags`: what is left in the end. */
type Row = readonly [name: string, code: string, tags: readonly string[], answer: Answer]

const rows: readonly Row[] = [
  // R-05 codings
  ['gzip', 'ok', ['1'], coded('gzip', gzipSync(page(['1'])))],
  ['GZIP in upper case', 'ok', ['1'], coded(' GZIP ', gzipSync(page(['1'])))],
  ['identity', 'ok', ['1'], coded('identity')],
  ['gzip that says it is plain', 'protocol', [], send(gzipSync(page(['1'])))],
  ['plain that says it is gzip', 'incomplete', [], coded('gzip')],
  ['gzip of nothing', 'incomplete', [], coded('gzip', gzipSync(''))],
  ['nothing that says it is gzip', 'incomplete', [], coded('gzip', '')],
  ['gzip with a wrong sum', 'incomplete', [], coded('gzip', spoil(gzipSync(page(['1'])), 6))],
  [
    'gzip with garbage behind it',
    'incomplete',
    [],
    coded('gzip', Buffer.concat([gzipSync(page(['1'])), Buffer.from('garbage')]))
  ],
  [
    'two gzips, one behind the other',
    'protocol',
    [],
    coded('gzip', Buffer.concat([gzipSync(page(['1'])), gzipSync(page(['2']))]))
  ],
  ['gzip in gzip, said once', 'protocol', [], coded('gzip', gzipSync(gzipSync(page(['1']))))],
  ['a bomb', 'incomplete', [], coded('gzip', gzipSync(huge))],
  ['a bomb in a bomb', 'protocol or incomplete', [], coded('gzip', gzipSync(gzipSync(huge)))],
  ['deflate', 'protocol', [], coded('deflate', deflateSync(page(['1'])))],
  ['brotli', 'protocol', [], coded('br', brotliCompressSync(page(['1'])))],
  ['zstd', 'protocol', [], coded('zstd')],
  ['compress', 'protocol', [], coded('compress')],
  ['gzip and identity', 'protocol', [], coded('gzip, identity', gzipSync(page(['1'])))],
  ['a hundred gzips', 'protocol', [], coded(Array.from({ length: 100 }, () => 'gzip').join(', '))],
  ['a coding with a line of its own', 'protocol', [], coded('::error::x')],
  // JSON
  [
    'a mark of UTF-8 first',
    'ok',
    ['1'],
    send(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(page(['1']))]))
  ],
  ['UTF-16', 'protocol', [], send(Buffer.from(page(['1']), 'utf16le'))],
  [
    'UTF-16 with its mark',
    'protocol',
    [],
    send(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(page(['1']), 'utf16le')]))
  ],
  [
    'Latin-1',
    'protocol',
    [],
    send(Buffer.from('{"tags":["1","\u00e9"]}', 'latin1'), { 'content-type': 'application/json; charset=iso-8859-1' })
  ],
  ['another charset that is none', 'ok', ['1'], send(page(['1']), { 'content-type': 'text/html; charset=utf-7' })],
  ['no content type', 'ok', ['1'], send(page(['1']))],
  ['a web page as JSON', 'protocol', [], json('<!doctype html><title>Log in</title>')],
  ['a web page after blanks', 'protocol', [], json('\n\n  <html></html>')],
  ['XML', 'protocol', [], json('<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>')],
  ['JSON with padding', 'protocol', [], json(`callback(${page(['1'])})`)],
  ['a guard against scripts first', 'protocol', [], json(`)]}',\n${page(['1'])}`)],
  ['two objects', 'protocol', [], json(page(['1']) + page(['2']))],
  ['lines of JSON', 'protocol', [], json(`${page(['1'])}\n${page(['2'])}`)],
  ['a comment', 'protocol', [], json(`/* */${page(['1'])}`)],
  ['a comma too many', 'protocol', [], json('{"tags":["1",]}')],
  ['single quotes', 'protocol', [], json("{'tags':['1']}")],
  ['a NUL first', 'protocol', [], json(`\0${page(['1'])}`)],
  ['blanks only', 'protocol or incomplete', [], json('   \n\t  ')],
  ['null', 'protocol', [], json('null')],
  ['true', 'protocol', [], json('true')],
  ['a number', 'protocol', [], json('1e400')],
  ['NaN', 'protocol', [], json('NaN')],
  ['an empty object', 'protocol', [], json('{}')],
  ['an error and tags', 'ok', ['1'], json('{"errors":[],"tags":["1"]}')],
  ['tags of the wrong case', 'protocol', [], json('{"Tags":["1"]}')],
  ['tags by prototype', 'protocol', [], json('{"__proto__":{"tags":["1"]}}')],
  ['tags by constructor', 'protocol', [], json('{"constructor":{"prototype":{"tags":["1"]}}}')],
  ['tags as a string', 'protocol', [], json('{"tags":"1.0"}')],
  ['tags as a number', 'protocol', [], json('{"tags":1}')],
  ['tags as false', 'protocol', [], json('{"tags":false}')],
  ['tags as an object with a length', 'protocol', [], json('{"tags":{"length":1,"0":"1"}}')],
  ['tags twice', 'protocol', [], json('{"tags":["1","2"],"tags":["1"]}')],
  ['name twice', 'ok', ['1'], json('{"name":"a","name":"b","tags":["1"]}')],
  ['the name of another repository', 'ok', ['1'], json('{"name":"team/secret","tags":["1"]}')],
  ['tags in a list', 'protocol', [], json(`[${page(['1'])}]`)],
  ['tags in tags', 'ok', [], json('{"tags":[{"tags":["1"]}]}')],
  ['a hundred thousand brackets', 'protocol', [], json('['.repeat(100_000))],
  ['a hundred thousand objects', 'protocol', [], json('{"a":'.repeat(100_000))],
  ['very many small lists', 'protocol', [], json(`{"tags":[${'[],'.repeat(300_000)}[]]}`)],
  ['brackets inside a string', 'ok', ['1'], json(`{"x":"${'[{'.repeat(10_000)}","tags":["1"]}`)],
  ['an escaped quote before brackets', 'ok', ['1'], json(`{"x":"\\"${'['.repeat(500)}","tags":["1"]}`)],
  ['a string without end', 'incomplete', [], json('{"tags":["1","')],
  ['an escape at the end', 'incomplete', [], json('{"tags":["1\\')],
  ['half a list', 'incomplete', [], json('{"tags":["1","2"')],
  ['a list without its last bracket', 'incomplete', [], json('{"tags":["1","2"]')],
  ['a number with a million digits', 'ok', ['1'], json(`{"x":${'9'.repeat(1_000_000)},"tags":["1"]}`)],
  // tags
  ['tags of all types', 'ok', ['1'], json('{"tags":["1",2,null,true,{},[],"",["1"],{"name":"1"}]}')],
  [
    'tags by the names of objects',
    'ok',
    ['__proto__', 'constructor', 'toString', 'null', '1e3', 'NaN', 'true'],
    json(page(['__proto__', 'constructor', 'toString', 'null', '1e3', 'NaN', 'true']))
  ],
  ['tags with escapes', 'ok', ['latest'], json('{"tags":["\\u006catest","a\\u0000b","\\ud800"]}')],
  ['a tag of 128 letters, and one of 129', 'ok', ['x'.repeat(128)], json(page(['x'.repeat(128), 'y'.repeat(129)]))],
  ['a tag of a megabyte', 'ok', ['1'], json(page(['1', 'y'.repeat(1_000_000)]))],
  [
    'tags with line breaks and commands',
    'ok',
    ['1'],
    json(page(['1', '1\n::set-output name=x::y', 'a\r', '%0a', '$(id)', '`id`', '../../x', '-rf', '.hidden']))
  ],
  ['tags with letters of other scripts', 'ok', ['1'], json(page(['1', '１', '1\u200b', '\u202e1', 'ⅰ']))],
  ['the same tag a thousand times', 'ok', ['1'], json(page(Array.from({ length: 999 }, () => '1')))],
  ['digests', 'ok', ['1'], json(page(['1', `sha256:${'a'.repeat(64)}`, `@sha256:${'a'.repeat(64)}`]))]
]

const limits = { pageBytes: 2_000_000, listBytes: 2_500_000 }

describe('R-05, R-08, R-09, R-10 a body that is', () => {
  test.each(rows)('%s: %s', async (_name, code, tags, answer) => {
    const result = await attack(bench, { registry: () => answer, options: { limits } })
    expect(code.split(' or ')).toContain(result.codes[0])
    expect({ leaks: result.leaks, tags: result.tags, requests: result.requests }).toEqual({
      leaks: [],
      tags: result.codes[0] === 'ok' ? tags : [],
      requests: code === 'incomplete' && result.requests === 4 ? 4 : 1
    })
    expect(result.message.length).toBeLessThan(400)
    expect(`${result.message}${result.warnings.join()}`).not.toMatch(/AccessDenied|::set-output|SyntaxError|Unexpected/)
  })
})

describe('R-05, R-08 a status that is not 200', () => {
  const statuses: readonly (readonly [number, string, number])[] = [
    ...[201, 202, 203, 204, 205, 206, 207, 226, 300, 304, 305, 306].map(one => [one, 'protocol', 1] as const),
    ...[400, 402, 405, 406, 409, 410, 411, 413, 414, 415, 418, 421, 422, 426, 428, 431, 451].map(
      one => [one, 'protocol', 1] as const
    ),
    [401, 'unauthorized', 1],
    [403, 'denied', 1],
    [404, 'not-found', 1],
    [407, 'protocol', 1],
    [408, 'protocol', 1],
    [429, 'rate-limited', 4],
    ...[500, 502, 503, 504].map(one => [one, 'unavailable', 4] as const),
    ...[501, 505, 507, 508, 511, 520, 521, 522, 524, 525, 526, 599].map(one => [one, 'unavailable', 1] as const)
  ]
  test.each(statuses)('%i with a good list in it: %s after %i requests', async (status, code, requests) => {
    const result = await attack(bench, {
      registry: () => (_, response) => sendText(response, status, status === 204 || status === 304 ? '' : page(['1']))
    })
    expect({ codes: result.codes, requests: result.requests, leaks: result.leaks }).toEqual({
      codes: [code],
      requests,
      leaks: []
    })
    expect(result.message).toMatch(/127\.0\.0\.1:\d+/)
    expect(result.hint).not.toBe('')
  })

  test.each<[string, Answer]>([
    ['a megabyte', (_, response) => sendText(response, 404, 'x'.repeat(1_000_000))],
    ['a bomb', (_, response) => sendText(response, 404, gzipSync(huge), { 'content-encoding': 'gzip' })],
    ['an unknown coding', (_, response) => sendText(response, 404, 'x', { 'content-encoding': 'br' })],
    ['a web page', (_, response) => sendText(response, 404, `<html>${'x'.repeat(9000)}`)],
    [
      'the password',
      (_, response) =>
        sendText(response, 404, JSON.stringify({ errors: [{ code: victim.password, message: victim.password }] }))
    ],
    [
      'a thousand errors',
      (_, response) =>
        sendText(
          response,
          404,
          JSON.stringify({ errors: Array.from({ length: 1000 }, () => ({ code: 'X', message: 'y'.repeat(99) })) })
        )
    ],
    ['errors of the wrong type', (_, response) => sendText(response, 404, '{"errors":{"code":[1],"message":{}}}')],
    ['errors by prototype', (_, response) => sendText(response, 404, '{"errors":[{"__proto__":{"code":"X"}}]}')],
    [
      'escapes and commands',
      (_, response) =>
        sendText(
          response,
          404,
          JSON.stringify({ errors: [{ code: '\u001b[2J', message: '\n::error::x\r<!-- @everyone' }] })
        )
    ]
  ])('R-14 an error body that holds %s', async (_name, answer) => {
    for (const registry of [
      (): Answer => answer,
      (): Answer => basicThen(answer),
      (): Answer => bearerAt(own => `http://${own}/token`, answer)
    ]) {
      const { codes, leaks, message } = await attack(bench, { registry })
      expect({ codes, leaks }).toEqual({ codes: ['not-found'], leaks: [] })
      expect(message.length).toBeLessThan(700)
      expect([...message].every(letter => (letter >= ' ' && letter <= '~') || letter === '…')).toBe(true)
    }
  })
})

function spoil(bytes: Buffer, fromEnd: number): Buffer {
  const copy = Buffer.from(bytes)
  const at = copy.length - fromEnd
  copy[at] = (copy[at] ?? 0) ^ 0xff
  return copy
}
