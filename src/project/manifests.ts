import type { ItemName } from './rendition.ts'

/** A rendered text with the objects of an item, or with Helm values. */
export type Manifest = {
  readonly item: ItemName
  /** Path in the project of the file that the text comes from. */
  readonly path: string
  readonly text: string
  /** `values` is a Helm values file: its calls are known, the objects they end in are not. */
  readonly kind: 'objects' | 'values'
  /** Set by a kustomization or overrideNamespace: the namespace of every namespaced object. */
  readonly namespace: string | undefined
  /** Name of the file below the item's folder that the text is written into, where manifests are wanted. */
  readonly output: string
}
