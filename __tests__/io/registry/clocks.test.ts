import { createServer, type Socket } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { createBench, linked, list, page, plain } from '../../helpers/registry/bench.ts'
import { failureOf, listTags } from '../../helpers/registry/client.ts'
import { sendText } from '../../helpers/registry.ts'

const bench = createBench()
afterEach(bench.clear)
const { outcome } = bench

describe('clocks and retries', () => {
  test.each([429, 500, 502, 503, 504])('R-13 %i is tried again, then works', async status => {
    const result = await outcome((_, response, count) =>
      count < 3 ? sendText(response, status, '') : sendText(response, 200, page(['1']))
    )
    expect(result).toMatchObject({ code: 'ok', message: '1' })
    expect(result.slept).toHaveLength(2)
  })

  test.each([
    [429, 'rate-limited'],
    [503, 'unavailable']
  ])('R-13 %i for ever ends after three retries', async (status, code) => {
    const result = await outcome((_, response) => sendText(response, status, '{"errors":[{"code":"TOOMANYREQUESTS"}]}'))
    expect(result.code).toBe(code)
    expect(result.registry.requests).toHaveLength(4)
  })

  test.each([400, 401, 403, 404, 501])('R-13 %i is not tried again', async status => {
    expect((await outcome((_, response) => sendText(response, status, ''))).registry.requests).toHaveLength(1)
  })

  test('R-13 Retry-After in seconds is kept', async () => {
    const result = await outcome((_, response, count) =>
      count === 1 ? sendText(response, 429, '', { 'retry-after': '7' }) : sendText(response, 200, page(['1']))
    )
    expect(result.code).toBe('ok')
    expect(result.slept[0]).toBeGreaterThan(6500)
    expect(result.slept[0]).toBeLessThanOrEqual(7000)
  })

  test('R-13 Retry-After of days gives up at once', async () => {
    const result = await outcome((_, response) => sendText(response, 429, '', { 'retry-after': '1000000' }))
    expect(result).toMatchObject({ code: 'rate-limited', slept: [] })
    expect(result.message).toContain('asks to wait 277 hours; giving up')
  })

  test('R-13 a lost connection is tried again', async () => {
    const result = await outcome((_, response, count) => {
      if (count > 1) return sendText(response, 200, page(['1']))
      response.socket?.destroy()
      return true
    })
    expect(result.code).toBe('ok')
  })

  test('R-07 a body that breaks off is incomplete', async () => {
    const result = await outcome((_, response) => {
      response.writeHead(200, { 'content-length': '1000' })
      response.write('{"tags":["1"', () => response.socket?.destroy())
      return true
    })
    expect(result.code).toBe('incomplete')
    expect(result.registry.requests).toHaveLength(4)
  })

  test('R-06 no byte at all', async () => {
    expect(await outcome(() => true, { idleMs: 50 })).toMatchObject({
      code: 'timeout',
      message: expect.stringContaining('sent nothing')
    })
  })

  test('R-06 a drip of bytes ends at the limit of the request', async () => {
    const result = await outcome(
      (_, response) => {
        response.writeHead(200)
        const timer = setInterval(() => response.write(' '), 5)
        response.on('close', () => clearInterval(timer))
        return true
      },
      { requestMs: 120 }
    )
    expect(result).toMatchObject({ code: 'timeout', message: expect.stringContaining('did not finish in 0.12 s') })
  })

  test('R-06 pages without end stop at the limit of the list', async () => {
    let turn = 0
    const result = await outcome((_, response) => linked(response, [`t${++turn}`], `<${list}?x=${turn}>; rel="next"`), {
      listMs: 150
    })
    expect(result).toMatchObject({ code: 'timeout', message: expect.stringContaining('was not complete after 0.15 s') })
  })

  test('R-06 all registries together have a limit', async () => {
    expect(await outcome(() => true, { totalMs: 60 })).toMatchObject({
      code: 'timeout',
      message: expect.stringContaining('did not finish in 0.06 s')
    })
  })

  test('a port where nobody listens', async () => {
    const registry = await bench.start({})
    await registry.stop()
    const error = await failureOf(listTags(bench.client(plain(registry.host)), `${registry.host}/team/app`))
    expect(error).toMatchObject({ code: 'unavailable', message: expect.stringContaining('refused the connection') })
  })

  test.each([
    ['not HTTP', 'SSH-2.0-x\r\n', 'protocol'],
    ['huge headers', `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(40_000)}\r\n\r\n`, 'protocol'],
    [
      'odd header names',
      'HTTP/1.1 404 Not Found\r\n__proto__: x\r\nconstructor: y\r\n__proto__: z\r\ncontent-length: 0\r\n\r\n',
      'not-found'
    ],
    ['two lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n{}', 'protocol'],
    ['an unasked upgrade', 'HTTP/1.1 101 Switching\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n', 'protocol']
  ])('an answer with %s', async (_name, text, code) => {
    const sockets: Socket[] = []
    const server = createServer(socket => {
      sockets.push(socket.on('error', () => undefined))
      socket.once('data', () => socket.write(text))
    })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    bench.later(async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
    })
    const address = server.address()
    const host = `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
    expect(
      (await failureOf(listTags(bench.client(plain(host), { limits: { idleMs: 5000 } }), `${host}/team/app`))).code
    ).toBe(code)
  })
})
