import { type ImagesError, ProjectError } from '../errors.ts'
import type { FixedImage } from '../fixed/entry.ts'
import type { ChartJob } from './chart.ts'
import { joinPath } from './files.ts'
import type { RenderedTree } from './kustomize-tree.ts'
import type { Manifest } from './manifests.ts'
import type { ProjectWarning, RenderedItem, RenderedProject } from './rendition.ts'
import { findUses, type ImageUse } from './uses.ts'

/** Everything a project has to say about images: what it asks for, where, and what could not be read. */
export type Discovery = {
  /** Fixed images of the chosen target. */
  readonly targetImages: readonly FixedImage[]
  readonly manifests: readonly Manifest[]
  readonly uses: readonly ImageUse[]
  readonly problems: readonly ImagesError[]
  readonly warnings: readonly ProjectWarning[]
}

/** The programs that make objects of rendered files. A text for each job, or the error that it ended with. */
export interface Builders {
  /** Runs kustomize in folders of the tree; `namespace` is set where a kustomization has none. Answers by folder. */
  kustomize(tree: RenderedTree, jobs: readonly KustomizeJob[]): Promise<BuildResults>
  /** Renders charts; answers by the folder of the job. Undefined where there is no helm. */
  helm(tree: RenderedTree, jobs: readonly ChartJob[]): Promise<BuildResults | undefined>
}

export type KustomizeJob = { readonly folder: string; readonly namespace: string | undefined }

/**
 * Builds the objects of a rendered project and finds every use in them, in kluctl's order: charts, then kustomizations (kluctl-semantics 5.8).
 * A part that fails is a problem in the result and hides no other part.
 */
export async function discover(project: RenderedProject, builders: Builders): Promise<Discovery> {
  const charts = await renderCharts(project, builders)
  const built = await buildKustomizations(project, charts, builders)
  return findImages(project, charts, built)
}

/** Results of a program by the folder in the tree; empty where there was nothing to do, or no program. */
export type BuildResults = ReadonlyMap<string, string | ProjectError>

/** Finds every use in the objects of a project, given what programs made of it. */
export function findImages(project: RenderedProject, charts: BuildResults, built: BuildResults): Discovery {
  const problems: ImagesError[] = [...project.problems]
  const warnings: ProjectWarning[] = [...project.warnings]
  const manifests = project.items.flatMap(item => {
    const { texts, errors } = manifestsOf(item, charts, built)
    problems.push(...errors)
    return texts
  })
  const uses = manifests.flatMap(manifest => {
    const found = findUses(manifest)
    problems.push(...found.problems)
    warnings.push(...found.warnings)
    if (manifest.kind === 'values' && found.uses.length > 0) {
      const message = 'the chart is not rendered; its images are fixed for every workload'
      warnings.push({ message, place: { file: manifest.path } })
    }
    return found.uses
  })
  if (uses.length === 0 && problems.length === 0) {
    warnings.push({ message: 'no call of images.get_image was found in the rendered manifests' })
  }
  return { targetImages: project.targetImages, manifests, uses, problems, warnings }
}

async function renderCharts({ items, tree }: RenderedProject, builders: Builders): Promise<BuildResults> {
  const jobs = items.flatMap(({ chart, build }) => (chart && build !== 'none' ? [chart] : []))
  return (jobs.length === 0 ? undefined : await builders.helm(tree, jobs)) ?? new Map()
}

async function buildKustomizations(
  { items, tree }: RenderedProject,
  charts: BuildResults,
  builders: Builders
): Promise<BuildResults> {
  const wanted = items.filter(({ build, item }) => build === 'kustomize' && !isError(charts.get(item.treeDir)))
  if (wanted.length === 0) return new Map()
  const made = items.flatMap(({ chart, item }) => {
    const text = chart && charts.get(item.treeDir)
    return chart && typeof text === 'string' ? [[joinPath(item.treeDir, chart.output), text] as const] : []
  })
  const jobs = wanted.map(({ item, namespace }) => ({ folder: item.treeDir, namespace }))
  return builders.kustomize(new Map([...tree, ...made]), jobs)
}

function isError(result: string | ProjectError | undefined): result is ProjectError {
  return result instanceof ProjectError
}

type ItemManifests = { readonly texts: readonly Manifest[]; readonly errors: readonly ProjectError[] }

function manifestsOf(rendered: RenderedItem, charts: BuildResults, built: BuildResults): ItemManifests {
  const { item, build, files, values, chart, kustomization, namespace } = rendered
  const chartText = chart && charts.get(item.treeDir)
  const objects = (path: string, text: string, output: string): Manifest => ({
    item,
    path,
    text,
    kind: 'objects',
    namespace,
    output
  })
  if (isError(chartText)) return { texts: [], errors: [chartText] }
  const whole = build === 'kustomize' ? built.get(item.treeDir) : undefined
  if (isError(whole)) return { texts: [], errors: [whole] }
  // the namespace is in the objects already
  const fromProgram = (text: string): Manifest => ({
    ...objects(kustomization ?? item.folder, text, '.rendered.yml'),
    namespace: undefined
  })
  const output = chart && joinPath(item.folder, chart.output)
  const texts = [
    ...(whole === undefined ? [] : [fromProgram(whole)]),
    ...files
      .filter(({ path }) => chartText === undefined || path !== output)
      .map(({ path, text }) => objects(path, text, nameBelow(item.folder, path))),
    ...(build === 'files' && chart && chartText !== undefined ? [objects(chart.file, chartText, chart.output)] : []),
    ...(values && chartText === undefined
      ? [{ ...objects(values.path, values.text, ''), kind: 'values' as const }]
      : [])
  ]
  return { texts, errors: [] }
}

/** A resource of a kustomization may lie outside of its folder. */
function nameBelow(folder: string, path: string): string {
  return path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : path
}
