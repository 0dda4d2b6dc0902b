import { RE2JS } from 're2js'
import { FixedImagesError, ImageNameError, type Place, ProjectError } from '../errors.ts'
import { parseImageReference } from '../image/reference.ts'
import { quote } from '../text.ts'
import type { Part } from '../yaml/shape.ts'
import type { FixedImage } from './fixed-image.ts'

export type { FixedImage } from './fixed-image.ts'

/** Keys that only some versions of kluctl read: other versions refuse the whole file for them. */
export const keysOfOldKluctl: readonly string[] = ['registryImage', 'versionFilter']
const extraKeys = ['deployedImage', 'object', 'deployTags', 'deploymentDir']
const textKeys = ['image', 'imageRegex', 'resultImage', 'namespace', 'deployment', 'container'] as const
const knownKeys = [...textKeys, ...extraKeys, ...keysOfOldKluctl]

export type EntryReader = {
  /** Told about each key that is read and ignored. */
  readonly warn: (message: string, place: Place) => void
}

/**
 * Reads an `images:` list. Every problem is an error with line and column; unknown keys are only warned about, since kluctl of another
 * version may know them.
 * @throws FixedImagesError
 */
export function readEntries(list: Part, reader: EntryReader): readonly FixedImage[] {
  return inFixedImages(list.name, () => list.list().map(item => readEntry(item, reader)))
}

function readEntry(item: Part, reader: EntryReader): FixedImage {
  for (const key of item.map().keys()) {
    if (!knownKeys.includes(key))
      reader.warn(`${item.name}: the key ${quote(key)} is unknown; kluctl may refuse the file`, item.at(key).place)
    else if (keysOfOldKluctl.includes(key))
      reader.warn(`${item.name}: kluctl 2.20 and newer refuse the key ${key}`, item.at(key).place)
  }
  for (const key of textKeys) {
    if (!item.at(key).isAmbiguous) continue
    const text = String(item.at(key).value)
    reader.warn(
      `${item.name}: the value of ${key} is taken as the text ${quote(text)}; kluctl may read it as something else: put it in quotes`,
      item.at(key).place
    )
  }
  const texts = new Map(textKeys.map(key => [key, item.at(key).optionalText()]))
  const resultImage = texts.get('resultImage') ?? ''
  if (resultImage === '') throw entryError(item, 'resultImage', 'resultImage is missing')
  checkReference(item, resultImage)
  const image = texts.get('image')
  const imageRegex = texts.get('imageRegex')
  if (image === '') throw entryError(item, 'image', 'image is empty')
  if (image !== undefined && imageRegex !== undefined)
    throw entryError(item, 'imageRegex', 'image and imageRegex exclude each other')
  if (imageRegex !== undefined) checkRegex(item, imageRegex)
  if (image !== undefined && !isReference(image))
    reader.warn(`${item.name}: image ${quote(image)} is not an image reference`, item.at('image').place)
  const namespace = texts.get('namespace')
  if (namespace !== undefined && /[/\s]/.test(namespace))
    throw entryError(item, 'namespace', `${quote(namespace)} is not a namespace`)
  const deployment = texts.get('deployment')
  if (image === undefined && imageRegex === undefined && deployment === undefined) {
    throw entryError(item, 'image', 'image is missing')
  }
  if (deployment !== undefined && deployment !== '' && !isDeployment(deployment)) {
    throw entryError(item, 'deployment', `${quote(deployment)} is not Kind/name`)
  }
  const extra = new Map([...item.map()].filter(([key]) => extraKeys.includes(key)))
  return {
    ...(image === undefined ? {} : { image }),
    ...(imageRegex === undefined ? {} : { imageRegex }),
    resultImage,
    ...optional('namespace', namespace),
    ...optional('deployment', deployment),
    ...optional('container', texts.get('container')),
    ...(extra.size === 0 ? {} : { extra })
  }
}

/** `Kind/name`; the name is empty for an object that has none (`generateName`). */
export function isDeployment(text: string): boolean {
  return /^[^/\s]+\/[^/\s]*$/.test(text)
}

function isReference(text: string): boolean {
  try {
    return parseImageReference(text).text === text
  } catch (error) {
    if (error instanceof ImageNameError) return false
    throw error
  }
}

function optional<K extends string>(key: K, value: string | undefined): { readonly [key in K]?: string } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [key in K]?: string })
}

function checkReference(item: Part, resultImage: string): void {
  try {
    parseImageReference(resultImage)
  } catch (error) {
    if (!(error instanceof ImageNameError)) throw error
    throw entryError(item, 'resultImage', `resultImage ${error.message}`)
  }
}

function checkRegex(item: Part, imageRegex: string): void {
  try {
    RE2JS.compile(imageRegex)
  } catch (error) {
    throw entryError(
      item,
      'imageRegex',
      `${quote(imageRegex)} is not a regular expression of RE2: ${String(error instanceof Error ? error.message : error)}`
    )
  }
}

function entryError(item: Part, key: string, message: string): FixedImagesError {
  const place = item.at(key).isEmpty ? item.place : item.at(key).place
  return new FixedImagesError(`${item.name}: ${message}`, place, key)
}

/** Shape errors of a fixed-images list are FixedImagesErrors, with the same place. */
export function inFixedImages<T>(key: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof ProjectError)) throw error
    throw new FixedImagesError(error.message, error.place, key, { hint: error.hint, cause: error })
  }
}
