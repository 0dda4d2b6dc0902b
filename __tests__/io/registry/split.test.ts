import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { RegistryError } from '../../../src/errors.ts'
import { type OrderName, orderNames, orders, sorted } from '../../helpers/registry/orders.ts'
import { realisticTags, tagKinds } from '../../helpers/registry/realistic.ts'
import { type Behaviour, newManners, plainRequests, readSimulated } from '../../helpers/registry/simulated.ts'

const sizes = [0, 1, 999, 1000, 1001, 2000, 3001, 12_000] as const

describe('a list in the order of bytes', () => {
  test.each(tagKinds.flatMap(kind => [50_000, 5000].map(size => [kind, size] as const)))(
    '%s × %i comes whole, in its order, with few requests and few rounds',
    async (kind, size) => {
      const behaviour: Behaviour = {
        tags: sorted(realisticTags(kind, size), 'bytes'),
        compare: orders.bytes,
        cap: 1000
      }
      const { list, cost } = await readSimulated(behaviour)
      expect(list.tags).toEqual(behaviour.tags)
      const plain = plainRequests(behaviour)
      expect(cost.requests).toBeLessThanOrEqual(1.5 * plain + 11)
      if (size === 50_000) expect(cost.rounds).toBeLessThanOrEqual(0.5 * plain)
      else expect(cost.rounds).toBeLessThanOrEqual(plain + 2)
    }
  )

  test.each(sizes)('%i tags cost no more than a plain client up to two pages', async size => {
    const behaviour: Behaviour = {
      tags: sorted(realisticTags('builds', size), 'bytes'),
      compare: orders.bytes,
      cap: 1000
    }
    const { list, cost } = await readSimulated(behaviour)
    expect(list.tags).toEqual(behaviour.tags)
    // A full last page without a Link may have been cut; that it was not takes a request.
    const proof = size > 0 && size % 1000 === 0 ? 1 : 0
    if (size <= 2000) expect(cost.requests).toBe(plainRequests(behaviour) + proof)
  })
})

describe('a list that cannot be split costs one request at most', () => {
  const cases: readonly [string, Omit<Behaviour, 'tags' | 'cap'>, OrderName | 'pushed'][] = [
    ['in the order of pushes', {}, 'pushed'],
    ['in reverse order', { compare: (a, b) => -orders.bytes(a, b) }, 'reverse'],
    ['in natural order', { compare: orders.natural }, 'natural'],
    ['without regard to punctuation', { compare: orders.bare }, 'bare'],
    ['that answers 404 to a text that is no tag', { compare: orders.bytes, unknown: 'error' }, 'bytes'],
    ['that ends after a text that is no tag', { compare: orders.bytes, unknown: 'empty' }, 'bytes'],
    ['that begins again after a text that is no tag', { compare: orders.bytes, unknown: 'first page' }, 'bytes'],
    ['whose Links hold a token', { compare: orders.bytes, opaque: true }, 'bytes']
  ]
  test.each(cases)('%s', async (_name, behaviour, order) => {
    const raw = [...realisticTags('mixed', 9000), ...realisticTags('numbers', 999).map(one => `Build-${one}`)]
    const one: Behaviour = { ...behaviour, tags: order === 'pushed' ? raw : sorted(raw, order), cap: 500 }
    const { list, cost } = await readSimulated(one)
    expect(new Set(list.tags)).toEqual(new Set(one.tags))
    expect(cost.requests).toBeLessThanOrEqual(plainRequests(one) + 1)
  })

  test('unless its order is a known one, which is no hindrance', async () => {
    const raw = [...realisticTags('mixed', 9000), ...realisticTags('numbers', 999).map(one => `Build-${one}`)]
    const behaviour: Behaviour = { tags: sorted(raw, 'lower'), compare: orders.lower, cap: 500 }
    const { list, cost } = await readSimulated(behaviour)
    expect(list.tags).toEqual(behaviour.tags)
    expect(cost.requests).toBeLessThanOrEqual(1.5 * plainRequests(behaviour) + 11)
  })

  test('and later lists of the same host cost none', async () => {
    const manners = newManners()
    const tags = sorted(realisticTags('versions', 5900), 'bytes')
    const behaviour: Behaviour = { tags, compare: orders.bytes, cap: 1000, unknown: 'error', tooLarge: 'refuse' }
    expect((await readSimulated(behaviour, { manners })).cost.requests).toBe(6 + 2)
    expect((await readSimulated(behaviour, { manners })).cost.requests).toBe(6)
  })
})

test('a registry that takes any page size is asked for large pages', async () => {
  const tags = realisticTags('mixed', 20_500)
  const { list, cost } = await readSimulated({ tags, cap: 100_000 })
  expect(list.tags).toEqual(tags)
  expect(cost.urls.map(url => new URLSearchParams(url).get('n'))).toEqual(['1000', '10000', '10000'])
})

const behaviours = fc.record({
  kind: fc.constantFrom(...tagKinds),
  size: fc.integer({ min: 0, max: 2500 }),
  cap: fc.constantFrom(7, 50, 100, 333, 1000),
  order: fc.constantFrom<(OrderName | 'pushed')[]>('pushed', ...orderNames),
  unknown: fc.constantFrom('seek' as const, 'skip' as const, 'error' as const, 'empty' as const, 'first page' as const),
  tooLarge: fc.constantFrom('clip' as const, 'refuse' as const),
  opaque: fc.boolean(),
  capitals: fc.boolean()
})

test('whatever the registry does, the result is every tag once', async () => {
  await fc.assert(
    fc.asyncProperty(behaviours, async ({ kind, size, order, capitals, ...rest }) => {
      const raw = realisticTags(kind, size).map((tag, index) => (capitals && index % 3 === 0 ? tag.toUpperCase() : tag))
      const pushed = order === 'pushed'
      const tags = pushed ? [...new Set(raw)] : sorted([...new Set(raw)], order)
      const { list } = await readSimulated({ ...rest, tags, compare: pushed ? undefined : orders[order] })
      expect([...list.tags].sort()).toEqual([...tags].sort())
    }),
    { numRuns: 150 }
  )
})

test('while tags come and go, those that stay are all there, or the list is an error', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...tagKinds),
      fc.integer({ min: 300, max: 2500 }),
      fc.array(fc.tuple(fc.integer({ min: 1, max: 40 }), fc.nat(), fc.boolean()), { maxLength: 12 }),
      async (kind, size, changes) => {
        const all = sorted(realisticTags(kind, size + 50), 'bytes')
        const volatile = new Set(changes.map(([, at]) => all[at % all.length]))
        const change = (count: number, tags: readonly string[]): readonly string[] => {
          let now = tags
          for (const [when, at, gone] of changes) {
            const tag = all[at % all.length] ?? ''
            if (when === count)
              now = gone ? now.filter(one => one !== tag) : sorted([...new Set([...now, tag])], 'bytes')
          }
          return now
        }
        const result = await readSimulated({ tags: all, compare: orders.bytes, cap: 100, change }).catch(error => error)
        if (result instanceof RegistryError) return expect(result.code).toBe('incomplete')
        const found = new Set(result.list.tags)
        expect(all.filter(tag => !volatile.has(tag) && !found.has(tag))).toEqual([])
      }
    ),
    { numRuns: 100 }
  )
})
