import { createHash } from 'node:crypto'
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
    const [os, architecture] = platform.split('/')
    return { ...image.descriptor, platform: { os, architecture }, ...more }
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
    return sendText(response, 200, found.bytes, { 'content-type': found.type })
  }
}
