import { isImagesError, RegistryError, type RegistryErrorCode } from '../errors.ts'
import type { ImageReference } from '../image/reference.ts'
import { formatRepository } from '../image/repository.ts'
import type { ImageLabels, LabelSource } from '../ports.ts'

/** The labels of an image, or why they cannot be read. Never rejects for that. */
export type LabelReader = (image: ImageReference) => Promise<ImageLabels | { readonly error: Error }>

/** After these the next request would fail as well, cost time, or count against us. */
const closing: ReadonlySet<RegistryErrorCode> = new Set([
  'rate-limited',
  'unavailable',
  'timeout',
  'tls',
  'credentials'
])

/** Reads each image once, and asks a registry nothing more once it has failed as a whole. */
export function createLabelReader(labels: LabelSource): LabelReader {
  const known = new Map<string, ReturnType<LabelReader>>()
  const closed = new Map<string, RegistryError>()
  const read = async (image: ImageReference): ReturnType<LabelReader> => {
    const { registry } = image.repository
    const error = closed.get(registry)
    if (error) return { error }
    try {
      return await labels.readLabels(image)
    } catch (error) {
      if (!isImagesError(error)) throw error
      if (error instanceof RegistryError && closing.has(error.code)) closed.set(registry, error)
      return { error }
    }
  }
  return image => {
    const key = `${formatRepository(image.repository)} ${image.digest ?? image.tag ?? 'latest'}`
    const reading = known.get(key) ?? read(image)
    known.set(key, reading)
    return reading
  }
}
