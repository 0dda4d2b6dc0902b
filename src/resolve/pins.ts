import { FixedImagesError } from '../errors.ts'
import { type FixedImage, readEntries } from '../fixed/entry.ts'
import { findFixed, type Subject } from '../fixed/match.ts'
import type { ImageUse } from '../project/uses.ts'
import { parseYaml } from '../yaml/parse.ts'
import { Part } from '../yaml/shape.ts'

/** A fixed image with the words for where it came from: a file, the target, the option `fixed-images`, the variable `images`. */
export type Pin = { readonly entry: FixedImage; readonly source: string }

/** What a matcher compares an entry with, of a use. */
export function subjectOf(use: ImageUse): Subject {
  return { image: use.call.image, namespace: use.namespace, deployment: use.deployment, container: use.container }
}

/** The pin that answers a use: the last that matches of a list in kluctl's order (target, then files, then flags). */
export function findPin(pins: readonly Pin[], use: ImageUse): Pin | undefined {
  const entry = findFixed(
    pins.map(pin => pin.entry),
    subjectOf(use)
  )
  return entry && pins.findLast(pin => pin.entry === entry)
}

/**
 * Pins in the variable `images` of an item, which current kluctl asks where nothing else pins (v2.28, pkg/deployment/images.go).
 * @throws FixedImagesError for a list that kluctl would refuse as well
 */
export function variablePins(use: ImageUse): readonly Pin[] {
  const images = use.manifest.item.imagesVariable
  if (images === undefined || images === null) return []
  const document = parseYaml('images: []', '')
  if (!document) return []
  try {
    const entries = readEntries(new Part(document, ['images'], images), { warn: () => undefined })
    return entries.map(entry => ({ entry, source: 'the variable images' }))
  } catch (error) {
    if (!(error instanceof FixedImagesError)) throw error
    // the list has no file of its own: the call is the place to point at
    throw new FixedImagesError(`the variable images: ${error.message}`, use.call.place, error.key, {
      hint: 'kluctl reads it as a list of fixed images. Correct it, or give the variable another name.',
      cause: error
    })
  }
}
