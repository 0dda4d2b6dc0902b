import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bumpOf, bumpsFrom } from '../../src/version/bump.ts'
import { newest } from '../../src/version/filter.ts'
import { compareBytes } from '../../src/version/loose.ts'
import { parseVersionFilter } from '../../src/version/parse.ts'
import { rankTags } from '../../src/version/rank.ts'

const piece = fc.constantFrom('0', '1', '01', '9', '10', 'v', 'a', 'rc', '.', '-', 'main-')
const tag = fc.array(piece, { minLength: 1, maxLength: 6 }).map(pieces => pieces.join(''))
const tagOrVersion = fc.oneof(
  tag,
  fc.tuple(fc.nat(3), fc.nat(3), fc.nat(3)).map(parts => parts.join('.'))
)
const filterText = fc.constantFrom(
  ...['semver()', "semver(order='asc')", 'semver(true)', 'number()', 'alphabetical()', "prefix('v', suffix=semver())"]
)

test('ranks the accepted tags as sorting does, the newest first', () => {
  fc.assert(
    fc.property(fc.array(tagOrVersion, { maxLength: 40 }), filterText, (tags, text) => {
      const filter = parseVersionFilter(text)
      const ranked = Array.from(rankTags(filter, tags), one => one.tag)
      const accepted = [...new Set(tags)].filter(one => filter.accepts(one))
      expect(ranked).toEqual(accepted.toSorted((a, b) => filter.compare(b, a) || compareBytes(b, a)))
      expect(ranked[0]).toBe(newest(filter, tags))
    })
  )
})

test('says of the step to an accepted tag what is said of the images', () => {
  fc.assert(
    fc.property(tagOrVersion, fc.array(tagOrVersion, { minLength: 1, maxLength: 6 }), filterText, (old, tags, text) => {
      fc.pre([old, ...tags].every(one => /^[A-Za-z0-9_]/.test(one)))
      const filter = parseVersionFilter(text)
      const bumpTo = bumpsFrom(old, filter)
      for (const next of rankTags(filter, tags)) expect(bumpTo(next)).toBe(bumpOf(`a:${old}`, `a:${next.tag}`, text))
    }),
    { numRuns: 1000 }
  )
})
