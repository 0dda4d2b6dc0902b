import type { IndexEntry } from './manifest-document.ts'
import { kindOfMediaType } from './manifest-kind.ts'

/**
 * The entry of an index that stands for the image: the one for linux/amd64, else the first image, else the first index. Attestations and
 * what is neither image nor index are passed over. Undefined where nothing is left.
 */
export function choosePlatform(entries: readonly IndexEntry[]): IndexEntry | undefined {
  const usable = entries.filter(({ mediaType, isAttestation }) => !isAttestation && kindOfMediaType(mediaType))
  const images = usable.filter(({ mediaType }) => kindOfMediaType(mediaType) === 'image')
  return images.find(({ os, architecture }) => os === 'linux' && architecture === 'amd64') ?? images[0] ?? usable[0]
}
