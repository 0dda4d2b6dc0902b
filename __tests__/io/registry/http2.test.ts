import { constants, type SecureServerOptions } from 'node:http2'
import { afterEach, describe, expect, test } from 'vitest'
import { createBench } from '../../helpers/registry/bench.ts'
import { failureOf, listTags } from '../../helpers/registry/client.ts'
import { http2Client, later, reply, type Served, serveHttp2, type Turn } from '../../helpers/registry/http2.ts'
import { tlsFixture } from '../../helpers/registry.ts'

const bench = createBench()
afterEach(bench.clear)

const serve = (answer: (turn: Turn) => void, settings?: SecureServerOptions): Promise<Served> =>
  serveHttp2(bench, answer, settings)
const clientOf = (host: string, limits?: Record<string, number>): ReturnType<typeof bench.client> =>
  http2Client(bench, host, limits)

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

  test('is asked for tokens by POST on the same connection', async () => {
    let asked = 0
    const { host, sessions } = await serve(({ stream, path, headers }) => {
      if (path === '/token') {
        asked++
        later(() => reply(stream, '{"access_token":"given"}'))
      } else if (headers.authorization === 'Bearer given') later(() => reply(stream, '{"tags":["1"]}'))
      else {
        const [, name] = /v2\/(.*)\/tags/.exec(path) ?? []
        const scope = `repository:${name}:pull`
        stream.respond({ ':status': 401, 'www-authenticate': `Bearer realm="https://${host}/token",scope="${scope}"` })
        stream.end()
      }
    })
    const client = bench.client(
      {
        KLUCTL_REGISTRY_1_HOST: host,
        KLUCTL_REGISTRY_1_IDENTITY_TOKEN: 'identity',
        KLUCTL_REGISTRY_1_CA_FILE: '/ca.pem'
      },
      {},
      { '/ca.pem': tlsFixture('ca.pem') }
    )
    const lists = await Promise.all(
      Array.from({ length: 40 }, (_, index) => listTags(client, `${host}/team/app-${index}`))
    )
    expect(lists.every(({ tags }) => tags.join() === '1')).toBe(true)
    expect(asked).toBeGreaterThan(1)
    expect(sessions).toHaveLength(1)
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
