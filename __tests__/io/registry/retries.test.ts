import { describe, expect, test } from 'vitest'
import { RegistryError } from '../../../src/errors.ts'
import { createCostMeter } from '../../../src/io/registry/cost.ts'
import { defaultLimits, type RegistryLimits } from '../../../src/io/registry/limits.ts'
import { createRedactor } from '../../../src/io/registry/redact.ts'
import { withRetries } from '../../../src/io/registry/retry.ts'
import type { Answer, Exchange, Fault } from '../../../src/io/registry/transport.ts'
import { answer, requestTo } from '../../helpers/registry/limited-host.ts'
import { createVirtualClock, type VirtualClock } from '../../helpers/registry/virtual-clock.ts'

type Respond = (url: URL, count: number, now: number) => Answer | Fault

type Bench = {
  readonly clock: VirtualClock
  readonly send: Exchange
  /** Addresses in the order in which they were sent, with the seconds since the begin. */
  readonly sent: readonly (readonly [address: string, seconds: number])[]
  readonly waits: () => number
}

/** An exchange with a round trip of 10 ms. */
function createBench(respond: Respond, limits: Partial<RegistryLimits> = {}): Bench {
  const clock = createVirtualClock(1_800_000_000_000, () => 0)
  const begin = clock.now()
  const meter = createCostMeter()
  const sent: (readonly [string, number])[] = []
  const exchange: Exchange = async ({ url, signal }) => {
    sent.push([url.host + url.pathname, Math.round((clock.now() - begin) / 100) / 10])
    const count = sent.length
    await clock.sleep(10, signal)
    return respond(url, count, clock.now() - begin)
  }
  const options = { limits: { ...defaultLimits, ...limits }, meter, redactor: createRedactor(), clock }
  return { clock, send: withRetries(exchange, options), sent, waits: () => meter.read().waits }
}

const url = (path: string, host = 'registry.test'): string => `https://${host}/${path}`
const at = (seconds: number): Record<string, string> => ({ 'retry-after': `${seconds}` })
const statusOf = (result: Answer | Fault): number | string =>
  result.kind === 'answer' ? result.status : result.error.message

describe('a pause', () => {
  test('holds all requests to its host, counts once, and is no retry of those that only waited', async () => {
    const { clock, send, sent, waits } = createBench((_, count) => answer(count === 1 ? 429 : 200, at(2)))
    const first = send(requestTo(url('first')))
    const others = clock.sleep(20).then(() => Promise.all(['a', 'b', 'c'].map(path => send(requestTo(url(path))))))
    const results = await clock.run(Promise.all([first, others]).then(([one, rest]) => [one, ...rest]))
    expect(results.map(statusOf)).toEqual([200, 200, 200, 200])
    expect(sent.map(([address]) => address)).toEqual([
      'registry.test/first',
      'registry.test/first',
      'registry.test/a',
      'registry.test/b',
      'registry.test/c'
    ])
    expect(sent[1]?.[1]).toBe(2)
    expect(waits()).toBe(1)
  })

  test('that is too long closes the host for as long, without another request', async () => {
    const { clock, send, sent } = createBench(() => answer(429, at(1000)))
    const first = await clock.run(send(requestTo(url('a'))))
    const second = await clock.run(clock.sleep(100_000).then(() => send(requestTo(url('b')))))
    expect(sent).toHaveLength(1)
    expect(statusOf(first)).toContain('asks to wait 16 minutes; giving up')
    expect(statusOf(second)).toContain('asks to wait 15 minutes; giving up')
    await clock.run(clock.sleep(1_000_000).then(() => send(requestTo(url('c')))))
    expect(sent).toHaveLength(2)
  })

  test('of a host that never took a request since closes it after the first that gave up', async () => {
    const { clock, send, sent } = createBench(() => answer(429))
    const first = await clock.run(send(requestTo(url('a'))))
    const second = await clock.run(send(requestTo(url('b'))))
    expect(sent.map(([address]) => address)).toEqual(new Array(4).fill('registry.test/a'))
    expect([first, second].map(statusOf)).toEqual([
      expect.stringContaining('after 3 retries'),
      expect.stringContaining('after 3 retries')
    ])
  })

  test('never holds another host', async () => {
    const { clock, send, sent } = createBench(({ host }, count) =>
      answer(host === 'slow.test' && count === 1 ? 429 : 200, at(30))
    )
    const slow = send(requestTo(url('x', 'slow.test')))
    const fast = clock.sleep(20).then(() => send(requestTo(url('x', 'fast.test'))))
    await clock.run(Promise.all([slow, fast]))
    expect(sent.map(([address, seconds]) => [address, Math.round(seconds)])).toEqual([
      ['slow.test/x', 0],
      ['fast.test/x', 0],
      ['slow.test/x', 30]
    ])
  })

  test.each([429, 503])('%i: three retries and no more', async status => {
    const { clock, send, sent, waits } = createBench(() => answer(status))
    const result = await clock.run(send(requestTo(url('x'))))
    expect(statusOf(result)).toContain('after 3 retries')
    expect([sent.length, waits()]).toEqual([4, 3])
  })

  test.each([
    ['too long at once', [70], 'asks to wait 70 s; giving up', 1],
    ['too long together', [40, 30], 'asks to wait 30 s; giving up', 2],
    ['277 hours', [1_000_000], 'asks to wait 277 hours; giving up', 1]
  ])('%s ends with the budget of its host', async (_name, asked, message, requests) => {
    const { clock, send, sent } = createBench((_, count) => answer(429, at(asked[count - 1] ?? 0)))
    const result = await clock.run(send(requestTo(url('x'))))
    expect(statusOf(result)).toContain(message)
    expect(sent).toHaveLength(requests)
  })

  test('that one host used up leaves that of another', async () => {
    const { clock, send } = createBench(({ host }, count) => {
      if (host === 'a.test') return answer(429, at(count === 1 ? 60 : 1))
      return answer(count === 3 ? 429 : 200, at(50))
    })
    expect(statusOf(await clock.run(send(requestTo(url('x', 'a.test')))))).toContain('asks to wait 1 s; giving up')
    expect(statusOf(await clock.run(send(requestTo(url('x', 'b.test')))))).toBe(200)
  })

  test.each([
    ['in a pause', 'first'],
    ['behind others', 'second']
  ])('who stops waiting %s gets the reason, and the others go on', async (_name, stopped) => {
    const { clock, send, sent } = createBench((_, count) => answer(count === 1 ? 429 : 200, at(5)))
    const stop = new AbortController()
    const sendLater = async (path: string, delay: number): Promise<number | string> => {
      await clock.sleep(delay)
      return statusOf(await send(requestTo(url(path), path === stopped ? stop.signal : undefined)))
    }
    const all = ['first', 'second', 'third'].map((path, index) => sendLater(path, 20 * index))
    const stopping = clock.sleep(1000).then(() => {
      stop.abort(new RegistryError('timeout', 'too late', { registry: 'registry.test' }))
    })
    const results = await clock.run(Promise.all([...all, stopping]))
    expect(results.slice(0, 3)).toEqual(['first', 'second', 'third'].map(path => (path === stopped ? 'too late' : 200)))
    expect(sent.slice(1).map(([address]) => address)).not.toContain(`registry.test/${stopped}`)
  })

  test('an account that Docker Hub counted is not told to log in', async () => {
    const headers = { ...at(100), 'docker-ratelimit-source': '11111111-2222-3333-4444-555555555555' }
    const hints = []
    for (const one of [headers, at(100)]) {
      const { clock, send } = createBench(() => answer(429, one))
      const result = await clock.run(send(requestTo(url('x'))))
      hints.push(result.kind === 'fault' ? result.error.hint : undefined)
    }
    expect(hints).toEqual(['Run again later.', 'Run again later; a login often has a higher limit.'])
  })
})

describe('a limit that the host tells', () => {
  const left = (remaining: number, reset: number): Record<string, string> => ({
    'ratelimit-limit': '3',
    'ratelimit-remaining': `${remaining}`,
    'ratelimit-reset': `${reset}`
  })
  const sendInTurn = async ({ clock, send }: Bench, count: number): Promise<void> => {
    const all = async (): Promise<void> => {
      for (let sent = 0; sent < count; sent++) await send(requestTo(url(`${sent}`)))
    }
    await clock.run(all())
  }

  test('is waited for before anything is refused', async () => {
    const bench = createBench((_, count) => answer(200, left(Math.max(0, 3 - count), 20)))
    await sendInTurn(bench, 4)
    expect(bench.sent.map(([, seconds]) => Math.round(seconds))).toEqual([0, 0, 0, 20])
    expect(bench.waits()).toBe(1)
  })

  test('counts what is on its way', async () => {
    const bench = createBench((_, count) => answer(200, left(3 - count, 20)))
    const { clock, send, sent } = bench
    const three = ['a', 'b', 'c'].map(path => send(requestTo(url(path))))
    const fourth = clock.sleep(11).then(() => send(requestTo(url('d'))))
    await clock.run(Promise.all([...three, fourth]))
    expect(sent.map(([, seconds]) => Math.round(seconds))).toEqual([0, 0, 0, 20])
  })

  test.each([
    ['whose reset is beyond the budget', left(0, 3600)],
    ['without a reset', { 'ratelimit-limit': '100;w=21600', 'ratelimit-remaining': '0;w=21600' }],
    ['that is not used up', left(1, 20)]
  ])('%s is not waited for', async (_name, headers) => {
    const bench = createBench(() => answer(200, headers))
    await sendInTurn(bench, 3)
    expect(bench.sent.map(([, seconds]) => Math.round(seconds))).toEqual([0, 0, 0])
  })

  test('takes at most half of the budget where it is never lifted', async () => {
    const bench = createBench(() => answer(200, left(0, 20)))
    await sendInTurn(bench, 12)
    expect(bench.sent.at(-1)?.[1]).toBeLessThan(40)
  })
})
