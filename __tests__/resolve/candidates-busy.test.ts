import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chooseCandidate, mostJudged } from '../../src/resolve/candidates.ts'
import { mostProbes } from '../../src/resolve/candidates-aged.ts'
import { mostSkipped } from '../../src/resolve/candidates-digests.ts'
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

/** The image of several tags. */
const shared: StoredImage = { digest: 'sha256:shared', date: daysAgo(9), platforms: ['linux/amd64'] }

/** A busy branch: many young tags, then others, in no order of age, of which some are one image. What is in use may have been pushed again. */
const world = fc
  .record({
    young: fc.integer({ min: 0, max: 200 }),
    rest: fc.array(fc.oneof({ weight: 4, arbitrary: stored }, { weight: 1, arbitrary: fc.constant(shared) }), {
      ...{ minLength: 1, maxLength: 100 }
    }),
    current: fc.option(fc.nat(250), { nil: undefined }),
    platforms: fc.constantFrom([], ['linux/amd64']),
    skip: fc.uniqueArray(fc.nat(250), { maxLength: 20 }),
    currentDigest: fc.constantFrom(undefined, 'as it is', 'sha256:other', 'sha256:shared')
  })
  .map(({ young, rest, current, platforms, skip, currentDigest }) => {
    const images = [...Array.from({ length: young }, (): StoredImage => ({ date: daysAgo(1) })), ...rest]
    const registry = Object.fromEntries(images.map((one, index) => [`1.0.${images.length - index}`, one]))
    const policy = { 'minimum-age': '3d', platforms, skip: skip.map(patch => `1.0.${patch}`) }
    const now = current === undefined ? undefined : `1.0.${current}`
    const before = currentDigest === 'as it is' ? digestIn(registry, now) : currentDigest
    return { tags: Object.keys(registry), registry, policy, current: now, currentDigest: before }
  })

function digestIn(registry: Parameters<typeof imagesOf>[0], tag = ''): string | undefined {
  const image = registry[tag]
  return typeof image === 'object' ? (image.digest ?? `sha256:${tag}`) : undefined
}

type World = Asking & { readonly registry: Parameters<typeof imagesOf>[0] }

async function choose({ registry, ...asking }: World) {
  const images = imagesOf(registry)
  const request = requestOf(asking)
  expect(asksRegistry(request.policy)).toBe(true)
  return { choice: await chooseCandidate(request, images), asked: images.asked }
}

type Generated = typeof world extends fc.Arbitrary<infer T> ? T : never

/** The names of `skip` whose images are compared. */
function comparedTags({ tags, policy }: Generated): readonly string[] {
  return policy.skip.filter(tag => tags.includes(tag)).slice(-mostSkipped)
}

/** A tag without its neighbours. */
function alone(one: Generated, tag: string): World {
  const skipped = one.policy.skip.filter(name => one.tags.includes(name))
  return { ...one, tags: [tag, ...skipped], current: undefined, currentDigest: undefined }
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
        const { choice: single } = await choose(alone(one, tag))
        expect(single).toMatchObject({ tag, date: choice.date })
        expect(choice.isMoved).toBe(tag === one.current)
      }
    }),
    runs
  )
})

test('requests are bounded, one is about the tag in use, none about those below, and none is made twice', async () => {
  await fc.assert(
    fc.asyncProperty(world, async one => {
      const { choice, asked } = await choose(one)
      expect(choice.asked).toBeLessThanOrEqual(mostJudged + mostProbes + 1 + mostSkipped)
      expect(new Set(asked.map(line => line.replace(/^\S+ /, ''))).size).toBe(choice.asked)
      expect(new Set(asked).size).toBe(asked.length)
      const { current = '', tags, policy, registry, currentDigest = digestIn(registry, current) } = one
      const compared = comparedTags(one)
      const isSkipped = compared.some(name => currentDigest !== undefined && digestIn(registry, name) === currentDigest)
      if (!tags.includes(current) || policy.skip.includes(current) || isSkipped) return
      const judged = asked.filter(line => !compared.some(name => line === `HEAD ${name}`))
      expect(new Set(judged.map(line => line.replace(/^\S+ /, ''))).size).toBeLessThanOrEqual(mostJudged + 1)
      expect(judged.filter(line => patchOf(line) < patchOf(current))).toEqual([])
      if (choice.isCurrent) expect(judged.filter(line => line === `date ${current}`)).toEqual([])
      expect(choice.stop === undefined || choice.tag === undefined).toBe(true)
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
        const isNamed = one.policy.skip.includes(name.tag)
        const { choice: single } = await choose(isNamed ? { ...one, tags: [name.tag] } : alone(one, name.tag))
        expect(single.tag).not.toBe(name.tag)
        expect(single.passedOver.map(({ tag, rule }) => [tag, rule])).toContainEqual([name.tag, name.rule])
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

test.each(['with its digest', 'without'])('what was chosen is chosen again, %s', async how => {
  await fc.assert(
    fc.asyncProperty(world, async one => {
      const { choice } = await choose(one)
      fc.pre(choice.tag !== undefined)
      const currentDigest = how === 'without' ? undefined : digestIn(one.registry, choice.tag)
      const again = await choose({ ...one, current: choice.tag, currentDigest })
      expect(again.choice).toMatchObject({ tag: choice.tag, isCurrent: true, isMoved: false })
    }),
    runs
  )
})

test('a tag in use that was pushed again is taken only where it passes as a tag that is new', async () => {
  await fc.assert(
    fc.asyncProperty(world, async one => {
      fc.pre(one.current !== undefined && one.tags.includes(one.current) && !one.policy.skip.includes(one.current))
      const { choice } = await choose({ ...one, currentDigest: 'sha256:other' })
      expect(choice.isCurrent).toBe(false)
      fc.pre(choice.tag === one.current || choice.stop !== undefined)
      const { choice: single } = await choose(alone(one, one.current ?? ''))
      expect(single.tag).toBe(choice.tag)
    }),
    runs
  )
})
