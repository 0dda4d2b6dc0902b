import type { ImagePlatforms, PlatformImage } from '../../ports.ts'
import { byCodeUnit } from '../../text.ts'
import type { ManifestDocument } from './image-memory.ts'
import type { IndexEntry, Manifest } from './manifest-document.ts'
import { isImageConfig, kindOfMediaType } from './manifest-kind.ts'
import type { ManifestReader } from './manifest-reader.ts'
import { describePlatform } from './platform-name.ts'

/** What an image is called whose platform nobody says, or says so that it cannot be one. It serves no platform that is asked for. */
export const unknownPlatform = 'unknown'

/**
 * Reads for which platforms a reference leads to an image. Of an index all entries, without attestations; of an index in it, too; the
 * configuration only for a single image, and for the only image of an index that does not name its platform. A platform in another spelling
 * stays as it is, or is `unknown`: some programs take it for the one that it resembles.
 * @throws RegistryError also for an index that cannot be read to its last entry, or has no image: a part of it would pass for the whole
 */
export async function readImagePlatforms(reader: ManifestReader): Promise<ImagePlatforms> {
  const top = await reader.readTop()
  const { digest } = top
  if (top.manifest.kind === 'image')
    return { digest, isIndex: false, platforms: [{ platform: await configured(top, reader), digest }] }
  const entries: IndexEntry[] = []
  for (const entry of entriesOf(top.manifest, reader)) {
    if (kindOfMediaType(entry.mediaType) === 'image') entries.push(entry)
    else entries.push(...(await nestedEntries(entry, reader)))
  }
  const [only, ...others] = entries
  const needsConfig = only !== undefined && others.length === 0 && describePlatform(only) === undefined
  const platforms = needsConfig
    ? [{ platform: await configured(await reader.readChild(only), reader), digest: only.digest }]
    : entries.map(entry => ({ platform: describePlatform(entry) ?? unknownPlatform, digest: entry.digest }))
  return { digest, isIndex: true, platforms: sorted(platforms) }
}

async function nestedEntries(entry: IndexEntry, reader: ManifestReader): Promise<readonly IndexEntry[]> {
  const { manifest } = await reader.readChild(entry)
  if (manifest.kind === 'image') return []
  const entries = entriesOf(manifest, reader)
  if (entries.some(({ mediaType }) => kindOfMediaType(mediaType) === 'index'))
    throw reader.wrong('has an index in an index in an index')
  return entries
}

function entriesOf({ entries, unread }: Manifest & { kind: 'index' }, reader: ManifestReader): readonly IndexEntry[] {
  if (unread !== undefined) throw reader.wrong(unread)
  const usable = entries.filter(({ isAttestation }) => !isAttestation)
  if (usable.length === 0) throw reader.wrong('has an index without images')
  return usable
}

async function configured({ manifest }: ManifestDocument, reader: ManifestReader): Promise<string> {
  const config = manifest.kind === 'image' ? manifest.config : undefined
  if (!config || !isImageConfig(config.mediaType)) return unknownPlatform
  return (await reader.readConfig(config)).platform ?? unknownPlatform
}

/** Each pair once: an index may name an image twice, and two images for one platform (Windows has them for its versions). */
function sorted(platforms: readonly PlatformImage[]): readonly PlatformImage[] {
  const distinct = new Map(platforms.map(one => [`${one.platform} ${one.digest}`, one]))
  return [...distinct.values()].sort((a, b) => byCodeUnit(a.platform, b.platform) || byCodeUnit(a.digest, b.digest))
}
