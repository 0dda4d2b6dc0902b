import { ImageNameError } from '../errors.ts'
import { parseImageReference } from '../image/reference.ts'
import type { Manifest } from '../project/manifests.ts'
import { findPlaceholders } from '../template/placeholder.ts'

/** An image that a manifest names as text, without a call of `get_image`. */
export type ImageLine = { readonly image: string; readonly name: string; readonly file: string }

const line = /^[ \t]*(?:- )?image:[ \t]*["']?([^"'\s#]+)["']?[ \t]*(?:#.*)?$/gm

/** The images that manifests name as text, each once; calls are left out. */
export function findImageLines(manifests: readonly Manifest[]): readonly ImageLine[] {
  const found = new Map<string, ImageLine>()
  for (const { text, path } of manifests) {
    for (const [, image = ''] of text.matchAll(line)) {
      const name = findPlaceholders(image).length > 0 ? undefined : nameOf(image)
      if (name !== undefined && !found.has(image)) found.set(image, { image, name, file: path })
    }
  }
  return [...found.values()]
}

function nameOf(image: string): string | undefined {
  try {
    return parseImageReference(image).name
  } catch (error) {
    if (error instanceof ImageNameError) return undefined
    throw error
  }
}
