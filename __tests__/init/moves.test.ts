import { describe, expect, test } from 'vitest'
import type { ImageCalls } from '../../src/init/image-calls.ts'
import { imageFailures } from '../../src/init/image-failures.ts'
import { findMoves } from '../../src/init/moves.ts'
import { type ImageProposal, type KnownTags, proposeFilters } from '../../src/init/proposal.ts'
import { policyText } from '../../src/init/texts/policy.ts'
import { imagePolicy } from '../../src/policy/image-policy.ts'
import { readPolicy } from '../../src/policy/read-policy.ts'

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
const propose = (image: string, tags: readonly string[], rule?: string): readonly ImageProposal[] =>
  proposeFilters(calls(image), { tags }, rule)
const fixed = (...images: readonly string[]) => images.map(resultImage => ({ resultImage }))
const postgres = propose('postgres', ['15.6', '16.3'])

describe('a tag that is fixed', () => {
  test.each([
    ['by its short name', fixed('postgres:15.6')],
    ['by its long name, with a digest', fixed(`docker.io/library/postgres:15.6@sha256:${'a'.repeat(64)}`)],
    ['for two places', fixed('postgres:15.6', 'postgres:15.6')],
    ['besides what is none', fixed('no image', 'postgres', 'nginx:1.27', 'postgres:15.6')]
  ])('%s moves to what the filter picks', (_what, entries) => {
    expect(findMoves(postgres, entries, () => false)).toEqual([
      { image: 'postgres', from: '15.6', to: '16.3', bump: 'major' }
    ])
  })

  test.each([
    ['that the filter picks', 'postgres:16.3', false],
    ['that the policy holds', 'postgres:15.6', true],
    ['of another image', 'nginx:1.27', false]
  ])('%s does not', (_what, image, isHeld) => {
    expect(findMoves(postgres, fixed(image), () => isHeld)).toEqual([])
  })

  test('has a hold in the policy that keeps it there, behind a #', () => {
    const proposals = [
      ...postgres,
      ...proposeFilters(calls('redis', { filters: ['semver()'] }), { tags: ['7', '8'] }, undefined)
    ]
    const moves = findMoves(proposals, fixed('postgres:15.6', 'redis:7'), () => false)
    const text = policyText(proposals, moves)
    const held = (written: string, image: string) =>
      imagePolicy(readPolicy(written, 'policy'), image, { platforms: [] }).hold?.reason
    const taken = text.replace(/^ {2}# (- image:| {2}hold:| {4}reason:)/gm, '  $1')
    for (const image of ['postgres', 'redis']) {
      expect([held(text, image), held(taken, image)]).toEqual([undefined, 'why it stays'])
    }
    expect(text).toContain('15.6 → 16.3 (major)')
  })
})

test('of many tags the large steps come first, and they alone have a hold', () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k']
  const proposals = names.flatMap(name => propose(name, [name === 'k' ? '2.0.0' : '1.1.0']))
  const moves = findMoves(proposals, fixed(...names.map(name => `${name}:1.0.0`)), () => false)
  expect(moves.map(({ bump }) => bump).slice(0, 2)).toEqual(['major', 'minor'])
  const held = (text: string) => text.match(/first bump moves it/g)?.length
  expect(held(policyText(proposals, moves))).toBe(1)
  expect(held(policyText(proposals, moves.slice(1)))).toBe(10)
})

describe('an image for which no tag can be found', () => {
  test('is one whose call names a tag, with the call to write', () => {
    const tagged = { image: 'redis:7', place: { file: 'shop/redis.yaml', line: 3, column: 9 } }
    expect(imageFailures([calls('redis', { tagged })], [], () => undefined)).toEqual([
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
    ['whose tags are not known', { problem: 'it is away' }, 'semver()', undefined]
  ])('or not: one %s', (_what, known, rule, failure) => {
    const found = imageFailures([], proposeFilters(calls('a'), known, rule), () => known)
    expect(found).toEqual(failure === undefined ? [] : [expect.stringMatching(failure)])
  })
})
