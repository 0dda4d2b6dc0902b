import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { FixedImage } from '../../src/fixed/entry.ts'
import { findFixed, overlaps } from '../../src/fixed/match.ts'
import { compareLists } from '../../src/report/compare-lists.ts'
import { compareUses } from '../../src/report/diff.ts'
import type { Change } from '../../src/report/record.ts'
import { bumpOf } from '../../src/version/bump.ts'

const image = fc.constantFrom('a', 'b')
const result = fc.constantFrom('x:1.0.0', 'x:1.0.1', 'y:2.0.0')
const place = {
  namespace: fc.constantFrom('n', 'm'),
  deployment: fc.constantFrom('d', 'e'),
  container: fc.constant('c')
}
const entry: fc.Arbitrary<FixedImage> = fc.oneof(
  fc.record({ image, resultImage: result, ...place }, { requiredKeys: ['image', 'resultImage'] }),
  fc.record({ image, resultImage: result }),
  fc.record({ resultImage: result, imageRegex: fc.constantFrom('a', '^[ab]$') })
)
const list = fc.array(entry, { maxLength: 6 })
const answered = fc.uniqueArray(fc.record({ image, resultImage: result, ...place }), {
  selector: ({ resultImage: _, ...subject }) => JSON.stringify(subject),
  maxLength: 8
})

const rows = (changes: readonly Change[]): readonly string[] =>
  changes.flatMap(({ kind, image: name, old, new: now, where }) =>
    kind === 'removed' ? [] : where.map(one => JSON.stringify([kind, name, old, now, one]))
  )

describe('two lists are compared as a run compares', () => {
  test('where the new one has an entry for each use, whatever the old one is', () => {
    fc.assert(
      fc.property(list, answered, (before, after) => {
        const uses = after.map(({ resultImage, ...subject }) => {
          const old = findFixed(before, subject)?.resultImage ?? null
          return { ...subject, old, new: resultImage, why: '', filter: null, bump: bumpOf(old, resultImage, null) }
        })
        expect(rows(compareLists(before, after)).toSorted()).toEqual(rows(compareUses(uses, [])).toSorted())
      })
    )
  })

  test('and what is removed overlaps nothing of the new list', () => {
    fc.assert(
      fc.property(list, answered, (before, after) => {
        const gone = before.filter(one => after.every(other => !overlaps(one, other)))
        const removed = compareLists(before, after).filter(({ kind }) => kind === 'removed')
        const names = (texts: readonly (string | undefined)[]) => [...new Set(texts)].toSorted()
        expect(names(removed.map(({ image: name }) => name))).toEqual(
          names(gone.map(one => one.image ?? one.imageRegex))
        )
      })
    )
  })

  test('a list differs from itself in nothing, and both ways in the same places', () => {
    fc.assert(
      fc.property(list, list, (before, after) => {
        expect(compareLists(before, before)).toEqual([])
        const sides = (changes: readonly Change[], isBack: boolean): readonly string[] =>
          changes
            .map(({ image: name, old, new: now, where }) =>
              JSON.stringify([name, ...(isBack ? [now, old] : [old, now]), where])
            )
            .toSorted()
        expect(sides(compareLists(after, before), true)).toEqual(sides(compareLists(before, after), false))
      })
    )
  })

  test('thousands of entries of one image are no problem', () => {
    const many = (version: string): readonly FixedImage[] =>
      Array.from({ length: 2000 }, (_, index) => ({
        image: 'a',
        deployment: `Deployment/d${index}`,
        resultImage: version
      }))
    expect(compareLists(many('a:1'), [{ image: 'a', resultImage: 'a:2' }])[0]?.where).toHaveLength(2000)
    expect(compareLists([{ image: 'a', resultImage: 'a:1' }], many('a:1'))).toEqual([])
  })
})
