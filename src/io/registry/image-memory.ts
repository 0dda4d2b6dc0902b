import { RegistryError } from '../../errors.ts'
import type { ImageConfig } from './image-config.ts'
import type { Manifest } from './manifest-document.ts'

/** A manifest with what its answer says of it. */
export type ManifestDocument = {
  readonly manifest: Manifest
  /** Of the bytes that came. */
  readonly digest: string
  /** Bytes. */
  readonly size: number
  /** The header `Last-Modified`, as it stands there. */
  readonly lastModified: string | undefined
}

/** What a run has read of images, so that nothing is asked for twice. Keys are whole names: `ghcr.io/team/app:1.2`, `…@sha256:…`. */
export interface ImageMemory {
  readonly digests: Remembered<string>
  /** What HEAD said of a tag; undefined where it said nothing that counts. */
  readonly heads: Remembered<string | undefined>
  readonly manifests: Remembered<ManifestDocument>
  readonly configs: Remembered<ImageConfig>
}

/** Answers by key. What failed is asked for again, but for an image that is not there. */
export interface Remembered<T> {
  /** The answer that was given or is on its way. */
  get(key: string): Promise<T> | undefined
  /** Gives what is remembered, or asks. */
  recall(key: string, ask: () => Promise<T>): Promise<T>
}

/** Bytes of documents that a run remembers: a registry that sends the largest that it may should not fill the memory. */
const mostBytes = 32 * 1024 * 1024

export function createImageMemory(): ImageMemory {
  const held = { bytes: 0 }
  return {
    digests: remembered(held, () => 0),
    heads: remembered(held, () => 0),
    manifests: remembered(held, ({ size }) => size),
    configs: remembered(held, ({ size }) => size)
  }
}

/** What is remembered counts in `held`, with its size, as long as there is room. */
export function remembered<T>(
  held: { bytes: number } = { bytes: 0 },
  sizeOf: (value: T) => number = () => 0
): Remembered<T> {
  const answers = new Map<string, Promise<T>>()
  return {
    get: key => answers.get(key),
    recall(key, ask) {
      const known = answers.get(key)
      if (known) return known
      const answer = ask()
      answers.set(key, answer)
      answer.then(
        value => {
          held.bytes += sizeOf(value)
          if (held.bytes > mostBytes && sizeOf(value) > 0) answers.delete(key)
        },
        (error: unknown) => {
          if (!(error instanceof RegistryError && error.code === 'not-found')) answers.delete(key)
        }
      )
      return answer
    }
  }
}
