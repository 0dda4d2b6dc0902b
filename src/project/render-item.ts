import { isImagesError, ProjectError } from '../errors.ts'
import type { FileSource } from '../ports.ts'
import { joinPath, readEither } from './files.ts'
import { filesBelow, filesIn, isYamlFile, readItemFile } from './item-files.ts'
import type { RenderedTree } from './kustomize-tree.ts'
import type { ProjectItem } from './load.ts'
import type { Renderer } from './renderer.ts'
import type { IsVerbatim } from './templateignore.ts'

/** What the rendering of an item reads. */
export type ItemContext = {
  readonly source: FileSource
  readonly renderer: Renderer
  /** Folder of the project. */
  readonly home: string
  readonly isVerbatim: IsVerbatim
  /** Files of ours in the project, as the output file: no part of any item. */
  readonly skip: ReadonlySet<string>
}

/** All files of an item after rendering, by their paths in the project, and what went wrong with single ones. */
export type ItemFiles = {
  readonly item: ProjectItem
  readonly files: ReadonlyMap<string, string | Uint8Array>
  readonly problems: readonly ProjectError[]
}

/**
 * Renders every file in and below an item's folder, whatever its ending, as kluctl does; excluded ones are taken as they are
 * (kluctl-semantics 5.5). Of an item that is the project folder itself only the YAML files are, since everything else of the repository lies
 * there as well. A file that fails does not hide the others.
 */
export function renderFiles(item: ProjectItem, context: ItemContext): ItemFiles {
  const { source, renderer, skip } = context
  const problems: ProjectError[] = []
  const files = new Map<string, string | Uint8Array>()
  const paths = collect(problems, item.folder || '.', () => pathsOf(item, context)) ?? []
  for (const path of paths) {
    if (skip.has(path)) continue
    collect(problems, path, () => {
      const isVerbatim = context.isVerbatim(item, path)
      const file = readItemFile(source, path, isVerbatim)
      if (file === undefined) return
      const { content } = file
      const isRendered = !isVerbatim && typeof content === 'string'
      files.set(path, isRendered ? renderer.render(content, path, item.vars, item.folders) : content)
    })
  }
  return { item, files, problems }
}

function pathsOf({ folder, scope }: ProjectItem, { source, home }: ItemContext): readonly string[] {
  if (folder !== home) return filesBelow(source, folder)
  const below = (path: string): string => (home === '' ? path : path.slice(home.length + 1))
  const isProject = (path: string): boolean =>
    below(path)
      .split('/')
      .every(name => !name.startsWith('.') && name !== 'node_modules')
  const hasKustomization = readEither(source, home, 'kustomization') !== undefined
  if (hasKustomization) return filesBelow(source, folder).filter(isProject)
  const all = scope === 'tree' ? filesBelow(source, folder) : filesIn(source, folder)
  const charts = chartFolders(all)
  const hasChart = readEither(source, home, 'helm-chart') !== undefined
  return all.filter(
    path =>
      isProject(path) &&
      isYamlFile(path) &&
      !charts.some(chart => path.startsWith(chart)) &&
      (!isHelmFile(path) || (hasChart && !below(path).includes('/')))
  )
}

/** Folders that are charts, with `/` at their end. */
export function chartFolders(paths: readonly string[]): readonly string[] {
  return paths.flatMap(path => /^(.*\/)Chart\.ya?ml$/.exec(path)?.[1] ?? [])
}

export function isHelmFile(path: string): boolean {
  return /(?:^|\/)helm-(?:chart|values)\.ya?ml$/i.test(path)
}

/** An item's files by their paths in kluctl's rendered tree. */
export function treeOf({ item, files }: ItemFiles): RenderedTree {
  const { folder } = item
  const below = (path: string): string => (folder === '' ? path : path.slice(folder.length + 1))
  return new Map([...files].map(([path, content]) => [joinPath(treeDir(item), below(path)), content]))
}

/** Where the files of an item are in the rendered tree: each git or OCI source has a tree of its own. */
export function treeDir({ sourceRoot, deploymentDir }: ProjectItem): string {
  return joinPath(sourceRoot, deploymentDir)
}

/** Does a part of the work; what is wrong with it is kept, and undefined is the result. */
export function collect<T>(problems: ProjectError[], file: string, work: () => T): T | undefined {
  try {
    return work()
  } catch (error) {
    if (!isImagesError(error)) throw error
    const { message, hint } = error
    const isPlaced = error instanceof ProjectError && error.place !== undefined
    problems.push(isPlaced ? error : new ProjectError('template', message, { file }, { cause: error, hint }))
    return undefined
  }
}
