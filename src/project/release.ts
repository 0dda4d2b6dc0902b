import { ProjectError } from '../errors.ts'
import { parseKluctlYaml } from '../yaml/kluctl-yaml.ts'
import { parseYaml } from '../yaml/parse.ts'
import { Part } from '../yaml/shape.ts'
import { type ChartJob, readChart } from './chart.ts'
import { folderOf, joinPath, readEither } from './files.ts'
import type { RenderedTree } from './kustomize-tree.ts'
import { chartFolders, collect, type ItemContext, type ItemFiles, treeDir } from './render-item.ts'
import type { ProjectWarning, RenderedFile } from './rendition.ts'

/** A chart that an item asks for with a helm-chart file, or Helm values that stand alone. */
export type Release = {
  /** Folder in the project that asks for it. */
  readonly folder: string
  /** Path in the project of the file that its objects are written to; undefined for values that stand alone. */
  readonly output: string | undefined
  /** Undefined where the chart cannot be rendered, as it is not vendored. */
  readonly chart: ChartJob | undefined
  /** Rendered Helm values: their calls are known, the objects that they end in only after the chart is rendered. */
  readonly values: RenderedFile | undefined
}

/**
 * The releases of an item, in its folder and, as kluctl looks for them there too, below it (kluctl v2.28, pkg/deployment/deployment_item.go):
 * first that of the folder itself, then by path. `warn` is told why a chart cannot be rendered.
 * @throws ProjectError for a kustomization beside a helm-chart file that does not name its output, which kluctl refuses
 */
export function findReleases(
  { item, files }: ItemFiles,
  tree: RenderedTree,
  context: ItemContext,
  warn: (warning: ProjectWarning) => void
): readonly Release[] {
  const textOf = (path: string): RenderedFile | undefined => {
    const text = files.get(path)
    return typeof text === 'string' ? { path, text } : undefined
  }
  const either = (folder: string, stem: string): RenderedFile | undefined =>
    textOf(joinPath(folder, `${stem}.yaml`)) ?? textOf(joinPath(folder, `${stem}.yml`))
  const exists = (path: string): boolean => tree.has(path) || context.source.readBytes(path) !== undefined
  const release = (folder: string): Release | undefined => {
    const values = either(folder, 'helm-values')
    const file = either(folder, 'helm-chart')
    if (file === undefined)
      return values && folder === item.folder ? { folder, output: undefined, chart: undefined, values } : undefined
    const output = outputOf(file)
    const kustomization = readEither(context.source, folder, 'kustomization')
    const beside = kustomization && textOf(kustomization.path)
    if (beside) checkNamed(beside, output)
    const below = folder.slice(item.folder.length)
    const problems: ProjectError[] = []
    const job = collect(problems, file.path, () =>
      readChart(file.text, file.path, joinPath(treeDir(item), below.replace(/^\//, '')), exists)
    )
    // its values still say which images it asks for
    for (const { message, place } of problems)
      warn({ message: `the chart cannot be rendered: ${message}`, ...(place ? { place } : {}) })
    return { folder, output: joinPath(folder, output), chart: job && { ...job, values: values?.text }, values }
  }
  const charts = chartFolders([...files.keys()])
  const nested = [...files.keys()]
    .filter(path => /\/helm-chart\.ya?ml$/.test(path) && !charts.some(chart => path.startsWith(chart)))
    .map(folderOf)
  return [...new Set([item.folder, ...nested])].flatMap(folder => release(folder) ?? [])
}

/** File that a chart is rendered into, relative to the folder of its helm-chart file. */
function outputOf({ text, path }: RenderedFile): string {
  const document = parseKluctlYaml(text, path)
  const root = document && new Part(document)
  const output = root && (root.at('helmChart').isEmpty ? root : root.at('helmChart')).at('output')
  return output?.optionalText() ?? 'helm-rendered.yaml'
}

function checkNamed({ text, path }: RenderedFile, output: string): void {
  const document = parseYaml(text, path)
  const resources = document && new Part(document).at('resources').value
  const plain = (path: string): string => path.replace(/^(?:\.\/)+/, '')
  const isNamed =
    Array.isArray(resources) && resources.some(one => typeof one === 'string' && plain(one) === plain(output))
  if (isNamed) return
  throw new ProjectError(
    'config',
    `the kustomization does not name the chart's output ${output}`,
    { file: path },
    { hint: `Add ${output} to its resources; without it kluctl refuses the item.` }
  )
}
