import { describe, expect, test } from 'vitest'
import { FilterError } from '../../src/errors.ts'
import { newest } from '../../src/version/filter.ts'
import { compareLoose } from '../../src/version/loose.ts'
import { parseVersionFilter } from '../../src/version/parse.ts'
import vectors from '../fixtures/version-vectors.json' with { type: 'json' }

/** Where kluctl is wrong a vector says what is wanted instead; everywhere else kluctl's own result counts. */
describe('kluctl version vectors: filters over tag lists', () => {
  test.each(vectors.cases)('$id $filter', vector => {
    const wanted = vector.want ?? vector
    const filter = parseVersionFilter(vector.filter)
    expect(vector.tags.filter(tag => filter.accepts(tag))).toEqual(wanted.matched)
    expect(newest(filter, vector.tags) ?? null).toBe(wanted.latest)
  })
})

describe('kluctl version vectors: pairs', () => {
  test.each(vectors.compare)('$id $a against $b', vector => {
    const wanted = vector.want ?? vector.cmp
    expect(compareLoose(vector.a, vector.b)).toBe(wanted)
    expect(compareLoose(vector.b, vector.a)).toBe(wanted === 0 ? 0 : -wanted)
  })
})

describe('kluctl version vectors: filter texts', () => {
  const wantedOf = ({ ok, canonical, want }: (typeof vectors.parser)[number]): { ok: boolean; canonical?: string } =>
    want ?? { ok, ...(canonical === undefined ? {} : { canonical }) }
  const good = vectors.parser.filter(vector => wantedOf(vector).ok)
  const bad = vectors.parser.filter(vector => !wantedOf(vector).ok)

  test.each(good)('$id $filter is a filter', vector => {
    expect(parseVersionFilter(vector.filter).toString()).toBe(wantedOf(vector).canonical)
  })

  test.each(bad)('$id $filter is refused', vector => {
    expect(() => parseVersionFilter(vector.filter)).toThrow(FilterError)
  })

  test('all vectors of the file are run', () => {
    expect([vectors.cases.length, vectors.compare.length, good.length + bad.length]).toEqual([400, 150, 89])
  })
})
