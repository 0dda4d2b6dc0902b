import { afterEach, describe, expect, test } from 'vitest'
import type { ImageUse } from '../../src/project/uses.ts'
import type { Check } from '../../src/verify/record.ts'
import { verifyUses } from '../../src/verify/verify.ts'
import {
  type DockerRegistry,
  dockerRegistryAvailable,
  dockerRegistryMissing,
  startDockerRegistry
} from '../helpers/docker-registry.ts'
import { useOf } from '../helpers/image-use.ts'
import { createBench, plain } from '../helpers/registry/bench.ts'
import { deleteManifest, moveTag, pushImage, pushIndex } from '../helpers/registry/images.ts'
import { type RequestFields, requestOf } from './request.ts'

if (dockerRegistryMissing !== undefined) process.stderr.write(`${dockerRegistryMissing}\n`)

const bench = createBench()
afterEach(bench.clear)

async function start(): Promise<DockerRegistry> {
  const registry = await startDockerRegistry()
  bench.later(registry.stop)
  return registry
}

const path = 'team/app'
const two = ['linux/amd64', 'linux/arm64'] as const

/** What is said of `team/app` with a result, and how many requests it took. */
async function check(
  { host }: DockerRegistry,
  result: string,
  fields: RequestFields = {}
): Promise<Check & { readonly requests: number }> {
  const image = `${host}/${path}`
  const client = bench.client(plain(host))
  const uses: readonly ImageUse[] = [useOf(image)]
  const request = requestOf(uses, [{ image, resultImage: `${image}${result}` }], fields)
  const { checks } = await verifyUses(request, { images: client })
  const [only] = checks
  if (only === undefined) throw new Error('there is no check')
  return { ...only, requests: client.cost().requests }
}

const codesOf = ({ reasons }: Check): readonly string[] => reasons.map(({ level, code }) => `${level} ${code}`)

describe.runIf(dockerRegistryAvailable)('at a real registry', () => {
  test('an index with attestations holds, for a request for the index, the tag and each image', async () => {
    const registry = await start()
    const { digest } = await pushIndex(registry, path, '1.0', two, { attestations: true })
    const found = await check(registry, `:1.0@${digest}`)
    expect(found).toMatchObject({ verdict: 'verified', reasons: [], pinned: digest, tag: digest, requests: 4 })
  })

  test('platforms are those of the pinned index, not of its attestations', async () => {
    const registry = await start()
    const { digest } = await pushIndex(registry, path, '1.0', two, { attestations: true })
    const platforms = ['linux/arm64', 'linux/s390x']
    const found = await check(registry, `:1.0@${digest}`, { platforms })
    expect(found.platforms).toEqual({ wanted: platforms, found: [...two] })
    expect(found.reasons.map(({ message }) => message)).toEqual([
      'linux/s390x is missing: it has linux/amd64, linux/arm64'
    ])
  })

  test('a tag that was moved to the same images, with attestations and an annotation now, is a warning', async () => {
    const registry = await start()
    const before = await pushIndex(registry, path, '1.0', two)
    const after = await pushIndex(registry, path, '1.0', two, {
      attestations: true,
      annotations: { 'org.opencontainers.image.ref.name': 'again' }
    })
    expect(after.digest).not.toBe(before.digest)
    const found = await check(registry, `:1.0@${before.digest}`)
    expect(found).toMatchObject({ verdict: 'warned', pinned: before.digest, tag: after.digest })
    expect(found.reasons[0]?.message).toBe(
      `moved, same content for linux/amd64, linux/arm64: the tag "1.0" names ${after.digest} now`
    )
  })

  test('a tag that was moved for one platform fails, unless only the other one is wanted', async () => {
    const registry = await start()
    const before = await pushIndex(registry, path, '1.0', two)
    const after = await pushIndex(registry, path, '1.0', ['linux/amd64', ['linux/arm64', 'rebuilt']])
    const result = `:1.0@${before.digest}`
    const found = await check(registry, result)
    expect(codesOf(found)).toEqual(['failure moved'])
    expect(found.reasons[0]?.message).toBe(
      `moved: another image for linux/arm64, the same for linux/amd64; the tag "1.0" names ${after.digest} now`
    )
    expect(codesOf(await check(registry, result, { platforms: ['linux/amd64'] }))).toEqual([
      'warning moved-same-content'
    ])
    expect(codesOf(await check(registry, result, { platforms: ['linux/arm64'] }))).toEqual(['failure moved'])
  })

  test('a digest that was deleted fails, and its tag with it', async () => {
    const registry = await start()
    const index = await pushIndex(registry, path, '1.0', two)
    await deleteManifest(registry, path, index)
    expect(codesOf(await check(registry, `:1.0@${index.digest}`))).toEqual(['failure digest-gone', 'failure tag-gone'])
    expect(codesOf(await check(registry, `@${index.digest}`, { platforms: [...two] }))).toEqual(['failure digest-gone'])
  })

  test('an index whose image for one platform was deleted fails, unless only the other one is wanted', async () => {
    const registry = await start()
    const index = await pushIndex(registry, path, '1.0', two)
    const amd = index.images.get('linux/amd64')
    if (amd === undefined) throw new Error('there is no image for linux/amd64')
    await deleteManifest(registry, path, amd)
    const found = await check(registry, `:1.0@${index.digest}`)
    expect(codesOf(found)).toEqual(['failure platform-gone'])
    expect(found.reasons[0]?.message).toBe('linux/amd64 is listed, and its image is not there')
    expect(codesOf(await check(registry, ':1.0'))).toEqual(['failure platform-gone', 'note not-pinned'])
    const arm = await check(registry, `:1.0@${index.digest}`, { platforms: ['linux/arm64'] })
    expect([codesOf(arm), arm.requests]).toEqual([[], 3])
  })

  test('a digest that was deleted after its tag had moved cannot be compared', async () => {
    const registry = await start()
    const before = await pushIndex(registry, path, '1.0', two)
    await pushIndex(registry, path, '1.0', [['linux/amd64', 'rebuilt']])
    await deleteManifest(registry, path, before)
    expect(codesOf(await check(registry, `:1.0@${before.digest}`))).toEqual(['failure digest-gone', 'failure moved'])
  })

  test('a pin to one platform names the index to pin', async () => {
    const registry = await start()
    const index = await pushIndex(registry, path, '1.0', two)
    const arm = index.images.get('linux/arm64')
    const found = await check(registry, `:1.0@${arm?.digest}`)
    expect(codesOf(found)).toEqual(['failure single-platform'])
    expect(found.reasons[0]).toMatchObject({
      message: 'single platform: it is pinned to the image for linux/arm64 only, and the tag "1.0" names an index',
      hint: `Pin ${index.digest}, the digest of the index.`
    })
  })

  test.each([false, true])('a single image holds, with Docker’s media types: %s', async docker => {
    const registry = await start()
    const { digest } = await pushImage(registry, path, '1.0', 'linux/amd64', { docker })
    const found = await check(registry, `:1.0@${digest}`, { platforms: ['linux/amd64'] })
    expect([found.verdict, found.platforms.found]).toEqual(['verified', ['linux/amd64']])
    expect(codesOf(await check(registry, `:1.0@${digest}`, { platforms: ['linux/arm64'] }))).toEqual([
      'failure platform-missing'
    ])
  })

  test('a tag that was moved back holds again', async () => {
    const registry = await start()
    const before = await pushIndex(registry, path, '1.0', two)
    await pushIndex(registry, path, '1.0', [['linux/amd64', 'rebuilt']])
    await moveTag(registry, path, '1.0', before)
    expect(codesOf(await check(registry, `:1.0@${before.digest}`))).toEqual([])
  })

  test('a tag without digest is compared with the lock', async () => {
    const registry = await start()
    const before = await pushIndex(registry, path, '1.0', two)
    const result = `${registry.host}/${path}:1.0`
    const locked = [{ file: 'fixed-images.yaml', digests: new Map([[result, before.digest]]) }]
    expect(codesOf(await check(registry, ':1.0', { locked }))).toEqual(['note not-pinned'])
    await pushIndex(registry, path, '1.0', two, { attestations: true })
    expect(codesOf(await check(registry, ':1.0', { locked }))).toEqual([
      'warning moved-same-content',
      'note not-pinned'
    ])
    await pushIndex(registry, path, '1.0', ['linux/amd64'])
    expect(codesOf(await check(registry, ':1.0', { locked }))).toEqual(['failure moved', 'note not-pinned'])
  })

  test('a registry that is gone is a reason for its images and for no other', async () => {
    const here = await start()
    const away = await startDockerRegistry()
    const { digest } = await pushIndex(here, path, '1.0', two)
    await away.stop()
    const [near, far] = [`${here.host}/${path}`, `${away.host}/${path}`]
    const entries = [near, far].map(image => ({ image, resultImage: `${image}:1.0@${digest}` }))
    const client = bench.client({
      ...plain(here.host),
      KLUCTL_REGISTRY_2_HOST: away.host,
      KLUCTL_REGISTRY_2_PLAIN_HTTP: 'true'
    })
    const { checks } = await verifyUses(requestOf([useOf(near), useOf(far)], entries), { images: client })
    const found = new Map(checks.map(one => [one.image, one]))
    expect(found.get(near)?.verdict).toBe('verified')
    expect(found.get(far)?.reasons.map(({ code }) => code)).toEqual(['unknown'])
  })
})
