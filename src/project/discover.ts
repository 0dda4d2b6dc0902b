import { type ImagesError, ProjectError } from '../errors.ts'
import type { FixedImage } from '../fixed/entry.ts'
import type { ChartJob } from './chart.ts'
import { joinPath } from './files.ts'
import type { RenderedTree } from './kustomize-tree.ts'
import type { Manifest } from './manifests.ts'
import type { Release } from './release.ts'
import type { ProjectWarning, RenderedItem, RenderedProject } from './rendition.ts'
import { findUses, type ImageUse } from './uses.ts'

/** Everything a project has to say about images: what it asks for, where, and what could not be read. */
export type Discovery = {
  /** Fixed images of the chosen target. */
  readonly targetImages: readonly FixedImage[]
  /** Context of the kubeconfig that the chosen target deploys to; undefined where it names none. */
  readonly targetContext: string | undefined
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

/** Calls of all rendered manifests together. */
const usesLimit = 10_000

/** Finds every use in the objects of a project, given what programs made of it. */
export function findImages(project: RenderedProject, charts: BuildResults, built: BuildResults): Discovery {
  const problems: ImagesError[] = [...project.problems]
  const warnings: ProjectWarning[] = [...project.warnings]
  const manifests = project.items.flatMap(item => {
    const { texts, errors } = manifestsOf(item, charts, built)
    problems.push(...errors)
    return texts
  })
  const uses: ImageUse[] = []
  for (const manifest of manifests) {
    const found = findUses(manifest)
    problems.push(...found.problems)
    warnings.push(...found.warnings)
    if (manifest.kind === 'values' && found.uses.length > 0) {
      const message = 'the chart is not rendered; its images are fixed for every workload'
      warnings.push({ message, place: { file: manifest.path } })
    }
    uses.push(...found.uses)
    if (uses.length > usesLimit) {
      const place = { file: manifest.path }
      problems.push(
        new ProjectError('limit', `more than ${usesLimit} calls of get_image in the rendered manifests`, place)
      )
      break
    }
  }
  if (uses.length === 0 && problems.length === 0) {
    warnings.push({ message: 'no call of images.get_image was found in the rendered manifests' })
  }
  const { targetImages, targetContext } = project
  return { targetImages, targetContext, manifests, uses, problems, warnings }
}

async function renderCharts({ items, tree }: RenderedProject, builders: Builders): Promise<BuildResults> {
  const jobs = items.flatMap(({ releases }) => releases.flatMap(({ chart }) => chart ?? []))
  return (jobs.length === 0 ? undefined : await builders.helm(tree, jobs)) ?? new Map()
}

async function buildKustomizations(
  { items, tree }: RenderedProject,
  charts: BuildResults,
  builders: Builders
): Promise<BuildResults> {
  const wanted = items.filter(
    ({ build, releases }) => build === 'kustomize' && !releases.some(release => isError(madeBy(release, charts)))
  )
  if (wanted.length === 0) return new Map()
  const made = items.flatMap(({ item, releases }) =>
    releases.flatMap(release => {
      if (release.output === undefined) return []
      const path = joinPath(item.treeDir, nameBelow(item.folder, release.output))
      const text = madeBy(release, charts)
      if (typeof text === 'string') return [[path, text] as const]
      // what a chart would make is named by kustomizations: without it, the rest can still be built
      return tree.has(path) ? [] : [[path, ''] as const]
    })
  )
  const jobs = wanted.map(({ item, namespace }) => ({ folder: item.treeDir, namespace }))
  return builders.kustomize(new Map([...tree, ...made]), jobs)
}

/** The objects of a release, or why there are none; undefined where its chart was not rendered. */
function madeBy({ chart }: Release, charts: BuildResults): string | ProjectError | undefined {
  return chart && charts.get(chart.folder)
}

function isError(result: string | ProjectError | undefined): result is ProjectError {
  return result instanceof ProjectError
}

type ItemManifests = { readonly texts: readonly Manifest[]; readonly errors: readonly ProjectError[] }

function manifestsOf(rendered: RenderedItem, charts: BuildResults, built: BuildResults): ItemManifests {
  const { item, build, files, releases, kustomization, namespace } = rendered
  const made = releases.map(release => ({ ...release, text: madeBy(release, charts) }))
  const errors = made.flatMap(({ text }) => (isError(text) ? [text] : []))
  if (errors.length > 0) return { texts: [], errors }
  const whole = build === 'kustomize' ? built.get(item.treeDir) : undefined
  const missing = made.find(({ output, text }) => output !== undefined && text === undefined)
  if (isError(whole)) return { texts: [], errors: [missing ? withoutChart(whole, missing) : whole] }
  const objects = (path: string, text: string, output: string): Manifest => ({
    item,
    path,
    text,
    kind: 'objects',
    namespace,
    output
  })
  // the namespace is in the objects already
  const fromProgram = (text: string): Manifest => ({
    ...objects(kustomization ?? item.folder, text, '.rendered.yml'),
    namespace: undefined
  })
  const isReplaced = (path: string): boolean => made.some(({ output, text }) => output === path && text !== undefined)
  const fromChart = ({ chart, output, text }: (typeof made)[number]): readonly Manifest[] =>
    chart && output !== undefined && typeof text === 'string'
      ? [objects(chart.file, text, nameBelow(item.folder, output))]
      : []
  const fromValues = ({ values, text }: (typeof made)[number]): readonly Manifest[] =>
    values && text === undefined ? [{ ...objects(values.path, values.text, ''), kind: 'values' }] : []
  const texts = [
    ...(whole === undefined ? [] : [fromProgram(whole)]),
    ...files
      .filter(({ path }) => !isReplaced(path))
      .map(({ path, text }) => objects(path, text, nameBelow(item.folder, path))),
    ...(build === 'files' ? made.flatMap(fromChart) : []),
    ...made.flatMap(fromValues)
  ]
  return { texts, errors: [] }
}

/** A kustomization may fail for want of the objects of a chart, which its own words do not tell. */
function withoutChart({ code, message, place, hint, excerpt }: ProjectError, { output }: Release): ProjectError {
  const why = `It was built without ${output}, since that chart is not rendered here: vendor it, and put helm on PATH.`
  return new ProjectError(code, message, place, { hint: hint === undefined ? why : `${hint} ${why}`, excerpt })
}

/** A resource of a kustomization may lie outside of its folder. */
function nameBelow(folder: string, path: string): string {
  return path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : path
}
