import type { ImagesError, Place } from '../errors.ts'
import type { FixedImage } from '../fixed/entry.ts'
import type { YamlValue } from '../yaml/parse.ts'
import type { RenderedTree } from './kustomize-tree.ts'
import type { Release } from './release.ts'
import type { Need } from './sources.ts'

/** An item of a project, by what its results are called. */
export type ItemName = {
  /** Folder in the project. */
  readonly folder: string
  /** The folder, with `-N` for its N-th reuse, as kluctl names the rendered one. */
  readonly deploymentDir: string
  /** Where its files are in {@link RenderedProject.tree}: the same, below the root of its git or OCI source. */
  readonly treeDir: string
  readonly tags: readonly string[]
  /** Its variable `images`, which current kluctl reads as fixed images; undefined where it has none. */
  readonly imagesVariable: YamlValue | undefined
}

/** A file of an item after rendering. */
export type RenderedFile = {
  /** Path in the project. */
  readonly path: string
  readonly text: string
}

/** An item after rendering, before any program sees it. */
export type RenderedItem = {
  readonly item: ItemName
  /**
   * How its objects come to be. `files`: they stand in `files`. `kustomize`: a program builds them from the rendered tree.
   * `none`: it is rendered for others only (`onlyRender`).
   */
  readonly build: 'files' | 'kustomize' | 'none'
  readonly files: readonly RenderedFile[]
  /** Charts whose objects are, or may be, objects of the item; of an `onlyRender` item those that another one may name. */
  readonly releases: readonly Release[]
  /** Path in the project of its kustomization. */
  readonly kustomization: string | undefined
  /** Set by a kustomization or overrideNamespace: the namespace of every namespaced object. */
  readonly namespace: string | undefined
}

/** A project after rendering: plain data that crosses from the rendering process to the one that holds the secrets (threat model T-09). */
export type RenderedProject = {
  /** Fixed images of the chosen target. */
  readonly targetImages: readonly FixedImage[]
  /** Context of the kubeconfig that the chosen target deploys to; undefined where it names none. */
  readonly targetContext?: string | undefined
  readonly items: readonly RenderedItem[]
  /** Every rendered file of every item by its path in kluctl's rendered tree; empty where no item needs a program. */
  readonly tree: RenderedTree
  readonly problems: readonly ImagesError[]
  readonly warnings: readonly ProjectWarning[]
  /** What has to be fetched before the project can be loaded; nothing else is complete then. */
  readonly needs: readonly Need[]
  /** Values that must not be shown. */
  readonly secrets: readonly string[]
}

export type ProjectWarning = { readonly message: string; readonly place?: Place }
