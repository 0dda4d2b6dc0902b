import type { FixedImage } from '../fixed/entry.ts'
import { exportedImages } from './exported-image.ts'
import { imageOverrides } from './image-override.ts'
import { overrideList } from './kustomize.ts'
import { exportHeader } from './yaml-text.ts'

/**
 * The part of a Flux Kustomization (kustomize.toolkit.fluxcd.io/v1) that sets images, `spec.images`: a patch for one that is there.
 * @throws InputError for what it cannot express
 */
export function formatFlux(entries: readonly FixedImage[]): string {
  const overrides = imageOverrides(exportedImages(entries, 'flux'), 'flux', 'given')
  return `${exportHeader}spec:\n${overrideList(overrides, 2)}`
}
