import { describe, expect, test } from 'vitest'
import { chooseCandidate, mostCandidates } from '../../src/resolve/candidates.ts'
import { mostSkipped } from '../../src/resolve/candidates-digests.ts'
import { type Asking, daysAgo, imagesOf, requestOf, type StoredImage } from './candidates-images.ts'

const digestOf = (letter: string): string => `sha256:${letter.repeat(64)}`
const bad: StoredImage = { digest: digestOf('b'), date: daysAgo(9) }
const app = 'ghcr.io/team/app'

/** A choice on one line, and one line for each tag that was passed over. */
async function choose(asking: Asking, stored: Parameters<typeof imagesOf>[0]) {
  const images = imagesOf(stored)
  const choice = await chooseCandidate(requestOf(asking), images)
  const lines = [
    `${choice.tag ?? '-'}${choice.isCurrent ? ' (current)' : ''}`,
    ...choice.passedOver.map(one => `${one.tag} ${one.rule}: ${one.message}`)
  ]
  return { choice, lines, asked: images.asked }
}

const skip = ['1.4.2']
const same = 'is the same image as 1.4.2, which is skipped'

describe('an image in skip', () => {
  test.each(['v1.4.2', '1.4.2.0', '1.4', '1.5.0'])('is not taken as %s', async tag => {
    const { lines } = await choose(
      { tags: [tag, '1.4.2', '1.3.0'], policy: { skip } },
      { [tag]: bad, '1.4.2': bad, '1.3.0': {} }
    )
    expect(lines[0]).toBe('1.3.0')
    expect(lines).toContain(`${tag} skip: ${same}`)
  })

  test('costs requests for the skipped tags and for what would be taken, and for nothing else', async () => {
    const { asked, choice } = await choose(
      { tags: ['1.5.0', '1.4.2', '1.4.1'], policy: { skip } },
      { '1.5.0': {}, '1.4.2': bad, '1.4.1': {} }
    )
    expect(choice.tag).toBe('1.5.0')
    expect(asked).toEqual(['HEAD 1.4.2', 'HEAD 1.5.0'])
  })

  test.each([
    ['is not listed', ['1.5.0'], []],
    ['is listed and gone', ['1.5.0', '1.4.2'], ['HEAD 1.4.2']]
  ])('of which the tag %s, is compared with nothing', async (_, tags, expected) => {
    const { lines, asked } = await choose({ tags, policy: { skip } }, { '1.5.0': bad })
    expect(lines[0]).toBe('1.5.0')
    expect(asked).toEqual(expected)
  })

  test('is asked for where the list says nothing of its tag, for it was not read that far', async () => {
    const asking = { filter: "prefix('v')", tags: ['v1.4.2', 'v1.4.1'], prefix: 'v' }
    const stored = { 'v1.4.2': bad, '1.4.2': bad, 'v1.4.1': {} }
    const { lines, asked } = await choose({ ...asking, policy: { skip: ['1.4.2', 'v9'] } }, stored)
    expect(lines).toEqual(['v1.4.1', `v1.4.2 skip: ${same}`])
    expect(asked).not.toContain('HEAD v9')
  })

  test('that the registry does not show, is a failure', async () => {
    await expect(
      choose({ tags: ['1.5.0', '1.4.2'], policy: { skip } }, { '1.5.0': {}, '1.4.2': 'unavailable' })
    ).rejects.toMatchObject({ code: 'unavailable' })
  })

  test('costs no request where no tag is left anyway', async () => {
    const { asked } = await choose({ tags: ['1.4.2'], policy: { skip } }, { '1.4.2': bad })
    expect(asked).toEqual([])
  })

  test(`is compared with the last ${mostSkipped} of a list`, async () => {
    const many = Array.from({ length: mostSkipped + 2 }, (_, index) => `1.0.${index}`)
    const { asked } = await choose(
      { tags: ['2.0.0', ...many], policy: { skip: many } },
      Object.fromEntries(['2.0.0', ...many].map(tag => [tag, {}]))
    )
    expect(asked).toEqual([...many.slice(-mostSkipped), '2.0.0'].map(tag => `HEAD ${tag}`))
  })

  test('under many tags is refused for a bounded number of them', async () => {
    const tags = Array.from({ length: 40 }, (_, index) => `2.0.${index}`)
    const stored = { ...Object.fromEntries(tags.map(tag => [tag, bad])), '1.4.2': bad }
    const { choice, asked } = await choose({ tags: [...tags, '1.4.2'], policy: { skip } }, stored)
    expect(choice).toMatchObject({ tag: undefined, isCut: true })
    expect(asked).toHaveLength(mostCandidates + 1)
  })

  test('is judged once, however many tags it has', async () => {
    const { lines, asked } = await choose(
      { tags: ['1.4.2.0', '1.4.2', '1.4', '1.3.0'], policy: { skip, 'minimum-age': '3d' } },
      { '1.4.2.0': bad, '1.4.2': bad, '1.4': bad, '1.3.0': { date: daysAgo(9) } }
    )
    expect(lines[0]).toBe('1.3.0')
    expect(lines).toContain(`1.4 skip: ${same}`)
    expect(asked.filter(line => line.startsWith('date'))).toEqual(['date 1.4.2.0', 'date 1.3.0'])
  })
})

describe('the tag in use', () => {
  const stored = { v1: bad, 'v1.4.2': bad, '1.4.2': bad, '1.4.1': {}, '1.3.0': {} }
  const policy = { skip, 'no-downgrade': true }
  const tags = ['v1.4.2', '1.4.2', '1.4.1', '1.3.0']

  test.each<[how: string, asking: Pick<Asking, 'current' | 'currentDigest'>]>([
    ['as its tag says', { current: 'v1.4.2' }],
    ['as its digest says', { current: `${app}:v1.4.2@${digestOf('b')}` }],
    ['as the lock says', { current: 'v1.4.2', currentDigest: digestOf('b') }]
  ])('is rolled back from where its image is skipped, %s', async (_, current) => {
    const { lines, asked } = await choose({ tags, policy, ...current }, stored)
    expect(lines).toEqual(['1.4.1', `v1.4.2 skip: ${same}`, '1.4.2 skip: skipped'])
    expect(new Set(asked).size).toBe(asked.length)
  })

  test('stays where its image is another', async () => {
    const { lines } = await choose({ tags, policy, current: '1.4.1' }, stored)
    expect(lines).toEqual(['1.4.1 (current)', `v1.4.2 skip: ${same}`, '1.4.2 skip: skipped'])
  })

  test('ends the search where it was pushed again as the image that is skipped', async () => {
    const { choice } = await choose({ tags, policy, current: `${app}:v1.4.2@${digestOf('a')}` }, stored)
    expect(choice).toMatchObject({ tag: undefined, stop: { tag: 'v1.4.2', message: `was pushed again: ${same}` } })
  })

  test('is taken as what it is now where it was the image that is skipped', async () => {
    const current = `${app}:v1.4.2@${digestOf('b')}`
    const { choice } = await choose({ tags, policy, current }, { ...stored, 'v1.4.2': { digest: digestOf('c') } })
    expect(choice).toMatchObject({ tag: 'v1.4.2', isCurrent: false })
  })

  test('is rolled back from below many young tags', async () => {
    const young = Array.from({ length: 30 }, (_, index) => `2.0.${index}`)
    const { choice, asked } = await choose(
      { tags: [...young, ...tags], policy: { ...policy, 'minimum-age': '3d' }, current: 'v1.4.2' },
      {
        ...Object.fromEntries(young.map(tag => [tag, { date: daysAgo(1) }])),
        ...{ ...stored, '1.4.1': { date: daysAgo(20) } }
      }
    )
    expect(choice.tag).toBe('1.4.1')
    expect(new Set(asked).size).toBe(asked.length)
  })
})
