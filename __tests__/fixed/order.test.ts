import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { FixedImage } from '../../src/fixed/entry.ts'
import { entryKey, findFixed } from '../../src/fixed/match.ts'
import { sortEntries } from '../../src/fixed/order.ts'
import { anyEntries, subjects } from './arbitrary.ts'

const name = ({ image, imageRegex, namespace, deployment, container }: FixedImage): string =>
  [image ?? `~${imageRegex}`, namespace, deployment, container].filter(part => part !== undefined).join(' ')
const entry = (image: string, resultImage: string, fields: Partial<FixedImage> = {}): FixedImage => ({
  image,
  resultImage,
  ...fields
})

describe('entries are written', () => {
  test('by image, then general before specific, then by namespace, deployment and container', () => {
    const entries = [
      entry('b', 'b:1'),
      entry('a', 'a:4', { namespace: 'x', deployment: 'Job/j', container: 'c' }),
      entry('a', 'a:3', { namespace: 'y' }),
      entry('a', 'a:2', { namespace: 'x' }),
      entry('B', 'b:2'),
      entry('a', 'a:1'),
      { imageRegex: '.*', resultImage: 'r:1' }
    ]
    expect(sortEntries(entries).map(name)).toEqual(['~.*', 'B', 'a', 'a x', 'a y', 'a x Job/j c', 'b'])
  })

  test('in an order that does not depend on the order they came in', () => {
    fc.assert(
      fc.property(anyEntries, fc.infiniteStream(fc.nat()), (entries, random) => {
        const keys = entries.map(item => ({ item, key: random.next().value ?? 0 }))
        const shuffled = keys.toSorted((a, b) => a.key - b.key).map(({ item }) => item)
        expect(sortEntries(shuffled)).toEqual(sortEntries(entries))
      })
    )
  })
})

describe('entries that the run was not asked about', () => {
  const specific = entry('a', 'a:1', { namespace: 'x' })
  const general = entry('a', 'a:2')

  test('stay hidden behind the general one that stood after them', () => {
    expect(sortEntries([specific, general], [specific, general])).toEqual([specific, general])
  })

  test('stay hidden behind a regular expression', () => {
    const all: FixedImage = { imageRegex: '^a$', resultImage: 'a:3' }
    expect(sortEntries([specific, all], [specific, all])).toEqual([specific, all])
  })

  test('keep their order where two of them overlap and neither is more general', () => {
    const byContainer = entry('a', 'a:3', { container: 'c' })
    const carried = [specific, byContainer]
    expect(sortEntries(carried, carried)).toEqual(carried)
    expect(sortEntries(carried, carried.toReversed())).toEqual(carried.toReversed())
  })

  test('are sorted like all others where order decides nothing', () => {
    const carried = [entry('b', 'b:1'), entry('a', 'a:1', { namespace: 'x' }), entry('a', 'a:1')]
    expect(sortEntries(carried, carried).map(name)).toEqual(['a', 'a x', 'b'])
  })

  test('answer every use as they did before, whatever their order was', () => {
    fc.assert(
      fc.property(anyEntries, carried => {
        const sorted = sortEntries(carried, carried)
        expect(new Set(sorted.map(entryKey))).toEqual(new Set(carried.map(entryKey)))
        for (const subject of subjects)
          expect(findFixed(sorted, subject)?.resultImage).toBe(findFixed(carried, subject)?.resultImage)
      })
    )
  })

  test('are in the same order after a second sort', () => {
    fc.assert(
      fc.property(anyEntries, carried => {
        const once = sortEntries(carried, carried)
        expect(sortEntries(once, once)).toEqual(once)
      })
    )
  })
})
