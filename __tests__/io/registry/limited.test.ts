import { afterEach, expect, test } from 'vitest'
import { createBench, page, plain } from '../../helpers/registry/bench.ts'
import { listTags } from '../../helpers/registry/client.ts'
import { createLimiter, type LimiterKind } from '../../helpers/registry/limiters.ts'
import { sendText } from '../../helpers/registry.ts'

const bench = createBench()
afterEach(bench.clear)

type Told = 'seconds' | 'date' | 'nothing'

/** A registry that takes 100 requests a second, pages and tokens together; nobody really waits. */
async function startLimited(kind: LimiterKind, told: Told, options: Parameters<typeof bench.start>[0]) {
  let skipped = 0
  const now = (): number => Date.now() + skipped
  const limiter = createLimiter(kind, 100, now())
  let refused = 0
  const registry = await bench.start({
    ...options,
    answer(request, response, count) {
      const wait = limiter.take(now())
      if (wait === 0) return options.answer?.(request, response, count)
      refused++
      const date = new Date(Math.ceil((now() + wait) / 1000) * 1000).toUTCString()
      const headers = {
        seconds: { 'retry-after': '1' },
        date: { 'retry-after': date, date: new Date(now()).toUTCString() },
        nothing: {}
      }
      return sendText(response, 429, '', headers[told])
    }
  })
  const client = bench.client(plain(registry.host), {
    now,
    sleep: async milliseconds => {
      skipped += milliseconds
    }
  })
  return { registry, client, refused: () => refused }
}

const cases = [
  ['fixed window', 'seconds'],
  ['fixed window', 'nothing'],
  ['sliding window', 'date'],
  ['token bucket', 'seconds']
] as const

test.each(cases)('200 repositories, each with a token, under a %s of 100 a second, told by %s', async (kind, told) => {
  const names = Array.from({ length: 200 }, (_, index) => `team/app-${index}`)
  const repositories = Object.fromEntries(names.map((name, index) => [name, [`1.0.${index}`]]))
  const { registry, client, refused } = await startLimited(kind, told, { repositories, login: { kind: 'bearer' } })
  const lists = await Promise.all(names.map(name => listTags(client, `${registry.host}/${name}`)))
  expect(lists.map(({ tags }) => tags[0])).toEqual(names.map((_, index) => `1.0.${index}`))
  expect(refused()).toBeGreaterThan(0)
  expect(client.cost().waits).toBeGreaterThan(0)
})

test.each(cases)('a list of 150 pages under a %s of 100 a second, told by %s', async (kind, told) => {
  const { registry, client } = await startLimited(kind, told, {
    answer(request, response) {
      const turn = Number(new URL(request.path, 'http://x').searchParams.get('last')?.slice(1) ?? 0) + 1
      const next = `</v2/team/app/tags/list?last=t${turn}>; rel="next"`
      return sendText(response, 200, page([`t${turn}`]), turn < 150 ? { link: next } : {})
    }
  })
  const { tags } = await listTags(client, `${registry.host}/team/app`)
  expect(tags).toHaveLength(150)
})
