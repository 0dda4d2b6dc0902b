import type { ImageDate } from '../../ports.ts'
import { jsonMember } from '../json-member.ts'
import type { ImageConfig } from './image-config.ts'
import { parseImageTime } from './image-time.ts'
import { readChain } from './manifest-chain.ts'
import { isImageConfig } from './manifest-kind.ts'
import type { ManifestReader } from './manifest-reader.ts'

/** OCI image specification, "Pre-Defined Annotation Keys"; the key of Label Schema before it. */
const keys = ['org.opencontainers.image.created', 'org.label-schema.build-date'] as const

/**
 * Reads when its publisher says that an image was made: in the annotations of its index, of its manifest, then in its configuration.
 * @throws RegistryError
 */
export async function readPublishedDate(reader: ManifestReader): Promise<ImageDate | undefined> {
  for await (const { manifest } of readChain(reader)) {
    const date = labelledDate(manifest.annotations)
    if (date !== undefined) return { date, source: 'label' }
    if (manifest.kind === 'image' && manifest.config && isImageConfig(manifest.config.mediaType))
      return configuredDate(await reader.readConfig(manifest.config))
  }
  return undefined
}

/**
 * A configuration keeps the labels of the image that it was built from, so that its label may be that one's: the later of both dates is the
 * one that cannot be too early.
 */
export function configuredDate({ labels, created }: Pick<ImageConfig, 'labels' | 'created'>): ImageDate | undefined {
  const label = labelledDate(labels)
  const config = parseImageTime(created)
  if (label !== undefined && (config === undefined || label >= config)) return { date: label, source: 'label' }
  return config === undefined ? undefined : { date: config, source: 'config' }
}

function labelledDate(place: unknown): string | undefined {
  return keys.map(key => parseImageTime(jsonMember(place, key))).find(date => date !== undefined)
}
