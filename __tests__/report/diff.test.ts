import { describe, expect, test } from 'vitest'
import type { FixedImage } from '../../src/fixed/entry.ts'
import { compareLists } from '../../src/report/diff.ts'

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
      [entry('a', 'a:1', { namespace: 'x' })],
      ['removed a: a:1 > null (-)']
    ],
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
