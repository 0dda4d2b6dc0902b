import { constants, type Http2ServerResponse, type Http2Session } from 'node:http2'
import { afterEach, describe, expect, test } from 'vitest'
import { createBench } from '../../helpers/registry/bench.ts'
import { listTags } from '../../helpers/registry/client.ts'
import { http2Client, later, reply, serveHttp2, type Turn } from '../../helpers/registry/http2.ts'

const bench = createBench()
afterEach(bench.clear)

describe('a registry that takes fewer requests at a time than it says', () => {
  /** What became of so many lists, each outcome once. */
  const many = async (host: string, count = 80, idleMs = 10_000): Promise<readonly string[]> => {
    const client = http2Client(bench, host, { idleMs, requestMs: 20_000 })
    const lists = await Promise.all(
      Array.from({ length: count }, (_, index) =>
        listTags(client, `${host}/team/app-${index}`).then(
          ({ tags }) => tags.join(),
          (error: Error) => error.message.replace(/app-\d+/, 'app')
        )
      )
    )
    return [...new Set(lists)]
  }

  /** Refuses what comes while so many are being answered, each after as many milliseconds. */
  const atMost = (width: number, milliseconds: number): { answer: (turn: Turn) => void; refused: () => number } => {
    let open = 0
    let refused = 0
    return {
      answer: ({ stream }) => {
        if (open >= width) {
          refused++
          return stream.close(constants.NGHTTP2_REFUSED_STREAM)
        }
        open++
        stream.on('close', () => open--)
        setTimeout(() => reply(stream, '{"tags":["1"]}'), milliseconds)
      },
      refused: () => refused
    }
  }

  test.each([1, 2, 3, 5, 17].flatMap(width => [0, 5].map(milliseconds => [width, milliseconds] as const)))(
    'and refuses more than %i, answered after %i ms, shows every list in the end',
    async (width, milliseconds) => {
      const { answer, refused } = atMost(width, milliseconds)
      const { host, tries } = await serveHttp2(bench, answer, { allowHTTP1: false })
      expect(await many(host)).toEqual(['1'])
      expect(refused()).toBeLessThan(240)
      expect(tries()).toBeLessThanOrEqual(1)
    }
  )

  test.each([
    ['refuses each stream', constants.NGHTTP2_REFUSED_STREAM],
    ['resets each stream', constants.NGHTTP2_INTERNAL_ERROR]
  ])('and %s is asked over HTTP/1.1 by one of them first, then by all', async (_name, code) => {
    const { host } = await serveHttp2(bench, ({ stream }) => stream.close(code))
    expect(await many(host)).toEqual(['over-http-1.1'])
  })

  test('and always breaks one list of them shows that one over HTTP/1.1', async () => {
    const { host } = await serveHttp2(bench, ({ stream, path }) => {
      if (path.includes('app-40/')) stream.close(constants.NGHTTP2_INTERNAL_ERROR)
      else later(() => reply(stream, '{"tags":["1"]}'))
    })
    expect(new Set(await many(host))).toEqual(new Set(['1', 'over-http-1.1']))
  })

  test('and breaks HTTP/1.1 as well the first time shows every list in the end', async () => {
    let broken = 0
    const { host, onHttp1 } = await serveHttp2(bench, ({ stream }) => stream.close(constants.NGHTTP2_INTERNAL_ERROR))
    onHttp1(response => {
      if (broken++ === 0) response.destroy()
      else response.writeHead(200).end('{"tags":["1"]}')
    })
    expect(await many(host)).toEqual(['1'])
  })

  test('and has no HTTP/1.1 is asked for it once, however many it breaks', async () => {
    const { host, tries } = await serveHttp2(bench, ({ stream }) => stream.close(constants.NGHTTP2_INTERNAL_ERROR), {
      allowHTTP1: false
    })
    const [outcome = '', ...others] = await many(host)
    expect(others).toEqual([])
    expect(outcome).toContain('closed the connection without an answer')
    expect(tries()).toBe(1)
  })

  test.each([
    ['is silent', () => undefined],
    ['answers 426', (response: Http2ServerResponse) => response.writeHead(426).end()],
    ['answers 421', (response: Http2ServerResponse) => response.writeHead(421).end()]
  ])('and breaks some lists three times, while HTTP/1.1 %s, shows every list in the end', async (_name, http1) => {
    const turns = new Map<string, number>()
    const { host, onHttp1 } = await serveHttp2(bench, ({ stream, path }) => {
      const turn = (turns.get(path) ?? 0) + 1
      turns.set(path, turn)
      if (turn <= 3 && path.includes('0/')) stream.close(constants.NGHTTP2_INTERNAL_ERROR)
      else later(() => reply(stream, '{"tags":["1"]}'))
    })
    onHttp1(http1)
    expect(await many(host, 80, 500)).toEqual(['1'])
  })

  test('and drops the connection while more than ten are on it shows every list in the end', async () => {
    let open = 0
    const { host } = await serveHttp2(
      bench,
      ({ stream }) => {
        open++
        stream.on('close', () => open--)
        if (open > 10) stream.session?.destroy()
        else later(() => reply(stream, '{"tags":["1"]}'))
      },
      { allowHTTP1: false }
    )
    expect(await many(host)).toEqual(['1'])
  })

  test('and refuses a stream now and then is sent many at a time again', async () => {
    let late = 0
    let open = 0
    const { host } = await serveHttp2(bench, ({ stream, turn }) => {
      open++
      stream.on('close', () => open--)
      if (turn > 700) late = Math.max(late, open)
      if (turn % 60 === 0 && turn <= 600) return stream.close(constants.NGHTTP2_REFUSED_STREAM)
      later(() => reply(stream, '{"tags":["1"]}'))
    })
    expect(await many(host, 900)).toEqual(['1'])
    expect(late).toBeGreaterThan(5)
  })

  test('and says goodbye after thirty of them shows every list in the end', async () => {
    const counts = new Map<Http2Session | undefined, number>()
    const { host } = await serveHttp2(
      bench,
      ({ stream }) => {
        const { session } = stream
        const count = (counts.get(session) ?? 0) + 1
        counts.set(session, count)
        later(() => reply(stream, '{"tags":["1"]}'))
        if (count === 30) session?.goaway(0)
      },
      { allowHTTP1: false }
    )
    expect(await many(host)).toEqual(['1'])
  })
})
