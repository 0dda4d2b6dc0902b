import { describe, expect, test } from 'vitest'
import { chooseCandidate, mostCandidates, needsChoice } from '../../src/resolve/candidates.ts'
import { type Asking, daysAgo, imagesOf, policyOf, requestOf, type StoredImage } from './candidates-images.ts'

/** A choice on one line, `TAG (current)`, and one line for each tag that was passed over. */
async function choose(asking: Asking, stored: Parameters<typeof imagesOf>[0] = {}) {
  const images = imagesOf(stored)
  const choice = await chooseCandidate(requestOf(asking), images)
  const marks = [choice.isCurrent && ' (current)', choice.isCut && ' (cut)'].filter(mark => mark !== false)
  return {
    choice,
    asked: images.asked,
    lines: [
      `${choice.tag ?? '-'}${marks.join('')}`,
      ...choice.passedOver.map(one => `${one.tag} ${one.rule}: ${one.message}`)
    ]
  }
}

type NamedRow = {
  readonly name: string
  readonly asking: Asking
  readonly lines: readonly string[]
  readonly asked?: readonly string[]
}

describe('by the names of tags', () => {
  test.each<NamedRow>([
    {
      name: 'the newest wins where the policy is content',
      asking: { tags: ['1.0.0', '1.2.0', '1.1.0'], policy: { 'no-downgrade': true }, current: '1.0.0' },
      lines: ['1.2.0']
    },
    {
      name: 'a tag in skip is passed over, with its reason',
      asking: {
        tags: ['1.0.0', '1.1.0', '1.2.0'],
        policy: { skip: ['1.1.0', { tag: '1.2.0', reason: 'loses data' }] }
      },
      lines: ['1.0.0', '1.2.0 skip: skipped: loses data', '1.1.0 skip: skipped'],
      asked: ['HEAD 1.1.0', 'HEAD 1.2.0']
    },
    {
      name: 'max-bump leaves larger steps out',
      asking: { tags: ['1.0.0', '1.0.9', '1.1.0', '2.0.0'], policy: { 'max-bump': 'patch' }, current: '1.0.0' },
      lines: [
        '1.0.9',
        '2.0.0 max-bump: a major bump from 1.0.0, and max-bump is patch',
        '1.1.0 max-bump: a minor bump from 1.0.0, and max-bump is patch'
      ]
    },
    {
      name: 'max-bump says nothing of a new image',
      asking: { tags: ['1.0.0', '2.0.0'], policy: { 'max-bump': 'patch' } },
      lines: ['2.0.0']
    },
    {
      name: 'what cannot be compared does not pass max-bump',
      asking: { tags: ['7', '8'], policy: { 'max-bump': 'major' }, current: '7', filter: 'number()' },
      lines: ['7 (current)', '8 max-bump: neither patch, minor nor major after 7 by number(), and max-bump is major']
    },
    {
      name: 'nothing can be compared with a digest alone',
      asking: {
        tags: ['1.0.0'],
        policy: { 'max-bump': 'major' },
        current: `ghcr.io/team/app@sha256:${'a'.repeat(64)}`
      },
      lines: [
        '-',
        `1.0.0 max-bump: neither patch, minor nor major after "ghcr.io/team/app@sha256:${'a'.repeat(64)}" by semver(), and max-bump is major`
      ]
    },
    {
      name: 'the tag that the image has stays, with or without its digest',
      asking: {
        ...{ tags: ['1.0.0', '1.1.0'], policy: { skip: ['1.1.0'] } },
        current: `ghcr.io/team/app:1.0.0@sha256:${'a'.repeat(64)}`
      },
      lines: ['1.0.0 (current)', '1.1.0 skip: skipped'],
      asked: ['HEAD 1.1.0']
    },
    {
      name: 'the same tag of another repository is a candidate as any other',
      asking: {
        tags: ['1.0.0'],
        policy: { 'max-bump': 'patch', 'no-downgrade': true },
        current: 'old.example/app:1.0.0'
      },
      lines: ['1.0.0']
    },
    {
      name: 'nothing older is taken with no-downgrade, though the tag in use is gone',
      asking: { tags: ['1.0.0', '1.1.0'], policy: { 'no-downgrade': true }, current: '1.2.0' },
      lines: [
        '-',
        '1.1.0 no-downgrade: older than 1.2.0, which is in use',
        '1.0.0 no-downgrade: older than 1.2.0, which is in use'
      ]
    },
    {
      name: 'nothing older is taken with max-bump, since that is no way to go back',
      asking: { tags: ['1.0.0', '1.1.0'], policy: { 'max-bump': 'patch' }, current: '1.2.0' },
      lines: [
        '-',
        '1.1.0 max-bump: older than 1.2.0, which is in use',
        '1.0.0 max-bump: older than 1.2.0, which is in use'
      ]
    },
    {
      name: 'without both the newest that is left is taken, though the tag in use is gone',
      asking: { tags: ['1.0.0', '1.1.0'], policy: { skip: ['1.1.1'] }, current: '1.2.0' },
      lines: ['1.1.0']
    },
    {
      name: 'rolling back from a tag in skip is no downgrade, and no way around max-bump',
      asking: {
        ...{ tags: ['1.0.0', '2.0.0', '3.0.0'], current: '2.0.0' },
        policy: { skip: ['2.0.0'], 'no-downgrade': true, 'max-bump': 'minor' }
      },
      lines: ['1.0.0', '3.0.0 max-bump: a major bump from 2.0.0, and max-bump is minor', '2.0.0 skip: skipped'],
      asked: ['HEAD 2.0.0']
    },
    {
      name: 'the order of the filter decides what is older',
      asking: {
        ...{ tags: ['main-3', 'main-12'], policy: { 'no-downgrade': true }, current: 'main-20' },
        filter: "prefix('main-', suffix=number())"
      },
      lines: [
        '-',
        'main-12 no-downgrade: older than main-20, which is in use',
        'main-3 no-downgrade: older than main-20, which is in use'
      ]
    },
    {
      name: 'a variant that the filter puts below the tag in use is older',
      asking: { tags: ['1.2-alpine'], policy: { 'no-downgrade': true }, current: '1.2' },
      lines: ['-', '1.2-alpine no-downgrade: older than 1.2, which is in use']
    },
    {
      name: 'what the filter does not take is no candidate',
      asking: { tags: ['latest', '1.0.0', 'sha256-abc'], policy: { skip: ['1.0.0'] } },
      lines: ['-', '1.0.0 skip: skipped']
    }
  ])('$name', async ({ asking, lines, asked = [] }) => {
    const found = await choose(asking)
    expect(found.lines).toEqual(lines)
    expect(found.asked).toEqual(asked)
    expect(found.choice.asked).toBe(asked.length)
  })

  test('the list of what was passed over stays short, and counts the rest', async () => {
    const tags = Array.from({ length: 500 }, (_, index) => `2.0.${index}`)
    const { choice } = await choose({
      tags: [...tags, '1.0.0', '1.0.1'],
      policy: { 'max-bump': 'minor' },
      current: '1.0.0'
    })
    expect(choice.tag).toBe('1.0.1')
    expect(choice.passedOver).toHaveLength(10)
    expect(choice.passedOver.at(-1)?.message).toBe(
      'a major bump from 1.0.0, and max-bump is minor; 490 more tags passed over'
    )
  })
})

describe('with minimum-age', () => {
  const policy = { 'minimum-age': '3d' }

  test('the newest that is old enough wins, and the others say by which date', async () => {
    const { lines, choice, asked } = await choose(
      { tags: ['1.0.0', '1.1.0', '1.2.0', '1.3.0', '1.4.0'], policy, current: '1.0.0' },
      {
        '1.4.0': { date: daysAgo(-1), source: 'config' },
        '1.3.0': { date: daysAgo(1), source: 'registry' },
        '1.2.0': {},
        '1.1.0': { date: daysAgo(3) }
      }
    )
    expect(lines).toEqual([
      '1.1.0',
      '1.4.0 minimum-age: created 2026-11-23T12:00:00Z (config), younger than 3d',
      '1.3.0 minimum-age: pushed 2026-11-21T12:00:00Z (registry), younger than 3d',
      '1.2.0 minimum-age: has no date, and no-date says wait'
    ])
    expect(choice).toMatchObject({ date: { date: daysAgo(3), source: 'label' }, asked: 4, isCut: false })
    expect(asked).toEqual(['1.4.0', '1.3.0', '1.2.0', '1.1.0'].flatMap(tag => [`HEAD ${tag}`, `date ${tag}`]))
  })

  test('a tag without a date passes where no-date allows it', async () => {
    const { choice } = await choose({ tags: ['1.0.0'], policy: { ...policy, 'no-date': 'allow' } }, { '1.0.0': {} })
    expect(choice).toMatchObject({ tag: '1.0.0', date: undefined, asked: 1 })
  })

  test('a date far in the future is younger than anything', async () => {
    const { choice } = await choose({ tags: ['1.0.0'], policy }, { '1.0.0': { date: daysAgo(-900) } })
    expect(choice.tag).toBeUndefined()
  })

  test('of no time at all nothing is asked', async () => {
    const { choice, asked } = await choose({ tags: ['1.0.0'], policy: { 'minimum-age': '0d' } })
    expect([choice.tag, asked]).toEqual(['1.0.0', []])
  })

  test('the tag in use stays without a question, however young', async () => {
    const { lines, asked } = await choose(
      { tags: ['1.0.0', '1.1.0'], policy, current: '1.0.0' },
      { '1.1.0': { date: daysAgo(1) }, '1.0.0': { date: daysAgo(1) } }
    )
    expect(lines[0]).toBe('1.0.0 (current)')
    expect(asked).toEqual(['HEAD 1.1.0', 'date 1.1.0'])
  })

  test('the same image is not judged again under another tag', async () => {
    const young: StoredImage = { digest: 'sha256:a', date: daysAgo(1) }
    const { lines, asked } = await choose(
      { tags: ['1.4.2', '1.4', '1.3.0'], policy },
      { '1.4.2': young, '1.4': young, '1.3.0': { date: daysAgo(9) } }
    )
    expect(lines.slice(0, 3)).toEqual([
      '1.3.0',
      '1.4.2 minimum-age: created 2026-11-21T12:00:00Z (label), younger than 3d',
      '1.4 minimum-age: the same image as 1.4.2'
    ])
    expect(asked).toEqual(['HEAD 1.4.2', 'date 1.4.2', 'HEAD 1.4', 'HEAD 1.3.0', 'date 1.3.0'])
  })

  test('an image pushed again under a newer tag is judged by the push of each', async () => {
    const pushed = (days: number): StoredImage => ({ digest: 'sha256:a', date: daysAgo(days), source: 'registry' })
    const { choice } = await choose({ tags: ['1.4.2', '1.4'], policy }, { '1.4.2': pushed(1), '1.4': pushed(9) })
    expect(choice.tag).toBe('1.4')
  })
})

describe('with platforms', () => {
  const policy = { platforms: ['linux/amd64', 'linux/arm64'] }

  test('a tag without one of them is passed over', async () => {
    const both = { platforms: ['linux/amd64', 'linux/arm64/v8'] }
    const { lines } = await choose(
      { tags: ['1.0.0', '1.1.0', '1.2.0'], policy },
      { '1.2.0': {}, '1.1.0': { platforms: ['windows/amd64'] }, '1.0.0': both }
    )
    expect(lines).toEqual([
      '1.0.0',
      '1.2.0 platforms: not made for linux/arm64',
      '1.1.0 platforms: not made for linux/amd64, linux/arm64'
    ])
  })

  test('they are not asked of what is too young', async () => {
    const { asked } = await choose(
      { tags: ['1.0.0'], policy: { ...policy, 'minimum-age': '3d' } },
      { '1.0.0': { date: daysAgo(1) } }
    )
    expect(asked).toEqual(['HEAD 1.0.0', 'date 1.0.0'])
  })
})

describe('the registry', () => {
  const policy = { platforms: ['linux/amd64'] }

  test('is asked for a bounded number of tags', async () => {
    const tags = Array.from({ length: 30 }, (_, index) => `1.0.${index}`)
    const stored = Object.fromEntries(tags.map(tag => [tag, { platforms: ['linux/arm64'] }]))
    const { choice } = await choose({ tags, policy }, stored)
    expect(choice).toMatchObject({ tag: undefined, isCut: true, asked: mostCandidates })
    expect(choice.passedOver.map(({ tag }) => tag)).toEqual(tags.toReversed().slice(0, mostCandidates))
  })

  test('is not said to be cut off where there was nothing more to ask', async () => {
    const tags = Array.from({ length: mostCandidates }, (_, index) => `1.0.${index}`)
    const { choice } = await choose({ tags, policy }, Object.fromEntries(tags.map(tag => [tag, { platforms: [] }])))
    expect(choice).toMatchObject({ tag: undefined, isCut: false, asked: mostCandidates })
  })

  test('that lists a tag and has no such image is believed in the second', async () => {
    const { lines } = await choose({ tags: ['1.0.0', '1.1.0'], policy }, { '1.1.0': 'not-found', '1.0.0': {} })
    expect(lines).toEqual(['1.0.0', '1.1.0 missing: listed by the registry, which has no such image'])
  })

  test('that does not answer decides nothing', async () => {
    const asking = { tags: ['1.0.0', '1.1.0'], policy }
    await expect(choose(asking, { '1.1.0': 'unavailable', '1.0.0': {} })).rejects.toMatchObject({ code: 'unavailable' })
  })
})

test.each<[fields: Readonly<Record<string, unknown>>, needed: boolean]>([
  [{}, false],
  [{ 'no-downgrade': false, platforms: [], skip: [], 'minimum-age': '0m', 'no-date': 'allow' }, false],
  [{ hold: { reason: 'r' }, filter: 'semver()' }, false],
  [{ 'no-downgrade': true }, true],
  [{ skip: ['1'] }, true],
  [{ 'max-bump': 'major' }, true],
  [{ 'minimum-age': '1m' }, true],
  [{ platforms: ['linux/amd64'] }, true]
])('%j needs a choice: %s', (fields, needed) => {
  expect(needsChoice(policyOf(fields))).toBe(needed)
})
