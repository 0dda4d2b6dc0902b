import { InputError, isImagesError, ProjectError } from '../errors.ts'
import type { FileSource } from '../ports.ts'
import { quote } from '../text.ts'
import { joinPath, readEither } from './files.ts'
import { isPartial } from './inclusion.ts'
import { filesBelow, readItemFile } from './item-files.ts'
import type { RenderedTree } from './kustomize-tree.ts'
import { type LoadedProject, loadProject, type ProjectRequest } from './load.ts'
import { planItem } from './plan-item.ts'
import { type ItemContext, type ItemFiles, renderFiles, treeOf } from './render-item.ts'
import type { RenderWatch } from './renderer.ts'
import type { ProjectWarning, RenderedItem, RenderedProject } from './rendition.ts'
import { Secrets } from './secrets.ts'
import { noExternalSources } from './sources.ts'
import { verbatimRules } from './templateignore.ts'

export type RenderProjectRequest = ProjectRequest & {
  /** Files of ours in the project, as the output file: never manifests. */
  readonly ownFiles: ReadonlySet<string>
}

const nothing: RenderedProject = {
  targetImages: [],
  items: [],
  tree: new Map(),
  problems: [],
  warnings: [],
  needs: [],
  secrets: []
}

/**
 * Loads a project and renders every item of it. A part that fails is a problem in the result and hides no other part, also where nothing can
 * be loaded at all. Pure: what it may read comes through `source` and the request.
 * @throws InputError where an option cannot be right, as a target that does not exist
 */
export function renderProject(source: FileSource, request: RenderProjectRequest, watch: RenderWatch): RenderedProject {
  let project: LoadedProject
  const asked = new AskedFor(request.external?.standIns ?? [])
  const external = { ...(request.external ?? noExternalSources), standIns: asked }
  try {
    project = loadProject(source, { ...request, external }, watch)
  } catch (error) {
    if (!isImagesError(error) || error instanceof InputError) throw error
    return { ...nothing, problems: [error] }
  }
  const { needs, secrets, problems, warnings, target } = project
  if (needs.length > 0) return { ...nothing, needs }
  const context = {
    source,
    renderer: project.renderer,
    home: request.home ?? '',
    isVerbatim: verbatimRules(source),
    skip: request.ownFiles
  }
  const rendered = renderItems(project, context)
  const hiding = new Secrets(secrets)
  if (project.items.length > 0 && rendered.isEmpty && problems.length === 0 && isBare(source, request.home ?? '')) {
    // a wrong folder would otherwise empty the fixed-images file
    throw new InputError(
      'project-dir',
      'the project folder has no .kluctl.yaml, no deployment.yaml and no other YAML file',
      { hint: 'Is it the right folder? It is relative to the working directory.' }
    )
  }
  return {
    targetImages: target.images,
    targetContext: contextOf(target),
    items: rendered.items,
    tree: rendered.tree,
    problems: [...problems, ...rendered.problems.map(problem => hiding.hide(problem))],
    warnings: [...warnings, ...rendered.warnings, ...unusedStandIns(request, asked)],
    needs,
    secrets
  }
}

function contextOf({ variables }: LoadedProject['target']): string | undefined {
  const context = variables.get('context')
  return typeof context === 'string' && context !== '' ? context : undefined
}

/** A map that knows which of its keys anybody asked for. */
class AskedFor<V> extends Map<string, V> {
  readonly keysAskedFor: Set<string> = new Set()

  override get(key: string): V | undefined {
    this.keysAskedFor.add(key)
    return super.get(key)
  }
}

/** A file that replaces nothing is most likely one for a source whose name has a slip. */
function unusedStandIns({ inclusion }: RenderProjectRequest, asked: AskedFor<unknown>): readonly ProjectWarning[] {
  if (isPartial(inclusion)) return []
  const unused = [...asked.keys()].filter(key => !asked.keysAskedFor.has(key))
  return unused.map(key => ({ message: `vars-from-file: no variable source of the project is ${quote(key)}` }))
}

/** Characters of all rendered files together: they are kept in memory, and handed to another process. */
const projectLimit = 32 * 1024 * 1024

type RenderedItems = {
  readonly items: readonly RenderedItem[]
  readonly tree: RenderedTree
  readonly problems: readonly ProjectError[]
  readonly warnings: readonly ProjectWarning[]
  /** True where no item has any file that could hold an object. */
  readonly isEmpty: boolean
}

function renderItems(project: LoadedProject, context: ItemContext): RenderedItems {
  const rendered: ItemFiles[] = []
  let characters = 0
  for (const item of project.items) {
    const files = renderFiles(item, context)
    for (const content of files.files.values()) characters += content.length
    rendered.push(files)
    if (characters > projectLimit) {
      const place = { file: item.folder || '.' }
      const problem = new ProjectError(
        'limit',
        `the rendered files have more than ${projectLimit} characters together`,
        place
      )
      return { items: [], tree: new Map(), problems: [problem], warnings: [], isEmpty: false }
    }
  }
  const tree: RenderedTree = new Map(rendered.flatMap(files => [...treeOf(files)]))
  const planned = rendered.map(files => planItem(files, tree, context))
  const items = planned.map(plan => plan.planned)
  const problems: ProjectError[] = [
    ...rendered.flatMap(files => files.problems),
    ...planned.flatMap(plan => plan.problems)
  ]
  const needsTree = items.some(
    ({ build, releases }) => build === 'kustomize' || releases.some(({ chart }) => chart !== undefined)
  )
  const isEmpty =
    problems.length === 0 &&
    items.every(
      ({ files, releases, build }) => build === 'files' && files.length === 0 && !releases.some(({ values }) => values)
    )
  const warnings = planned.flatMap(plan => plan.warnings)
  return { items, problems, warnings, isEmpty, tree: needsTree ? withCharts(tree, items, context) : new Map() }
}

/** Charts that lie beside the items, as `.helm-charts`, are taken as they are. */
function withCharts(tree: RenderedTree, items: readonly RenderedItem[], { source }: ItemContext): RenderedTree {
  const folders = new Set(items.flatMap(({ releases }) => releases.flatMap(({ chart }) => chart?.chart ?? [])))
  const missing = [...folders].filter(
    folder => !['Chart.yaml', 'Chart.yml'].some(name => tree.has(joinPath(folder, name)))
  )
  const files = missing
    .flatMap(folder => filesBelow(source, folder))
    .flatMap(path => readItemFile(source, path, true) ?? [])
  return new Map([...tree, ...files.map(({ path, content }) => [path, content] as const)])
}

/** True for a folder that nothing marks as a kluctl project. */
function isBare(source: FileSource, home: string): boolean {
  return !readEither(source, home, '.kluctl') && !readEither(source, home, 'deployment')
}
