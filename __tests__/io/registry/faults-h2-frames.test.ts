import { afterAll, describe, expect, test } from 'vitest'
import { createBench } from '../../helpers/registry/bench.ts'
import {
  answerWell,
  encodeFields,
  frames,
  goodBody,
  goodHead,
  onTheH2Wire,
  setting,
  type Talk2,
  words
} from '../../helpers/registry/wire2.ts'

const bench = createBench()
afterAll(bench.clear)

/** `tries`: at most so many requests and connections. */
type Row = readonly [name: string, code: string, tries: number, talk: Talk2, settings?: Buffer]

const fields =
  (list: readonly (readonly [string, string])[]): Talk2 =>
  (peer, stream) => {
    peer.headers(stream, list)
    peer.data(stream, goodBody)
  }

const rows: readonly Row[] = [
  // Heads
  [
    'a head of 60 kB',
    'ok',
    1,
    (peer, stream) => {
      for (let part = 0; part < 5; part++)
        peer.frame(
          part === 0 ? frames.headers : frames.continuation,
          part === 4 ? 4 : 0,
          stream,
          encodeFields([...(part === 0 ? goodHead : []), [`x${part}`, 'y'.repeat(15000)]])
        )
      peer.data(stream, goodBody)
    }
  ],
  ['no status', 'ok', 3, fields([['x', 'y']])],
  ['status twice', 'ok', 3, fields([...goodHead, ...goodHead])],
  ['status abc', 'ok', 3, fields([[':status', 'abc']])],
  ['status 000', 'ok or unavailable or protocol', 4, fields([[':status', '000']])],
  ['status 101', 'ok', 3, fields([[':status', '101']])],
  ['status 2000', 'ok', 3, fields([[':status', '2000']])],
  ['upper case', 'ok', 3, fields([...goodHead, ['X-Y', 'z']])],
  ['a connection header', 'ok', 3, fields([...goodHead, ['connection', 'close']])],
  ['a transfer coding', 'ok', 3, fields([...goodHead, ['transfer-encoding', 'chunked']])],
  ['a line break in a value', 'ok', 1, fields([...goodHead, ['x', 'a\r\nlink: <https://other.test/>; rel="next"']])],
  ['a NUL in a value', 'ok', 1, fields([...goodHead, ['x', 'a\0b']])],
  ['a pseudo header of its own', 'ok', 3, fields([...goodHead, [':x', 'y']])],
  ['a status after the others', 'ok', 3, fields([['x', 'y'], ...goodHead])],
  ['a length that is too small', 'ok', 3, fields([...goodHead, ['content-length', '3']])],
  ['a length that is too large', 'ok', 3, fields([...goodHead, ['content-length', '999']])],
  ['a length that is no number', 'ok', 3, fields([...goodHead, ['content-length', 'x']])],
  ['two lengths', 'ok', 3, fields([...goodHead, ['content-length', '14'], ['content-length', '15']])],
  ['odd names', 'ok', 1, fields([...goodHead, ['__proto__', 'x'], ['constructor', 'y']])],
  [
    'trailers',
    'ok',
    1,
    (peer, stream) => {
      peer.headers(stream, goodHead)
      peer.data(stream, goodBody, false)
      peer.headers(stream, [['link', '<https://other.test/>; rel="next"']], true)
    }
  ],
  [
    'two heads',
    'ok',
    3,
    (peer, stream) => {
      peer.headers(stream, goodHead)
      peer.headers(stream, goodHead)
      peer.data(stream, goodBody)
    }
  ],
  ['data before the head', 'timeout', 1, (peer, stream) => peer.data(stream, goodBody)],
  [
    'data after the end',
    'ok',
    1,
    (peer, stream, turn) => {
      answerWell(peer, stream, turn)
      peer.data(stream, goodBody)
    }
  ],
  [
    'broken compression',
    'timeout',
    1,
    (peer, stream) => peer.frame(frames.headers, 5, stream, Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0xff]))
  ],
  // Frames that may not be
  [
    'a frame that is too large',
    'timeout',
    1,
    (peer, stream) => {
      peer.headers(stream, goodHead)
      peer.frame(frames.data, 1, stream, Buffer.alloc(40000, 32))
    }
  ],
  ['data for a stream that nobody opened', 'timeout', 1, peer => peer.data(99, goodBody)],
  [
    'a push',
    'ok',
    2,
    (peer, stream) => peer.frame(frames.push, 4, stream, Buffer.concat([words(2), encodeFields([[':path', '/x']])]))
  ],
  [
    'more than the window allows',
    'timeout',
    1,
    (peer, stream) => {
      peer.headers(stream, goodHead)
      for (let count = 0; count < 100; count++) peer.frame(frames.data, 0, stream, Buffer.alloc(16384, 32))
    }
  ],
  [
    'HTTP/1.1 in spite of ALPN',
    'timeout',
    1,
    peer => void peer.socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${goodBody.length}\r\n\r\n${goodBody}`)
  ],
  ['garbage', 'timeout', 1, peer => void peer.socket.write('x'.repeat(100))],
  // Settings
  ['settings: no streams', 'ok', 1, answerWell, setting(3, 0)],
  ['settings: one stream', 'ok', 1, answerWell, setting(3, 1)],
  ['settings: no window', 'ok', 1, answerWell, setting(4, 0)],
  ['settings: a window that is too large', 'ok', 2, answerWell, setting(4, 0xffffffff)],
  ['settings: a frame size that is too small', 'ok', 2, answerWell, setting(5, 1)],
  ['settings: push', 'ok', 2, answerWell, setting(2, 1)],
  ['settings: a giant table', 'ok', 1, answerWell, setting(1, 0xffffffff)],
  ['settings: unknown', 'ok', 1, answerWell, setting(0x99, 7)],
  ['settings of half a word', 'timeout', 1, answerWell, Buffer.alloc(5)]
]

describe('R-05, R-06, R-08, R-13 heads, frames and settings of HTTP/2 that may not be', () => {
  test.concurrent.for(rows)('%s: %s', async ([_name, code, tries, talk, settings]) => {
    const { leaks, milliseconds, ...result } = await onTheH2Wire(bench, talk, { settings })
    const seen = Math.max(result.connections, result.turns)
    expect(code.split(' or ')).toContain(result.code)
    expect(seen).toBeLessThanOrEqual(tries)
    expect(leaks).toEqual([])
    expect(milliseconds).toBeLessThan(6000)
    if (result.code !== 'ok') expect(result.hint).not.toBe('')
  })
})
