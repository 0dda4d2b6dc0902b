import { describe, expect, test } from 'vitest'
import type { FixedImage } from '../../src/fixed/entry.ts'
import { compareLists } from '../../src/report/compare-lists.ts'

const entry = (image: string, resultImage: string, fields: Partial<FixedImage> = {}): FixedImage => ({
  image,
  resultImage,
  ...fields
})
const short = (before: readonly FixedImage[], after: readonly FixedImage[]): readonly string[] =>
  compareLists(before, after).map(
    ({ kind, image, old, new: now, movedRepository, where }) =>
      `${kind} ${image}: ${old} > ${now}${movedRepository ? ' moved' : ''} (${where.map(({ namespace }) => namespace || '-').join(' ')})`
  )

describe('two lists differ in', () => {
  test.each<[string, readonly FixedImage[], readonly FixedImage[], readonly string[]]>([
    ['nothing', [entry('a', 'a:1')], [entry('a', 'a:1')], []],
    ['a result', [entry('a', 'a:1')], [entry('a', 'a:2')], ['changed a: a:1 > a:2 (-)']],
    ['a new image', [], [entry('a', 'a:1')], ['added a: null > a:1 (-)']],
    ['an image that is gone', [entry('a', 'a:1')], [], ['removed a: a:1 > null (-)']],
    ['a repository', [entry('a', 'a:1')], [entry('a', 'evil/a:1')], ['changed a: a:1 > evil/a:1 moved (-)']],
    [
      'not in the spelling of a repository',
      [entry('a', 'a:1')],
      [entry('a', 'docker.io/library/a:2')],
      ['changed a: a:1 > docker.io/library/a:2 (-)']
    ],
    [
      'several places with one change',
      [entry('a', 'a:1', { namespace: 'x' }), entry('a', 'a:1', { namespace: 'y' })],
      [entry('a', 'a:2', { namespace: 'y' }), entry('a', 'a:2', { namespace: 'x' })],
      ['changed a: a:1 > a:2 (x y)']
    ],
    [
      'a general entry, where a specific one stands for it',
      [entry('a', 'a:1')],
      [entry('a', 'a:1', { namespace: 'x' }), entry('a', 'a:1', { namespace: 'y' })],
      []
    ],
    [
      'specific entries, where a general one stands for them',
      [entry('a', 'a:1', { namespace: 'x' }), entry('a', 'a:1', { namespace: 'y' })],
      [entry('a', 'a:1')],
      []
    ],
    [
      'a result, also where a general entry became specific ones',
      [entry('a', 'a:1')],
      [entry('a', 'a:2', { namespace: 'x' }), entry('a', 'a:1', { namespace: 'y' })],
      ['changed a: a:1 > a:2 (x)']
    ],
    [
      'a result, also where specific entries became a general one',
      [entry('a', 'a:1', { namespace: 'x' }), entry('a', 'a:2', { namespace: 'y' })],
      [entry('a', 'a:2')],
      ['changed a: a:1 > a:2 (x)']
    ],
    [
      'what a general entry answers now, where the specific one is gone',
      [entry('a', 'a:1'), entry('a', 'a:5', { namespace: 'x' })],
      [entry('a', 'a:2')],
      ['changed a: a:1 > a:2 (-)', 'changed a: a:5 > a:2 (x)']
    ],
    [
      'a result where neither entry is more general',
      [entry('a', 'a:1', { namespace: 'x' })],
      [entry('a', 'a:2', { container: 'c' })],
      ['changed a: a:1 > a:2 (x)']
    ],
    [
      'an image that is gone from one place and is new in another',
      [entry('a', 'a:1', { namespace: 'x' })],
      [entry('a', 'a:1', { namespace: 'y' })],
      ['removed a: a:1 > null (x)', 'added a: null > a:1 (y)']
    ],
    [
      'not in how it spells the default namespace',
      [entry('a', 'a:1', { namespace: '' })],
      [entry('a', 'a:1', { namespace: 'default' })],
      []
    ],
    [
      'the answer of the last entry that matches',
      [entry('a', 'a:1', { namespace: 'x' }), entry('a', 'a:2')],
      [entry('a', 'a:1', { namespace: 'x' })],
      ['changed a: a:2 > a:1 (x)']
    ],
    [
      'the result of a regular expression, and not in what it stands for',
      [{ imageRegex: '^a', resultImage: 'a:1' }, entry('b', 'b:1')],
      [entry('ab', 'a:2'), entry('b', 'b:1')],
      ['changed ab: a:1 > a:2 (-)']
    ],
    [
      'the result of the same regular expression',
      [{ imageRegex: '^a', resultImage: 'a:1', namespace: 'x' }],
      [{ imageRegex: '^a', resultImage: 'a:2' }],
      ['changed ^a: a:1 > a:2 (x)']
    ],
    [
      'another regular expression, since nobody can tell whether they meet',
      [{ imageRegex: '^a', resultImage: 'a:1' }],
      [{ imageRegex: '^b', resultImage: 'b:1' }],
      ['removed ^a: a:1 > null (-)', 'added ^b: null > b:1 (-)']
    ],
    ['an entry for every image', [{ resultImage: 'a:1' }], [entry('a', 'a:1')], []],
    ['nothing that an entry says which never matches', [{ image: 'a', imageRegex: '^b', resultImage: 'a:1' }], [], []],
    [
      'an entry that a general one answered before',
      [entry('a', 'a:1')],
      [entry('a', 'a:1'), entry('a', 'a:2', { namespace: 'x' })],
      ['changed a: a:1 > a:2 (x)']
    ]
  ])('%s', (_, before, after, expected) => {
    expect(short(before, after)).toEqual(expected)
  })

  test('changes in one order, whatever the order of the lists is', () => {
    const before = [entry('b', 'b:1'), entry('a', 'a:1'), entry('c', 'c:1')]
    const after = [entry('c', 'c:2'), entry('a', 'a:2'), entry('d', 'd:1')]
    expect(compareLists(before.toReversed(), after.toReversed())).toEqual(compareLists(before, after))
    expect(short(before, after).map(text => text.split(':')[0])).toEqual([
      'changed a',
      'removed b',
      'changed c',
      'added d'
    ])
  })
})
