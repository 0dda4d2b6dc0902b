import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Change } from '../../src/report/record.ts'
import { needsAttention, orderChanges } from '../../src/report/row-order.ts'
import { type SampleImage, sampleReport } from './sample.ts'

const changesOf = (images: readonly SampleImage[]): readonly Change[] => sampleReport(images).changes
const names = (changes: readonly Change[]): readonly string[] =>
  orderChanges(changes).map(({ image, new: now }) => `${image} ${now}`)

const every: readonly SampleImage[] = [
  { image: 'a-patch', old: 'x:1.0.0', new: 'x:1.0.1' },
  { image: 'b-minor', old: 'x:1.0.0', new: 'x:1.1.0' },
  { image: 'c-digest', old: `x:1@sha256:${'0'.repeat(64)}`, new: `x:1@sha256:${'1'.repeat(64)}` },
  { image: 'd-other', old: 'x:main-1', new: 'x:main-2' },
  { image: 'e-new', new: 'x:1.0.0' },
  { image: 'f-removed', old: 'x:1.0.0' },
  { image: 'g-major', old: 'x:1.0.0', new: 'x:2.0.0' },
  { image: 'h-moved', old: 'x:1.0.0', new: 'y/x:1.0.1', movedRepository: true },
  { image: 'i-downgrade', old: 'x:1.1.0', new: 'x:1.0.0' }
]

describe('the rows of every view', () => {
  test('begin with what a reviewer must not overlook', () => {
    const order = orderChanges(changesOf(every)).map(({ image }) => image.slice(0, 1))
    expect(order.join('')).toBe('ihgfedcba')
  })

  test('keep the changes of an image together, where its most urgent one belongs', () => {
    const changes = changesOf([
      { image: 'a', old: 'a:1.0.0', new: 'a:1.0.1' },
      { image: 'b', old: 'b:1.0.0', new: 'b:1.0.1' },
      { image: 'b', old: 'b:3.0.0', new: 'b:1.0.1' },
      { image: 'c', old: 'c:1.0.0', new: 'c:2.0.0' }
    ])
    expect(orderChanges(changes).map(({ image, bump }) => `${image} ${bump}`)).toEqual([
      'b downgrade',
      'b patch',
      'c major',
      'a patch'
    ])
  })

  test('are in the same order, whatever the order of the record is, and none is lost', () => {
    const image = fc.record({
      image: fc.constantFrom('a', 'b', 'c'),
      old: fc.constantFrom('a:1.0.0', 'a:1.1.0', 'a:2.0.0', 'a:main'),
      new: fc.constantFrom('a:1.0.0', 'a:1.1.0', 'a:2.0.0', 'b:1.0.0'),
      why: fc.constantFrom('pinned by a', 'pinned by b'),
      movedRepository: fc.boolean()
    })
    const shuffled = fc
      .uniqueArray(image, { selector: one => JSON.stringify([one.image, one.old, one.new, one.why]) })
      .map(changesOf)
      .chain(list => fc.tuple(fc.constant(list), fc.shuffledSubarray([...list], { minLength: list.length })))
    fc.assert(
      fc.property(shuffled, ([one, other]) => {
        expect(orderChanges(other)).toEqual(orderChanges(one))
        expect(names(one).toSorted()).toEqual(one.map(({ image: name, new: now }) => `${name} ${now}`).toSorted())
        const seen = orderChanges(one).map(({ image: name }) => name)
        expect(seen.filter((name, index) => name !== seen[index - 1])).toEqual([...new Set(seen)])
      })
    )
  })

  test('of which downgrades, removals and other repositories stand out', () => {
    expect(
      changesOf(every)
        .filter(needsAttention)
        .map(({ image }) => image)
    ).toEqual(['f-removed', 'h-moved', 'i-downgrade'])
  })
})
