import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chooseCandidate, mostJudged, mostYoung } from '../../src/resolve/candidates.ts'
import { farthest, findOldEnough, mostProbes, type Standing } from '../../src/resolve/candidates-aged.ts'
import { daysAgo, imagesOf, requestOf, type StoredImage } from './candidates-images.ts'

/** Looks for a place, and notes where it looked. */
async function find(count: number, standingOf: (place: number) => Standing, probes = mostProbes) {
  const looked: number[] = []
  const place = await findOldEnough(count, probes, async at => {
    looked.push(at)
    return standingOf(at)
  })
  return { place, looked }
}

describe('the border of age', () => {
  const anywhere = fc.integer({ min: 0, max: farthest }).chain(count => fc.tuple(fc.nat(count), fc.constant(count)))

  test('covers the tags of the busiest branch with few requests', () => {
    expect([mostYoung, mostProbes, mostJudged]).toEqual([5, 13, 18])
    expect(farthest).toBeGreaterThan(4000)
  })

  test.each([0, 1, 2, 62, 63, 64, 65, 127, 128, 2111, 2112, farthest - 1, farthest])('is found at %i', async border => {
    for (const count of [farthest, border + 1, border].filter(one => one <= farthest)) {
      const { place, looked } = await find(count, at => (at < border ? 'young' : 'passes'))
      expect(place).toBe(border < count ? border : undefined)
      expect(looked.length).toBeLessThanOrEqual(mostProbes)
    }
  })

  test('is found wherever it is, and is found near with few looks', async () => {
    await fc.assert(
      fc.asyncProperty(anywhere, async ([border, count]) => {
        const { place, looked } = await find(count, at => (at < border ? 'young' : 'passes'))
        expect(place).toBe(border < count ? border : undefined)
        expect(new Set(looked).size).toBe(looked.length)
        expect(looked.length).toBeLessThanOrEqual(border < 64 ? 7 : mostProbes)
      }),
      { numRuns: 500 }
    )
  })

  test('is looked for on below a tag that is old enough and refused', async () => {
    const { place } = await find(40, at => (at < 20 ? 'young' : at < 23 ? 'refused' : 'passes'))
    expect(place).toBe(23)
  })

  test('is looked for again where a tag that is missing looked old', async () => {
    const { place } = await find(40, at => (at === 31 ? 'refused' : at < 35 ? 'young' : 'passes'))
    expect(place).toBe(35)
  })

  const places = fc.array(fc.constantFrom<Standing>('young', 'young', 'young', 'passes', 'refused'), { maxLength: 400 })

  test('whatever the ages, what is found passes and was looked at, within the places and the probes, and is found again above itself', async () => {
    await fc.assert(
      fc.asyncProperty(places, fc.integer({ min: 0, max: mostProbes }), async (standings, probes) => {
        const standingOf = (at: number): Standing => standings[at] ?? 'young'
        const { place, looked } = await find(standings.length, standingOf, probes)
        expect(looked.length).toBeLessThanOrEqual(probes)
        expect(looked.every(at => at >= 0 && at < standings.length)).toBe(true)
        if (place === undefined) expect(looked.map(standingOf)).not.toContain('passes')
        else expect([looked.includes(place), standingOf(place)]).toEqual([true, 'passes'])
        if (place !== undefined) expect(await find(place, standingOf, probes)).toMatchObject({ place: undefined })
      }),
      { numRuns: 1000 }
    )
  })
})

/** `1.0.COUNT` is the newest. */
function tagsOf(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `1.0.${count - index}`)
}

/** A branch of which the first tags are too young. */
function branch(count: number, young: number): Readonly<Record<string, StoredImage>> {
  return Object.fromEntries(tagsOf(count).map((tag, index) => [tag, { date: daysAgo(index < young ? 1 : 9) }]))
}

describe('a branch that is built many times a day', () => {
  const policy = { 'minimum-age': '3d' }
  const choose = async (
    stored: Parameters<typeof imagesOf>[0],
    asking: { readonly current?: string; readonly policy?: Readonly<Record<string, unknown>> } = {}
  ) => {
    const images = imagesOf(stored)
    const request = requestOf({ tags: Object.keys(stored), policy, ...asking })
    return { choice: await chooseCandidate(request, images), asked: images.asked }
  }

  test.each([
    [100, 5],
    [100, 6],
    [100, 42],
    [1000, 69],
    [4000, 3000]
  ])('of %i tags and %i young ones moves to the newest that has soaked', async (count, young) => {
    const { choice } = await choose(branch(count, young))
    expect(choice).toMatchObject({ tag: `1.0.${count - young}`, date: { date: daysAgo(9) }, isCut: false })
    expect(choice.asked).toBeLessThanOrEqual(mostJudged)
    const messages = choice.passedOver.map(({ tag, rule }) => [tag, rule])
    expect(messages).toContainEqual([`1.0.${count - young + 1}`, 'minimum-age'])
    expect(choice.unasked).toBe(young - messages.length)
  })

  test('says how many were not asked, and claims nothing of them', async () => {
    const { choice } = await choose(branch(50, 20))
    expect(choice.passedOver.map(({ tag }) => tag)).toEqual([
      ...['1.0.50', '1.0.49', '1.0.48', '1.0.47', '1.0.46', '1.0.38', '1.0.34', '1.0.32', '1.0.31']
    ])
    const young = 'created 2026-11-21T12:00:00Z (label), younger than 3d'
    expect(choice.passedOver.map(({ message }) => message)).toEqual([
      ...Array.from({ length: 8 }, () => young),
      `${young}; and 11 between were not asked`
    ])
  })

  test('names what no request was needed for before what nobody asked about', async () => {
    const stored = { ...branch(20, 7), ...Object.fromEntries(tagsOf(12).map(tag => [tag.replace('1', '2'), {}])) }
    const { choice } = await choose(stored, { current: '1.0.1', policy: { ...policy, 'max-bump': 'minor' } })
    expect(choice.tag).toBe('1.0.13')
    expect(choice.passedOver.at(-1)?.message).toMatch(
      /, younger than 3d; and 1 between was not asked; 2 more tags passed over$/
    )
  })

  test('never goes below the tag in use, and stays there where all above are young', async () => {
    const { choice, asked } = await choose(branch(500, 400), { current: '1.0.200' })
    expect(choice).toMatchObject({ tag: '1.0.200', isCurrent: true, isCut: false, date: undefined })
    expect(asked.every(line => Number(line.split('.').at(-1)) > 200)).toBe(true)
    expect(choice.passedOver.at(-1)?.message).toMatch(/; and \d+ between were not asked$/)
  })

  test('judges no tag that a free rule refuses', async () => {
    const skip = tagsOf(100).filter((_, index) => index % 2 === 1)
    const { choice, asked } = await choose(branch(100, 30), { policy: { ...policy, skip } })
    expect(choice.tag).toBe('1.0.70')
    expect(asked.filter(line => skip.some(tag => line === `date ${tag}`))).toEqual([])
  })

  test('has no answer where all are young, and others are not said to fail', async () => {
    const { choice } = await choose(branch(100, 100))
    expect(choice).toMatchObject({ tag: undefined, isCut: true, unasked: 0 })
    expect(choice.passedOver.at(-1)).toMatchObject({ message: expect.not.stringContaining('between') })
  })

  test('is not looked through where the tags have no date, which time does not change', async () => {
    const { choice } = await choose(Object.fromEntries(tagsOf(100).map(tag => [tag, {}])))
    expect(choice).toMatchObject({ tag: undefined, asked: 10, isCut: true })
  })

  test('goes on below a tag that is old enough and lacks a platform', async () => {
    const stored = { ...branch(100, 30), '1.0.70': { date: daysAgo(9), platforms: ['linux/arm64'] } }
    const { choice } = await choose(stored, { policy: { ...policy, platforms: ['linux/amd64'] } })
    expect(choice.tag).toBe('1.0.69')
    expect(choice.passedOver.find(({ tag }) => tag === '1.0.70')).toMatchObject({ rule: 'platforms' })
  })
})
