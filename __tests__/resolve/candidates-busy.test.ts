import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chooseCandidate, mostJudged } from '../../src/resolve/candidates.ts'
import { asksRegistry } from '../../src/resolve/candidates-judged.ts'
import { type Asking, daysAgo, imagesOf, requestOf, type StoredImage } from './candidates-images.ts'

const image = fc.record({
  date: fc.constantFrom(daysAgo(-1), daysAgo(0), daysAgo(1), daysAgo(1), daysAgo(2), daysAgo(9)),
  source: fc.constantFrom('registry' as const, 'label' as const),
  platforms: fc.constantFrom(['linux/amd64'], ['linux/amd64'], ['linux/arm64'])
})
const stored = fc.oneof(
  { weight: 12, arbitrary: image as fc.Arbitrary<StoredImage | 'not-found'> },
  { weight: 1, arbitrary: fc.constantFrom('not-found' as const, {}) }
)

/** A busy branch: many young tags, then others, in no order of age. */
const world = fc
  .record({
    young: fc.integer({ min: 0, max: 200 }),
    rest: fc.array(stored, { minLength: 1, maxLength: 100 }),
    current: fc.option(fc.nat(250), { nil: undefined }),
    platforms: fc.constantFrom([], ['linux/amd64']),
    skip: fc.uniqueArray(fc.nat(250), { maxLength: 20 })
  })
  .map(({ young, rest, current, platforms, skip }) => {
    const images = [...Array.from({ length: young }, (): StoredImage => ({ date: daysAgo(1) })), ...rest]
    const registry = Object.fromEntries(images.map((one, index) => [`1.0.${images.length - index}`, one]))
    const policy = { 'minimum-age': '3d', platforms, skip: skip.map(patch => `1.0.${patch}`) }
    const now = current === undefined ? undefined : `1.0.${current}`
    return { tags: Object.keys(registry), registry, policy, current: now }
  })

type World = Asking & { readonly registry: Parameters<typeof imagesOf>[0] }

async function choose({ registry, ...asking }: World) {
  const images = imagesOf(registry)
  const request = requestOf(asking)
  expect(asksRegistry(request.policy)).toBe(true)
  return { choice: await chooseCandidate(request, images), asked: images.asked }
}

const runs = { numRuns: 150 }
const patchOf = (tag = ''): number => Number(tag.split('.').at(-1))

test('whatever the dates, what is taken passes every rule by itself, or is in use already', async () => {
  await fc.assert(
    fc.asyncProperty(world, async one => {
      const { choice } = await choose(one)
      const { tag } = choice
      if (tag === undefined) return
      expect(one.policy.skip).not.toContain(tag)
      if (choice.isCurrent) expect(tag).toBe(one.current)
      else {
        const alone = await choose({ ...one, tags: [tag], current: undefined })
        expect(alone.choice).toMatchObject({ tag, passedOver: [], date: choice.date })
      }
    }),
    runs
  )
})

test('requests are bounded, none is about a tag from the one in use on, and none is made twice', async () => {
  await fc.assert(
    fc.asyncProperty(world, async one => {
      const { choice, asked } = await choose(one)
      expect(choice.asked).toBeLessThanOrEqual(mostJudged)
      expect(new Set(asked.map(line => line.replace(/^\S+ /, ''))).size).toBe(choice.asked)
      expect(new Set(asked).size).toBe(asked.length)
      const { current = '', tags, policy } = one
      if (!tags.includes(current) || policy.skip.includes(current)) return
      expect(asked.filter(line => patchOf(line) <= patchOf(current))).toEqual([])
      expect(choice.tag === undefined || patchOf(choice.tag) >= patchOf(current)).toBe(true)
    }),
    runs
  )
})

test('every tag above the answer is refused for a reason that holds, or counted as not asked', async () => {
  await fc.assert(
    fc.asyncProperty(world, async one => {
      const { choice } = await choose(one)
      const { tag, passedOver, unasked } = choice
      const above = one.tags.filter(name => tag === undefined || patchOf(name) > patchOf(tag))
      const over = passedOver.map(name => patchOf(name.tag))
      expect(over).toEqual(over.toSorted((a, b) => b - a))
      expect(passedOver.every(name => above.includes(name.tag))).toBe(true)
      for (const name of passedOver) {
        const alone = await choose({ ...one, tags: [name.tag], current: undefined })
        expect(alone.choice.passedOver).toMatchObject([{ tag: name.tag, rule: name.rule }])
      }
      const said = Number(/; and (\d+) between w/.exec(passedOver.at(-1)?.message ?? '')?.[1] ?? 0)
      const more = Number(/; (\d+) more tags? passed over$/.exec(passedOver.at(-1)?.message ?? '')?.[1] ?? 0)
      expect(said).toBe(unasked)
      if (tag !== undefined) expect(passedOver.length + more + unasked).toBe(above.length)
    }),
    runs
  )
})

test('the order of the list does not matter', async () => {
  await fc.assert(
    fc.asyncProperty(world, async one => {
      expect(await choose({ ...one, tags: one.tags.toReversed() })).toEqual(await choose(one))
      expect(await choose({ ...one, tags: one.tags.toSorted() })).toEqual(await choose(one))
    }),
    { numRuns: 50 }
  )
})

test('what was chosen is chosen again', async () => {
  await fc.assert(
    fc.asyncProperty(world, async one => {
      const { choice } = await choose(one)
      fc.pre(choice.tag !== undefined)
      const again = await choose({ ...one, current: choice.tag })
      expect(again.choice).toMatchObject({ tag: choice.tag, isCurrent: true })
    }),
    runs
  )
})
