import { type ImagesError, InputError, isImagesError, type Place } from '../errors.ts'
import type { FixedImage } from '../fixed/entry.ts'
import type { FileSource } from '../ports.ts'
import { readEither } from './files.ts'
import { type LoadedProject, loadProject, type ProjectRequest } from './load.ts'
import { type Manifest, renderItem } from './manifests.ts'
import { findUses, type ImageUse } from './uses.ts'

/** Everything a project has to say about images: what it asks for, where, and what could not be read. */
export type Discovery = {
  /** Fixed images of the chosen target. */
  readonly targetImages: readonly FixedImage[]
  readonly manifests: readonly Manifest[]
  readonly uses: readonly ImageUse[]
  readonly problems: readonly ImagesError[]
  readonly warnings: readonly { readonly message: string; readonly place?: Place }[]
}

export type DiscoverRequest = ProjectRequest & {
  /** Files of ours in the project, as the output file: never manifests. */
  readonly ownFiles: ReadonlySet<string>
  readonly debug: (message: string) => void
}

/**
 * Loads and renders a project and finds every use in it. A part that fails is a problem in the result and hides no other part, also where
 * nothing can be loaded at all.
 * @throws InputError where an option cannot be right, as a target that does not exist
 */
export function discover(source: FileSource, request: DiscoverRequest): Discovery {
  try {
    return discoverIn(source, loadProject(source, request, request.debug), request)
  } catch (error) {
    if (!isImagesError(error) || error instanceof InputError) throw error
    return { targetImages: [], manifests: [], uses: [], problems: [error], warnings: [] }
  }
}

function discoverIn(source: FileSource, project: LoadedProject, { ownFiles }: DiscoverRequest): Discovery {
  const problems: ImagesError[] = [...project.problems]
  const warnings: { message: string; place?: Place }[] = [...project.warnings]
  const manifests: Manifest[] = []
  for (const item of project.items) {
    const rendered = renderItem(source, project.renderer, item, ownFiles)
    problems.push(...rendered.problems)
    manifests.push(...rendered.manifests)
  }
  if (project.items.length > 0 && manifests.length === 0 && problems.length === 0 && isBare(source)) {
    // a wrong folder would otherwise empty the fixed-images file
    throw new InputError(
      'project-dir',
      'the project folder has no .kluctl.yaml, no deployment.yaml and no other YAML file',
      { hint: 'Is it the right folder? It is relative to the working directory.' }
    )
  }
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
  return { targetImages: project.target.images, manifests, uses, problems, warnings }
}

/** True for a folder that nothing marks as a kluctl project. */
function isBare(source: FileSource): boolean {
  return !readEither(source, '', '.kluctl') && !readEither(source, '', 'deployment')
}
