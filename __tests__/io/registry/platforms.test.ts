import { afterEach, describe, expect, test } from 'vitest'
import { parseImageReference } from '../../../src/image/reference.ts'
import type { RegistryClient } from '../../../src/io/registry/client.ts'
import { createBench, plain } from '../../helpers/registry/bench.ts'
import { failureOf } from '../../helpers/registry/client.ts'
import { configOf, imageOf, indexOf, mediaTypes, type Stored, serve, stored } from '../../helpers/registry/images.ts'

const bench = createBench()
afterEach(bench.clear)

const config = configOf({})
const image = imageOf(config)
const arm = imageOf(configOf({ of: 'arm' }))
const chart = imageOf(stored('application/vnd.cncf.helm.config.v1+json', { name: 'app' }))

type Reading = { readonly platforms: ReturnType<RegistryClient['readPlatforms']>; readonly requests: () => number }

async function read(top: Stored, ...others: readonly Stored[]): Promise<Reading> {
  const registry = await bench.start({ answer: serve(top, ...others) })
  const client = bench.client(plain(registry.host))
  const platforms = client.readPlatforms(parseImageReference(`${registry.host}/team/app:1`))
  return { platforms, requests: () => registry.requests.length }
}

/** An index of bare descriptors. */
function bare(...manifests: readonly object[]): Stored {
  return stored(mediaTypes.index, { schemaVersion: 2, mediaType: mediaTypes.index, manifests })
}

type Row = readonly [
  name: string,
  top: Stored,
  others: readonly Stored[],
  platforms: readonly (readonly [string, Stored])[],
  requests: number
]

const inner = indexOf([
  [image, 'linux/amd64'],
  [arm, 'linux/arm64']
])

test.each<Row>([
  ['an index without images', indexOf([]), [], [], 1],
  [
    'two images for one platform',
    indexOf([
      [image, 'windows/amd64'],
      [arm, 'windows/amd64']
    ]),
    [],
    [
      ['windows/amd64', image],
      ['windows/amd64', arm]
    ],
    1
  ],
  [
    'one image twice',
    indexOf([
      [image, 'linux/amd64'],
      [image, 'linux/amd64']
    ]),
    [],
    [['linux/amd64', image]],
    1
  ],
  [
    'one image for two platforms',
    indexOf([
      [image, 'linux/arm64'],
      [image, 'linux/amd64']
    ]),
    [],
    [
      ['linux/amd64', image],
      ['linux/arm64', image]
    ],
    1
  ],
  [
    'an index in an index',
    indexOf([[inner, 'linux/amd64']]),
    [inner],
    [
      ['linux/amd64', image],
      ['linux/arm64', arm]
    ],
    2
  ],
  [
    'a platform that cannot be one',
    indexOf([
      [image, 'linux\n::error::/amd64'],
      [arm, 'linux/arm64']
    ]),
    [],
    [
      ['linux/arm64', arm],
      ['unknown', image]
    ],
    1
  ],
  [
    'images without a platform',
    bare(image.descriptor, arm.descriptor),
    [],
    [
      ['unknown', image],
      ['unknown', arm]
    ],
    1
  ],
  ['the only image without a platform', bare(image.descriptor), [image, config], [['linux/amd64', image]], 3],
  ['an entry that is neither image nor index', bare({ ...image.descriptor, mediaType: 'text/plain' }), [], [], 1],
  ['a single image', image, [config], [['linux/amd64', image]], 2],
  ['a chart', chart, [], [['unknown', chart]], 1]
])('%s', async (_name, top, others, expected, requests) => {
  const { platforms, requests: asked } = await read(top, ...others)
  const wanted = expected.map(([platform, { digest }]) => ({ platform, digest }))
  const found = await platforms
  expect(found).toEqual({ digest: top.digest, isIndex: top.type === mediaTypes.index, platforms: expect.any(Array) })
  const order = (list: typeof wanted): string[] => list.map(({ platform, digest }) => `${platform} ${digest}`)
  expect(order([...found.platforms])).toEqual(order(wanted).sort())
  expect(asked()).toBe(requests)
})

describe('is an error, never fewer platforms', () => {
  test('an index in an index in an index', async () => {
    const middle = indexOf([[inner, 'linux/amd64']])
    const { platforms } = await read(indexOf([[middle, 'linux/amd64']]), middle, inner)
    expect(await failureOf(platforms)).toMatchObject({
      code: 'protocol',
      message: expect.stringContaining('an index in an index in an index')
    })
  })

  test('more indexes than an image may cost requests', async () => {
    const inside = Array.from({ length: 8 }, (_, number) => indexOf([[image, 'linux/amd64']], { number: `${number}` }))
    const { platforms, requests } = await read(indexOf(inside.map(one => [one, 'linux/amd64'])), ...inside)
    expect(await failureOf(platforms)).toMatchObject({
      code: 'protocol',
      message: expect.stringContaining('took more than 6 requests')
    })
    expect(requests()).toBe(6)
  })

  test('an inner index that is not there, and one of other bytes', async () => {
    const top = indexOf([[inner, 'linux/amd64']])
    expect(await failureOf((await read(top)).platforms)).toMatchObject({ code: 'not-found' })
    const forged = { ...indexOf([]), digest: inner.digest }
    expect(await failureOf((await read(top, forged)).platforms)).toMatchObject({ code: 'protocol' })
  })
})
