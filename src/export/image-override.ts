import { parseImageReference } from '../image/reference.ts'
import { byCodeUnit } from '../text.ts'
import { type ExportedImage, imagesWithSeveralResults } from './exported-image.ts'
import { inexpressible } from './inexpressible.ts'

/**
 * An item of `images:` of a kustomization, which Flux and Argo CD hand to kustomize as well. Source: kustomize v5,
 * api/types/image.go and api/filters/imagetag.
 */
export type ImageOverride = {
  readonly name: string
  readonly newName: string
  readonly newTag: string | undefined
  readonly digest: string | undefined
}

/** `given`: kustomize keeps the order of the list. `name`: what takes the list sorts it by name first. */
export type OverrideOrder = 'given' | 'name'

const otherFormats = 'env, helm-values and matrix can.'

/**
 * The list of overrides, in an order in which none undoes another: kustomize applies them one after the other, each to what those before it
 * have made.
 * @throws InputError where an image has several results, has a bracket, or cannot be told apart from another by kustomize
 */
export function imageOverrides(
  images: readonly ExportedImage[],
  format: string,
  order: OverrideOrder
): readonly ImageOverride[] {
  const several = [...imagesWithSeveralResults(images)]
  if (several.length > 0) throw inexpressible(format, 'several results of one image', several, otherFormats)
  const byName = new Map<string, ImageOverride>()
  const conflicts: string[] = []
  for (const exported of images) {
    const override = overrideOf(exported, format)
    const before = byName.get(override.name)
    if (before !== undefined && imageOf(before) !== imageOf(override)) conflicts.push(exported.image)
    byName.set(override.name, override)
  }
  if (conflicts.length > 0)
    throw inexpressible(format, 'images that differ only in tag or digest', conflicts, otherFormats)
  const sorted = [...byName.values()].toSorted((a, b) => byCodeUnit(a.name, b.name))
  const list = order === 'name' ? sorted : orderOverrides(sorted)
  const rules = list.map(override => ({ pattern: patternOf(override), made: imageOf(override) }))
  const make = (image: string): string =>
    rules.reduce((text, rule) => (rule.pattern.test(text) ? rule.made : text), image)
  const wrong = images.filter(({ image, result }) => make(image) !== imageOf(overrideFor(image, result.text)))
  if (wrong.length === 0) return list
  const names = wrong.map(({ image }) => image)
  throw inexpressible(format, 'images that kustomize cannot tell apart', names, otherFormats)
}

function overrideOf({ image, result }: ExportedImage, format: string): ImageOverride {
  const override = overrideFor(image, result.text)
  if (!override.name.includes('[')) return override
  throw inexpressible(format, 'names that have a bracket', [image], otherFormats)
}

/** A result without tag and digest is `latest`: without either, kustomize would keep the tag of the manifest. */
function overrideFor(image: string, resultImage: string): ImageOverride {
  const { name: newName, tag, digest } = parseImageReference(resultImage)
  return {
    name: parseImageReference(image).name,
    newName,
    newTag: tag ?? (digest === undefined ? 'latest' : undefined),
    digest
  }
}

/** The image that an override makes, `newName:newTag@digest`. */
export function imageOf({ newName, newTag, digest }: ImageOverride): string {
  return `${newName}${newTag === undefined ? '' : `:${newTag}`}${digest === undefined ? '' : `@${digest}`}`
}

/** An override that would take what another one makes stands before that. */
function orderOverrides(sorted: readonly ImageOverride[]): readonly ImageOverride[] {
  const waiting = sorted.map(override => ({ override, pattern: patternOf(override), made: imageOf(override) }))
  const ordered: ImageOverride[] = []
  while (waiting.length > 0) {
    const free = waiting.findIndex(one => !waiting.some(other => other !== one && other.pattern.test(one.made)))
    const [next] = waiting.splice(Math.max(0, free), 1)
    if (next) ordered.push(next.override)
  }
  return ordered
}

/** kustomize takes the name for a regular expression, in which a point stands for any character. */
function patternOf({ name }: ImageOverride): RegExp {
  return new RegExp(`^${name}(:[a-zA-Z0-9_.{}-]*)?(@sha256:[a-zA-Z0-9_.{}-]*)?$`)
}
