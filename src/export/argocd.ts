import type { FixedImage } from '../fixed/entry.ts'
import { exportedImages } from './exported-image.ts'
import { imageOf, imageOverrides } from './image-override.ts'
import { exportHeader, yamlQuoted } from './yaml-text.ts'

/**
 * The part of an Argo CD Application (argoproj.io/v1alpha1) that sets images, `spec.source.kustomize.images`: texts for
 * `kustomize edit set image`, which sorts them by name.
 * @throws InputError for what it cannot express
 */
export function formatArgocd(entries: readonly FixedImage[]): string {
  const overrides = imageOverrides(exportedImages(entries, 'argocd'), 'argocd', 'name')
  const items = overrides.map(override => `        - ${yamlQuoted(`${override.name}=${imageOf(override)}`)}\n`)
  const list = items.length === 0 ? ' []\n' : `\n${items.join('')}`
  return `${exportHeader}spec:\n  source:\n    kustomize:\n      images:${list}`
}
