import { afterEach, describe, expect, test, vi } from 'vitest'
import { FilterError } from '../../src/errors.ts'
import { explain, newest, type VersionFilter } from '../../src/version/filter.ts'
import { parseVersionFilter } from '../../src/version/parse.ts'
import { findTraps } from '../../src/version/traps.ts'

/** Costs are counted, never timed: the same on every machine. */
afterEach(() => vi.restoreAllMocks())

const mixed = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, n) => {
    const number = (n * 7919) % count
    return ['1.2.', 'v3.', 'main-', '2024010', '1.0-rc', ''][n % 6] + String(number)
  })

function counting(filter: VersionFilter): {
  readonly filter: VersionFilter
  readonly calls: { reads: number; compares: number }
} {
  const calls = { reads: 0, compares: 0 }
  const counted: VersionFilter = {
    ...filter,
    read: tag => {
      calls.reads++
      return filter.read(tag)
    },
    compareKeys: (a, b) => {
      calls.compares++
      return filter.compareKeys(a, b)
    }
  }
  return { filter: counted, calls }
}

describe('one scan', () => {
  const filters = [
    'semver()',
    "prefix('main-', suffix=number())",
    "semver(range='>=1', prereleases=true)",
    'alphabetical()'
  ]

  test.each(filters)('the newest by %s reads each tag once and compares each once', text => {
    const tags = mixed(5000)
    const { filter, calls } = counting(parseVersionFilter(text))
    newest(filter, tags)
    expect(calls.reads).toBe(tags.length)
    expect(calls.compares).toBeLessThan(tags.length)
  })

  test.each(filters)('the explanation of %s reads each tag once and compares each at most three times', text => {
    const tags = mixed(5000)
    const { filter, calls } = counting(parseVersionFilter(text))
    explain(filter, tags)
    expect(calls.reads).toBe(tags.length)
    expect(calls.compares).toBeLessThanOrEqual(3 * tags.length)
  })
})

describe('linear in the text', () => {
  /** Characters and matches asked for while something runs. */
  function steps(run: () => void): number {
    const spies = [
      vi.spyOn(String.prototype, 'charCodeAt'),
      vi.spyOn(String.prototype, 'charAt'),
      vi.spyOn(String.prototype, 'startsWith'),
      vi.spyOn(RegExp.prototype, 'exec')
    ]
    run()
    const total = spies.reduce((sum, spy) => sum + spy.mock.calls.length, 0)
    vi.restoreAllMocks()
    return total
  }

  test.each<[string, (size: number) => string]>([
    ['nested calls in a long text', size => `prefix('${'a'.repeat(size)}', suffix=number())`],
    ['many tokens', size => `semver(${'('.repeat(size)}`],
    ['many arguments', size => `semver(${'a=1,'.repeat(size)}`],
    ['white space and comments', size => `number(${' /**/ \n'.repeat(size)})`],
    ['a long layout', size => `date('YYYY${'-x'.repeat(size)}')`]
  ])('a filter text of %s', (_, textOf) => {
    const cost = (size: number): number =>
      steps(() => {
        try {
          parseVersionFilter(textOf(size))
        } catch (error) {
          expect(error).toBeInstanceOf(FilterError)
        }
      })
    expect(cost(1200)).toBeLessThanOrEqual(2.2 * cost(600) + 50)
  })

  test.each<[string, (size: number) => string]>([
    ['semver()', size => '1.'.repeat(size)],
    ['semver()', size => `1${'-a1'.repeat(size)}`],
    ['number()', size => '9'.repeat(size)],
    ["semver(prereleases='rc')", size => `1-${'rc1.'.repeat(size)}`],
    ["date('YYYY')", size => '2'.repeat(size)],
    ["prefix('a', suffix=prefix('a', suffix=semver(true)))", size => 'a'.repeat(size)]
  ])('%s reads and compares a tag', (text, tagOf) => {
    const filter = parseVersionFilter(text)
    const cost = (size: number): number => steps(() => filter.compare(`${tagOf(size)}1`, `${tagOf(size)}2`))
    expect(cost(1200)).toBeLessThanOrEqual(2.2 * cost(600) + 50)
  })

  test('traps', () => {
    const filter = parseVersionFilter('semver(true)')
    const cost = (size: number): number => steps(() => findTraps(filter, mixed(size)))
    expect(cost(2000)).toBeLessThanOrEqual(2.2 * cost(1000) + 500)
  })
})

describe('a hostile pattern over hostile tags', () => {
  /** Tags of 128 characters that lead a table of states into ever new ones. */
  function hostileTags(count: number, letters: string): readonly string[] {
    let state = 7
    return Array.from({ length: count }, () =>
      Array.from({ length: 128 }, () => {
        state = (Math.imul(state, 1103515245) + 12345) >>> 0
        return letters[(state >>> 16) % letters.length]
      }).join('')
    )
  }

  test.each(["regex('(?:a|b)*a(?:a|b){40}')", "number(exclude='[ab-]*-[ab-]{1,60}-[0-9]')"])(
    '%s is given up with an error that says so, whatever the order of the tags',
    text => {
      const tags = hostileTags(3000, 'ab-'.slice(0, text.includes('-') ? 3 : 2))
      const message = 'the pattern needs too many steps for these tags'
      expect(() => newest(parseVersionFilter(text), tags)).toThrow(message)
      expect(() => explain(parseVersionFilter(text), [...tags].reverse())).toThrow(message)
    }
  )

  test.each([
    'main-[0-9]{14}-[0-9a-f]{7}',
    '.*-[0-9a-f]{7,40}-.*',
    '(?i)v?[0-9]+(?:\\.[0-9]+)*(?:-(?:rc|beta)[0-9]*)?',
    '.*'
  ])('%s is none', pattern => {
    const tags = [...hostileTags(500, 'abcdef0123456789-.'), ...mixed(2000)]
    expect(() => newest(parseVersionFilter(`regex('${pattern}')`), tags)).not.toThrow()
  })
})
