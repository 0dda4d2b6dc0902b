import { ImageNameError, type Place } from '../errors.ts'
import type { FixedImage } from '../fixed/entry.ts'
import { type ImageReference, parseImageReference } from '../image/reference.ts'
import { formatRepository } from '../image/repository.ts'
import type { ImageUse } from '../project/uses.ts'
import { formatPlace } from '../report/where.ts'
import { byCodeUnit } from '../text.ts'

/** What was found under one target; `target` is undefined for a project without any. */
export type TargetUses = { readonly target: string | undefined; readonly uses: readonly ImageUse[] }

/** All calls of one repository. */
export type ImageCalls = {
  /** The image as the first call names it, without tag and digest. */
  readonly image: string
  /** The same with its registry: `docker.io/library/nginx`. */
  readonly repository: string
  /** Number of places in templates that ask for it. */
  readonly count: number
  /** The different filters that calls name, in the order in which they were found; empty where none does. */
  readonly filters: readonly string[]
  /** True where a call names no filter. */
  readonly hasBare: boolean
  /** Tags that the image has now, or that a call names: its variant is to be kept. */
  readonly tags: readonly string[]
  /** A call that names a tag or a digest, as it stands in the template: a registry cannot be asked for it. */
  readonly tagged: { readonly image: string; readonly place: Place | undefined } | undefined
}

export type FoundCalls = {
  /** By image, in the order of its names. */
  readonly images: readonly ImageCalls[]
  /** Calls whose argument is no image. */
  readonly unreadable: readonly { readonly message: string; readonly place: Place | undefined }[]
}

/**
 * Puts the calls of all targets together, by repository.
 * @param fixed entries of the fixed-images files and targets that there are
 */
export function gatherCalls(found: readonly TargetUses[], fixed: readonly FixedImage[]): FoundCalls {
  const groups = new Map<string, (readonly [ImageReference, ImageUse])[]>()
  const unreadable = new Map<string, FoundCalls['unreadable'][number]>()
  for (const use of found.flatMap(({ uses }) => uses)) {
    const reference = readReference(use.call.image)
    if (reference instanceof ImageNameError) {
      unreadable.set(use.call.image, { message: reference.message, place: use.call.place })
      continue
    }
    const key = formatRepository(reference.repository)
    groups.set(key, [...(groups.get(key) ?? []), [reference, use]])
  }
  const images = [...groups].map(([repository, members]) => groupOf(repository, members, fixed))
  return { images: images.toSorted((a, b) => byCodeUnit(a.image, b.image)), unreadable: [...unreadable.values()] }
}

function groupOf(
  repository: string,
  members: readonly (readonly [ImageReference, ImageUse])[],
  fixed: readonly FixedImage[]
): ImageCalls {
  const calls = members.map(([, { call }]) => call)
  const tagged = members.find(([{ tag, digest }]) => tag !== undefined || digest !== undefined)
  const pinned = fixed.flatMap(({ resultImage }) => {
    const reference = readReference(resultImage)
    if (reference instanceof ImageNameError || formatRepository(reference.repository) !== repository) return []
    return reference.tag ?? []
  })
  const names = members.map(([{ name }]) => name)
  const places = calls.map(({ place, image }) => (place === undefined ? image : formatPlace(place)))
  return {
    image: names.toSorted((a, b) => a.length - b.length || byCodeUnit(a, b))[0] ?? repository,
    repository,
    count: new Set(places).size,
    filters: [...new Set(calls.flatMap(({ filter }) => filter ?? []))],
    hasBare: calls.some(({ filter }) => filter === undefined),
    tags: [...new Set([...pinned, ...members.flatMap(([{ tag }]) => tag ?? [])])],
    tagged: tagged && { image: tagged[0].text, place: tagged[1].call.place }
  }
}

function readReference(text: string): ImageReference | ImageNameError {
  try {
    return parseImageReference(text)
  } catch (error) {
    if (error instanceof ImageNameError) return error
    throw error
  }
}
