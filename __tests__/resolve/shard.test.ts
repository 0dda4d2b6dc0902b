import { describe, expect, test } from 'vitest'
import { shardOf } from '../../src/resolve/shard.ts'

describe('the part of an image', () => {
  test('is the same for every name of its repository', () => {
    const names = ['nginx', 'library/nginx', 'docker.io/library/nginx', 'index.docker.io/library/nginx', 'nginx:1.27']
    for (const count of [2, 7, 20, 256]) expect(new Set(names.map(name => shardOf(name, count))).size).toBe(1)
  })

  test('never changes, or parts of two releases would not fit', () => {
    const images = ['nginx', 'ghcr.io/acme/api', 'ghcr.io/acme/web', 'quay.io/team/app', 'not an image']
    expect(images.map(image => shardOf(image, 20))).toMatchInlineSnapshot(`
      [
        7,
        4,
        17,
        4,
        7,
      ]
    `)
  })

  test('is one of those that there are, about as many images in each', () => {
    const images = Array.from({ length: 2000 }, (_, index) => `ghcr.io/acme/service-${index}`)
    const sizes = new Map<number, number>()
    for (const image of images) sizes.set(shardOf(image, 20), (sizes.get(shardOf(image, 20)) ?? 0) + 1)
    expect([...sizes.keys()].toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1))
    for (const size of sizes.values()) expect(size > 50 && size < 160).toBe(true)
  })
})
