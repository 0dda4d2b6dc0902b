import type { Manifest } from '../../src/project/manifests.ts'
import type { ImageUse } from '../../src/project/uses.ts'

export type UseFields = {
  readonly filter?: string
  readonly namespace?: string
  readonly deployment?: string
  readonly container?: string
  readonly field?: string
  /** Variable `images` of the item. */
  readonly imagesVariable?: Manifest['item']['imagesVariable']
}

/** A use as the project part finds it, of an image in container `app` of `Deployment/api` in `shop`. */
export function useOf(image: string, fields: UseFields = {}): ImageUse {
  const item: Manifest['item'] = {
    folder: 'app',
    deploymentDir: 'app',
    tags: ['app'],
    treeDir: 'app',
    imagesVariable: fields.imagesVariable
  }
  return {
    call: { image, filter: fields.filter, place: { file: 'app/api.yaml', line: 9, column: 18 } },
    namespace: fields.namespace ?? 'shop',
    deployment: fields.deployment ?? 'Deployment/api',
    container: fields.container ?? 'app',
    field: fields.field ?? 'spec.template.spec.containers[0].image',
    deploymentDir: 'app',
    tags: ['app'],
    manifest: { item, path: 'app/api.yaml', text: '', kind: 'objects', namespace: undefined, output: 'api.yaml' },
    range: [0, 1]
  }
}
