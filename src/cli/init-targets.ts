import { FixedImagesError, type ImagesError, InputError, isImagesError, ProjectError } from '../errors.ts'
import type { FixedImage } from '../fixed/entry.ts'
import type { TargetUses } from '../init/image-calls.ts'
import type { LookedAtTarget } from '../init/plan.ts'
import { problemText } from '../init/problem-text.ts'
import { notAFileName, unwritable } from '../init/yaml-scalar.ts'
import { readNamedFile } from '../io/named-files.ts'
import type { ProjectRendering, RenderingRequest } from '../io/project-rendering.ts'
import { createRedactor } from '../io/registry/redact.ts'
import { type Options, parseOptions, type RawOptions } from '../options.ts'
import { commandLineArgs, missingArgsIn } from '../project/args.ts'
import { discover } from '../project/discover.ts'
import type { Manifest } from '../project/manifests.ts'
import { sourceRootHint } from '../project/source-root.ts'
import { formatPlace } from '../report/where.ts'
import type { Terminal } from './command.ts'
import { quietLog } from './log.ts'

/** Begins to render a project; the process of its own that `resolve` has, or a stand-in. @throws InputError */
export type OpenRendering = (options: Options, request: RenderingRequest) => ProjectRendering

export type TargetsRequest = {
  /** Targets to render; none for a project that has none. */
  readonly names: readonly string[]
  /** True where the user chose them: then one that fails ends the command. */
  readonly isChosen: boolean
  /** Options of the command line, with the folder of the project. */
  readonly raw: RawOptions
  /** Real path of the root of the repository. */
  readonly root: string
  /** What to do where a path leads out of everything that may be read. */
  readonly outsideHint: string
  /** Files of ours in the project, which are no manifests. */
  readonly ownFiles: ReadonlySet<string>
}

/** What the targets rendered to, all together; nothing in it shows a secret. */
export type RenderedTargets = {
  readonly targets: readonly LookedAtTarget[]
  readonly found: readonly (TargetUses & { readonly pinned: readonly FixedImage[] })[]
  readonly manifests: readonly Manifest[]
  readonly targetImages: readonly FixedImage[]
  /** What could not be rendered of the targets that take part, each on one line, the place first. */
  readonly problems: readonly string[]
  readonly warnings: readonly string[]
  /** Number of paths that lead out of the project. */
  readonly pathsOutside: number
  /** What ends the command; undefined where something could be rendered, or left out. */
  readonly failure: unknown
}

/** Targets that are rendered. */
const mostTargets = 50

/**
 * Renders a project for each of the targets. What fails of one hides no other.
 * @throws InputError or AggregateError for options that cannot be used
 */
export async function renderTargets(
  { names, isChosen, raw, root, outsideHint, ownFiles }: TargetsRequest,
  terminal: Terminal,
  open: OpenRendering
): Promise<RenderedTargets> {
  const { options, problems } = parseOptions(raw)
  if (problems.length > 0) throw new AggregateError(problems)
  const readFile = (path: string, option: string): string => readNamedFile(path, option, root)
  const args = commandLineArgs(options.args, options.argsFromFile, readFile)
  const rendering = open(options, { env: terminal.env, log: quietLog(terminal), readFile })
  const gathered = new Gathered(outsideHint)
  let failure: unknown
  try {
    for (const name of names.length === 0 ? [undefined] : names) {
      const reason = name === undefined ? undefined : unfit(name, names.length, gathered.targets.length)
      if (name !== undefined && reason !== undefined) {
        if (isChosen) throw new InputError('target', `the target cannot stand in a pipeline: ${reason}`)
        gathered.leaveOut(name, reason)
        continue
      }
      terminal.status(name === undefined ? 'rendering' : `rendering ${name}`)
      try {
        const { inclusion } = options
        await gathered.add(name, rendering, { target: name, args, inclusion, ownFiles })
      } catch (error) {
        if (!isImagesError(error)) throw error
        gathered.countOutside(error)
        if (name === undefined || isChosen) throw error
        gathered.leaveOutFor(name, error)
      }
    }
  } catch (error) {
    failure = error
  } finally {
    terminal.status('')
    rendering.close()
  }
  return { ...gathered.result(), failure }
}

/** Why a target cannot take part. Where there are several, each names a file. */
function unfit(name: string, count: number, before: number): string | undefined {
  if (before >= mostTargets) return `only ${mostTargets} targets are looked at; choose with --target`
  return unwritable(name) ?? (count > 1 ? notAFileName(name) : undefined)
}

/** Puts together what target after target renders to. */
class Gathered {
  readonly targets: LookedAtTarget[] = []
  private readonly found: RenderedTargets['found'][number][] = []
  private readonly manifests: Manifest[] = []
  private readonly targetImages: FixedImage[] = []
  private readonly problems = new Set<string>()
  private readonly warnings = new Set<string>()
  private readonly redactor = createRedactor()
  private readonly outsideHint: string
  private pathsOutside = 0

  constructor(outsideHint: string) {
    this.outsideHint = outsideHint
  }

  leaveOut(name: string, reason: string, missingArgs: readonly string[] = []): void {
    this.targets.push({ name, leftOut: reason, missingArgs })
  }

  leaveOutFor(name: string, error: ImagesError): void {
    this.leaveOut(name, this.describe(error), missingArgsIn(error))
  }

  private describe(error: ImagesError): string {
    return describeError(error, error.hint === sourceRootHint ? this.outsideHint : error.hint)
  }

  countOutside(error: ImagesError): void {
    if (error.code === 'outside-root') this.pathsOutside += 1
  }

  async add(
    name: string | undefined,
    rendering: ProjectRendering,
    request: Parameters<ProjectRendering['render']>[0]
  ): Promise<void> {
    const project = await rendering.render(request)
    for (const secret of project.secrets) this.redactor.add(secret)
    const [whole] = project.items.length === 0 ? project.problems : []
    if (whole !== undefined) throw whole
    const discovery = await discover(project, rendering.builders)
    this.found.push({ target: name, uses: discovery.uses, pinned: discovery.targetImages })
    this.manifests.push(...discovery.manifests)
    this.targetImages.push(...discovery.targetImages)
    for (const problem of discovery.problems) {
      this.countOutside(problem)
      this.problems.add(this.describe(problem))
    }
    for (const { message, place } of project.warnings) {
      this.warnings.add(`${place === undefined ? '' : `${formatPlace(place)}: `}${problemText({ message })}`)
    }
    if (name !== undefined) this.targets.push({ name, leftOut: null, missingArgs: [] })
  }

  result(): Omit<RenderedTargets, 'failure'> {
    const clean = (text: string): string => this.redactor.redact(text)
    const { found, manifests, targetImages, pathsOutside } = this
    return {
      ...{ found, manifests, targetImages, pathsOutside },
      targets: this.targets.map(target => ({ ...target, leftOut: target.leftOut && clean(target.leftOut) })),
      problems: [...this.problems].map(clean),
      warnings: [...this.warnings].map(clean)
    }
  }
}

/** An error on one line, its place first. */
export function describeError(error: ImagesError, hint = error.hint): string {
  const place = error instanceof ProjectError || error instanceof FixedImagesError ? error.place : undefined
  return `${place === undefined ? '' : `${formatPlace(place)}: `}${problemText({ message: error.message, hint })}`
}
