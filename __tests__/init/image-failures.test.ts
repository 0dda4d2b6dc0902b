import { describe, expect, test } from 'vitest'
import type { ImageCalls } from '../../src/init/image-calls.ts'
import { blindPicks, imageFailures } from '../../src/init/image-failures.ts'
import { type KnownTags, proposeFilters } from '../../src/init/proposal.ts'

const calls = (image: string, some: Partial<ImageCalls> = {}): ImageCalls => ({
  image,
  repository: `docker.io/library/${image}`,
  count: 1,
  filters: [],
  hasBare: true,
  tags: [],
  tagged: undefined,
  ...some
})
const never = (): boolean => false

describe('an image for which no tag can be found', () => {
  test('is one whose call names a tag, with the call to write', () => {
    const tagged = { image: 'redis:7', place: { file: 'shop/redis.yaml', line: 3, column: 9 } }
    expect(imageFailures([calls('redis', { tagged })], [], () => undefined, never)).toEqual([
      'shop/redis.yaml:3:9: get_image("redis:7") names a tag; write get_image("redis")'
    ])
  })

  test.each<[string, KnownTags, string | undefined, RegExp | undefined]>([
    [
      'whose filter no tag passes',
      { tags: ['main-1', 'main-2'] },
      'semver()',
      /^a: no tag passes semver\(\); instead: /
    ],
    [
      'without a filter and with hashes alone',
      { tags: ['f9e8d7c', 'a1b2c3d'] },
      undefined,
      /^a: no filter fits any of its 2 /
    ],
    ['that has a tag', { tags: ['1.0', '1.1'] }, 'semver()', undefined],
    ['whose registry answers with an error', { problem: 'it is away. Name it' }, undefined, /^it is away\. Name it$/],
    ['the same with a filter', { problem: 'it is away' }, 'semver()', /^it is away$/],
    ['whose registry was not asked', undefined, undefined, undefined]
  ])('or not: one %s', (_what, known, rule, failure) => {
    const proposals = proposeFilters(calls('a'), known, rule)
    const found = imageFailures([], proposals, () => known, never)
    expect(found).toEqual(failure === undefined ? [] : [expect.stringMatching(failure)])
    expect(
      imageFailures(
        [],
        proposals,
        () => known,
        () => true
      )
    ).toEqual([])
  })

  test('is said once for all that one registry refuses', () => {
    const known = { problem: 'it is in a private network' }
    const proposals = ['a', 'b'].flatMap(name => proposeFilters(calls(name), known, undefined))
    expect(imageFailures([], proposals, () => known, never)).toEqual(['it is in a private network'])
  })
})

describe('an image whose tags have no order', () => {
  const files = { policyFile: '.kluctl-images.yaml', isPolicyNew: true, outputFile: 'fixed-images.yaml' }
  const said = (tags: readonly string[], isPolicyNew = true, isHeld = never) => {
    const proposals = proposeFilters(calls('a'), { tags }, undefined)
    return blindPicks(proposals, () => ({ tags }), isHeld, { ...files, isPolicyNew })
  }
  const hashes = ['77aa001', 'f9e8d7c', 'a1b2c3d']

  test('is named with the tag that semver() would take, and is no failure', () => {
    const start = 'a: its tags have no order, and a run would take 77aa001 by semver(); pin it in fixed-images.yaml'
    expect(said(hashes)).toEqual([`${start}, and take the # of its hold away in .kluctl-images.yaml`])
    expect(said(hashes, false)).toEqual([`${start}, and give it a hold in .kluctl-images.yaml`])
    const proposals = proposeFilters(calls('a'), { tags: hashes }, undefined)
    expect(imageFailures([], proposals, () => ({ tags: hashes }), never)).toEqual([])
  })

  test('but for a moving tag has a rule to take', () => {
    expect(said([...hashes, 'latest'])).toEqual([
      'a: its tags have no order, and a run would take 77aa001 by semver(); take the # of its rule away in .kluctl-images.yaml'
    ])
  })

  test.each<[string, ReturnType<typeof said>]>([
    ['that is held', said(hashes, true, () => true)],
    ['of which semver() takes none', said(['f9e8d7c', 'a1b2c3d'])],
    ['with versions', said(['1.0', '1.1'])]
  ])('is not one %s', (_what, found) => {
    expect(found).toEqual([])
  })
})
