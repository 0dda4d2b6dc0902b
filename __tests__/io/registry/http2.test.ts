import {
  constants,
  createSecureServer,
  type Http2Session,
  type SecureServerOptions,
  type ServerHttp2Stream
} from 'node:http2'
import { afterEach, describe, expect, test } from 'vitest'
import { createBench } from '../../helpers/registry/bench.ts'
import { failureOf, listTags } from '../../helpers/registry/client.ts'
import { tlsFixture } from '../../helpers/registry.ts'

const bench = createBench()
afterEach(bench.clear)

type Turn = { readonly stream: ServerHttp2Stream; readonly path: string; readonly turn: number }
type Served = { readonly host: string; readonly sessions: Http2Session[]; readonly most: () => number }

/** A registry over HTTP/2 on loopback that answers by hand; `most` is the largest number of requests that it had at a time. */
async function serve(answer: (turn: Turn) => void, settings: SecureServerOptions = {}): Promise<Served> {
  const sessions: Http2Session[] = []
  let turn = 0
  let open = 0
  let most = 0
  const server = createSecureServer({
    key: tlsFixture('server.key'),
    cert: tlsFixture('server.pem'),
    allowHTTP1: true,
    ...settings
  })
  server.on('session', session => sessions.push(session.on('error', () => undefined)))
  server.on('stream', (stream, headers) => {
    open++
    most = Math.max(most, open)
    stream.on('error', () => undefined).on('close', () => open--)
    answer({ stream, path: String(headers[':path']), turn: ++turn })
  })
  server.on('request', (request, response) => {
    if (request.httpVersionMajor === 1) response.writeHead(200).end('{"tags":["over-http-1.1"]}')
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  bench.later(async () => {
    for (const session of sessions) session.destroy()
    server.close()
  })
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return { host: `127.0.0.1:${port}`, sessions, most: () => most }
}

const reply = (stream: ServerHttp2Stream, body: string, headers: Record<string, string> = {}): void => {
  if (stream.destroyed) return
  stream.respond({ ':status': 200, 'content-type': 'application/json', ...headers })
  stream.end(body)
}
const later = (work: () => void): void => void setTimeout(work, 10)

const clientOf = (host: string, limits: Record<string, number> = {}): ReturnType<typeof bench.client> =>
  bench.client(
    { KLUCTL_REGISTRY_1_HOST: host, KLUCTL_REGISTRY_1_CA_FILE: '/ca.pem' },
    { limits: { idleMs: 600, requestMs: 2000, ...limits } },
    { '/ca.pem': tlsFixture('ca.pem') }
  )

describe('a registry that speaks HTTP/2', () => {
  test('is asked many things at a time on one connection', async () => {
    const { host, sessions, most } = await serve(({ stream }) => later(() => reply(stream, '{"tags":["1"]}')))
    const client = clientOf(host)
    const lists = await Promise.all(
      Array.from({ length: 100 }, (_, index) => listTags(client, `${host}/team/app-${index}`))
    )
    expect(lists.every(({ tags }) => tags.join() === '1')).toBe(true)
    expect(sessions).toHaveLength(1)
    expect(most()).toBeGreaterThan(20)
    expect(most()).toBeLessThanOrEqual(100)
  })

  test('is given no more streams at a time than the limit says', async () => {
    const { host, most } = await serve(({ stream }) => later(() => reply(stream, '{"tags":["1"]}')))
    const client = clientOf(host, { streams: 7 })
    await Promise.all(Array.from({ length: 40 }, (_, index) => listTags(client, `${host}/team/app-${index}`)))
    expect(most()).toBe(7)
  })

  test('that takes few streams at a time is not hurried', async () => {
    const { host, sessions } = await serve(({ stream }) => later(() => reply(stream, '{"tags":["1"]}')), {
      settings: { maxConcurrentStreams: 3 }
    })
    const client = clientOf(host)
    const lists = await Promise.all(
      Array.from({ length: 30 }, (_, index) => listTags(client, `${host}/team/app-${index}`))
    )
    expect(lists.every(({ tags }) => tags.join() === '1')).toBe(true)
    expect(sessions.length).toBe(1)
  })

  test.each<readonly [string, string, (turn: Turn) => void]>([
    [
      'refuses a stream once',
      'ok',
      ({ stream, turn }) => {
        if (turn === 1) stream.close(constants.NGHTTP2_REFUSED_STREAM)
        else reply(stream, '{"tags":["1"]}')
      }
    ],
    ['refuses every stream', 'over-http-1.1', ({ stream }) => stream.close(constants.NGHTTP2_REFUSED_STREAM)],
    ['resets every stream', 'over-http-1.1', ({ stream }) => stream.close(constants.NGHTTP2_INTERNAL_ERROR)],
    [
      'says goodbye once',
      'ok',
      ({ stream, turn }) => {
        if (turn === 1) stream.session?.close()
        else reply(stream, '{"tags":["1"]}')
      }
    ],
    ['says goodbye with an error each time', 'over-http-1.1', ({ stream }) => stream.session?.goaway(2)],
    [
      'goes away without a word once',
      'ok',
      ({ stream, turn }) => {
        if (turn === 1) stream.session?.destroy()
        else reply(stream, '{"tags":["1"]}')
      }
    ],
    [
      'resets in the middle of a list',
      'incomplete',
      ({ stream }) => {
        stream.respond({ ':status': 200 })
        stream.write('{"tags":["1",')
        later(() => stream.close(constants.NGHTTP2_INTERNAL_ERROR))
      }
    ],
    [
      'ends in the middle of a list',
      'incomplete',
      ({ stream }) => {
        stream.respond({ ':status': 200 })
        stream.end('{"tags":["1",')
      }
    ],
    [
      'promises more bytes than it sends',
      'over-http-1.1',
      ({ stream }) => {
        stream.respond({ ':status': 200, 'content-length': '100' })
        stream.end('{"tags":["1"]}')
      }
    ],
    ['sends no answer', 'timeout', () => undefined],
    ['sends headers and no body', 'timeout', ({ stream }) => stream.respond({ ':status': 200 })],
    [
      'drips',
      'timeout',
      ({ stream }) => {
        stream.respond({ ':status': 200 })
        const timer = setInterval(() => (stream.destroyed ? clearInterval(timer) : stream.write(' ')), 100)
      }
    ],
    [
      'sends a list that does not fit',
      'incomplete',
      ({ stream }) => reply(stream, `{"tags":["${'x'.repeat(90_000)}"]}`)
    ]
  ])('and %s: %s', async (_name, code, answer) => {
    const { host } = await serve(answer)
    const client = clientOf(host, { pageBytes: 50_000 })
    const list = listTags(client, `${host}/team/app`)
    if (code === 'ok' || code === 'over-http-1.1') expect((await list).tags).toEqual([code === 'ok' ? '1' : code])
    else {
      const error = await failureOf(list)
      expect(error.code).toBe(code)
      expect(error.message).toContain(host)
      expect(error.message).not.toMatch(/NGHTTP2|UND_ERR|ERR_HTTP2/)
    }
  })

  test('and leaves loses no list of those that were on the way', async () => {
    const { host, sessions } = await serve(({ stream, turn }) => {
      if (turn === 20) stream.session?.close()
      else later(() => reply(stream, '{"tags":["1"]}'))
    })
    const client = clientOf(host)
    const lists = await Promise.all(
      Array.from({ length: 50 }, (_, index) => listTags(client, `${host}/team/app-${index}`))
    )
    expect(lists.every(({ tags }) => tags.join() === '1')).toBe(true)
    expect(sessions.length).toBeLessThan(8)
  })

  test('reads all of a long list that is sent in pieces', async () => {
    const tags = Array.from({ length: 30_000 }, (_, index) => `tag-${index}-${'x'.repeat(40)}`)
    const { host } = await serve(({ stream }) => reply(stream, JSON.stringify({ tags })))
    const { tags: found } = await listTags(clientOf(host), `${host}/team/app`)
    expect(found).toEqual(tags)
  })
})

describe('a registry that takes fewer requests at a time than it says', () => {
  const many = async (host: string): Promise<number> => {
    const client = clientOf(host)
    const lists = await Promise.all(
      Array.from({ length: 80 }, (_, index) => listTags(client, `${host}/team/app-${index}`).catch(() => undefined))
    )
    return lists.filter(list => list?.tags.join() === '1').length
  }

  test('and refuses the others shows every list in the end', async () => {
    let open = 0
    let refused = 0
    const { host } = await serve(
      ({ stream }) => {
        if (open >= 5) {
          refused++
          return stream.close(constants.NGHTTP2_REFUSED_STREAM)
        }
        open++
        stream.on('close', () => open--)
        later(() => reply(stream, '{"tags":["1"]}'))
      },
      { allowHTTP1: false }
    )
    expect(await many(host)).toBe(80)
    expect(refused).toBeLessThan(240)
  })

  test('and says goodbye after thirty of them shows every list in the end', async () => {
    const counts = new Map<Http2Session | undefined, number>()
    const { host } = await serve(
      ({ stream }) => {
        const { session } = stream
        const count = (counts.get(session) ?? 0) + 1
        counts.set(session, count)
        later(() => reply(stream, '{"tags":["1"]}'))
        if (count === 30) session?.goaway(0)
      },
      { allowHTTP1: false }
    )
    expect(await many(host)).toBe(80)
  })
})

describe('registries that send more at once than memory should hold', () => {
  test('are cut before that, although no answer is too large by itself', async () => {
    const { host } = await serve(
      ({ stream }) => {
        stream.respond({ ':status': 200 })
        stream.write(Buffer.alloc(12 * 1024 * 1024, ' '))
      },
      { maxSessionMemory: 1000 }
    )
    const client = clientOf(host, { retries: 0, idleMs: 3000, requestMs: 5000 })
    const errors = await Promise.all(
      Array.from({ length: 8 }, (_, index) => failureOf(listTags(client, `${host}/team/app-${index}`)))
    )
    const cut = errors.filter(({ message }) => message.includes('does not fit into memory'))
    expect(cut.length).toBeGreaterThan(0)
    expect(cut[0]?.code).toBe('incomplete')
  })
})

describe('a registry that falls silent', () => {
  test('is not waited for once an image', async () => {
    const { host } = await serve(() => undefined)
    const begin = Date.now()
    const client = clientOf(host, { idleMs: 300, streams: 8 })
    const errors = await Promise.all(
      Array.from({ length: 60 }, (_, index) => failureOf(listTags(client, `${host}/team/app-${index}`)))
    )
    expect(new Set(errors.map(({ code }) => code))).toEqual(new Set(['timeout']))
    expect(errors.at(-1)?.message).toContain('3 requests in a row without an answer')
    expect(Date.now() - begin).toBeLessThan(60 * 300)
  })
})

describe('a registry that has HTTP/2 only', () => {
  test('and breaks it twice is not called a fault of TLS', async () => {
    const { host } = await serve(
      ({ stream, turn }) => {
        if (turn <= 2) stream.close(constants.NGHTTP2_INTERNAL_ERROR)
        else reply(stream, '{"tags":["1"]}')
      },
      { allowHTTP1: false }
    )
    expect((await listTags(clientOf(host), `${host}/team/app`)).tags).toEqual(['1'])
  })
})

describe('a registry that cannot be connected to', () => {
  test('is tried once, however many images ask for it', async () => {
    let tries = 0
    const client = bench.client(
      { KLUCTL_REGISTRY_1_HOST: 'reg.test:1' },
      {
        lookup: (_hostname, _options, callback) => {
          tries++
          callback(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }), '', 4)
        }
      }
    )
    const errors = await Promise.all(
      Array.from({ length: 40 }, (_, index) => failureOf(listTags(client, `reg.test:1/team/app-${index}`)))
    )
    expect(new Set(errors.map(({ code }) => code))).toEqual(new Set(['unavailable']))
    expect(errors[30]?.repository).toBe('team/app-30')
    expect(tries).toBe(1)
  })
})
