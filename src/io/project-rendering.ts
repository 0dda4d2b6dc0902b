import { join } from 'node:path'
import { ProjectError } from '../errors.ts'
import type { Options } from '../options.ts'
import type { Log } from '../ports.ts'
import type { Builders, KustomizeJob } from '../project/discover.ts'
import { joinPath } from '../project/files.ts'
import type { RenderedTree } from '../project/kustomize-tree.ts'
import type { RenderedProject } from '../project/rendition.ts'
import type { ExternalSources } from '../project/sources.ts'
import type { RenderRunRequest } from '../run.ts'
import { readExternalSources, readMounts } from './external-sources.ts'
import { readGitFiles } from './git-files.ts'
import { findProject, realFolder } from './project-files.ts'
import { startRenderProcess } from './render-process.ts'

export type RenderingRequest = {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly workspace?: string | undefined
  /** True for a run on somebody else's templates: no variable of the workflow is given to them. */
  readonly untrusted?: boolean | undefined
  readonly log: Log
  readonly readFile: (path: string, option: string) => string
}

/** Rendering of one project on this machine: in a process of its own, with what the parent has to fetch for it, and the programs behind it. */
export interface ProjectRendering {
  render(request: RenderRunRequest): Promise<RenderedProject>
  readonly builders: Builders
  close(): void
}

/** A git file may name the next one; nobody chains more of them. */
const roundsLimit = 10

/** Begins to start the process. @throws InputError for an option that names what is not there */
export function openRendering(
  options: Options,
  { env, workspace, untrusted, log, readFile }: RenderingRequest
): ProjectRendering {
  const { root, home } = findProject(options)
  const mounts = readMounts(options, realFolder)
  const allowed = readExternalSources(options, untrusted === true ? {} : env, readFile)
  // no program comes out of what a pull request can change
  const programs = { env, workspace: workspace ?? root }
  const renderer = startRenderProcess({ folders: [root, ...mounts.values()], log })
  return {
    async render(request) {
      let external: ExternalSources = allowed
      for (let round = 0; round < roundsLimit; round += 1) {
        const project = await renderer.render({ ...request, root, home, mounts, external })
        if (project.needs.length === 0) return project
        const answers = await readGitFiles(project.needs, { folder: join(root, home), env })
        external = { ...external, gitFiles: new Map([...external.gitFiles, ...answers]) }
      }
      throw new ProjectError('limit', `files of git name each other more than ${roundsLimit} deep`)
    },
    builders: {
      async kustomize(tree, jobs) {
        const { openKustomizer } = await import('./kustomize.ts')
        const { withNamespace } = await import('../project/kustomize-namespace.ts')
        const prepared = prepare(tree, jobs, withNamespace)
        const folders = jobs.map(({ folder }) => folder).filter(folder => !prepared.problems.has(folder))
        const built = await openKustomizer(programs).build(prepared.tree, folders)
        return new Map([...prepared.problems, ...built])
      },
      async helm(tree, jobs) {
        const { openHelm } = await import('./helm.ts')
        return openHelm(programs).render(tree, jobs)
      }
    },
    close: () => renderer.close()
  }
}

/** Gives kustomizations that have no namespace that of their item (kluctl-semantics 5.8). */
function prepare(
  tree: RenderedTree,
  jobs: readonly KustomizeJob[],
  withNamespace: (text: string, file: string, namespace: string | undefined) => string
): { readonly tree: RenderedTree; readonly problems: ReadonlyMap<string, ProjectError> } {
  const prepared = new Map(tree)
  const problems = new Map<string, ProjectError>()
  for (const { folder, namespace } of jobs) {
    const file = ['kustomization.yaml', 'kustomization.yml']
      .map(name => joinPath(folder, name))
      .find(path => tree.has(path))
    const text = file === undefined ? undefined : tree.get(file)
    if (file === undefined || typeof text !== 'string') continue
    try {
      prepared.set(file, withNamespace(text, file, namespace))
    } catch (error) {
      if (!(error instanceof ProjectError)) throw error
      problems.set(folder, error)
    }
  }
  return { tree: prepared, problems }
}
