import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createOrders } from '../../../src/io/registry/order.ts'
import { keyBefore, keyBetween } from '../../../src/io/registry/seek-key.ts'
import { type OrderName, orderNames, orders, sorted } from '../../helpers/registry/orders.ts'
import { realisticTags, tagKinds } from '../../helpers/registry/realistic.ts'
import { type Behaviour, plainRequests, readSimulated } from '../../helpers/registry/simulated.ts'

const large = sorted(realisticTags('mixed', 50_000), 'bytes')
const lexical: Behaviour = { tags: large, compare: orders.bytes, cap: 1000 }

describe('a literal prefix', () => {
  test.each(['v10.', 'main-a', 'build-4', '2021-', '0.'])(
    '%s: only its own part of a long list is read',
    async prefix => {
      const { list, cost } = await readSimulated(lexical, { prefix })
      const wanted = large.filter(tag => tag.startsWith(prefix))
      expect(list).toMatchObject({ tags: wanted, prefix })
      expect(cost.requests).toBeLessThanOrEqual(3 + wanted.length / 1000)
    }
  )

  test('a long part is read in ranges', async () => {
    const { list, cost } = await readSimulated({ ...lexical, cap: 100 }, { prefix: 'main-' })
    const wanted = large.filter(tag => tag.startsWith('main-'))
    expect(list.tags).toEqual(wanted)
    expect(cost.rounds).toBeLessThan(wanted.length / 100 / 2)
    expect(cost.requests).toBeLessThanOrEqual((1.5 * wanted.length) / 100 + 13)
  })

  test('no tag with it: the whole list tells', async () => {
    const { list } = await readSimulated(lexical, { prefix: 'nothing-' })
    expect(list.prefix).toBeUndefined()
    expect(list.tags).toEqual(large)
  })

  test('a list of one page costs one request', async () => {
    const tags = large.slice(0, 600)
    const { list, cost } = await readSimulated({ ...lexical, tags }, { prefix: 'main-' })
    expect(list).toEqual({ tags, pages: 1, dropped: 0 })
    expect(cost.requests).toBe(1)
  })

  test.each<[string, Partial<Behaviour>, OrderName | 'pushed']>([
    ['in the order of pushes', { compare: undefined }, 'pushed'],
    ['in reverse order', { compare: orders.reverse }, 'reverse'],
    ['in natural order', { compare: orders.natural }, 'natural'],
    ['that answers 404 to a text that is no tag', { unknown: 'error' }, 'bytes'],
    ['that ends after a text that is no tag', { unknown: 'empty' }, 'bytes'],
    ['that begins again after a text that is no tag', { unknown: 'first page' }, 'bytes'],
    ['whose Links hold a token', { opaque: true }, 'bytes']
  ])('a list %s costs one request more at most', async (_name, behaviour, order) => {
    const raw = realisticTags('mixed', 8900)
    const one: Behaviour = { ...lexical, ...behaviour, tags: order === 'pushed' ? raw : sorted(raw, order) }
    const { list, cost } = await readSimulated(one, { prefix: 'v2.1' })
    expect(new Set(list.tags)).toEqual(new Set(one.tags))
    expect(cost.requests).toBeLessThanOrEqual(plainRequests(one) + 1)
  })
})

test('no tag with the prefix is ever missed, whatever the order', async () => {
  const behaviours = fc.record({
    kind: fc.constantFrom(...tagKinds),
    size: fc.integer({ min: 1, max: 1500 }),
    cap: fc.constantFrom(7, 50, 100, 333),
    order: fc.constantFrom<(OrderName | 'pushed')[]>('pushed', ...orderNames),
    unknown: fc.constantFrom(
      'seek' as const,
      'seek' as const,
      'skip' as const,
      'error' as const,
      'empty' as const,
      'first page' as const
    ),
    capitals: fc.boolean(),
    from: fc.nat(),
    length: fc.integer({ min: 1, max: 8 })
  })
  await fc.assert(
    fc.asyncProperty(behaviours, async ({ kind, size, order, capitals, from, length, ...rest }) => {
      const raw = realisticTags(kind, size).map((tag, at) => (capitals && at % 3 === 0 ? tag.toUpperCase() : tag))
      const tags = order === 'pushed' ? [...new Set(raw)] : sorted([...new Set(raw)], order)
      const prefix = tags[from % tags.length]?.slice(0, length) ?? ''
      const compare = order === 'pushed' ? undefined : orders[order]
      const { list } = await readSimulated({ ...rest, tags, compare }, { prefix })
      const found = new Set(list.tags)
      expect(tags.filter(tag => tag.startsWith(prefix) && !found.has(tag))).toEqual([])
      expect(list.prefix === undefined ? found.size : tags.length).toBe(tags.length)
    }),
    { numRuns: 300 }
  )
})

test('a key before a prefix is below every tag with it, in every order that is left', () => {
  const text = fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,8}$/)
  fc.assert(
    fc.property(text, text, fc.constantFrom(...orderNames), (prefix, rest, name) => {
      const known = createOrders()
      known.see(sorted(['a-b', 'A.c', 'ab', 'b10', 'b9', '1_0', '1-2', '12'], name))
      if (!known.stands()) return
      const key = keyBefore(prefix, known)
      if (key !== undefined) expect(orders[name](key, prefix + rest)).toBeLessThan(0)
    }),
    { numRuns: 500 }
  )
})

test.each([
  ['build-01999', 'build-02000', 'build-0200.zzz'],
  ['1.9', '2', '1zzz'],
  ['a', 'b', 'azzz'],
  ['a', 'a0', 'a.zzz'],
  ['a-', 'a--', undefined],
  ['x', '-', undefined]
])('a text between %s and %s', (before, after, key) => {
  expect(keyBetween(before, after)).toBe(key)
})
