import { FileError, FixedImagesError, type ImagesError, InputError, isImagesError, ProjectError } from '../errors.ts'
import { readDocument } from '../fixed/document.ts'
import type { FixedImage } from '../fixed/entry.ts'
import type { TargetUses } from '../init/image-calls.ts'
import type { LookedAtTarget } from '../init/plan.ts'
import { problemText } from '../init/problem-text.ts'
import { notAFileName, unwritable } from '../init/yaml-scalar.ts'
import type { InitPlace } from '../io/init-place.ts'
import { readNamedFile } from '../io/named-files.ts'
import { openProject } from '../io/project-files.ts'
import type { ProjectRendering, RenderingRequest } from '../io/project-rendering.ts'
import { createRedactor } from '../io/registry/redact.ts'
import { targetFileNames } from '../io/target-files.ts'
import { type Options, parseOptions, type RawOptions } from '../options.ts'
import { commandLineArgs } from '../project/args.ts'
import { readConfig } from '../project/config.ts'
import { discover } from '../project/discover.ts'
import type { Manifest } from '../project/manifests.ts'
import { formatPlace } from '../report/where.ts'
import type { Terminal } from './command.ts'
import { quietLog } from './log.ts'

/** Begins to render a project; the process of its own that `resolve` has, or a stand-in. @throws InputError */
export type OpenRendering = (options: Options, request: RenderingRequest) => ProjectRendering

export type LookRequest = {
  readonly place: InitPlace
  /** Real path of the project. */
  readonly folder: string
  readonly raw: RawOptions
  /** Text of a file of the repository; undefined where there is none. */
  readonly read: (path: string) => string | undefined
}

/** What was found in a project, all targets together. */
export type ProjectLook = {
  readonly targets: readonly LookedAtTarget[]
  readonly found: readonly TargetUses[]
  /** What is fixed now, by files and targets. */
  readonly fixed: readonly FixedImage[]
  readonly manifests: readonly Manifest[]
  readonly warnings: readonly string[]
}

/** Targets that are rendered. */
const mostTargets = 50

/**
 * Renders the project for the target that is named, else for each that it has. What fails of one target hides no other.
 * @throws InputError or ProjectError where nothing can be read at all, or the named target cannot be rendered
 */
export async function lookAtProject(
  request: LookRequest,
  terminal: Terminal,
  open: OpenRendering
): Promise<ProjectLook> {
  const { raw, folder, place } = request
  const named = raw.target
  const names = named === undefined ? targetsOf(folder) : [named]
  const { options, problems } = parseOptions({ ...raw, 'project-dir': folder })
  if (problems.length > 0) throw new AggregateError(problems)
  const readFile = (path: string, option: string): string => readNamedFile(path, option, place.root)
  const args = commandLineArgs(options.args, options.argsFromFile, readFile)
  const rendering = open(options, { env: terminal.env, log: quietLog(terminal), readFile })
  const redactor = createRedactor()
  const found: TargetUses[] = []
  const targets: LookedAtTarget[] = []
  const manifests: Manifest[] = []
  const targetImages: FixedImage[] = []
  const warnings = new Set<string>()
  const { inclusion } = options
  try {
    for (const name of names.length === 0 ? [undefined] : names) {
      const reason = name === undefined ? undefined : unfit(name, names.length, targets.length)
      if (name !== undefined && reason !== undefined) {
        if (named !== undefined) throw new InputError('target', `the target cannot stand in a pipeline: ${reason}`)
        targets.push({ name, leftOut: reason })
        continue
      }
      terminal.status(name === undefined ? 'rendering' : `rendering ${name}`)
      try {
        const project = await rendering.render({ target: name, args, inclusion, ownFiles: ownFiles(names) })
        for (const secret of project.secrets) redactor.add(secret)
        const [whole] = project.items.length === 0 ? project.problems : []
        if (whole !== undefined) throw whole
        const discovery = await discover(project, rendering.builders)
        found.push({ target: name, uses: discovery.uses })
        manifests.push(...discovery.manifests)
        targetImages.push(...discovery.targetImages)
        for (const problem of discovery.problems) warnings.add(describe(problem))
        if (name !== undefined) targets.push({ name, leftOut: null })
      } catch (error) {
        if (!isImagesError(error) || name === undefined || named !== undefined) throw error
        targets.push({ name, leftOut: problemText(error) })
      }
    }
  } finally {
    terminal.status('')
    rendering.close()
  }
  const fixed = readFixed(request, names, warnings)
  const clean = (text: string): string => redactor.redact(text)
  return {
    targets: targets.map(({ name, leftOut }) => ({ name, leftOut: leftOut && clean(leftOut) })),
    found,
    fixed: [...targetImages, ...fixed],
    manifests,
    warnings: [...warnings].map(clean)
  }
}

function targetsOf(folder: string): readonly string[] {
  return [...new Set(readConfig(openProject(folder), '').targets.map(({ name }) => name))]
}

/** Why a target cannot take part. Where there are several, each names a file. */
function unfit(name: string, count: number, before: number): string | undefined {
  if (before >= mostTargets) return `only ${mostTargets} targets are looked at; choose one with --target`
  return unwritable(name) ?? (count > 1 ? notAFileName(name) : undefined)
}

/** Files of ours in a project, which are no manifests. */
function ownFiles(targets: readonly string[]): ReadonlySet<string> {
  const fixed = targets.flatMap(target => targetFileNames.map(name => name.replace('{target}', () => target)))
  return new Set(['.kluctl-images.yaml', 'fixed-images.yaml', 'images-report.json', 'images.lock.json', ...fixed])
}

/** What fixed-images files under their usual names say; what cannot be read is a warning, since only hints are taken from it. */
function readFixed(
  { place, read }: LookRequest,
  targets: readonly string[],
  warnings: Set<string>
): readonly FixedImage[] {
  const names = [
    'fixed-images.yaml',
    ...targets.flatMap(target => targetFileNames.slice(0, 3).map(name => name.replace('{target}', () => target)))
  ]
  const folders = place.project === '.' ? [''] : ['', `${place.project}/`]
  return folders.flatMap(folder =>
    names.flatMap(name => {
      const text = read(`${folder}${name}`)
      if (text === undefined) return []
      try {
        return readDocument(text, `${folder}${name}`, () => undefined)
      } catch (error) {
        if (!(error instanceof FixedImagesError || error instanceof ProjectError || error instanceof FileError))
          throw error
        warnings.add(describe(error))
        return []
      }
    })
  )
}

function describe(error: ImagesError): string {
  const place = error instanceof ProjectError || error instanceof FixedImagesError ? error.place : undefined
  return `${place === undefined ? '' : `${formatPlace(place)}: `}${problemText(error)}`
}
