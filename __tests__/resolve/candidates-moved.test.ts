import { describe, expect, test } from 'vitest'
import { chooseCandidate } from '../../src/resolve/candidates.ts'
import { type Asking, daysAgo, imagesOf, requestOf, type StoredImage } from './candidates-images.ts'

const a = `sha256:${'a'.repeat(64)}`
const b = `sha256:${'b'.repeat(64)}`
const app = 'ghcr.io/team/app'
const soak = { 'minimum-age': '3d' }

const old: StoredImage = { digest: a, date: daysAgo(30) }
const again = (days: number): StoredImage => ({ digest: b, date: daysAgo(days) })

async function choose(asking: Asking, stored: Parameters<typeof imagesOf>[0]) {
  const images = imagesOf(stored)
  return { choice: await chooseCandidate(requestOf(asking), images), asked: images.asked }
}

const youngNow = 'created 2026-11-21T12:00:00Z (label), younger than 3d'

describe('the tag in use, of which a digest is known', () => {
  test.each<[where: string, asking: Pick<Asking, 'current' | 'currentDigest'>]>([
    ['by its reference', { current: `${app}:1.0.0@${a}` }],
    ['by the lock', { current: '1.0.0', currentDigest: a }],
    ['by its reference before the lock', { current: `${app}:1.0.0@${a}`, currentDigest: b }]
  ])('%s stays with one request while it is that image, however young', async (_, current) => {
    const young = { ...old, date: daysAgo(1) }
    const { choice, asked } = await choose({ tags: ['1.0.0'], policy: soak, ...current }, { '1.0.0': young })
    expect(choice).toMatchObject({ tag: '1.0.0', isCurrent: true, isMoved: false, stop: undefined, date: undefined })
    expect(asked).toEqual(['HEAD 1.0.0'])
    expect(choice.asked).toBe(1)
  })

  const current = `${app}:1.0.0@${a}`

  test('and that was pushed again lately, ends the search without an answer', async () => {
    const { choice, asked } = await choose(
      { tags: ['0.9.0', '1.0.0'], policy: soak, current },
      { '1.0.0': again(1), '0.9.0': { date: daysAgo(90) } }
    )
    const refused = { tag: '1.0.0', rule: 'minimum-age', message: `was pushed again: ${youngNow}` }
    expect(choice).toMatchObject({ tag: undefined, isCurrent: false, isMoved: false, stop: refused })
    expect(choice.passedOver).toEqual([refused])
    expect(asked).toEqual(['HEAD 1.0.0', 'date 1.0.0'])
  })

  test('and that was pushed again long ago, is taken for what it is now', async () => {
    const { choice } = await choose({ tags: ['1.0.0'], policy: soak, current }, { '1.0.0': again(9) })
    expect(choice).toMatchObject({ tag: '1.0.0', isMoved: true, isCurrent: false, passedOver: [] })
    expect(choice.date).toEqual({ date: daysAgo(9), source: 'label' })
  })

  test('and that was pushed again without a platform, is not taken', async () => {
    const { choice } = await choose(
      { tags: ['1.0.0'], policy: { platforms: ['linux/arm64'] }, current },
      { '1.0.0': again(9) }
    )
    expect(choice.stop?.message).toBe('was pushed again: not made for linux/arm64')
  })

  test('and that is gone though it is listed, is not taken', async () => {
    const { choice } = await choose({ tags: ['1.0.0', '0.9.0'], policy: soak, current }, { '0.9.0': old })
    expect(choice).toMatchObject({ tag: undefined, isMoved: false })
    expect(choice.stop).toEqual({
      ...{ tag: '1.0.0', rule: 'missing' },
      message: 'listed by the registry, which has no such image'
    })
  })

  test('is no matter where a newer tag passes', async () => {
    const { choice, asked } = await choose(
      { tags: ['1.0.0', '1.1.0'], policy: soak, current },
      { '1.1.0': { date: daysAgo(5) }, '1.0.0': again(0) }
    )
    expect(choice).toMatchObject({ tag: '1.1.0', isMoved: false })
    expect(asked).toEqual(['HEAD 1.1.0', 'date 1.1.0'])
  })

  test('stands last where newer tags do not pass either', async () => {
    const { choice } = await choose(
      { tags: ['1.0.0', '1.1.0'], policy: soak, current },
      { '1.1.0': { date: daysAgo(1) }, '1.0.0': again(1) }
    )
    expect(choice.passedOver.map(({ tag }) => tag)).toEqual(['1.1.0', '1.0.0'])
    expect(choice.stop?.tag).toBe('1.0.0')
  })

  test.each([4, 5, 6, 40])('is looked at below %i young tags as well', async count => {
    const young = Array.from({ length: count }, (_, index) => `1.1.${index}`)
    const stored = { ...Object.fromEntries(young.map(tag => [tag, { date: daysAgo(1) }])), '1.0.0': again(1) }
    const { choice } = await choose({ tags: Object.keys(stored), policy: soak, current }, stored)
    expect(choice).toMatchObject({ tag: undefined, stop: { tag: '1.0.0' } })
    expect(choice.passedOver.at(-1)?.message).toBe(`was pushed again: ${youngNow}`)
    const kept = await choose({ tags: Object.keys(stored), policy: soak, current }, { ...stored, '1.0.0': old })
    expect(kept.choice).toMatchObject({ tag: '1.0.0', isCurrent: true })
  })

  test('is not asked for by rules about names alone', async () => {
    const policy = { 'max-bump': 'major', 'no-downgrade': true }
    const { choice, asked } = await choose({ tags: ['1.0.0'], policy, current }, { '1.0.0': again(0) })
    expect([choice.tag, choice.isCurrent, asked]).toEqual(['1.0.0', true, []])
  })

  test('is another image in another repository, whose tag is a candidate as any other', async () => {
    const { choice } = await choose(
      { tags: ['1.0.0'], policy: soak, current: `old.example/app:1.0.0@${a}` },
      { '1.0.0': again(1) }
    )
    expect(choice).toMatchObject({ tag: undefined, stop: undefined, passedOver: [{ tag: '1.0.0', message: youngNow }] })
  })

  test('and that the registry does not show, is a failure', async () => {
    await expect(choose({ tags: ['1.0.0'], policy: soak, current }, { '1.0.0': 'unavailable' })).rejects.toMatchObject({
      code: 'unavailable'
    })
  })
})
