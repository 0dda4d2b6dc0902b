import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ImagePlatforms } from '../../src/ports.ts'
import { comparePlatforms } from '../../src/verify/compare-platforms.ts'
import { digestOf, single } from './image-source.ts'

const [a, b, c] = [digestOf('a'), digestOf('b'), digestOf('c')]

function list(...platforms: readonly (readonly [platform: string, digest: string])[]): ImagePlatforms {
  return {
    digest: digestOf('0'),
    isIndex: true,
    platforms: platforms.map(([platform, digest]) => ({ platform, digest }))
  }
}

describe('platform by platform', () => {
  test.each([
    ['the same', list(['linux/amd64', a]), list(['linux/amd64', a]), [], ['same linux/amd64']],
    ['another image', list(['linux/amd64', a]), list(['linux/amd64', b]), [], ['different linux/amd64']],
    ['lost', list(['linux/amd64', a]), list(['linux/arm64', a]), [], ['gone linux/amd64']],
    [
      'a new platform beside it',
      list(['linux/amd64', a]),
      list(['linux/amd64', a], ['linux/arm64', b]),
      [],
      ['same linux/amd64']
    ],
    [
      'an image without a readable platform beside it',
      list(['linux/amd64', a]),
      list(['linux/amd64', a], ['unknown', b]),
      [],
      ['different linux/amd64']
    ],
    [
      'an image under another name of the platform',
      list(['linux/amd64', a]),
      list(['linux/amd64', a], ['linux/x86_64', b]),
      ['linux/amd64'],
      ['different linux/amd64']
    ],
    [
      'an image in capitals',
      list(['linux/amd64', a]),
      list(['linux/amd64', a], ['Linux/AMD64', b]),
      [],
      ['different linux/amd64']
    ],
    [
      'an image for a newer machine',
      list(['linux/amd64', a]),
      list(['linux/amd64', a], ['linux/amd64/v2', b]),
      [],
      ['different linux/amd64']
    ],
    ['two spellings', list(['linux/arm64', a]), list(['linux/arm64/v8', a]), [], ['same linux/arm64']],
    ['another variant', list(['linux/arm/v6', a]), list(['linux/arm/v7', a]), [], ['gone linux/arm/v6']],
    [
      'a wanted platform without variant, with another image for one of its variants',
      list(['linux/arm/v6', a], ['linux/arm/v7', b]),
      list(['linux/arm/v6', a], ['linux/arm/v7', c]),
      ['linux/arm'],
      ['different linux/arm']
    ],
    [
      'a wanted platform with a variant that comes',
      list(['linux/arm/v7', a]),
      list(['linux/arm/v6', b], ['linux/arm/v7', a]),
      ['linux/arm'],
      ['different linux/arm']
    ],
    [
      'a wanted platform with variant, beside one that differs',
      list(['linux/arm/v6', a], ['linux/arm/v7', b]),
      list(['linux/arm/v6', c], ['linux/arm/v7', b]),
      ['linux/arm/v7'],
      ['same linux/arm/v7']
    ],
    [
      'several images for one platform, in another order',
      list(['windows/amd64', a], ['windows/amd64', b]),
      list(['windows/amd64', b], ['windows/amd64', a]),
      [],
      ['same windows/amd64']
    ],
    [
      'several images for one platform, one of them another',
      list(['windows/amd64', a], ['windows/amd64', b]),
      list(['windows/amd64', a], ['windows/amd64', c]),
      [],
      ['different windows/amd64']
    ],
    ['a wanted platform that never was there', list(['linux/amd64', a]), list(['linux/amd64', b]), ['linux/s390x'], []],
    ['a platform of no known form', list(['Odd OS', a]), list(['Odd OS', a]), [], ['same Odd OS']],
    ['single images', single(a, 'linux/amd64'), single(b, 'linux/amd64'), [], ['different linux/amd64']]
  ])('%s', (_, pinned, now, wanted, expected) => {
    const { same, different, gone } = comparePlatforms(pinned, now, wanted)
    expect([
      ...same.map(platform => `same ${platform}`),
      ...different.map(platform => `different ${platform}`),
      ...gone.map(platform => `gone ${platform}`)
    ]).toEqual(expected)
  })
})

const platform = fc.constantFrom(
  'linux/amd64',
  'linux/arm64',
  'linux/arm64/v8',
  'linux/arm/v6',
  'linux/arm/v7',
  'linux/arm'
)
const images = fc.array(fc.tuple(platform, fc.constantFrom(a, b, c)), { maxLength: 6 })

describe('whatever the images are', () => {
  test('an image compared with itself is the same for all that it has', () => {
    fc.assert(
      fc.property(images, fc.array(platform), (some, wanted) => {
        const { different, gone } = comparePlatforms(list(...some), list(...some), wanted)
        expect([different, gone]).toEqual([[], []])
      })
    )
  })

  test('nobody is told that a platform is the same whose images are others', () => {
    fc.assert(
      fc.property(images, images, fc.array(platform), (before, after, wanted) => {
        const { same } = comparePlatforms(list(...before), list(...after), wanted)
        for (const one of same) {
          const exact = before.filter(([name]) => name === one).map(([, digest]) => digest)
          for (const digest of exact) expect(after.map(([, other]) => other)).toContain(digest)
        }
      })
    )
  })
})
