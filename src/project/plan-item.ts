import { ProjectError } from '../errors.ts'
import { byCodeUnit } from '../text.ts'
import { readEither } from './files.ts'
import { isYamlFile, notText } from './item-files.ts'
import { readKustomization } from './kustomization.ts'
import type { RenderedTree } from './kustomize-tree.ts'
import { findReleases, type Release } from './release.ts'
import { chartFolders, collect, type ItemContext, type ItemFiles, isHelmFile, treeDir } from './render-item.ts'
import type { ProjectWarning, RenderedFile, RenderedItem } from './rendition.ts'

export type PlannedItem = {
  readonly planned: RenderedItem
  readonly problems: readonly ProjectError[]
  readonly warnings: readonly ProjectWarning[]
}

/**
 * Decides where the objects of a rendered item are: in the resources of its kustomization, in every YAML file of its folder but those of Helm,
 * or in what kustomize makes of the tree (kluctl-semantics 5.8). `tree` has the files of all items.
 */
export function planItem(rendered: ItemFiles, tree: RenderedTree, context: ItemContext): PlannedItem {
  return new Planner(rendered, tree, context).plan()
}

class Planner {
  private readonly problems: ProjectError[] = []
  private readonly warnings: ProjectWarning[] = []
  private readonly rendered: ItemFiles
  private readonly tree: RenderedTree
  private readonly context: ItemContext

  constructor(rendered: ItemFiles, tree: RenderedTree, context: ItemContext) {
    this.rendered = rendered
    this.tree = tree
    this.context = context
  }

  plan(): PlannedItem {
    const { item } = this.rendered
    const { folder, deploymentDir, tags, overrideNamespace: namespace } = item
    const name = { folder, deploymentDir, treeDir: treeDir(item), tags, imagesVariable: item.vars.get('images') }
    const nothing = { item: name, releases: [], kustomization: undefined, files: [], namespace, build: 'none' } as const
    const releases = collect(this.problems, folder || '.', () =>
      findReleases(this.rendered, this.tree, this.context, warning => void this.warnings.push(warning))
    )
    if (releases === undefined) return this.done(nothing)
    // kluctl renders its charts too: a kustomization of another item may name what they make
    if (item.onlyRender) return this.done({ ...nothing, releases })
    const found = readEither(this.context.source, folder, 'kustomization')
    if (found === undefined || this.context.skip.has(found.path)) {
      const isOwn = (release: Release): boolean => item.scope === 'tree' || release.folder === folder
      return this.done({ ...nothing, releases: releases.filter(isOwn), build: 'files', files: this.ownFiles() })
    }
    const { path } = found
    const text = this.rendered.files.get(path)
    // a kustomization that could not be rendered is a problem already
    if (typeof text !== 'string') return this.done(nothing)
    const made = new Set(releases.flatMap(({ output }) => output ?? []))
    const read = collect(this.problems, path, () => {
      this.refuseRecursive(path)
      return readKustomization(text, path, {
        ...this.context,
        folder,
        rendered: file => this.find(file) ?? this.failed(file),
        made
      })
    })
    if (read === undefined) return this.done(nothing)
    const whole = { ...nothing, releases, kustomization: path }
    // kustomize would only complain of the files that could not be rendered
    const isWhole = this.rendered.problems.length === 0
    if (read.kind === 'program') return this.done(isWhole ? { ...whole, build: 'kustomize' } : nothing)
    const files = read.files.filter(file => !this.context.skip.has(file.path) && !isHelmFile(file.path))
    const isNamed = ({ output }: Release): boolean => output === undefined || read.made.includes(output)
    return this.done({
      ...whole,
      releases: releases.filter(isNamed),
      build: 'files',
      files,
      namespace: read.namespace ?? namespace
    })
  }

  private done(planned: RenderedItem): PlannedItem {
    // an empty one leaves each object its own
    const namespace = planned.namespace === '' ? undefined : planned.namespace
    return { planned: { ...planned, namespace }, problems: this.problems, warnings: this.warnings }
  }

  /** Nothing, in place of a file of the item that is there and could not be rendered: that is a problem already. */
  private failed(path: string): string | undefined {
    const { item, problems } = this.rendered
    const isOwn = item.folder === '' || path.startsWith(`${item.folder}/`)
    return isOwn && problems.length > 0 && this.context.source.readBytes(path) !== undefined ? '' : undefined
  }

  private find(path: string): string | Uint8Array | undefined {
    return this.rendered.files.get(path) ?? this.tree.get(path)
  }

  private refuseRecursive(file: string): void {
    const { scope, folder } = this.rendered.item
    if (scope === 'tree' && folder !== this.context.home)
      throw new ProjectError('config', '"recursive" and a kustomization exclude each other', { file })
  }

  /** Text files of the item that are manifests, sorted by name; kluctl takes those with a dot before their name as well. */
  private ownFiles(): readonly RenderedFile[] {
    const { item, files } = this.rendered
    const prefix = item.folder === '' ? '' : `${item.folder}/`
    const charts = chartFolders([...files.keys()])
    const isOwn = (path: string): boolean => {
      const rest = path.slice(prefix.length)
      if (!isYamlFile(path) || isHelmFile(path)) return false
      return item.scope === 'folder' ? !rest.includes('/') : !charts.some(chart => path.startsWith(chart))
    }
    return [...files.keys()]
      .filter(isOwn)
      .toSorted(byCodeUnit)
      .flatMap(path => {
        const text = files.get(path)
        if (typeof text === 'string') return [{ path, text }]
        this.problems.push(notText(path))
        return []
      })
  }
}
