import { createHash } from 'node:crypto'
import type { DockerRegistry } from '../docker-registry.ts'
import { type SeenRequest, sendText } from '../registry.ts'
import type { Answer } from './bench.ts'

/** Media types of images, OCI's and Docker's. */
export const mediaTypes = {
  index: 'application/vnd.oci.image.index.v1+json',
  list: 'application/vnd.docker.distribution.manifest.list.v2+json',
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  dockerManifest: 'application/vnd.docker.distribution.manifest.v2+json',
  config: 'application/vnd.oci.image.config.v1+json',
  dockerConfig: 'application/vnd.docker.container.image.v1+json'
} as const

/** Keys of the labels that are read. */
export const sourceKey = 'org.opencontainers.image.source'
export const revisionKey = 'org.opencontainers.image.revision'

/** A document or blob, with what refers to it. */
export type Stored = {
  readonly bytes: Buffer
  readonly type: string
  readonly digest: string
  readonly descriptor: object
}

/** Any bytes as they lie in a registry. */
export function storedBytes(type: string, bytes: Buffer): Stored {
  const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`
  return { bytes, type, digest, descriptor: { mediaType: type, size: bytes.length, digest } }
}

/** Any JSON as it lies in a registry. */
export function stored(type: string, value: unknown): Stored {
  return storedBytes(type, Buffer.from(JSON.stringify(value)))
}

/** The labels of a source. */
export function labels(source: unknown, revision?: unknown): Record<string, unknown> {
  return { [sourceKey]: source, ...(revision === undefined ? {} : { [revisionKey]: revision }) }
}

/** A configuration with labels. */
export function configOf(given: unknown, type: string = mediaTypes.config): Stored {
  return stored(type, {
    architecture: 'amd64',
    os: 'linux',
    config: { Labels: given },
    rootfs: { type: 'layers', diff_ids: [] }
  })
}

/** An image for one platform. */
export function imageOf(config: Stored, annotations?: unknown, type: string = mediaTypes.manifest): Stored {
  const notes = annotations === undefined ? {} : { annotations }
  return stored(type, { schemaVersion: 2, mediaType: type, config: config.descriptor, layers: [], ...notes })
}

/** An index; an entry is an image with what else stands beside its descriptor. */
export function indexOf(
  entries: readonly (readonly [image: Stored, platform: string, more?: object])[],
  annotations?: unknown,
  type: string = mediaTypes.index
): Stored {
  const manifests = entries.map(([image, platform, more]) => {
    return { ...image.descriptor, platform: platformOf(platform), ...more }
  })
  return stored(type, {
    schemaVersion: 2,
    mediaType: type,
    manifests,
    ...(annotations === undefined ? {} : { annotations })
  })
}

/** What buildkit writes beside an image. */
export function attestationOf(image: Stored): readonly [Stored, string, object] {
  const proof = imageOf(configOf(labels('https://github.com/attested/never')))
  const annotations = {
    'vnd.docker.reference.type': 'attestation-manifest',
    'vnd.docker.reference.digest': image.digest
  }
  return [proof, 'unknown/unknown', { annotations }]
}

/** Serves documents of `team/app`: the first one under the tag `1`, all of them under their digests. */
export function serve(top: Stored, ...others: readonly Stored[]): Answer {
  return ({ path }: SeenRequest, response) => {
    const name = /^\/v2\/team\/app\/(?:manifests|blobs)\/(.+)$/.exec(path)?.[1]
    const found = name === '1' ? top : [top, ...others].find(({ digest }) => digest === name)
    if (!found) return undefined
    return sendText(response, 200, found.bytes, {
      'content-type': found.type,
      'docker-content-digest': found.digest
    })
  }
}

function platformOf(text: string): object {
  const [os, architecture, variant] = text.split('/')
  return { os, architecture, ...(variant === undefined ? {} : { variant }) }
}

/** What an image says of itself; the same again is the same image, to the digest. */
export type ImageTraits = {
  /** `created` of the configuration, as `2026-11-20T08:00:00Z`. */
  readonly created?: string | undefined
  /** Labels of the configuration. */
  readonly labels?: Readonly<Record<string, string>> | undefined
  /** Of the manifest that the tag names: for an index the index. */
  readonly annotations?: Readonly<Record<string, string>> | undefined
  /** What is in the image; another content is another digest. */
  readonly content?: string | undefined
  /** Docker's media types instead of OCI's. */
  readonly docker?: boolean | undefined
  /** For an index: a proof beside each image, as buildkit writes it. */
  readonly attestations?: boolean | undefined
}

/** A platform, or a platform with a content of its own. */
export type PushedPlatform = string | readonly [platform: string, content: string]

/** An index with its images by platform. */
export type PushedIndex = Stored & { readonly images: ReadonlyMap<string, Stored> }

/** Puts a single image under a tag; answers with its manifest. */
export async function pushImage(
  registry: DockerRegistry,
  repository: string,
  tag: string,
  platform = 'linux/amd64',
  traits: ImageTraits = {}
): Promise<Stored> {
  const image = await pushOne(registry, repository, platform, traits, traits.annotations)
  await moveTag(registry, repository, tag, image)
  return image
}

/** Puts an image for each platform and an index of them under a tag: `pushIndex(registry, 'team/app', '1.2', ['linux/amd64', 'linux/arm64'])`. */
export async function pushIndex(
  registry: DockerRegistry,
  repository: string,
  tag: string,
  platforms: readonly PushedPlatform[],
  traits: ImageTraits = {}
): Promise<PushedIndex> {
  const images = new Map<string, Stored>()
  const proofs: (readonly [Stored, string, object])[] = []
  for (const one of platforms) {
    const [platform, content] = typeof one === 'string' ? [one, traits.content] : one
    const image = await pushOne(registry, repository, platform, { ...traits, content })
    images.set(platform, image)
    if (traits.attestations !== true) continue
    const proof = await pushOne(registry, repository, 'unknown/unknown', { content: `proof of ${image.digest}` })
    const [, name, more] = attestationOf(image)
    proofs.push([proof, name, more])
  }
  const entries = [...images].map(([platform, image]) => [image, platform] as const)
  const index = indexOf([...entries, ...proofs], traits.annotations, traits.docker ? mediaTypes.list : mediaTypes.index)
  await moveTag(registry, repository, tag, index)
  return { ...index, images }
}

/** Puts a manifest that was pushed before, or an index of such, under a tag, whatever is there. */
export async function moveTag(registry: DockerRegistry, repository: string, tag: string, to: Stored): Promise<void> {
  const { bytes, digest, type } = to
  await registry.push(repository, { bytes, digest, type, name: tag })
}

/** Takes a manifest out of a repository, by its digest, with all tags that name it. */
export async function deleteManifest(registry: DockerRegistry, repository: string, { digest }: Stored): Promise<void> {
  await registry.remove(repository, digest)
}

async function pushOne(
  registry: DockerRegistry,
  repository: string,
  platform: string,
  { created, labels: given, content, docker }: ImageTraits,
  annotations?: unknown
): Promise<Stored> {
  const config = stored(docker ? mediaTypes.dockerConfig : mediaTypes.config, {
    ...(created === undefined ? {} : { created }),
    ...platformOf(platform),
    config: { Env: [`CONTENT=${content ?? ''}`], ...(given === undefined ? {} : { Labels: given }) },
    rootfs: { type: 'layers', diff_ids: [] }
  })
  const image = imageOf(config, annotations, docker ? mediaTypes.dockerManifest : mediaTypes.manifest)
  await registry.push(repository, { bytes: config.bytes, digest: config.digest })
  await registry.push(repository, { bytes: image.bytes, digest: image.digest, type: image.type, name: image.digest })
  return image
}
