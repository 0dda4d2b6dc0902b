import { afterEach, describe, expect, test } from 'vitest'
import { parseImageReference } from '../../../src/image/reference.ts'
import type { RegistryClient } from '../../../src/io/registry/client.ts'
import { createBench, plain } from '../../helpers/registry/bench.ts'
import { failureOf } from '../../helpers/registry/client.ts'
import {
  attestationOf,
  configOf,
  imageOf,
  indexOf,
  mediaTypes,
  type Stored,
  serve,
  stored
} from '../../helpers/registry/images.ts'

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
  ['a proof of buildkit', indexOf([[image, 'linux/amd64'], attestationOf(image)]), [], [['linux/amd64', image]], 1],
  [
    'a proof of some other kind, which no program takes for an image of its own',
    indexOf([
      [image, 'linux/amd64'],
      [stored('text/plain', 'proof'), 'unknown/unknown']
    ]),
    [],
    [['linux/amd64', image]],
    1
  ],
  ...[
    ['an image that is called a proof', 'linux/amd64', 'linux/amd64'],
    ['an image for an unknown architecture', 'linux/unknown', 'linux/unknown'],
    ['an image for an unknown system', 'unknown/amd64', 'unknown/amd64'],
    ['an image for a variant', 'linux/amd64/v2', 'linux/amd64/v2'],
    ['an image with the name of the machine', 'linux/x86_64', 'linux/x86_64'],
    ['an image for a platform in capitals', 'Linux/AMD64', 'unknown'],
    ['an image for a platform of one part', 'linux', 'unknown']
  ].map(
    ([name = '', platform = '', shown = '']): Row => [
      `${name} beside another`,
      indexOf([
        [arm, platform, attestationOf(image)[2]],
        [image, 'linux/amd64']
      ]),
      [],
      [
        [shown, arm],
        ['linux/amd64', image]
      ],
      1
    ]
  ),
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
  const { digest: _digest, ...undigested } = { digest: '', ...image.descriptor }
  test.each<[string, Stored, string]>([
    ['an index without images', indexOf([]), 'has an index without images'],
    ['an index of proofs only', indexOf([attestationOf(image)]), 'has an index without images'],
    [
      'an entry that is neither image nor index',
      bare(arm.descriptor, { ...image.descriptor, mediaType: 'text/plain' }),
      'an entry that is neither an image nor an index'
    ],
    ['an entry without a size', bare(arm.descriptor, { ...image.descriptor, size: undefined }), 'without a usable'],
    ['an entry with half a size', bare(arm.descriptor, { ...image.descriptor, size: 1.5 }), 'without a usable'],
    ['an entry without a digest', bare(arm.descriptor, undigested), 'without a usable media type, digest or size'],
    ['an entry without a media type', bare(arm.descriptor, { ...image.descriptor, mediaType: '' }), 'neither an image'],
    [
      'entries under a second name',
      stored(mediaTypes.index, { schemaVersion: 2, manifests: [arm.descriptor], Manifests: [image.descriptor] }),
      'another spelling of "manifests"'
    ]
  ])('%s', async (_name, top, message) => {
    const { platforms, requests } = await read(top)
    const error = await failureOf(platforms)
    expect(error).toMatchObject({ code: 'protocol', message: expect.stringContaining(message) })
    expect(error.message).toMatch(/for image \S+\/team\/app:1$/)
    expect(requests()).toBe(1)
  })

  test('an inner index without images', async () => {
    const empty = indexOf([])
    const top = indexOf([
      [empty, 'linux/amd64'],
      [image, 'linux/arm64']
    ])
    expect(await failureOf((await read(top, empty)).platforms)).toMatchObject({
      code: 'protocol',
      message: expect.stringContaining('has an index without images')
    })
  })

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
