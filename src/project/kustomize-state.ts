import type { TreeIndex } from './kustomize-tree.ts'

/** A kustomization that is being scanned. */
export type KustomizationScan = {
  readonly index: TreeIndex
  /** Folder of the kustomization; its paths are relative to it. */
  readonly folder: string
  readonly file: string
  /** Runs a check and keeps its ProjectError. */
  attempt(work: () => void): void
  /** Told each folder whose kustomization is read as well. */
  enter(folder: string): void
}
