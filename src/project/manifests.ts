import { isImagesError, ProjectError } from '../errors.ts'
import type { FileSource } from '../ports.ts'
import { byCodeUnit } from '../text.ts'
import { parseYaml } from '../yaml/parse.ts'
import { Part } from '../yaml/shape.ts'
import { joinPath, readEither } from './files.ts'
import { readKustomization } from './kustomization.ts'
import type { ProjectItem } from './load.ts'
import type { Renderer } from './renderer.ts'
import { isTemplateIgnored } from './templateignore.ts'

/** A rendered file of an item. */
export type Manifest = {
  readonly item: ProjectItem
  /** Path in the project. */
  readonly path: string
  readonly text: string
  /** `values` is a Helm values file: its calls are known, the objects they end in are not. */
  readonly kind: 'objects' | 'values'
  /** Set by a kustomization or overrideNamespace: the namespace of every namespaced object. */
  readonly namespace: string | undefined
}

export type RenderedItem = { readonly manifests: readonly Manifest[]; readonly problems: readonly ProjectError[] }

/**
 * Renders the files of an item that hold its objects: the resources of its kustomization, or every YAML file of its folder but those
 * of Helm (kluctl-semantics 5.8). A file that fails does not hide the others. `skip` are files of ours, as the fixed-images file.
 */
export function renderItem(
  source: FileSource,
  renderer: Renderer,
  item: ProjectItem,
  skip: ReadonlySet<string>
): RenderedItem {
  const problems: ProjectError[] = []
  const manifests: Manifest[] = []
  const attempt = <T>(path: string, work: () => T): T | undefined => {
    try {
      return work()
    } catch (error) {
      if (!isImagesError(error)) throw error
      problems.push(
        error instanceof ProjectError
          ? error
          : new ProjectError('template', error.message, { file: path }, { cause: error })
      )
      return undefined
    }
  }
  const render = (path: string): string => {
    const text = source.read(path) ?? ''
    return isTemplateIgnored(source, path) ? text : renderer.render(text, path, item.vars, item.folders)
  }
  const { folder } = item
  const chart = readEither(source, folder, 'helm-chart')
  const found = readEither(source, folder, 'kustomization')
  const kustomization =
    found &&
    attempt(found.path, () => {
      if (item.scope === 'tree' && folder !== '')
        throw new ProjectError('config', '"recursive" and a kustomization exclude each other', { file: found.path })
      const made = chart ? new Set([joinPath(folder, chartOutput(render(chart.path), chart.path))]) : new Set<string>()
      return readKustomization(source, folder, { text: render(found.path), file: found.path }, made)
    })
  if (found && !kustomization) return { manifests, problems }
  const namespace = kustomization?.namespace ?? item.overrideNamespace
  const paths =
    kustomization?.resources ?? attempt(folder || '.', () => yamlFiles(source, folder, item.scope === 'tree')) ?? []
  for (const path of paths) {
    if (skip.has(path) || isHelmFile(path)) continue
    const text = attempt(path, () => render(path))
    if (text !== undefined) manifests.push({ item, path, text, kind: 'objects', namespace })
  }
  const values = chart && readEither(source, folder, 'helm-values')
  const text = values && attempt(values.path, () => render(values.path))
  if (values && text !== undefined) manifests.push({ item, path: values.path, text, kind: 'values', namespace })
  return { manifests, problems }
}

/** File that a chart is rendered into, which a kustomization beside it names. */
function chartOutput(text: string, file: string): string {
  const document = parseYaml(text, file)
  const root = document && new Part(document)
  const output = root && (root.at('helmChart').isEmpty ? root : root.at('helmChart')).at('output')
  return output?.optionalText() ?? 'helm-rendered.yaml'
}

function isHelmFile(path: string): boolean {
  return /(?:^|\/)helm-(?:chart|values)\.ya?ml$/i.test(path)
}

/** YAML files of a folder, sorted by name; with `deep` also those of its folders, but not of charts, hidden folders and dependencies. */
function yamlFiles(source: FileSource, folder: string, deep: boolean): readonly string[] {
  const entries = source.list(folder) ?? []
  const files = entries.filter(({ kind, name }) => kind === 'file' && /\.ya?ml$/i.test(name) && !name.startsWith('.'))
  const paths = files.map(({ name }) => joinPath(folder, name))
  if (!deep) return paths
  const folders = entries.filter(
    ({ kind, name }) => kind === 'folder' && !name.startsWith('.') && name !== 'node_modules'
  )
  const below = folders.flatMap(({ name }) => {
    const path = joinPath(folder, name)
    return readEither(source, path, 'Chart') ? [] : yamlFiles(source, path, deep)
  })
  return [...paths, ...below].toSorted(byCodeUnit)
}
