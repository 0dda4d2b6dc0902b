import { type ImagesError, isImagesError, RegistryError } from '../errors.ts'
import type { ImageReference } from '../image/reference.ts'

/** What a registry answered, or the error of ours that it ended with. */
export type Asked<T> =
  | { readonly value: T; readonly error?: undefined }
  | { readonly value?: undefined; readonly error: ImagesError }

/** A question whose refusal is a value: it concerns one image, and no other. */
export async function ask<T>(question: Promise<T>): Promise<Asked<T>> {
  try {
    return { value: await question }
  } catch (error) {
    if (!isImagesError(error)) throw error
    return { error }
  }
}

/** True where the registry says that there is no such thing, rather than nothing. */
export function isMissing(error: ImagesError | undefined): boolean {
  return error instanceof RegistryError && error.code === 'not-found'
}

/** What a digest names, whatever the tag of the reference is. */
export function atDigest({ name, repository }: ImageReference, digest: string): ImageReference {
  return { text: `${name}@${digest}`, name, repository, tag: undefined, digest }
}

/** What a tag names now, whatever the digest of the reference is. */
export function atTag({ name, repository }: ImageReference, tag: string): ImageReference {
  return { text: `${name}:${tag}`, name, repository, tag, digest: undefined }
}
