import { ProjectError } from '../errors.ts'
import { byCodeUnit } from '../text.ts'
import { parseYaml } from '../yaml/parse.ts'
import { Part } from '../yaml/shape.ts'
import { type ChartJob, readChart } from './chart.ts'
import { joinPath, readEither } from './files.ts'
import { isYamlFile, notText } from './item-files.ts'
import { readKustomization } from './kustomization.ts'
import type { RenderedTree } from './kustomize-tree.ts'
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
    const values = this.file('helm-values')
    const helmChart = this.file('helm-chart')
    const shared = {
      item: { folder, deploymentDir, treeDir: treeDir(item), tags, imagesVariable: item.vars.get('images') },
      values,
      chart: helmChart && this.chart(helmChart, values),
      kustomization: undefined,
      files: [],
      namespace
    } as const
    const nothing = { ...shared, values: undefined, chart: undefined, build: 'none' } as const
    if (item.onlyRender) return this.done(nothing)
    const found = readEither(this.context.source, folder, 'kustomization')
    if (found === undefined || this.context.skip.has(found.path)) {
      return this.done({ ...shared, build: 'files', files: this.ownFiles() })
    }
    const { path } = found
    const text = this.rendered.files.get(path)
    // a kustomization that could not be rendered is a problem already
    if (typeof text !== 'string') return this.done(nothing)
    const read = collect(this.problems, path, () => {
      this.refuseRecursive(path)
      const made = helmChart ? this.made(helmChart, text, path) : new Set<string>()
      return readKustomization(text, path, { ...this.context, folder, rendered: file => this.find(file), made })
    })
    if (read === undefined) return this.done(nothing)
    if (read.kind === 'program') return this.done({ ...shared, kustomization: path, build: 'kustomize' })
    const files = read.files.filter(file => !this.context.skip.has(file.path) && !isHelmFile(file.path))
    return this.done({ ...shared, kustomization: path, build: 'files', files, namespace: read.namespace ?? namespace })
  }

  private done(planned: RenderedItem): PlannedItem {
    return { planned, problems: this.problems, warnings: this.warnings }
  }

  private file(stem: string): RenderedFile | undefined {
    for (const ending of ['.yaml', '.yml']) {
      const path = joinPath(this.rendered.item.folder, `${stem}${ending}`)
      const text = this.rendered.files.get(path)
      if (typeof text === 'string') return { path, text }
    }
    return undefined
  }

  private find(path: string): string | Uint8Array | undefined {
    return this.rendered.files.get(path) ?? this.tree.get(path)
  }

  private chart({ text, path }: RenderedFile, values: RenderedFile | undefined): ChartJob | undefined {
    const { source } = this.context
    const exists = (file: string): boolean => this.tree.has(file) || source.readBytes(file) !== undefined
    const problems: ProjectError[] = []
    const job = collect(problems, path, () => readChart(text, path, treeDir(this.rendered.item), exists))
    // its values still say which images it asks for
    for (const { message, place } of problems)
      this.warnings.push({ message: `the chart cannot be rendered: ${message}`, ...(place ? { place } : {}) })
    return job && { ...job, values: values?.text }
  }

  /** What the chart will have made. kluctl refuses a kustomization that does not name it. */
  private made(chart: RenderedFile, text: string, path: string): ReadonlySet<string> {
    const output = outputOf(chart)
    const made = joinPath(this.rendered.item.folder, output)
    if (isNamed(text, path, output)) return new Set([made])
    throw new ProjectError(
      'config',
      `the kustomization does not name the chart's output ${output}`,
      { file: path },
      {
        hint: `Add ${output} to its resources; without it kluctl refuses the item.`
      }
    )
  }

  private refuseRecursive(file: string): void {
    const { scope, folder } = this.rendered.item
    if (scope === 'tree' && folder !== '')
      throw new ProjectError('config', '"recursive" and a kustomization exclude each other', { file })
  }

  /** Text files of the item that are manifests, sorted by name. */
  private ownFiles(): readonly RenderedFile[] {
    const { item, files } = this.rendered
    const prefix = item.folder === '' ? '' : `${item.folder}/`
    const charts = chartFolders([...files.keys()])
    const isOwn = (path: string): boolean => {
      const rest = path.slice(prefix.length)
      if (!isYamlFile(path) || isHelmFile(path)) return false
      if (item.scope === 'folder') return !rest.includes('/') && !rest.startsWith('.')
      return (
        rest.split('/').every(name => !name.startsWith('.') && name !== 'node_modules') &&
        !charts.some(chart => path.startsWith(chart))
      )
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

/** File that a chart is rendered into, which a kustomization beside it names. */
function outputOf({ text, path }: RenderedFile): string {
  const document = parseYaml(text, path)
  const root = document && new Part(document)
  const output = root && (root.at('helmChart').isEmpty ? root : root.at('helmChart')).at('output')
  return output?.optionalText() ?? 'helm-rendered.yaml'
}

function isNamed(kustomization: string, file: string, output: string): boolean {
  const document = parseYaml(kustomization, file)
  const resources = document && new Part(document).at('resources').value
  return (
    Array.isArray(resources) &&
    resources.some(one => typeof one === 'string' && joinPath('', one) === joinPath('', output))
  )
}
