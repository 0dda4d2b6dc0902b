import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chooseCandidate, mostJudged } from '../../src/resolve/candidates.ts'
import { rankTags } from '../../src/version/rank.ts'
import { type Asking, daysAgo, imagesOf, requestOf, type StoredImage } from './candidates-images.ts'

const number = fc.constantFrom('0', '1', '2', '10')
const tag = fc
  .tuple(
    ...[fc.constantFrom('', 'v', 'main-'), number, fc.constantFrom('', '.'), number],
    fc.constantFrom('', '.0', '.3', '-rc.1', '-alpine', '-r2', '-build')
  )
  .map(parts => parts.join(''))

const date = fc.constantFrom(undefined, daysAgo(-1), daysAgo(1), daysAgo(3), daysAgo(9))
const source = fc.constantFrom('registry', 'label')
const platforms = fc.constantFrom(['linux/amd64'], ['linux/amd64', 'linux/arm64'])
const image = fc
  .record({ date, source, platforms })
  .map(({ date, ...rest }): StoredImage => (date === undefined ? rest : { ...rest, date }))
const stored = fc.oneof({ weight: 9, arbitrary: image }, { weight: 1, arbitrary: fc.constant('not-found' as const) })

const policy = fc.record(
  {
    skip: fc.uniqueArray(tag, { maxLength: 3 }),
    'max-bump': fc.constantFrom('major', 'minor', 'patch'),
    'no-downgrade': fc.boolean(),
    'minimum-age': fc.constantFrom('0d', '3d'),
    'no-date': fc.constantFrom('wait', 'allow'),
    platforms: fc.constantFrom([], ['linux/amd64', 'linux/arm64'])
  },
  { requiredKeys: [] }
)

/** Tags with what the registry has of them; some share an image. */
const world = fc
  .record({
    images: fc.uniqueArray(fc.tuple(tag, stored), { minLength: 1, maxLength: 20, selector: ([name]) => name }),
    policy,
    current: fc.option(tag, { nil: undefined }),
    filter: fc.constantFrom('semver()', 'number()', 'alphabetical()', "semver(order='asc')", "prefix('main-')"),
    isOneImage: fc.boolean()
  })
  .map(({ images, isOneImage, ...rest }) => {
    const [, first] = images[0] ?? []
    const digests =
      isOneImage && typeof first === 'object' ? { ...first, source: 'label' as const, digest: 'sha256:a' } : undefined
    const registry = Object.fromEntries(
      images.map(([name, image], index) => [name, index % 2 === 0 && digests ? digests : image])
    )
    return { ...rest, tags: images.map(([name]) => name), registry }
  })

type World = Asking & { readonly registry: Parameters<typeof imagesOf>[0] }

async function choose({ registry, ...asking }: World) {
  const images = imagesOf(registry)
  const choice = await chooseCandidate(requestOf(asking), images)
  return { choice, asked: images.asked }
}

const runs = { numRuns: 150 }

test('the order of the list does not matter, nor that a tag stands in it twice', async () => {
  await fc.assert(
    fc.asyncProperty(world, fc.infiniteStream(fc.nat()), async (one, stream) => {
      const shuffled = [...one.tags, ...one.tags].map(name => [stream.next().value ?? 0, name] as const)
      const tags = shuffled.toSorted(([a], [b]) => a - b).map(([, name]) => name)
      expect(await choose({ ...one, tags })).toEqual(await choose(one))
    }),
    runs
  )
})

test('the best tag that would pass alone is chosen', async () => {
  await fc.assert(
    fc.asyncProperty(world, async one => {
      const { choice } = await choose(one)
      fc.pre(!choice.isCut && choice.unasked === 0)
      const skip: readonly string[] = one.policy.skip ?? []
      for (const { tag: name } of rankTags(requestOf(one).filter, one.tags)) {
        const alone = await choose({ ...one, tags: [name, ...one.tags.filter(other => skip.includes(other))] })
        if (alone.choice.tag === undefined) continue
        expect(choice.tag).toBe(name)
        return
      }
      expect(choice.tag).toBeUndefined()
    }),
    runs
  )
})

test('no tag in skip is chosen, and with no-downgrade none that is older than the one in use', async () => {
  await fc.assert(
    fc.asyncProperty(world, async one => {
      const { choice } = await choose(one)
      const skip: readonly string[] = one.policy.skip ?? []
      if (choice.tag === undefined) return
      expect(skip).not.toContain(choice.tag)
      if (one.policy['no-downgrade'] !== true || one.current === undefined || skip.includes(one.current)) return
      expect(requestOf(one).filter.compare(choice.tag, one.current)).toBeGreaterThanOrEqual(0)
    }),
    runs
  )
})

test('requests are bounded, each is asked once, and what is passed over is told', async () => {
  await fc.assert(
    fc.asyncProperty(world, async one => {
      const { choice, asked } = await choose(one)
      const names = new Set(asked.map(line => line.replace(/^\S+ /, '')))
      expect(names.size).toBe(choice.asked)
      expect(choice.asked).toBeLessThanOrEqual(mostJudged + 4)
      expect(new Set(asked).size).toBe(asked.length)
      expect(asked.length).toBeLessThanOrEqual(3 * mostJudged)
      expect(choice.passedOver.length).toBeLessThanOrEqual(10 + mostJudged)
    }),
    runs
  )
})

test('what was chosen is chosen again, and only tags in skip make it ask what it is', async () => {
  await fc.assert(
    fc.asyncProperty(world, async one => {
      const first = await choose(one)
      const { tag: chosen } = first.choice
      fc.pre(chosen !== undefined)
      const again = await choose({ ...one, current: chosen })
      const about = again.asked.filter(line => line.endsWith(` ${chosen}`))
      const isCompared = one.policy.skip?.some(name => one.tags.includes(name)) === true
      expect(about).toEqual(isCompared && again.choice.tag === chosen && about.length > 0 ? [`HEAD ${chosen}`] : [])
      const { filter } = requestOf(one)
      // a step that is none from the old tag may be a small one from the new
      if (one.policy['max-bump'] !== undefined && again.choice.tag !== chosen)
        expect(filter.compare(again.choice.tag ?? '', chosen)).toBeGreaterThanOrEqual(0)
      else expect(again.choice).toMatchObject({ tag: chosen, isCurrent: true })
    }),
    runs
  )
})
