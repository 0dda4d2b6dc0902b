import type { FixedImage } from '../fixed/entry.ts'
import { exportedImages } from './exported-image.ts'
import { type ImageOverride, imageOverrides } from './image-override.ts'
import { exportHeader, yamlFields } from './yaml-text.ts'

/**
 * A component for kustomize, to be named under `components:` of a kustomization; its `images:` can stand in a kustomization as well.
 * @throws InputError for what `images:` cannot express
 */
export function formatKustomize(entries: readonly FixedImage[]): string {
  const overrides = imageOverrides(exportedImages(entries, 'kustomize'), 'kustomize', 'given')
  return `${exportHeader}apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n${overrideList(overrides, 0)}`
}

/** `images:` with one item for each override, at a depth of blanks. Ends with a line end. */
export function overrideList(overrides: readonly ImageOverride[], depth: number): string {
  const margin = ' '.repeat(depth)
  if (overrides.length === 0) return `${margin}images: []\n`
  const items = overrides.map(({ name, newName, newTag, digest }) => {
    const lines = yamlFields({ name, newName, newTag, digest }, depth + 4)
    return `${margin}  - ${lines.join('\n').trimStart()}\n`
  })
  return `${margin}images:\n${items.join('')}`
}
