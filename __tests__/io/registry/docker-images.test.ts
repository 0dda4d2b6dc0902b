import { afterEach, describe, expect, test } from 'vitest'
import { parseImageReference } from '../../../src/image/reference.ts'
import {
  type DockerRegistry,
  type DockerRegistryOptions,
  dockerLogin,
  dockerRegistryAvailable,
  dockerRegistryMissing,
  startDockerRegistry
} from '../../helpers/docker-registry.ts'
import { createBench, plain } from '../../helpers/registry/bench.ts'
import { failureOf } from '../../helpers/registry/client.ts'
import { deleteManifest, moveTag, pushImage, pushIndex } from '../../helpers/registry/images.ts'
import { startTokenServer } from '../../helpers/token-server.ts'

if (dockerRegistryMissing !== undefined) process.stderr.write(`${dockerRegistryMissing}\n`)

const bench = createBench()
afterEach(bench.clear)

async function start(options: DockerRegistryOptions = {}): Promise<DockerRegistry> {
  const registry = await startDockerRegistry(options)
  bench.later(registry.stop)
  return registry
}

const created = '2026-11-20T08:00:00.5+01:00'
const platforms = ['linux/arm64/v8', 'linux/amd64', 'windows/amd64']

describe.runIf(dockerRegistryAvailable)('single images at a real registry', () => {
  test.each([
    ['OCI', false],
    ['Docker', true]
  ])(
    'an index of %s: its own digest, its platforms without attestations, the date of its configuration',
    async (_name, docker) => {
      const registry = await start()
      const index = await pushIndex(registry, 'team/app', '1', platforms, { attestations: true, created, docker })
      const client = bench.client(plain(registry.host))
      const reference = parseImageReference(`${registry.host}/team/app:1`)
      expect(await client.readDigest(reference)).toBe(index.digest)
      expect(client.cost()).toMatchObject({ requests: 1, imageRequests: 1 })
      expect(await client.readPlatforms(reference)).toEqual({
        digest: index.digest,
        isIndex: true,
        platforms: [...platforms].sort().map(platform => ({ platform, digest: index.images.get(platform)?.digest }))
      })
      expect(client.cost().requests).toBe(2)
      expect(await client.readDate(reference)).toEqual({ date: '2026-11-20T07:00:00Z', source: 'config' })
      expect(client.cost().requests).toBe(4)
      for (const read of [client.readLabels, client.readDate, client.readPlatforms, client.readDigest])
        await read(reference)
      expect(client.cost()).toMatchObject({ requests: 4, imageRequests: 4, waits: 0 })
    }
  )

  test.each([
    ['OCI', false],
    ['Docker', true]
  ])(
    'an image of %s: the platform and the label of its configuration, digest and all with two requests',
    async (_name, docker) => {
      const registry = await start()
      const labels = { 'org.opencontainers.image.created': '2026-11-21T00:00:00Z' }
      const image = await pushImage(registry, 'team/app', '1', 'linux/arm/v7', { created, labels, docker })
      const client = bench.client(plain(registry.host))
      const reference = parseImageReference(`${registry.host}/team/app:1`)
      expect(await client.readPlatforms(reference)).toEqual({
        digest: image.digest,
        isIndex: false,
        platforms: [{ platform: 'linux/arm/v7', digest: image.digest }]
      })
      expect(await client.readDate(reference)).toEqual({ date: '2026-11-21T00:00:00Z', source: 'label' })
      expect(await client.readDigest(reference)).toBe(image.digest)
      expect(client.cost()).toMatchObject({ requests: 2, imageRequests: 2 })
    }
  )

  test('an index without dates in its configurations has the date of its annotation, or none', async () => {
    const registry = await start()
    await pushIndex(registry, 'team/app', 'none', platforms, { created: '1970-01-01T00:00:00Z' })
    const annotations = { 'org.opencontainers.image.created': '2026-11-22T10:00:00Z' }
    await pushIndex(registry, 'team/app', 'noted', platforms, { annotations })
    const client = bench.client(plain(registry.host))
    const dateOf = (tag: string): ReturnType<typeof client.readDate> =>
      client.readDate(parseImageReference(`${registry.host}/team/app:${tag}`))
    expect(await dateOf('none')).toBeUndefined()
    expect(await dateOf('noted')).toEqual({ date: '2026-11-22T10:00:00Z', source: 'label' })
  })

  test('a tag that is moved keeps its digest within a run, and has the new one in the next', async () => {
    const registry = await start()
    const before = await pushIndex(registry, 'team/app', '1', platforms)
    const after = await pushIndex(registry, 'team/app', '2', platforms, { content: 'fixed' })
    const reference = parseImageReference(`${registry.host}/team/app:1`)
    const client = bench.client(plain(registry.host))
    expect(await client.readDigest(reference)).toBe(before.digest)
    await moveTag(registry, 'team/app', '1', after)
    expect((await client.readPlatforms(reference)).digest).toBe(before.digest)
    const next = bench.client(plain(registry.host))
    expect([await next.readDigest(reference), (await next.readPlatforms(reference)).digest]).toEqual([
      after.digest,
      after.digest
    ])
  })

  test('a manifest that was deleted is not there, by tag and by digest, with one request for each', async () => {
    const registry = await start()
    const index = await pushIndex(registry, 'team/app', '1', platforms)
    await deleteManifest(registry, 'team/app', index)
    const client = bench.client(plain(registry.host))
    for (const name of [':1', `:1@${index.digest}`]) {
      const reference = parseImageReference(`${registry.host}/team/app${name}`)
      const errors = [await failureOf(client.readDigest(reference)), await failureOf(client.readDigest(reference))]
      expect(errors.map(({ code }) => code)).toEqual(['not-found', 'not-found'])
      expect(errors[0]?.message).toContain(`has no image ${registry.host}/team/app${name.replace(/^:1@/, '@')}`)
    }
    expect(client.cost().requests).toBe(2)
  })

  test('behind htpasswd the login is shown once it is asked for, and without it the image is not shown', async () => {
    const registry = await start({ htpasswd: true })
    const index = await pushIndex(registry, 'team/app', '1', platforms, { created })
    const reference = parseImageReference(`${registry.host}/team/app:1`)
    const env = {
      ...plain(registry.host),
      KLUCTL_REGISTRY_1_USERNAME: dockerLogin.username,
      KLUCTL_REGISTRY_1_PASSWORD: dockerLogin.password
    }
    const client = bench.client(env)
    expect(await client.readDigest(reference)).toBe(index.digest)
    expect(await client.readDate(reference)).toMatchObject({ source: 'config' })
    expect(client.cost().requests).toBe(5)
    const stranger = bench.client(plain(registry.host))
    expect(await failureOf(stranger.readDigest(reference))).toMatchObject({ code: 'unauthorized' })
  })

  test('behind a token server one token serves all that is asked of a repository', async () => {
    const tokens = await startTokenServer({ login: dockerLogin })
    bench.later(tokens.stop)
    const registry = await start({ token: tokens })
    const index = await pushIndex(registry, 'team/app', '1', platforms, { created })
    const client = bench.client({
      ...plain(registry.host),
      KLUCTL_REGISTRY_1_USERNAME: dockerLogin.username,
      KLUCTL_REGISTRY_1_PASSWORD: dockerLogin.password,
      KLUCTL_REGISTRY_1_AUTH_HOST: tokens.host
    })
    const reference = parseImageReference(`${registry.host}/team/app:1`)
    expect(await client.readDigest(reference)).toBe(index.digest)
    expect((await client.readPlatforms(reference)).platforms).toHaveLength(3)
    expect(tokens.asked.map(({ scopes }) => scopes)).toEqual([['repository:team/app:pull']])
    expect(client.cost()).toMatchObject({ requests: 4, imageRequests: 4 })
  })
})
