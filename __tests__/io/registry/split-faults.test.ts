import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { RegistryError } from '../../../src/errors.ts'
import { createOrders } from '../../../src/io/registry/order.ts'
import { outlookAfter } from '../../../src/io/registry/outlook.ts'
import { orders, sorted } from '../../helpers/registry/orders.ts'
import { realisticTags } from '../../helpers/registry/realistic.ts'
import { type Behaviour, newManners, readSimulated } from '../../helpers/registry/simulated.ts'

const tags = sorted(realisticTags('mixed', 6000), 'bytes')
const lexical: Behaviour = { tags, compare: orders.bytes, cap: 100 }

async function codeOf(behaviour: Behaviour, limits = {}): Promise<string> {
  return readSimulated(behaviour, { limits }).then(
    ({ list }) => (list.tags.length === tags.length ? 'whole' : `short: ${list.tags.length}`),
    (error: unknown) => (error instanceof RegistryError ? error.code : 'bug')
  )
}

test('requests that fail in a range fail no list: the chain of Links reads on', async () => {
  let failed = 0
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 4, max: 60 }), fc.constantFrom(401, 404, 429, 503), async (when, status) => {
      const code = await codeOf({ ...lexical, fails: count => (count === when ? status : undefined) })
      if (code !== 'whole') failed++
      expect(['whole', 'protocol']).toContain(code)
    }),
    { numRuns: 60 }
  )
  // What the chain itself asks for is needed, and fails.
  expect(failed).toBeLessThan(20)
})

test('a registry that fails for good is an error, never a short list', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 60 }), async from => {
      expect(await codeOf({ ...lexical, fails: count => (count >= from ? 503 : undefined) })).toBe('protocol')
    }),
    { numRuns: 30 }
  )
})

test.each([1500, 2500, 3500, 4500, 5500])(
  'a page that loses its Link before tags that a range saw, as at %i, is not the end',
  async at => {
    const tag = tags[at] ?? ''
    let lost = 0
    const losesLink = (page: readonly string[], count: number): boolean =>
      count > 20 && page.includes(tag) && lost++ === 0
    expect(await codeOf({ ...lexical, losesLink })).toBe('whole')
    expect(lost).toBeGreaterThan(0)
  }
)

test('names that are no tags are counted once each where pages do not overlap, and hide no tag', async () => {
  const rubbish = (page: readonly string[]): readonly unknown[] => (page.includes(tags[3000] ?? '') ? ['-x', 7] : [])
  const { list } = await readSimulated({ ...lexical, rubbish })
  expect(list.tags).toEqual(tags)
  expect(list.dropped).toBeGreaterThanOrEqual(2)
})

test.each([
  ['pages', { pages: 40 }],
  ['tags', { tags: 5999 }],
  ['bytes', { listBytes: 60_000 }]
])('the limit of %s holds for all ranges together', async (_name, limits) => {
  const code = await codeOf(lexical, limits)
  expect(['incomplete', 'protocol']).toContain(code)
})

test('the order of neighbours leaves what fits', () => {
  const known = createOrders()
  known.see(['a', 'B', 'c'])
  expect([known.isBytewise(), known.stands(), known.compare('b', 'C') < 0]).toEqual([false, true, true])
  known.see(['c', 'a'])
  expect(known.stands()).toBe(false)
  const twice = createOrders()
  twice.see(['a', 'a'])
  expect(twice.stands()).toBe(false)
})

test.each([
  ['build-00001', 'build-00999', 'build-1'],
  ['0.1.1', '0.9.9', '1'],
  ['v1.0.0', 'v1.9.0', 'v2'],
  ['main-0012abc', 'main-0f12abc', 'main-1']
])('after %s to %s a list may go on at %s', (from, to, key) => {
  expect(outlookAfter([from, to], undefined).prospects.map(one => one.key)).toContain(key)
})

describe('a list that may be short', () => {
  const pushed = realisticTags('commits', 3500)

  test('because a full page lost its Link goes on, and later lists of the host are believed', async () => {
    const manners = newManners()
    const losesLink = (page: readonly string[], count: number): boolean => count === 2 && page.length === 1000
    const { list } = await readSimulated({ tags: pushed, cap: 1000, losesLink }, { manners })
    expect(list.tags).toEqual(pushed)
    const whole = pushed.slice(0, 2000)
    const honest = newManners()
    expect((await readSimulated({ tags: whole, cap: 1000 }, { manners: honest })).cost.requests).toBe(3)
    expect((await readSimulated({ tags: whole, cap: 1000 }, { manners: honest })).cost.requests).toBe(2)
  })

  test('because the registry cuts it and does not go on is an error', async () => {
    const behaviour: Behaviour = { tags: pushed, cap: 1000, ignoresLast: true, losesLink: () => true }
    expect(await codeOf(behaviour)).toBe('incomplete')
  })

  test('but is not, where the registry has no pages at all', async () => {
    const thousand = pushed.slice(0, 1000)
    const { list, cost } = await readSimulated({ tags: thousand, cap: 1000, noPages: true })
    expect(list.tags).toEqual(thousand)
    expect(cost.requests).toBe(3)
  })
})
