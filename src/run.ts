import type { DeployedSource } from './deployed/answer.ts'
import { FixedImagesError, ResolveError } from './errors.ts'
import { formatDocument, readDocument } from './fixed/document.ts'
import type { FixedImage } from './fixed/entry.ts'
import { entryKey } from './fixed/match.ts'
import { type DecidedLock, decideLock, type LockRequest } from './lock/decide-lock.ts'
import { keyInLock, lockPath } from './lock/lock-path.ts'
import { provedResults } from './lock/proved-results.ts'
import type { Options } from './options.ts'
import type { ImageSource, Log, TagSource } from './ports.ts'
import { type Prepared, type PreparePorts, prepare } from './prepare.ts'
import { isPartial } from './project/inclusion.ts'
import { buildReport } from './report/build.ts'
import type { Change, CostRecord, Report, WarningRecord } from './report/record.ts'
import { type Introduction, registriesOf, watchArrivals } from './resolve/arrivals.ts'
import { pinDigests } from './resolve/digests.ts'
import { buildDocument } from './resolve/document.ts'
import { mustAnswer, withImages } from './resolve/manifests.ts'
import { resolveUses } from './resolve/resolve.ts'
import { isSelected } from './resolve/rules.ts'
import { arrivalWarnings, expiredHolds, lostDigests, misspeltRules, policyWarning } from './run-warnings.ts'

export type { RenderRunRequest, ReportProgress } from './prepare.ts'

/** What a run needs from outside. */
export interface RunPorts extends PreparePorts {
  readonly tags: TagSource & { cost(): CostRecord; warnings(): readonly string[] }
  /** Digests, platforms and dates of single images. */
  readonly images: ImageSource
  /** What is deployed; absent where nobody is to be asked. `context` is that of the chosen target. */
  readonly deployed?: ((context: string | undefined) => DeployedSource) | undefined
  /** Told which registries may be asked, before they are: answers with those that only this pull request brings, which get no login from then on. */
  readonly introduce?: Introduction | undefined
  /** Milliseconds since 1970, for ages and expiries. */
  readonly now: () => number
  /** What the result is compared with; undefined for nothing. `name` is for messages. */
  readBaseline(previous: string | undefined): Promise<BaselineText | undefined>
  /** What the change under review does to the policy file; undefined for nothing, or where nobody can tell. */
  readonly policyChange?: (() => Promise<'changed' | 'removed' | undefined>) | undefined
  readonly log: Log
  /** Finds out what is between the old and the new image of each change; absent where nobody is to be asked. Never rejects for one image. */
  readonly findSources?: ((changes: readonly Change[]) => Promise<readonly Change[]>) | undefined
}

/** `base` is the output file at the base of the change under review, empty where that has none; absent where there is no base, or nobody knows. */
export type BaselineText = { readonly text: string; readonly name: string; readonly base?: string | undefined }

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
  /**
   * The text of the lock, given the one that is there at the moment of writing, which other runs may have changed; undefined where none is
   * wanted, or the run is not complete.
   */
  readonly lock: ((now: string | undefined) => string | undefined) | undefined
  /** Rendered manifests with their images, by path. */
  readonly manifests: ReadonlyMap<string, string>
}

/**
 * The main job: load the project, render it, find every call, resolve it, compare. Single failures are collected, and all reported.
 * @throws InputError, FixedImagesError, LockError or ProjectError where an option or a file that one names cannot be used
 */
export async function run(options: Options, ports: RunPorts): Promise<RunResult> {
  const prepared = await prepare(options, ports)
  const { project, previous, previousText, policy } = prepared
  const warnings = [...prepared.warnings]
  const warn = (message: string): void => void warnings.push({ kind: 'warning', message, place: null, image: null })
  const { entries: baseline, base } = await readBaseline(options, ports, previousText, warn)
  warnings.push(...policyWarning(await ports.policyChange?.()))
  const { target, inclusion, updateImages, offlineImages, images: rules, simple } = options
  const pins = [...prepared.targetPins, ...prepared.filePins, ...prepared.optionPins]
  const now = ports.now()
  const arrivals = watchArrivals(offlineImages ? undefined : ports.introduce)
  const { images } = ports
  const deployed = ports.deployed?.(project.targetContext)
  const answered = await resolveUses(
    project.uses,
    {
      pins,
      previous,
      base,
      lockedDigest: lockedDigests(options, prepared),
      rules,
      policy,
      updateImages,
      offlineImages,
      now
    },
    {
      tags: countedTags(ports),
      images,
      deployed,
      introduce: arrivals.introduce
    }
  )
  await arrivals.introduce(answered.flatMap(registriesOf))
  const digests = offlineImages ? noDigests : images
  const pinned = options.pinDigests
    ? await pinDigests(answered, {
        images: digests,
        isSelected: image => isSelected(rules, image),
        proved: options.lockFile === 'none' ? undefined : provedOf(options, prepared)
      })
    : answered
  const document = buildDocument(pinned, { previous, partial: isPartial(inclusion), rules, simple })
  const answers = options.needsManifests ? document.answers.map(mustAnswer) : document.answers
  warnings.push(
    ...arrivalWarnings(answers, arrivals),
    ...expiredHolds(project.uses, policy, now),
    ...misspeltRules(project.uses, policy),
    ...lostDigests(answers, previous)
  )
  for (const message of [...(deployed?.warnings?.() ?? []), ...document.warnings]) warn(message)
  const text = formatDocument(
    document.entries,
    previousText === undefined ? undefined : { text: previousText, entries: previous }
  )
  proveText(text, document.entries, options.outputFile)
  const draft = (): Report =>
    buildReport({
      target,
      answers,
      problems: project.problems,
      warnings: [...warnings, ...ports.tags.warnings().map(plainWarning)],
      baseline,
      entries: document.entries,
      cost: ports.tags.cost(),
      failOn: options.failOn
    })
  const first = draft()
  const lock = isComplete(first)
    ? await lockOf(options, prepared, { entries: document.entries, answers, images, now })
    : undefined
  for (const message of lock?.warnings ?? []) warn(message)
  const report = await withSources(lock === undefined ? first : draft(), ports)
  return {
    report,
    ok: isGreen(report),
    complete: isComplete(report),
    entries: document.entries,
    text,
    changed: text !== previousText,
    lock: lock?.text,
    manifests: withImages(project.manifests, answers)
  }
}

/** Offline nobody can tell a digest, and a result without one is not what was asked for. */
const noDigests: Pick<ImageSource, 'readDigest'> = {
  readDigest: ({ text }) =>
    Promise.reject(
      new ResolveError(
        'no-answer',
        `the digest of ${text} is not known, and no registry is asked with offline-images`,
        {
          hint: 'Pin the image with its digest, or run without offline-images or without pin-digests.'
        }
      )
    )
}

function isGreen({ counts, gates }: Report): boolean {
  return counts.errors === 0 && gates.every(({ passed }) => passed)
}

function isComplete(report: Report): boolean {
  return isGreen(report) && report.failures.length === 0
}

/** What is written must say, to whoever reads it, what was decided. */
function proveText(text: string, entries: readonly FixedImage[], file: string): void {
  const readBack = readDocument(text, file, () => undefined)
  if (JSON.stringify(readBack.map(entryText)) !== JSON.stringify(entries.map(entryText)))
    throw new Error('the new fixed-images file does not read back as it was meant')
}

function entryText(entry: FixedImage): string {
  return `${entryKey(entry)} ${entry.resultImage}`
}

function provedOf({ lockFile, outputFile }: Options, { lock }: Prepared): ReadonlySet<string> {
  return provedResults(lock.files.get(keyInLock(lockPath(lockFile, outputFile), outputFile)))
}

/** Digests of the day on which results were decided. */
function lockedDigests({ lockFile, outputFile }: Options, { lock }: Prepared): (result: string) => string | undefined {
  if (lockFile === 'none') return () => undefined
  const locked = lock.files.get(keyInLock(lockPath(lockFile, outputFile), outputFile))
  return result => locked?.get(result)?.digest ?? undefined
}

/** With `auto` there is a lock where digests are pinned, and where there is one already. */
async function lockOf(
  { lockFile, pinDigests: pins, offlineImages, outputFile }: Options,
  { lock, hasLock }: Prepared,
  request: Omit<LockRequest, 'file' | 'lockName' | 'previous' | 'offline'>
): Promise<DecidedLock | undefined> {
  if (lockFile === 'none' || (lockFile === 'auto' && !pins && !hasLock)) return undefined
  const lockName = lockPath(lockFile, outputFile)
  const file = keyInLock(lockName, outputFile)
  return decideLock({ ...request, file, lockName, previous: lock, offline: offlineImages })
}

function plainWarning(message: string): WarningRecord {
  return { kind: 'warning', message, place: null, image: null }
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

/** What the result is compared with. A base commit whose file is broken must not stop the pull request that mends it. */
async function readBaseline(
  options: Options,
  ports: RunPorts,
  previous: string | undefined,
  warn: (message: string) => void
): Promise<{ readonly entries: readonly FixedImage[]; readonly base: readonly FixedImage[] | undefined }> {
  const baseline = await ports.readBaseline(previous)
  const read = (text: string): readonly FixedImage[] => readDocument(text, baseline?.name ?? '', () => undefined)
  try {
    if (baseline === undefined) return { entries: [], base: undefined }
    const { text, base } = baseline
    return { entries: read(text), base: base === undefined ? undefined : read(base) }
  } catch (error) {
    if (!(error instanceof FixedImagesError) || options.baseline !== 'auto') throw error
    warn(`${baseline?.name} cannot be read, so that every image counts as new: ${error.message}`)
    return { entries: [], base: undefined }
  }
}
