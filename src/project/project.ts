import type { Place, ProjectError } from '../errors.ts'
import type { YamlMap } from '../yaml/parse.ts'
import type { Target } from './config.ts'
import type { Inclusion } from './inclusion.ts'
import type { Renderer } from './renderer.ts'
import type { ExternalSources, Need } from './sources.ts'

/** What a run wants from a project. */
export type ProjectRequest = {
  readonly target: string | undefined
  /** Args of the command line. */
  readonly args: YamlMap
  readonly inclusion: Inclusion
  /** Folder of the project below the root of its files, where its paths may lead to neighbours of it; empty where it is the root. */
  readonly home?: string
  /** What the project may use from outside of its folder; nothing by default. */
  readonly external?: ExternalSources
}

/** A folder of manifests with the variables it is rendered with. */
export type ProjectItem = {
  readonly folder: string
  /** The folder relative to its source, with `-N` for its N-th reuse, as kluctl names the rendered one. */
  readonly deploymentDir: string
  readonly tags: readonly string[]
  readonly vars: YamlMap
  /** Folders that are searched for templates. */
  readonly folders: readonly string[]
  readonly overrideNamespace: string | undefined
  /** `folder`: the YAML files directly in it. `tree`: those below it as well. */
  readonly scope: 'folder' | 'tree'
  /** True where kluctl renders the folder and builds no objects from it: other items refer to its files. */
  readonly onlyRender: boolean
  /** Folder of the git or OCI source that the item is part of; empty for the project. Its paths cannot lead out of it. */
  readonly sourceRoot: string
  /** Patterns of `templateExcludes`, relative to `folder`: such files are copied as they are. Projects for kluctl before v2.17. */
  readonly templateExcludes: readonly string[]
  readonly place: Place
}

export type LoadedProject = {
  readonly target: Target
  readonly items: readonly ProjectItem[]
  /** What is wrong with single parts; the others were loaded all the same. */
  readonly problems: readonly ProjectError[]
  readonly warnings: readonly { readonly message: string; readonly place: Place }[]
  readonly renderer: Renderer
  /** What has to be fetched: loading stopped quietly where it is missing, and is to be done again with the answers. */
  readonly needs: readonly Need[]
  /** Values that must not be shown: the texts of variables from secret sources. */
  readonly secrets: readonly string[]
}
