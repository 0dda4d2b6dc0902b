import { FileError, FixedImagesError, ProjectError } from '../errors.ts'
import { readDocument } from '../fixed/document.ts'
import type { FixedImage } from '../fixed/entry.ts'
import { targetFileNames } from '../fixed/target-files.ts'
import type { InitPlace } from '../io/init-place.ts'
import { findProject, openProject } from '../io/project-files.ts'
import type { RawOptions } from '../options.ts'
import { readConfig } from '../project/config.ts'
import type { Terminal } from './command.ts'
import { describeError, type OpenRendering, type RenderedTargets, renderTargets } from './init-targets.ts'

export type { OpenRendering } from './init-targets.ts'

export type LookRequest = {
  readonly place: InitPlace
  /** Real path of the project. */
  readonly folder: string
  readonly raw: RawOptions
  /** Targets that the user chose; empty for all. */
  readonly chosen: readonly string[]
  /** Text of a file of the repository; undefined where there is none. */
  readonly read: (path: string) => string | undefined
}

/** What was found in a project, all targets together. */
export type ProjectLook = Pick<RenderedTargets, 'targets' | 'found' | 'manifests' | 'warnings'> & {
  /** What is fixed now, by files and targets. */
  readonly fixed: readonly FixedImage[]
  /** What is fixed by files alone, by their paths; a bump writes them anew. */
  readonly written: ReadonlyMap<string, readonly FixedImage[]>
  /** What makes a run fail. */
  readonly failures: readonly string[]
  /** True where paths of the project lead out of its folder, and could be followed in the repository. */
  readonly needsRepository: boolean
}

/**
 * Renders the project for the targets that are chosen, else for each that it has. What fails of one target hides no other. Where a path
 * leads out of the project, what it names is looked for in the whole repository, as kluctl does.
 * @throws InputError or ProjectError where nothing can be read at all, or a chosen target cannot be rendered
 */
export async function lookAtProject(
  request: LookRequest,
  terminal: Terminal,
  open: OpenRendering
): Promise<ProjectLook> {
  const { raw, folder, place, chosen } = request
  const known = targetsOf(folder)
  const names = chosen.length > 0 ? [...new Set(chosen)] : known
  const render = (sourceRoot: string | undefined): Promise<RenderedTargets> => {
    const { target: _, ...others } = raw
    const options = { ...others, 'project-dir': folder, ...(sourceRoot && { 'source-root': sourceRoot }) }
    const { home } = findProject({ projectDir: folder, sourceRoot: options['source-root'] })
    const ours = ownFiles([...known, ...names], home === '' ? '' : `${home}/`)
    const given = { names, isChosen: chosen.length > 0, raw: options, root: place.root, ownFiles: ours }
    return renderTargets({ ...given, outsideHint: outsideHint(request) }, terminal, open)
  }
  const alone = await render(undefined)
  const canBeWider = raw['source-root'] === undefined && place.hasRepository && place.project !== '.'
  const wide = canBeWider && alone.pathsOutside > 0 ? await render(place.root) : undefined
  const needsRepository = wide !== undefined && wide.pathsOutside < alone.pathsOutside
  const { failure, problems, targetImages, ...rendered } = needsRepository ? wide : alone
  if (failure !== undefined) throw failure
  const fixed = readFixed(request, names)
  return {
    ...rendered,
    fixed: [...targetImages, ...[...fixed.images.values()].flat()],
    written: fixed.images,
    failures: [...problems, ...fixed.problems],
    needsRepository
  }
}

function outsideHint({ raw, place }: LookRequest): string {
  return place.hasRepository && raw['source-root'] === undefined
    ? 'The repository does not have it: move it there, or include it with git'
    : 'If it is meant to, name the folder that holds the project and its neighbours: --source-root DIR'
}

function targetsOf(folder: string): readonly string[] {
  return [...new Set(readConfig(openProject(folder), '').targets.map(({ name }) => name))]
}

/** Files of ours in a project, which are no manifests. */
function ownFiles(targets: readonly string[], home: string): ReadonlySet<string> {
  const fixed = targets.flatMap(target => targetFileNames.map(name => name.replace('{target}', () => target)))
  const ours = ['.kluctl-images.yaml', 'fixed-images.yaml', 'images-report.json', 'images.lock.json', ...fixed]
  return new Set(ours.map(name => home + name))
}

type FixedNow = { readonly images: ReadonlyMap<string, readonly FixedImage[]>; readonly problems: readonly string[] }

/** What fixed-images files under their usual names say; what cannot be read hides no other. */
function readFixed({ place, read }: LookRequest, targets: readonly string[]): FixedNow {
  const names = [
    'fixed-images.yaml',
    ...targets.flatMap(target => targetFileNames.slice(0, -1).map(name => name.replace('{target}', () => target)))
  ]
  const folders = place.project === '.' ? [''] : ['', `${place.project}/`]
  const problems: string[] = []
  const images = new Map<string, readonly FixedImage[]>()
  for (const path of folders.flatMap(folder => names.map(name => `${folder}${name}`))) {
    const text = read(path)
    if (text === undefined) continue
    try {
      images.set(
        path,
        readDocument(text, path, () => undefined)
      )
    } catch (error) {
      if (!(error instanceof FixedImagesError || error instanceof ProjectError || error instanceof FileError))
        throw error
      problems.push(describeError(error))
    }
  }
  return { images, problems }
}
