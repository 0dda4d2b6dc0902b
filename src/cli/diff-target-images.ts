import { InputError, type Place } from '../errors.ts'
import { type FixedImage, readEntries } from '../fixed/entry.ts'
import { openProject } from '../io/project-files.ts'
import { parseOptions, type RawOptions } from '../options.ts'
import { chooseTarget, type KluctlConfig, readConfig } from '../project/config.ts'
import { terminalText } from '../report/escape.ts'
import { formatPlace } from '../report/where.ts'
import type { YamlValue } from '../yaml/parse.ts'
import { isYamlMap } from '../yaml/parse.ts'
import type { Terminal } from './command.ts'
import { quietLog } from './log.ts'

export type TargetImagesRequest = {
  readonly folder: string
  readonly targets: readonly string[]
  /** Options for rendering, where the images of a target hold templates. */
  readonly raw: RawOptions
}

type Target = NonNullable<ReturnType<typeof chooseTarget>>

/**
 * The `images:` of targets in `.kluctl.yaml`, by target. They are rendered where they hold templates, in the process for that.
 * @throws InputError for a target that there is not; ProjectError, FixedImagesError
 */
export async function readTargetImages(
  request: TargetImagesRequest,
  terminal: Terminal
): Promise<ReadonlyMap<string, readonly FixedImage[]>> {
  const config = readConfig(openProject(request.folder), '')
  const warn = (message: string, place: Place): void =>
    terminal.err(`warning: ${formatPlace(place)}: ${terminalText(message)}\n`)
  const chosen = request.targets.map(name => ({ name, target: choose(config, name) }))
  const images = new Map<string, readonly FixedImage[]>()
  for (const { name, target } of chosen) {
    const own = target.part.at('images')
    const isTemplate = own.value !== undefined && holdsTemplate(own.value)
    images.set(name, isTemplate ? await renderImages(name, request, terminal) : readEntries(own, { warn }))
  }
  return images
}

function choose(config: KluctlConfig, name: string): Target {
  try {
    const target = chooseTarget(config, name)
    if (target !== undefined) return target
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    throw new InputError('--targets', error.message, { hint: error.hint, cause: error })
  }
  throw new InputError('--targets', 'a target has no name')
}

function holdsTemplate(value: YamlValue): boolean {
  if (typeof value === 'string') return /\{[{%#]/.test(value)
  if (Array.isArray(value)) return value.some(holdsTemplate)
  return isYamlMap(value) && [...value.values()].some(holdsTemplate)
}

/** Of the project only the target is wanted: what is wrong with the rest of it does not matter here. */
async function renderImages(
  target: string,
  { folder, raw }: TargetImagesRequest,
  terminal: Terminal
): Promise<readonly FixedImage[]> {
  const { options, problems } = parseOptions({ ...raw, 'project-dir': folder, target })
  if (problems.length > 0) throw new AggregateError(problems)
  const { openRendering } = await import('../io/project-rendering.ts')
  const { readUserFile } = await import('../io/write-file.ts')
  const { commandLineArgs } = await import('../project/args.ts')
  const readFile = (path: string, option: string): string => {
    const text = readUserFile(path)
    if (text === undefined) throw new InputError(option, `there is no file ${path}`)
    return text
  }
  const rendering = openRendering(options, { env: terminal.env, log: quietLog(terminal), readFile })
  try {
    const project = await rendering.render({
      target,
      args: commandLineArgs(options.args, options.argsFromFile, readFile),
      inclusion: { includeTags: [], excludeTags: [], includeDeploymentDirs: [''], excludeDeploymentDirs: [] },
      ownFiles: new Set()
    })
    const [problem] = project.problems
    if (project.targetImages.length === 0 && problem !== undefined) throw problem
    return project.targetImages
  } finally {
    rendering.close()
  }
}
