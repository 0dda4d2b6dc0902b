import { afterAll, describe, expect, test } from 'vitest'
import { createBench } from '../../helpers/registry/bench.ts'
import { http, onTheWire, type Phase, phases, type Talk } from '../../helpers/registry/wire.ts'

const bench = createBench()
afterAll(bench.clear)

/** Sends a text that may hold the good body, and ends or keeps the connection. */
const say =
  (text: (body: string, good: string) => string, end = false): Talk =>
  ({ socket, body, good }) =>
    void (end ? socket.end(text(body, good)) : socket.write(text(body, good)))
const status = (line: string): Talk => say(body => `HTTP/1.1 ${line}\r\ncontent-length: ${body.length}\r\n\r\n${body}`)
const headers = (lines: string): Talk => say(body => http('200 OK', body, lines))
const chunked = (text: (body: string) => string, end = false): Talk =>
  say(body => `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${text(body)}`, end)
const chunk = (body: string): string => `${body.length.toString(16)}\r\n${body}\r\n`
const forever =
  (first: (body: string) => string, then: string, every = 2): Talk =>
  ({ socket, body }) => {
    socket.write(first(body))
    const timer = setInterval(() => socket.write(then), every)
    socket.on('close', () => clearInterval(timer))
  }

type Row = readonly [name: string, code: string, turns: number, talk: Talk]

const rows: readonly Row[] = [
  // Status lines
  ['a status without a reason', 'ok', 1, status('200')],
  ['a very long reason', 'ok', 1, status(`200 ${'x'.repeat(100_000)}`)],
  ['HTTP/1.0', 'ok', 1, say(body => `HTTP/1.0 200 OK\r\n\r\n${body}`, true)],
  ['HTTP/2.0 in text', 'ok', 1, say(body => `HTTP/2.0 200 OK\r\ncontent-length: ${body.length}\r\n\r\n${body}`)],
  ['HTTP/9.9', 'protocol', 1, say(() => 'HTTP/9.9 200 OK\r\n\r\n')],
  ['ICY', 'protocol', 1, say(() => 'ICY 200 OK\r\n\r\n')],
  ['status 99', 'protocol', 1, status('99 X')],
  ['status 1000', 'protocol', 1, status('1000 X')],
  ['status -200', 'protocol', 1, status('-200 X')],
  ['status 2e2', 'protocol', 1, status('2e2 X')],
  ['blank lines first', 'ok', 1, say((_, good) => `\r\n\r\n${good}`)],
  // Header lines
  ['a folded header', 'protocol', 1, headers('x: a\r\n b\r\n')],
  ['a blank before the colon', 'protocol', 1, headers('x : a\r\n')],
  ['a header without a colon', 'protocol', 1, headers('nothing\r\n')],
  ['an empty header name', 'protocol', 1, headers(': a\r\n')],
  ['a lone carriage return', 'protocol', 1, headers('x: a\rb\r\n')],
  ['line feeds only', 'protocol', 1, say(body => `HTTP/1.1 200 OK\ncontent-length: ${body.length}\n\n${body}`)],
  ['a header of 100 kB', 'protocol', 1, headers(`x: ${'y'.repeat(100_000)}\r\n`)],
  [
    'headers without end',
    'protocol',
    1,
    forever(() => 'HTTP/1.1 200 OK\r\n', 'x: yyyyyyyyyyyyyyyyyyyyyyyyyyyy\r\n'.repeat(40))
  ],
  ['headers that drip', 'timeout', 1, forever(() => 'HTTP/1.1 200 OK\r\n', 'x: y\r\n', 50)],
  ['a lone status line', 'timeout', 1, say(() => 'HTTP/1.1 200 OK\r\n')],
  ['many cookies', 'ok', 1, headers('set-cookie: a=b; domain=127.0.0.1\r\n'.repeat(50))],
  // Lengths
  ['length and chunks', 'protocol', 1, headers('transfer-encoding: chunked\r\n')],
  ['the same length twice', 'protocol', 1, say(body => http('200 OK', body, `content-length: ${body.length}\r\n`))],
  [
    'a list of lengths',
    'protocol',
    1,
    say(body => `HTTP/1.1 200 OK\r\ncontent-length: ${body.length}, ${body.length}\r\n\r\n${body}`)
  ],
  ['a hexadecimal length', 'protocol', 1, say(body => `HTTP/1.1 200 OK\r\ncontent-length: 0x10\r\n\r\n${body}`)],
  [
    'a length with a plus',
    'protocol',
    1,
    say(body => `HTTP/1.1 200 OK\r\ncontent-length: +${body.length}\r\n\r\n${body}`)
  ],
  [
    'a length beyond all numbers',
    'protocol',
    1,
    say(body => `HTTP/1.1 200 OK\r\ncontent-length: ${'9'.repeat(30)}\r\n\r\n${body}`)
  ],
  [
    'a length that is too large, then the end',
    'incomplete',
    4,
    say(body => `HTTP/1.1 200 OK\r\ncontent-length: 999\r\n\r\n${body}`, true)
  ],
  [
    'a length that is too large, then silence',
    'timeout',
    1,
    say(body => `HTTP/1.1 200 OK\r\ncontent-length: 999\r\n\r\n${body}`)
  ],
  [
    'a length of a petabyte',
    'timeout',
    1,
    say(body => `HTTP/1.1 200 OK\r\ncontent-length: 1125899906842624\r\n\r\n${body}`)
  ],
  // Chunks
  ['chunks of one byte', 'ok', 1, chunked(body => `${[...body].map(chunk).join('')}0\r\n\r\n`)],
  ['chunks with extensions', 'ok', 1, chunked(body => `${body.length.toString(16)};a="b"\r\n${body}\r\n0;x\r\n\r\n`)],
  [
    'chunks with trailers',
    'ok',
    1,
    chunked(body => `${chunk(body)}0\r\nlink: <https://other.test/>; rel="next"\r\n\r\n`)
  ],
  ['a chunk size that is no number', 'protocol', 1, chunked(body => `zz\r\n${body}\r\n0\r\n\r\n`)],
  ['a chunk size beyond all numbers', 'protocol', 1, chunked(body => `${'f'.repeat(20)}\r\n${body}`)],
  ['a negative chunk size', 'protocol', 1, chunked(body => `-5\r\n${body}\r\n0\r\n\r\n`)],
  ['a chunk that is longer than it says', 'protocol', 1, chunked(body => `5\r\n${body}\r\n0\r\n\r\n`)],
  ['chunks without the last one', 'incomplete', 4, chunked(chunk, true)],
  ['chunks without the last line', 'incomplete', 4, chunked(body => `${chunk(body)}0\r\n`, true)],
  ['chunks that stop', 'timeout', 1, chunked(chunk)],
  [
    'trailers without end',
    'protocol',
    1,
    forever(
      body => `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${chunk(body)}0\r\n`,
      'x: yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy\r\n'.repeat(40)
    )
  ],
  [
    'a chunk extension without end',
    'timeout',
    1,
    forever(() => 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5;', 'x'.repeat(4000))
  ],
  [
    'gzip, chunked as transfer coding',
    'ok',
    1,
    say(body => `HTTP/1.1 200 OK\r\ntransfer-encoding: gzip, chunked\r\n\r\n${chunk(body)}0\r\n\r\n`)
  ],
  [
    'chunked twice',
    'ok',
    1,
    say(body => `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked, chunked\r\n\r\n${chunk(body)}0\r\n\r\n`)
  ],
  [
    'a transfer coding of its own',
    'ok',
    1,
    say(body => `HTTP/1.1 200 OK\r\ntransfer-encoding: x\r\n\r\n${body}`, true)
  ],
  // Informational answers
  ['100 first', 'unavailable', 4, say((_, good) => `HTTP/1.1 100 Continue\r\n\r\n${good}`)],
  [
    '103 five times',
    'ok',
    1,
    say((_, good) => `${'HTTP/1.1 103 Early Hints\r\nlink: </x>; rel="next"\r\n\r\n'.repeat(5)}${good}`)
  ],
  ['103 without end', 'timeout', 1, forever(() => '', 'HTTP/1.1 103 Early Hints\r\nx: y\r\n\r\n', 20)],
  ['100 without end', 'unavailable', 4, forever(() => '', 'HTTP/1.1 100 Continue\r\n\r\n', 20)],
  [
    '101 to something else',
    'protocol',
    1,
    say(() => 'HTTP/1.1 101 Switching Protocols\r\nupgrade: h2c\r\nconnection: upgrade\r\n\r\n')
  ],
  // Connections
  ['the end of the connection after the answer', 'ok', 1, say((_, good) => good, true)],
  ['connection: close after each answer', 'ok', 1, say(body => http('200 OK', body, 'connection: close\r\n'), true)],
  ['a second answer at once', 'ok', 1, say((_, good) => good + http('200 OK', '{"tags":["9"]}'))],
  ['garbage after the answer', 'ok', 1, say((_, good) => `${good}\u0000\u0001garbage`)],
  [
    'half an answer and a reset',
    'incomplete',
    4,
    ({ socket, good }) => void socket.write(good.slice(0, -3), () => setTimeout(() => socket.resetAndDestroy(), 20))
  ],
  [
    'half a head and a reset',
    'unavailable',
    4,
    ({ socket }) => void socket.write('HTTP/1.1 200 OK\r\nx', () => setTimeout(() => socket.resetAndDestroy(), 20))
  ],
  ['half a head and the end', 'unavailable', 4, ({ socket }) => void socket.end('HTTP/1.1 200 OK\r\nx')],
  ['silence', 'timeout', 1, () => undefined],
  ['a half-open connection', 'unavailable', 4, ({ socket }) => void socket.end()],
  ['a TLS alert', 'tls', 1, ({ socket }) => void socket.end(Buffer.from([0x15, 3, 1, 0, 2, 2, 70]))],
  ['an SSH banner', 'protocol', 1, say(() => 'SSH-2.0-OpenSSH_9\r\n')],
  ['an HTTP/2 preface', 'protocol', 1, ({ socket }) => void socket.write(Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]))],
  ['an answer that drips', 'timeout', 1, forever(() => 'HTTP/1.1 200 OK\r\n\r\n', ' ', 20)]
]

const all = phases.flatMap(phase =>
  rows.map(([name, ...rest]): [string, Phase, ...typeof rest] => [name, phase, ...rest])
)

describe('R-05, R-06, R-08, R-13 what a broken server writes, at any moment', () => {
  test.concurrent.each(all)('%s (%s): %s', async (_name, phase, code, turns, talk) => {
    const result = await onTheWire(bench, phase, talk)
    const { leaks, tags, hint, milliseconds } = result
    expect(JSON.stringify([result.code, result.turns, leaks, result.milliseconds > 6000])).toBe(
      JSON.stringify([code, turns, [], false])
    )
    expect(milliseconds).toBeLessThan(6000)
    expect(tags).not.toContain('9')
    if (code !== 'ok') expect(hint).not.toBe('')
  })
})
