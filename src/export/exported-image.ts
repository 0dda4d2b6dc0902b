import { isImagesError } from '../errors.ts'
import type { FixedImage } from '../fixed/entry.ts'
import { overlaps } from '../fixed/match.ts'
import { type ImageReference, parseImageReference } from '../image/reference.ts'
import { byCodeUnit } from '../text.ts'
import { inexpressible } from './inexpressible.ts'

/** Where a result holds; empty for what the entry leaves open. */
export type ExportedPlace = { readonly namespace: string; readonly deployment: string; readonly container: string }

/** One result of an image, with the places that have it. An image with several results has several of these. */
export type ExportedImage = {
  /** The argument of get_image, as templates write it. */
  readonly image: string
  readonly result: ImageReference
  readonly places: readonly ExportedPlace[]
}

/**
 * What a fixed-images list decides, for formats that know no entries: entries that a later one hides altogether are left out, and those of one
 * image with one result are put together. Sorted by image, then result.
 * @throws InputError for entries that name no image, since only kluctl can tell what they are about, and for those with a text that is no image
 * reference or no name of Kubernetes: others put these texts into scripts and templates
 */
export function exportedImages(entries: readonly FixedImage[], format: string): readonly ExportedImage[] {
  const live = entries.filter((entry, index) => !entries.some((later, at) => at > index && hides(later, entry)))
  const nameless = live.filter(({ image }) => image === undefined)
  if (nameless.length > 0) {
    throw inexpressible(
      format,
      'entries that name no image',
      nameless.map(({ imageRegex, resultImage }) => `${imageRegex ?? 'every image'} → ${resultImage}`),
      'Give the file an entry for each image: a run without them writes such entries.'
    )
  }
  refuseOddTexts(live, format)
  const groups = new Map<string, { image: string; result: ImageReference; places: ExportedPlace[] }>()
  for (const { image = '', resultImage, namespace = '', deployment = '', container = '' } of live) {
    const key = JSON.stringify([image, resultImage])
    const group = groups.get(key) ?? { image, result: parseImageReference(resultImage), places: [] }
    group.places.push({ namespace, deployment, container })
    groups.set(key, group)
  }
  return [...groups.values()]
    .map(group => ({ ...group, places: group.places.toSorted(comparePlaces) }))
    .toSorted((a, b) => byCodeUnit(a.image, b.image) || byCodeUnit(a.result.text, b.result.text))
}

function refuseOddTexts(entries: readonly FixedImage[], format: string): void {
  const hint = 'Correct the entry in the file, or remove it.'
  const odd = entries.filter(({ image = '', resultImage }) => !isReference(image) || !isReference(resultImage))
  if (odd.length > 0) {
    const names = odd.map(({ image = '', resultImage }) => `${image} → ${resultImage}`)
    throw inexpressible(format, 'names and results that are no image reference', names, hint)
  }
  const misplaced = entries.filter(
    ({ namespace, deployment, container }) => ![namespace, deployment, container].every(isName)
  )
  if (misplaced.length === 0) return
  const names = misplaced.map(({ image = '', namespace = '', deployment = '', container = '' }) => {
    const place = [namespace, deployment, container].filter(text => text !== '')
    return `${image} (${place.join(', ')})`
  })
  throw inexpressible(format, 'places that are no names of Kubernetes', names, hint)
}

function isReference(text: string): boolean {
  try {
    parseImageReference(text)
    return true
  } catch (error) {
    if (isImagesError(error)) return false
    throw error
  }
}

/** As generous as any name of Kubernetes may be, and nothing that means something to a shell. */
function isName(text: string | undefined): boolean {
  return text === undefined || /^(?:[A-Za-z0-9][A-Za-z0-9._:/-]*)?$/.test(text)
}

/** True where every use that the earlier entry matches is answered by the later one. */
function hides(later: FixedImage, earlier: FixedImage): boolean {
  const same = (key: 'deployment' | 'container'): boolean => later[key] === undefined || later[key] === earlier[key]
  return hidesImage(later, earlier) && hidesNamespace(later, earlier) && same('deployment') && same('container')
}

function hidesImage(later: FixedImage, { image, imageRegex }: FixedImage): boolean {
  if (later.image !== undefined) return later.image === image
  if (later.imageRegex === undefined || later.imageRegex === imageRegex) return true
  return image !== undefined && overlaps({ imageRegex: later.imageRegex, resultImage: '' }, { image, resultImage: '' })
}

/** The empty namespace is `default`, as kluctl has it. */
function hidesNamespace(later: FixedImage, earlier: FixedImage): boolean {
  if (later.namespace === undefined) return true
  return earlier.namespace !== undefined && (later.namespace || 'default') === (earlier.namespace || 'default')
}

function comparePlaces(a: ExportedPlace, b: ExportedPlace): number {
  return (
    byCodeUnit(a.namespace, b.namespace) ||
    byCodeUnit(a.deployment, b.deployment) ||
    byCodeUnit(a.container, b.container)
  )
}

/** The images that have more than one result. */
export function imagesWithSeveralResults(images: readonly ExportedImage[]): ReadonlySet<string> {
  const names = images.map(({ image }) => image)
  return new Set(names.filter((name, index) => names[index - 1] === name))
}
