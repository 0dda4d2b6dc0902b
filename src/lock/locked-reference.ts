import { ImageNameError } from '../errors.ts'
import { type ImageReference, parseImageReference } from '../image/reference.ts'

/** The image that a result names; the error where it names none, as a fixed-images file may say anything. */
export function readLockedReference(result: string): ImageReference | ImageNameError {
  try {
    return parseImageReference(result)
  } catch (error) {
    if (error instanceof ImageNameError) return error
    throw error
  }
}
