import type { ManifestDocument } from './image-memory.ts'
import { kindOfMediaType } from './manifest-kind.ts'
import type { ManifestReader } from './manifest-reader.ts'
import { choosePlatform } from './platform-choice.ts'

/**
 * The documents that speak for an image: what its reference names, then from index to index the one that stands for it, down to an image. Each
 * is asked for once the one before it did not do.
 * @throws RegistryError
 */
export async function* readChain(reader: ManifestReader): AsyncGenerator<ManifestDocument, void, undefined> {
  let found = await reader.readTop()
  for (let depth = 0; ; depth++) {
    yield found
    if (found.manifest.kind === 'image') return
    const chosen = choosePlatform(found.manifest.entries)
    if (!chosen) return
    if (depth > 0 && kindOfMediaType(chosen.mediaType) === 'index')
      throw reader.wrong('has an index in an index in an index')
    found = await reader.readChild(chosen)
  }
}
