import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FilterError } from '../../src/errors.ts'
import { explain, newest, type VersionFilter } from '../../src/version/filter.ts'
import { compareLoose } from '../../src/version/loose.ts'
import { parseVersionFilter } from '../../src/version/parse.ts'

/** Pieces that the order treats differently, so that ties and near ties are frequent. */
const piece = fc.constantFrom(
  '0',
  '1',
  '01',
  '9',
  '10',
  '2147483648',
  '20220401120000',
  'v',
  'a',
  'rc',
  'RC',
  '.',
  '-',
  '_',
  '+',
  'é'
)
const version = fc.array(piece, { maxLength: 6 }).map(pieces => pieces.join(''))
const tagOf = fc.tuple(fc.constantFrom('', 'v', 'main-', 'master-', 'a-b-'), version).map(parts => parts.join(''))

const text = fc.constantFrom(
  '',
  'v',
  'main-',
  'v1.',
  '[a-z]+-',
  '(main|master)-',
  'a|b',
  '.*-',
  "it's",
  'say "x"',
  'é',
  '\\d+'
)
const quoted = text.map(value => (value.includes("'") ? `"${value}"` : `'${value}'`))
const filterText: fc.Arbitrary<string> = fc.letrec<{ filter: string }>(tie => ({
  filter: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom('semver()', 'semver(true)', 'number()', "semver(allow_no_nums='F')", 'alphabetical()'),
    fc.constantFrom(
      ...["semver(range='>=1 <10')", "semver(range='*', prereleases='rc')", "semver(variant='a')"],
      ...['semver(prereleases=false)', "semver(order='asc')", "number(exclude='1.*', order='desc')"],
      ...["date('YYYYMMDD')", "date('YYYY.M.D')", "date('[v]YYYY')", 'alphabetical(order=asc)']
    ),
    fc
      .tuple(quoted, tie('filter'))
      .map(([exclude, inner]) => `prefix('', suffix=${inner}, exclude=${exclude})`)
      .filter(one => !one.includes("exclude='')")),
    tie('filter').map(inner => `regex('(?P<x>[a-z-]*)(.*)', extract='2', suffix=${inner})`),
    tie('filter').map(inner => `regex('[^+]*', suffix=${inner})`),
    quoted.filter(value => value.length > 2).map(value => `regex(${value})`),
    fc.tuple(quoted, tie('filter')).map(([prefix, suffix]) => `prefix(${prefix}, suffix=${suffix})`)
  )
})).filter

const word = fc.constantFrom(
  ...[
    'semver',
    'number',
    'regex',
    'prefix',
    'date',
    'alphabetical',
    'range',
    'extract',
    'exclude',
    'order',
    'suffix',
    'pattern',
    'allow_no_nums',
    'true',
    'x',
    '0x1F',
    '1_0',
    '1.5'
  ],
  ...[
    '(',
    ')',
    '(',
    ')',
    ',',
    '=',
    "'",
    '"',
    '`',
    ' ',
    '\n',
    '//',
    '/*',
    '*/',
    '\\',
    '[',
    '*',
    '(?=',
    '\ud800',
    'é',
    '\u0000'
  ],
  ...["'a'", '"number()"', "'(a|b)-'", "'>=1 <2'", "'YYYYMM'", "'asc'"]
)

describe('any string', () => {
  test.each<[string, fc.Arbitrary<string>]>([
    ['of any characters', fc.string({ unit: 'binary', maxLength: 60 })],
    ['of half characters', fc.array(fc.integer({ min: 0, max: 0xffff })).map(units => String.fromCharCode(...units))],
    ['of the alphabet of the language', fc.array(word, { maxLength: 14 }).map(words => words.join(''))],
    [
      'as a pattern',
      fc.string({ unit: fc.constantFrom(...'(?P<n>:=!)[]^-\\Qpdk1{2,}|*+.$aE') }).map(p => `regex('${p}')`)
    ]
  ])('%s is a filter or a FilterError that points into it', (_, strings) => {
    fc.assert(
      fc.property(strings, candidate => {
        try {
          const filter = parseVersionFilter(candidate)
          expect(filter.accepts('1.0')).toBeTypeOf('boolean')
        } catch (error) {
          if (!(error instanceof FilterError)) throw error
          expect(error.position).toBeGreaterThanOrEqual(0)
          expect(error.position).toBeLessThanOrEqual(candidate.length)
        }
      }),
      { numRuns: 400 }
    )
  })
})

describe('printing', () => {
  test('a filter reads back from its source text, and from its canonical text unless that holds a double quote inside', () => {
    fc.assert(
      fc.property(filterText, fc.array(tagOf), (written, tags) => {
        const filter = parseVersionFilter(written)
        const again = parseVersionFilter(filter.toSource())
        expect(again.toSource()).toBe(filter.toSource())
        expect(again.toString()).toBe(filter.toString())
        expect(tags.map(again.accepts)).toEqual(tags.map(filter.accepts))
        if (!written.includes('say "x"')) expect(filter.toSource()).toBe(filter.toString())
      })
    )
  })
})

describe('the order of versions', () => {
  const orders: readonly (readonly [string, (a: string, b: string) => number])[] = [
    ['loose', compareLoose],
    ...[
      'semver()',
      "prefix('(main|master)-')",
      "prefix('.*-', suffix=number())",
      "regex('[a-z]+.*')",
      "semver(range='<10', prereleases=true)",
      "semver(variant='a')",
      "semver(order='asc', exclude='1.*')",
      'alphabetical()',
      "date('YYYYMMDDHHmmss')",
      "regex('([a-z-]*)([0-9]+).*', extract='2', suffix=number())"
    ].map(filter => [filter, (a: string, b: string) => parseVersionFilter(filter).compare(a, b)] as const)
  ]

  test.each(orders)('%s is antisymmetric', (_, compare) => {
    fc.assert(
      fc.property(tagOf, tagOf, (a, b) => {
        expect(compare(a, b) + compare(b, a)).toBe(0)
        expect(compare(a, a)).toBe(0)
      })
    )
  })

  test.each(orders)('%s is transitive', (_, compare) => {
    fc.assert(
      fc.property(tagOf, tagOf, tagOf, (a, b, c) => {
        if (compare(a, b) <= 0 && compare(b, c) <= 0) expect(compare(a, c)).toBeLessThanOrEqual(0)
        if (compare(a, b) === 0) expect(Math.sign(compare(a, c))).toBe(Math.sign(compare(b, c)))
      }),
      { numRuns: 500 }
    )
  })

  test('numbers of any length are ordered as BigInt orders them', () => {
    const digits = fc.string({ unit: fc.constantFrom(...'0019'), minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(digits, digits, (a, b) => {
        const wanted = BigInt(a) < BigInt(b) ? -1 : BigInt(a) > BigInt(b) ? 1 : 0
        expect(compareLoose(a, b)).toBe(wanted)
        expect(compareLoose(`1-${a}`, `1-${b}`)).toBe(wanted)
      })
    )
  })
})

describe('the newest tag', () => {
  /** The slow way: everything sorted by the filter, ties by bytes; the last wins. */
  function lastOfSorted(filter: VersionFilter, tags: readonly string[]): string | undefined {
    return tags
      .filter(filter.accepts)
      .sort((a, b) => filter.compare(a, b) || Buffer.compare(Buffer.from(a), Buffer.from(b)))
      .at(-1)
  }

  test('is the last one of the sorted list, whatever the order of the list', () => {
    fc.assert(
      fc.property(
        filterText,
        fc.array(tagOf, { maxLength: 30 }),
        fc.infiniteStream(fc.nat()),
        (written, tags, keys) => {
          const filter = parseVersionFilter(written)
          const wanted = lastOfSorted(filter, tags)
          expect(newest(filter, tags)).toBe(wanted)
          const shuffled = tags.map(tag => [keys.next().value ?? 0, tag] as const).sort(([a], [b]) => a - b)
          const other = shuffled.map(([, tag]) => tag)
          expect(newest(filter, other)).toBe(wanted)
          expect(explain(filter, other)).toEqual(explain(filter, tags))
        }
      )
    )
  })

  test('is what the explanation says, and the runner-up is the newest of the rest', () => {
    fc.assert(
      fc.property(filterText, fc.uniqueArray(tagOf, { maxLength: 20 }), (written, tags) => {
        const filter = parseVersionFilter(written)
        const explanation = explain(filter, tags)
        const best = newest(filter, tags)
        expect(explanation.newest).toBe(best)
        expect(explanation.runnerUp).toBe(
          newest(
            filter,
            tags.filter(tag => tag !== best)
          )
        )
        const rejected = explanation.rejected.reduce((sum, { count }) => sum + count, 0)
        expect([explanation.seen, explanation.matched + rejected]).toEqual([tags.length, tags.length])
      })
    )
  })
})
