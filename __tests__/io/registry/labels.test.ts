import { afterEach, describe, expect, test } from 'vitest'
import { parseImageReference } from '../../../src/image/reference.ts'
import type { ImageLabels } from '../../../src/ports.ts'
import { type Answer, createBench, plain } from '../../helpers/registry/bench.ts'
import {
  attestationOf,
  configOf,
  imageOf,
  indexOf,
  labels,
  mediaTypes,
  type Stored,
  serve,
  stored
} from '../../helpers/registry/images.ts'
import { sendText } from '../../helpers/registry.ts'

const bench = createBench()
afterEach(bench.clear)

type Reading = { readonly labels: ImageLabels; readonly paths: readonly string[]; readonly requests: number }

async function read(answer: Answer, reference = ':1'): Promise<Reading> {
  const registry = await bench.start({ answer })
  const client = bench.client(plain(registry.host))
  const found = await client.readLabels(parseImageReference(`${registry.host}/team/app${reference}`))
  const paths = registry.requests.map(({ path }) => path.replace('/v2/team/app/', ''))
  return { labels: found, paths, requests: client.cost().requests }
}

const source = 'https://github.com/team/app'
const revision = '1234567890abcdef1234567890abcdef12345678'
const full = { source, revision }
const none = { source: undefined, revision: undefined }

const config = configOf(labels(source, revision))
const image = imageOf(config)
const other = imageOf(configOf(labels('https://github.com/other/platform', '7654321')))

describe('where the labels are found', () => {
  test('in the annotations of the index, with one request', async () => {
    const index = indexOf([[other, 'linux/amd64']], labels(source, revision))
    expect(await read(serve(index))).toEqual({ labels: full, paths: ['manifests/1'], requests: 1 })
  })

  test('in the annotations of the manifest for linux/amd64', async () => {
    const annotated = imageOf(configOf({}), labels(source, revision))
    const index = indexOf([attestationOf(annotated), [other, 'linux/arm64'], [annotated, 'linux/amd64']])
    const { labels: found, paths } = await read(serve(index, annotated))
    expect(found).toEqual(full)
    expect(paths).toEqual(['manifests/1', `manifests/${annotated.digest}`])
  })

  test.each([
    ['OCI', image, [config]],
    [
      'Docker',
      imageOf(configOf(labels(source, revision), mediaTypes.dockerConfig), undefined, mediaTypes.dockerManifest),
      [configOf(labels(source, revision), mediaTypes.dockerConfig)]
    ]
  ])('in the configuration of a single image of %s', async (_name, top, others) => {
    expect(await read(serve(top, ...others))).toMatchObject({ labels: full, requests: 2 })
  })

  test.each([
    ['OCI', mediaTypes.index],
    ['Docker', mediaTypes.list]
  ])('in the configuration behind an index of %s, with three requests', async (_name, type) => {
    const index = indexOf(
      [
        [other, 'windows/amd64'],
        [image, 'linux/amd64']
      ],
      undefined,
      type
    )
    expect(await read(serve(index, image, config))).toMatchObject({ labels: full, requests: 3 })
  })

  test('in the first image that is no attestation, where there is none for linux/amd64', async () => {
    const index = indexOf([attestationOf(image), [image, 'linux/s390x'], [other, 'linux/arm64']])
    expect(await read(serve(index, image, config))).toMatchObject({ labels: full })
  })

  test('behind an index in an index', async () => {
    const inner = indexOf([[image, 'linux/amd64']])
    expect(await read(serve(indexOf([[inner, 'linux/amd64']]), inner, image, config))).toMatchObject({
      labels: full,
      requests: 4
    })
  })

  test('by digest, which counts more than the tag', async () => {
    const { labels: found, paths } = await read(serve(image, config), `:1@${image.digest}`)
    expect({ found, first: paths[0] }).toEqual({ found: full, first: `manifests/${image.digest}` })
  })

  test('under the keys of Label Schema where there are no others', async () => {
    const old = configOf({ 'org.label-schema.vcs-url': source, 'org.label-schema.vcs-ref': revision })
    expect(await read(serve(imageOf(old), old))).toMatchObject({ labels: full })
  })

  test.each([
    ['an index without images', indexOf([])],
    ['an index with attestations only', indexOf([attestationOf(image)])],
    ['a chart', imageOf(stored('application/vnd.cncf.helm.config.v1+json', { name: 'app' }))],
    ['an image without configuration', stored(mediaTypes.manifest, { schemaVersion: 2, config: {}, layers: [] })]
  ])('nowhere in %s, with one request', async (_name, top) => {
    expect(await read(serve(top))).toMatchObject({ labels: none, requests: 1 })
  })

  test('without a Content-Type that says anything, and without a media type in the document', async () => {
    const bare = { ...stored('text/plain', { schemaVersion: 2, config: config.descriptor, layers: [] }) }
    expect(await read(serve(bare, config))).toMatchObject({ labels: full })
  })
})

describe('a revision counts only beside its source', () => {
  const base = 'https://github.com/base/image'
  test.each<[string, unknown, unknown, ImageLabels]>([
    ['the same source in index and labels', labels(source), labels(source, revision), full],
    ['labels kept from the base image', labels(source), labels(base, revision), { source, revision: undefined }],
    ['labels with a revision only', labels(source), labels(undefined, revision), { source, revision: undefined }],
    ['an index with a revision only', labels(undefined, '7777777'), labels(source, revision), full],
    ['nothing but a revision', {}, labels(undefined, revision), none]
  ])('%s', async (_name, annotations, given, expected) => {
    const own = configOf(given)
    const top = imageOf(own)
    expect((await read(serve(indexOf([[top, 'linux/amd64']], annotations), top, own))).labels).toEqual(expected)
  })
})

describe('labels that are no texts are none', () => {
  const own = (given: unknown): [Stored, Stored] => {
    const made = configOf(given)
    return [imageOf(made), made]
  }
  test.each<[string, unknown]>([
    ['a number', labels(7)],
    ['null', labels(null)],
    ['a list', labels([source])],
    ['an object', labels({ toString: source })],
    ['nothing', labels('')],
    ['more than 400 characters', labels(`https://github.com/${'a'.repeat(400)}`)],
    ['labels that are a list', [[source]]],
    ['labels that are a text', source],
    ['labels that are null', null],
    ['inherited members', JSON.parse(`{"__proto__":{"org.opencontainers.image.source":"${source}"}}`)]
  ])('%s', async (_name, given) => {
    expect((await read(serve(...own(given)))).labels).toEqual(none)
  })

  test('a text of 400 characters is one, as it stands there', async () => {
    const text = `https://x.example/\u202e\n|${'ä'.repeat(379)}`
    expect(text).toHaveLength(400)
    expect((await read(serve(...own(labels(text))))).labels.source).toBe(text)
  })
})

test('the labels are asked for with the types of images, and with a token that may only read', async () => {
  const registry = await bench.start({
    login: { kind: 'bearer' },
    answer: (request, response, count) =>
      request.headers.authorization === undefined ? undefined : serve(image, config)(request, response, count)
  })
  const client = bench.client(plain(registry.host))
  await client.readLabels(parseImageReference(`${registry.host}/team/app:1`))
  const [first, token, again, blob] = registry.requests
  expect(registry.requests).toHaveLength(4)
  expect(first?.headers.accept).toContain(mediaTypes.index)
  expect(first?.headers.accept).not.toContain('docker.distribution.manifest.v1')
  expect(token?.path).toContain('scope=repository%3Ateam%2Fapp%3Apull')
  expect(again?.headers).toMatchObject({ accept: first?.headers.accept, authorization: `Bearer ${registry.tokens[0]}` })
  expect(blob?.path).toBe(`/v2/team/app/blobs/${config.digest}`)
})

describe('at Docker Hub, which counts pulls', () => {
  const readThere = async (headers: Record<string, string>): Promise<{ asked: number; error: unknown }> => {
    const registry = await bench.start({
      answer: (request, response) => {
        const found = request.path.includes('/blobs/') ? config : image
        return sendText(response, 200, found.bytes, { 'content-type': found.type, ...headers })
      }
    })
    const connectTo = new Map([['docker.io', { host: '127.0.0.1', port: registry.port }]])
    const client = bench.client(
      { KLUCTL_REGISTRY_1_HOST: 'docker.io', KLUCTL_REGISTRY_1_PLAIN_HTTP: 'true' },
      { connectTo }
    )
    const one = parseImageReference('docker.io/team/app:1')
    expect(await client.readLabels(one)).toEqual(full)
    const error = await client.readLabels(parseImageReference('docker.io/team/other:1')).then(
      () => undefined,
      (thrown: unknown) => thrown
    )
    return { asked: registry.requests.length, error }
  }

  test('no labels are read once half of the pulls are gone', async () => {
    const { asked, error } = await readThere({ 'ratelimit-limit': '100;w=21600', 'ratelimit-remaining': '50;w=21600' })
    expect(error).toMatchObject({
      code: 'rate-limited',
      status: undefined,
      message: expect.stringContaining('50 of 100 pulls left')
    })
    expect(asked).toBe(2)
  })

  test.each([
    ['more is left', { 'ratelimit-limit': '100;w=21600', 'ratelimit-remaining': '51;w=21600' }],
    ['it does not say', {}]
  ])('they are while %s', async (_name, headers) => {
    expect(await readThere(headers)).toEqual({ asked: 4, error: undefined })
  })
})

test('a configuration is followed to another host, where the token does not go', async () => {
  const store = await bench.start({ answer: (_, response) => sendText(response, 200, config.bytes) })
  const location = `http://localhost:${store.port}/blob?signature=x`
  const registry = await bench.start({
    login: { kind: 'bearer' },
    answer(request, response, count) {
      if (request.headers.authorization === undefined) return undefined
      if (request.path.includes('/blobs/')) return sendText(response, 307, '', { location })
      return serve(image)(request, response, count)
    }
  })
  const client = bench.client({ ...plain(registry.host), ...plain(`localhost:${store.port}`, '2') })
  const found = await client.readLabels(parseImageReference(`${registry.host}/team/app:1`))
  expect(found).toEqual(full)
  expect(client.cost().requests).toBe(5)
  expect(store.requests.map(({ headers }) => headers.authorization)).toEqual([undefined])
})
