import { afterEach, describe, expect, test } from 'vitest'
import { parseImageReference } from '../../../src/image/reference.ts'
import {
  type DockerRegistry,
  dockerRegistryAvailable,
  dockerRegistryMissing,
  startDockerRegistry
} from '../../helpers/docker-registry.ts'
import { createBench, plain } from '../../helpers/registry/bench.ts'
import { failureOf } from '../../helpers/registry/client.ts'
import {
  attestationOf,
  configOf,
  imageOf,
  indexOf,
  labels,
  mediaTypes,
  type Stored
} from '../../helpers/registry/images.ts'

if (dockerRegistryMissing !== undefined) process.stderr.write(`${dockerRegistryMissing}\n`)

const bench = createBench()
afterEach(bench.clear)

async function start(): Promise<DockerRegistry> {
  const registry = await startDockerRegistry()
  bench.later(registry.stop)
  return registry
}

/** Puts images with their configurations, then what refers to them. */
async function push(
  registry: DockerRegistry,
  tag: string,
  configs: readonly Stored[],
  images: readonly Stored[],
  top?: Stored
): Promise<void> {
  for (const { bytes, digest } of configs) await registry.push('team/app', { bytes, digest })
  for (const { bytes, digest, type } of images) await registry.push('team/app', { bytes, digest, type, name: digest })
  const { bytes, digest, type } = top ?? images[0] ?? imageOf(configOf({}))
  await registry.push('team/app', { bytes, digest, type, name: tag })
}

const source = 'https://gitlab.com/team/app'
const revision = 'abcdef0123456789abcdef0123456789abcdef01'
const full = { source, revision }

describe.runIf(dockerRegistryAvailable)('the labels of images at a real registry', () => {
  test('single images of both kinds, by tag and by digest', async () => {
    const registry = await start()
    const config = configOf(labels(source, revision))
    const dockerConfig = configOf(labels(source, revision), mediaTypes.dockerConfig)
    const image = imageOf(config)
    await push(registry, '1', [config], [image])
    await push(registry, '2', [dockerConfig], [imageOf(dockerConfig, undefined, mediaTypes.dockerManifest)])
    const client = bench.client(plain(registry.host))
    for (const name of [':1', ':2', `@${image.digest}`, `:gone@${image.digest}`]) {
      const read = client.readLabels(parseImageReference(`${registry.host}/team/app${name}`))
      expect(await read, name).toEqual(full)
    }
    // What is remembered is not asked for again: one configuration for both, and the image that its tag named before.
    expect(client.cost()).toMatchObject({ requests: 3, imageRequests: 3, waits: 0 })
  })

  test.each([
    ['OCI', mediaTypes.manifest, mediaTypes.config, mediaTypes.index],
    ['Docker', mediaTypes.dockerManifest, mediaTypes.dockerConfig, mediaTypes.list]
  ])('two platforms and an attestation in an index of %s', async (_name, imageType, configType, indexType) => {
    const registry = await start()
    const config = configOf(labels(source, revision), configType)
    const armConfig = configOf(labels('https://gitlab.com/team/arm', 'fffffff'), configType)
    const image = imageOf(config, undefined, imageType)
    const arm = imageOf(armConfig, undefined, imageType)
    const proof = attestationOf(image)
    const proofConfig = configOf(labels('https://github.com/attested/never'))
    const index = indexOf([proof, [arm, 'linux/arm64'], [image, 'linux/amd64']], undefined, indexType)
    await push(registry, '1', [config, armConfig, proofConfig], [image, arm, proof[0]], index)
    const client = bench.client(plain(registry.host))
    expect(await client.readLabels(parseImageReference(`${registry.host}/team/app:1`))).toEqual(full)
    expect(client.cost().requests).toBe(3)
  })

  test('annotations of an index', async () => {
    const registry = await start()
    const config = configOf(labels('https://gitlab.com/base/image', '1111111'))
    const image = imageOf(config)
    await push(registry, '1', [config], [image], indexOf([[image, 'linux/amd64']], labels(source, revision)))
    const client = bench.client(plain(registry.host))
    expect(await client.readLabels(parseImageReference(`${registry.host}/team/app:1`))).toEqual(full)
    expect(client.cost().requests).toBe(1)
  })

  test('an image and a repository that are not there', async () => {
    const registry = await start()
    await registry.pushTags('team/app', ['1'])
    const client = bench.client(plain(registry.host))
    for (const name of ['team/app:2', `team/app@sha256:${'0'.repeat(64)}`, 'team/none:1']) {
      const reading = client.readLabels(parseImageReference(`${registry.host}/${name}`))
      expect(await failureOf(reading), name).toMatchObject({ code: 'not-found', status: 404 })
    }
  })
})
