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
 * Reads when its publisher says that an image was made: the latest of what the annotations of its index and of its manifest, the label and its
 * configuration say. An early date in one place must not hide a late one in another, since that is how a young image would pass for an old one.
 * @throws RegistryError
 */
export async function readPublishedDate(reader: ManifestReader): Promise<ImageDate | undefined> {
  let found: ImageDate | undefined
  for await (const { manifest } of readChain(reader)) {
    const date = labelledDate(manifest.annotations)
    if (date !== undefined) found = later(found, { date, source: 'label' })
    if (manifest.kind === 'image' && manifest.config && isImageConfig(manifest.config.mediaType))
      found = later(found, configuredDate(await reader.readConfig(manifest.config)))
  }
  return found
}

function later(one: ImageDate | undefined, other: ImageDate | undefined): ImageDate | undefined {
  if (one === undefined || other === undefined) return one ?? other
  return other.date > one.date ? other : one
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

/** The later of the dates that one set of labels or annotations has under both keys. */
function labelledDate(place: unknown): string | undefined {
  return keys
    .map(key => parseImageTime(jsonMember(place, key)))
    .filter(date => date !== undefined)
    .toSorted()
    .at(-1)
}
