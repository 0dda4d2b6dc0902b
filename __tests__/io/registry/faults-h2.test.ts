import { afterAll, describe, expect, test } from 'vitest'
import { createBench } from '../../helpers/registry/bench.ts'
import {
  answerWell,
  encodeFields,
  flood,
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

const before =
  (first: Talk2): Talk2 =>
  (peer, stream, turn) => {
    first(peer, stream, turn)
    answerWell(peer, stream, turn)
  }
const reset =
  (code: number): Talk2 =>
  (peer, stream) =>
    peer.frame(frames.reset, 0, stream, words(code))
const goaway =
  (last: (stream: number) => number, code = 0, debug = ''): Talk2 =>
  (peer, stream) =>
    peer.frame(frames.goaway, 0, 0, Buffer.concat([words(last(stream), code), Buffer.from(debug)]))

const rows: readonly Row[] = [
  ['a good answer', 'ok', 1, answerWell],
  ['an unknown frame first', 'ok', 1, before((peer, stream) => peer.frame(0xbb, 0, stream, words(1)))],
  [
    'ping and settings first',
    'ok',
    1,
    before(peer => {
      peer.frame(frames.ping, 0, 0, words(1, 2))
      peer.frame(frames.settings, 0, 0, setting(3, 10))
    })
  ],
  // Streams that are broken off
  ['RST_STREAM NO_ERROR', 'ok', 3, reset(0)],
  ['RST_STREAM PROTOCOL_ERROR', 'ok', 3, reset(1)],
  ['RST_STREAM INTERNAL_ERROR', 'ok', 3, reset(2)],
  ['RST_STREAM REFUSED_STREAM', 'ok', 3, reset(7)],
  ['RST_STREAM CANCEL', 'ok', 3, reset(8)],
  ['RST_STREAM ENHANCE_YOUR_CALM', 'unavailable', 4, reset(11)],
  ['RST_STREAM with a code of its own', 'ok', 3, reset(0xffff)],
  ['RST_STREAM HTTP_1_1_REQUIRED', 'ok', 4, reset(13)],
  ['GOAWAY, then the answer', 'ok', 4, before(goaway(stream => stream))],
  ['RST_STREAM once', 'ok', 2, (peer, stream, turn) => (turn === 1 ? reset(7) : answerWell)(peer, stream, turn)],
  [
    'a reset after the head',
    'ok',
    3,
    (peer, stream, turn) => {
      peer.headers(stream, goodHead)
      reset(2)(peer, stream, turn)
    }
  ],
  [
    'a reset with NO_ERROR after half a list',
    'incomplete',
    4,
    (peer, stream, turn) => {
      peer.headers(stream, goodHead)
      peer.data(stream, '{"tags":["1"', false)
      reset(0)(peer, stream, turn)
    }
  ],
  [
    'a reset with CANCEL after a whole list',
    'ok',
    1,
    (peer, stream, turn) => {
      peer.headers(stream, goodHead)
      peer.data(stream, goodBody, false)
      reset(8)(peer, stream, turn)
    }
  ],
  // Connections that are broken off
  ['the end of the connection', 'unavailable', 4, peer => void peer.socket.end()],
  ['a reset of the connection', 'unavailable', 4, peer => void peer.socket.destroy()],
  [
    'the end after half a list',
    'incomplete',
    4,
    (peer, stream) => {
      peer.headers(stream, goodHead)
      peer.data(stream, '{"tags":["1"', false)
      peer.socket.end()
    }
  ],
  [
    'GOAWAY before the answer, nothing taken',
    'ok',
    3,
    (peer, stream, turn) => {
      goaway(() => 0)(peer, stream, turn)
      peer.socket.end()
    }
  ],
  ['GOAWAY before the answer, connection kept', 'ok', 3, goaway(() => 0)],
  [
    'GOAWAY ENHANCE_YOUR_CALM',
    'ok',
    3,
    (peer, stream, turn) => {
      goaway(() => 0, 11, 'too_many_pings')(peer, stream, turn)
      peer.socket.end()
    }
  ],
  [
    'GOAWAY with a long speech',
    'ok',
    3,
    (peer, stream, turn) => {
      goaway(() => 0, 2, 'x'.repeat(16000))(peer, stream, turn)
      peer.socket.end()
    }
  ],
  [
    'GOAWAY once',
    'ok',
    2,
    (peer, stream, turn) => {
      if (turn > 1) return answerWell(peer, stream, turn)
      goaway(() => 0)(peer, stream, turn)
      peer.socket.end()
    }
  ],
  // Silence and drips
  ['silence', 'timeout', 1, () => undefined],
  ['a head and silence', 'timeout', 1, (peer, stream) => peer.headers(stream, goodHead)],
  [
    'half a list and silence',
    'timeout',
    1,
    (peer, stream) => {
      peer.headers(stream, goodHead)
      peer.data(stream, '{"tags":["1"', false)
    }
  ],
  [
    'a drip',
    'timeout',
    1,
    (peer, stream, turn) => {
      peer.headers(stream, goodHead)
      flood((one, id) => one.data(id, ' ', false), 20, 1)(peer, stream, turn)
    }
  ],
  [
    'empty DATA without end',
    'timeout',
    1,
    (peer, stream, turn) => {
      peer.headers(stream, goodHead)
      flood((one, id) => one.data(id, '', false), 20, 20)(peer, stream, turn)
    }
  ],
  ['103 without end', 'timeout', 1, flood((peer, stream) => peer.headers(stream, [[':status', '103']]), 20, 1)],
  ['pings without end', 'timeout or ok', 3, flood(peer => peer.frame(frames.ping, 0, 0, words(1, 2)))],
  ['settings without end', 'timeout or ok', 3, flood(peer => peer.frame(frames.settings, 0, 0, setting(3, 100)))],
  [
    'priorities without end',
    'timeout or ok',
    3,
    flood((peer, stream) => peer.frame(frames.priority, 0, stream, Buffer.alloc(5)))
  ],
  ['unknown frames without end', 'timeout or ok', 3, flood((peer, stream) => peer.frame(0xcc, 0, stream, words(1)))],
  [
    'windows that grow without end',
    'ok',
    2,
    flood((peer, stream) => peer.frame(frames.window, 0, stream, words(0x7fffffff)))
  ],
  [
    'CONTINUATION without end',
    'ok',
    2,
    (peer, stream, turn) => {
      peer.frame(frames.headers, 0, stream, encodeFields(goodHead))
      flood((one, id) => one.frame(frames.continuation, 0, id, encodeFields([['x', 'y'.repeat(100)]])))(
        peer,
        stream,
        turn
      )
    }
  ],
  [
    'empty CONTINUATION without end',
    'ok',
    2,
    (peer, stream, turn) => {
      peer.frame(frames.headers, 0, stream, encodeFields(goodHead))
      flood((one, id) => one.frame(frames.continuation, 0, id))(peer, stream, turn)
    }
  ]
]

describe('R-05, R-06, R-08, R-13 streams and connections of HTTP/2 that break off or never end', () => {
  test.concurrent.for(rows)('%s: %s', async ([_name, code, tries, talk, settings]) => {
    const { leaks, milliseconds, ...result } = await onTheH2Wire(bench, talk, { settings })
    const seen = Math.max(result.connections, result.turns)
    // A flood ends with whichever limit it meets first.
    expect(code.split(' or ')).toContain(result.code)
    expect(seen).toBeLessThanOrEqual(tries)
    expect(leaks).toEqual([])
    expect(milliseconds).toBeLessThan(6000)
    if (result.code !== 'ok') expect(result.hint).not.toBe('')
  })

  test.each<[string, Talk2]>([
    ['refuses a stream', reset(7)],
    ['says goodbye', goaway(() => 0)]
  ])('a server for HTTP/2 only that %s once is asked again', async (_name, fault) => {
    const once: Talk2 = (peer, stream, turn) => (turn === 1 ? fault : answerWell)(peer, stream, turn)
    expect(await onTheH2Wire(bench, once, { only: true })).toMatchObject({ code: 'ok', turns: 2, leaks: [] })
  })

  test.each<[string, Talk2]>([
    ['refuses every stream', reset(7)],
    ['breaks every stream', reset(2)],
    ['says goodbye to everybody', goaway(() => 0)]
  ])('a server for HTTP/2 only that %s: the error is not about certificates', async (_name, fault) => {
    const { code, hint, turns, leaks } = await onTheH2Wire(bench, fault, { only: true })
    expect({ code, leaks }).toEqual({ code: 'unavailable', leaks: [] })
    expect(hint).not.toMatch(/TLSVERIFY|CA_FILE/)
    expect(turns).toBeLessThanOrEqual(12)
  })
})
