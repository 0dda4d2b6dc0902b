import { FixedImagesError, type Place } from './errors.ts'
import { formatDocument, readDocument } from './fixed/document.ts'
import type { FixedImage } from './fixed/entry.ts'
import { entryKey } from './fixed/match.ts'
import type { Options } from './options.ts'
import type { Log, TagSource } from './ports.ts'
import { commandLineArgs } from './project/args.ts'
import { type Builders, discover } from './project/discover.ts'
import { isPartial } from './project/inclusion.ts'
import type { RenderProjectRequest } from './project/render-project.ts'
import type { RenderedProject } from './project/rendition.ts'
import { buildReport } from './report/build.ts'
import type { Change, CostRecord, Report, WarningRecord } from './report/record.ts'
import { buildDocument } from './resolve/document.ts'
import { mustAnswer, withImages } from './resolve/manifests.ts'
import type { Pin } from './resolve/pins.ts'
import { resolveUses } from './resolve/resolve.ts'

/** What a run needs from outside. */
export interface RunPorts {
  /** Loads and renders the project, walled off from everything that is secret (threat model T-08). Throws InputError for an option. */
  readonly render: (request: RenderRunRequest) => Promise<RenderedProject>
  readonly builders: Builders
  readonly tags: TagSource & { cost(): CostRecord; warnings(): readonly string[] }
  /** A file that the user named; throws InputError with the option's name where it cannot be read. */
  readFile(path: string, option: string): string
  /** The output file as it stands before the run; undefined where there is none. */
  readPrevious(): string | undefined
  /** What the result is compared with; undefined for nothing. `name` is for messages. */
  readBaseline(previous: string | undefined): Promise<{ readonly text: string; readonly name: string } | undefined>
  /** Paths in the project that are files of ours, never manifests. */
  readonly ownFiles: ReadonlySet<string>
  readonly log: Log
  /** Finds out what is between the old and the new image of each change; absent where nobody is to be asked. Never rejects for one image. */
  readonly findSources?: ((changes: readonly Change[]) => Promise<readonly Change[]>) | undefined
  /** Told how far the run is, for people who wait. */
  readonly progress?: ReportProgress | undefined
}

/** How far a run is: `done` of `total`, as far as the total is known yet. */
export type ReportProgress = (stage: 'rendering' | 'asking' | 'reading labels', done?: number, total?: number) => void

/** What of the options decides how the project is rendered. */
export type RenderRunRequest = Omit<RenderProjectRequest, 'external' | 'home'>

export type RunResult = {
  readonly report: Report
  /** True where no gate failed and the project could be read: the run is green. */
  readonly ok: boolean
  /** True where every use has its answer as well: only then the file may be written. */
  readonly complete: boolean
  readonly entries: readonly FixedImage[]
  /** Text of the new fixed-images file. */
  readonly text: string
  /** True where the text differs from the file as it stood. */
  readonly changed: boolean
  /** Rendered manifests with their images, by path. */
  readonly manifests: ReadonlyMap<string, string>
}

/**
 * The main job: load the project, render it, find every call, resolve it, compare. Single failures are collected, and all reported.
 * @throws InputError or FixedImagesError where an option or a file that one names cannot be used
 */
export async function run(options: Options, ports: RunPorts): Promise<RunResult> {
  const warnings: WarningRecord[] = []
  const warn = (message: string, place?: Place): void =>
    void warnings.push({ kind: 'warning', message, place: place ?? null, image: null })
  const previousText = ports.readPrevious()
  const previous = previousText === undefined ? [] : readDocument(previousText, options.outputFile, warn)
  const filePins = readPins(options, ports, warn)
  const args = commandLineArgs(options.args, options.argsFromFile, ports.readFile)
  const baseline = await readBaseline(options, ports, previousText, warn)

  const { target, inclusion, updateImages, offlineImages, images: rules, simple } = options
  ports.progress?.('rendering')
  const rendered = await ports.render({ target, args, inclusion, ownFiles: ports.ownFiles })
  const project = await discover(rendered, ports.builders)
  const targetPins = project.targetImages.map(entry => ({ entry, source: `target ${target ?? ''}` }))
  const pins = [...targetPins, ...filePins]
  const answered = await resolveUses(
    project.uses,
    { pins, previous, rules, updateImages, offlineImages },
    countedTags(ports)
  )
  const document = buildDocument(answered, { previous, partial: isPartial(inclusion), rules, simple })
  const answers = options.needsManifests ? document.answers.map(mustAnswer) : document.answers

  for (const { message, place } of project.warnings) warn(message, place)
  for (const message of [...document.warnings, ...ports.tags.warnings()]) warn(message)
  const draft = buildReport({
    target,
    answers,
    problems: project.problems,
    warnings,
    baseline,
    entries: document.entries,
    cost: ports.tags.cost(),
    failOn: options.failOn
  })
  const report = await withSources(draft, ports)
  const text = formatDocument(
    document.entries,
    previousText === undefined ? undefined : { text: previousText, entries: previous }
  )
  // what is written must say, to whoever reads it, what was decided
  const readBack = readDocument(text, options.outputFile, () => undefined)
  if (JSON.stringify(readBack.map(entryText)) !== JSON.stringify(document.entries.map(entryText)))
    throw new Error('the new fixed-images file does not read back as it was meant')
  const ok = report.counts.errors === 0 && report.gates.every(({ passed }) => passed)
  return {
    report,
    ok,
    complete: ok && report.failures.length === 0,
    entries: document.entries,
    text,
    changed: text !== previousText,
    manifests: withImages(project.manifests, answers)
  }
}

/** The tags, and a word to whoever waits for them. */
function countedTags({ tags, progress }: RunPorts): TagSource {
  if (progress === undefined) return tags
  let [done, total] = [0, 0]
  return {
    async listTags(repository, wanted) {
      progress('asking', done, ++total)
      try {
        return await tags.listTags(repository, wanted)
      } finally {
        progress('asking', ++done, total)
      }
    }
  }
}

/** The record with the sources of what changes; what that cost is in its receipt as well. */
async function withSources(draft: Report, { findSources, tags }: RunPorts): Promise<Report> {
  if (findSources === undefined || draft.changes.every(({ kind }) => kind !== 'changed')) return draft
  const changes = await findSources(draft.changes)
  const { requests, waits, repositories, imageRequests } = tags.cost()
  return { ...draft, changes, cost: { requests, waits, repositories, imageRequests } }
}

function entryText(entry: FixedImage): string {
  return `${entryKey(entry)} ${entry.resultImage}`
}

/** What the result is compared with. A base commit whose file is broken must not stop the pull request that mends it. */
async function readBaseline(
  options: Options,
  ports: RunPorts,
  previous: string | undefined,
  warn: (message: string) => void
): Promise<readonly FixedImage[]> {
  const baseline = await ports.readBaseline(previous)
  try {
    return baseline === undefined ? [] : readDocument(baseline.text, baseline.name, () => undefined)
  } catch (error) {
    if (!(error instanceof FixedImagesError) || options.baseline !== 'auto') throw error
    warn(`${baseline?.name} cannot be read, so that every image counts as new: ${error.message}`)
    return []
  }
}

/** Pins of files and flags, in kluctl's order: a later one wins. */
function readPins(options: Options, ports: RunPorts, warn: (message: string, place: Place) => void): readonly Pin[] {
  const fromFiles = options.fixedImagesFiles.flatMap(file =>
    readDocument(ports.readFile(file, 'fixed-images-file'), file, warn).map(entry => ({ entry, source: file }))
  )
  return [...fromFiles, ...options.fixedImages.map(entry => ({ entry, source: 'the option fixed-images' }))]
}
