import type { FixedImage } from '../fixed/entry.ts'
import { formatArgocd } from './argocd.ts'
import { formatEnv } from './env.ts'
import { formatFlux } from './flux.ts'
import { formatHelmValues } from './helm-values.ts'
import { formatKustomize } from './kustomize.ts'
import { formatMatrix } from './matrix.ts'

export type ExportFormat = 'kustomize' | 'helm-values' | 'env' | 'matrix' | 'argocd' | 'flux'

/**
 * What a fixed-images list is written as for others. Each gives the whole text, which ends with a line end unless it is empty, and throws
 * InputError for what the format cannot express.
 */
export const exportFormats: Readonly<Record<ExportFormat, (entries: readonly FixedImage[]) => string>> = {
  kustomize: formatKustomize,
  'helm-values': formatHelmValues,
  env: formatEnv,
  matrix: formatMatrix,
  argocd: formatArgocd,
  flux: formatFlux
}
