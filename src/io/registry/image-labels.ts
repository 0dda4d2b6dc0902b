import type { ImageLabels } from '../../ports.ts'
import { jsonMember } from '../json-member.ts'
import { readChain } from './manifest-chain.ts'
import { isImageConfig } from './manifest-kind.ts'
import type { ManifestReader } from './manifest-reader.ts'

/** Longer texts are no labels that anybody meant for people. */
const longest = 400

/** Keys of a source with its revision, the newer ones first. Label Schema was given up for the OCI's keys in 2019. */
const pairs = [
  ['org.opencontainers.image.source', 'org.opencontainers.image.revision'],
  ['org.label-schema.vcs-url', 'org.label-schema.vcs-ref']
] as const

/**
 * Reads what an image says of its source: in the annotations of its index, of its manifest, then in the labels of its configuration. The
 * first that names a source decides; a revision counts only where it stands beside that same source, since a configuration keeps the labels of the
 * image that it was built from. Asks for no more than is needed.
 * @throws RegistryError
 */
export async function readImageLabels(reader: ManifestReader): Promise<ImageLabels> {
  let found: ImageLabels = { source: undefined, revision: undefined }
  for await (const place of labelPlaces(reader)) {
    const here = labelsOf(place)
    if (found.source === undefined) found = here
    else if (here.source === found.source) found = { ...found, revision: here.revision }
    if (found.source !== undefined && found.revision !== undefined) break
  }
  return found
}

/** What one set of labels or annotations says. Anything but a text is none. */
export function labelsOf(place: unknown): ImageLabels {
  const said = pairs.map(([source, revision]) => ({
    source: labelOf(place, source),
    revision: labelOf(place, revision)
  }))
  return said.find(({ source }) => source !== undefined) ?? { source: undefined, revision: undefined }
}

function labelOf(place: unknown, key: string): string | undefined {
  const value = jsonMember(place, key)
  return typeof value === 'string' && value !== '' && value.length <= longest ? value : undefined
}

async function* labelPlaces(reader: ManifestReader): AsyncGenerator<unknown, void, undefined> {
  for await (const { manifest } of readChain(reader)) {
    yield manifest.annotations
    if (manifest.kind === 'index' || !manifest.config || !isImageConfig(manifest.config.mediaType)) continue
    yield (await reader.readConfig(manifest.config)).labels
  }
}
