import { createHash } from 'node:crypto'
import { afterEach, describe, expect, test } from 'vitest'
import { parseImageReference } from '../../../src/image/reference.ts'
import type { RegistryClient } from '../../../src/io/registry/client.ts'
import { type Answer, createBench, plain } from '../../helpers/registry/bench.ts'
import { failureOf } from '../../helpers/registry/client.ts'
import { configOf, imageOf, indexOf, type Stored, serve } from '../../helpers/registry/images.ts'
import { sendText } from '../../helpers/registry.ts'

const bench = createBench()
afterEach(bench.clear)

const config = configOf({})
const image = imageOf(config)
const index = indexOf([[image, 'linux/amd64']])
const other = indexOf([[image, 'linux/arm64']])
const documents = serve(index, image, config, other)
const nobodys = `sha256:${'0'.repeat(64)}`

/** Says a digest to HEAD of the tag, by the number of the request, and answers everything else truly. */
const saying =
  (...said: readonly [digest: string, type: string][]): Answer =>
  (request, response, count) => {
    const [digest, type] = said[Math.min(count, said.length) - 1] ?? ['', '']
    if (request.method !== 'HEAD') return documents(request, response, count)
    return sendText(response, 200, '', { 'content-type': type, 'docker-content-digest': digest })
  }

type Asked = { readonly client: RegistryClient; readonly seen: () => string[]; readonly name: string }

async function start(answer: Answer): Promise<Asked> {
  const registry = await bench.start({ answer })
  const client = bench.client(plain(registry.host))
  const seen = (): string[] =>
    registry.requests.map(({ method, path }) => `${method} ${path.replace('/v2/team/app/', '')}`)
  return { client, seen, name: `${registry.host}/team/app` }
}

describe('HEAD that gives another image than GET is an error', () => {
  test.each<[string, string, Stored]>([
    ['an image that is not there', nobodys, index],
    ['the image for one platform', image.digest, image],
    ['another index that is there', other.digest, other]
  ])('%s', async (_name, digest, { type }) => {
    for (const fact of ['readPlatforms', 'readDate', 'readLabels'] as const) {
      const { client, seen, name } = await start(saying([digest, type]))
      const reference = parseImageReference(`${name}:1`)
      expect(await client.readDigest(reference)).toBe(digest)
      expect(await failureOf(client[fact](reference))).toMatchObject({
        code: 'protocol',
        message: expect.stringMatching(/answers HEAD and GET with different images for image \S+\/team\/app:1$/)
      })
      expect(seen()).toEqual(['HEAD manifests/1', 'GET manifests/1', 'HEAD manifests/1'])
    }
  })

  test('whichever is asked first, and at once', async () => {
    const { client, name } = await start(saying([nobodys, index.type]))
    const reference = parseImageReference(`${name}:1`)
    const [digest, platforms] = await Promise.allSettled([
      client.readDigest(reference),
      client.readPlatforms(reference)
    ])
    const same = digest.status === 'fulfilled' && digest.value === index.digest
    expect(same ? platforms.status : digest.status).toBe('fulfilled')
    expect(platforms.status).toBe(same ? 'fulfilled' : 'rejected')
  })

  test('and the digest by document as well', async () => {
    const { client, name } = await start(saying([nobodys, index.type]))
    const reference = parseImageReference(`${name}:1`)
    await client.readDigest(reference)
    expect(await failureOf(client.readDigest(reference, 'document'))).toMatchObject({ code: 'protocol' })
  })
})

test('a tag that is moved between the two stays what it was for the run', async () => {
  const { client, seen, name } = await start(saying([other.digest, other.type], [index.digest, index.type]))
  const reference = parseImageReference(`${name}:1`)
  expect(await client.readDigest(reference)).toBe(other.digest)
  expect(await client.readPlatforms(reference)).toMatchObject({
    digest: other.digest,
    platforms: [{ platform: 'linux/arm64' }]
  })
  expect(seen()).toEqual(['HEAD manifests/1', 'GET manifests/1', 'HEAD manifests/1', `GET manifests/${other.digest}`])
})

test('a digest by another algorithm is that of the same bytes', async () => {
  const long = `sha512:${createHash('sha512').update(index.bytes).digest('hex')}`
  const { client, seen, name } = await start(saying([long, index.type]))
  const reference = parseImageReference(`${name}:1`)
  expect([await client.readDigest(reference), (await client.readPlatforms(reference)).digest]).toEqual([long, long])
  expect(seen()).toEqual(['HEAD manifests/1', 'GET manifests/1'])
})

describe('the digest by document', () => {
  test('is one GET, which what is asked of the image afterwards is read from', async () => {
    const { client, seen, name } = await start(documents)
    const reference = parseImageReference(`${name}:1`)
    expect(await client.readDigest(reference, 'document')).toBe(index.digest)
    expect(await client.readDigest(reference)).toBe(index.digest)
    const pinned = parseImageReference(`${name}:1@${index.digest}`)
    expect((await client.readPlatforms(pinned)).platforms).toHaveLength(1)
    expect(seen()).toEqual(['GET manifests/1'])
  })

  test('is had of an index that nobody can name the platforms of', async () => {
    const { client, name } = await start(serve(indexOf([])))
    const reference = parseImageReference(`${name}:1`)
    expect(await client.readDigest(reference, 'document')).toBe(indexOf([]).digest)
    expect(await failureOf(client.readPlatforms(reference))).toMatchObject({ code: 'protocol' })
  })

  test('fails where HEAD answers and GET does not', async () => {
    const { client, name } = await start((request, response, count) =>
      request.method === 'HEAD'
        ? documents(request, response, count)
        : sendText(response, 404, '{"errors":[{"code":"MANIFEST_UNKNOWN"}]}', { 'content-type': 'application/json' })
    )
    const reference = parseImageReference(`${name}:1`)
    expect(await client.readDigest(reference)).toBe(index.digest)
    for (const asked of [client.readDigest(reference, 'document'), client.readPlatforms(reference)])
      expect(await failureOf(asked)).toMatchObject({ code: 'not-found' })
  })
})
