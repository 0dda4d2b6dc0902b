import {
  concludeFile,
  concludeReport,
  type FileConclusion,
  type FileFindings,
  isComplete,
  isGreen,
  plainWarning
} from './conclude.ts'
import type { DeployedSource } from './deployed/answer.ts'
import { FixedImagesError } from './errors.ts'
import { readDocument } from './fixed/document.ts'
import type { FixedImage } from './fixed/entry.ts'
import { findFixed } from './fixed/match.ts'
import { lockText } from './lock/decide-lock.ts'
import type { Lock } from './lock/lock.ts'
import type { Options } from './options.ts'
import type { ImageSource, Log, TagSource } from './ports.ts'
import { type Prepared, type PreparePorts, prepare } from './prepare.ts'
import { isPartial } from './project/inclusion.ts'
import { answerRecord, reportPositions } from './report/answer-record.ts'
import { failure } from './report/build.ts'
import type { Change, CostRecord, Report } from './report/record.ts'
import type { Answer } from './resolve/answer.ts'
import { type Introduction, watchArrivals } from './resolve/arrivals.ts'
import { untouchedEntries } from './resolve/document.ts'
import { withImages } from './resolve/manifests.ts'
import { subjectOf } from './resolve/pins.ts'
import { answerUses, ownImages } from './run-answers.ts'
import { findLock, lockPart, type RunLock } from './run-lock.ts'
import { partRecord } from './run-part.ts'
import { committedChanges, tellRegistryChanges } from './run-review.ts'
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
  /** Absent where the run is about none. */
  readonly reviewed?: ReviewedChange | undefined
  /** What the change under review does to the policy file; undefined for nothing, or where nobody can tell. */
  readonly policyChange?: (() => Promise<'changed' | 'removed' | undefined>) | undefined
  /** Commit of the project's files; absent or undefined where git knows none. */
  readonly commit?: (() => Promise<string | undefined>) | undefined
  readonly log: Log
  /** Reads the lock that an earlier run proposed, given its path; absent or undefined where there is none. */
  readonly readProposal?: ((lockName: string) => Promise<Lock | undefined>) | undefined
  /** Finds out what is between the old and the new image of each change; absent where nobody is to be asked. Never rejects for one image. */
  readonly findSources?: ((changes: readonly Change[]) => Promise<readonly Change[]>) | undefined
}

/** `base` is the output file at the base of the change under review, empty where that has none; absent where there is no base, or nobody knows. */
export type BaselineText = { readonly text: string; readonly name: string; readonly base?: string | undefined }

/** What is known of the change under review. */
export interface ReviewedChange {
  /** True where the files are those of its base with the change, so that what differs between the two is the change's own. */
  readonly isOnBase: boolean
  /** True where it touches nothing that may decide over images; false where nobody can tell. Never rejects. */
  isProjectUntouched(): Promise<boolean>
}

export type RunResult = {
  readonly report: Report
  /** True where no gate failed and the project could be read: the run is green. */
  readonly ok: boolean
  /** True where every use has its answer as well: only then the file may be written. Never for a run of one part of the images. */
  readonly complete: boolean
  readonly entries: readonly FixedImage[]
  /** Text of the new fixed-images file; of a run of one part, that of the file as it stood. */
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
 *
 * With the option `shard` only the uses of that part's images are answered, and the record holds what the merge of all parts needs. Nothing is
 * written but the record: whatever order the parts run in, and wherever, each finds the fixed-images file as the others did.
 * @throws InputError, FixedImagesError, LockError or ProjectError where an option or a file that one names cannot be used
 */
export async function run(options: Options, ports: RunPorts): Promise<RunResult> {
  const isOwn = ownImages(options)
  const prepared = await prepare(options, ports)
  const { project, previous } = prepared
  const warnings = [...prepared.warnings]
  const warn = (message: string): void => void warnings.push(plainWarning(message))
  const { entries: baseline, base } = await readBaseline(options, ports, prepared.previousText, warn)
  warnings.push(...policyWarning(await ports.policyChange?.()))
  const now = ports.now()
  const arrivals = watchArrivals(options.offlineImages ? undefined : ports.introduce)
  const deployed = ports.deployed?.(project.targetContext)
  const sources = { tags: countedTags(ports), images: ports.images, deployed, arrivals }
  const { reviewed } = ports
  const committed = reviewed && base && { name: options.outputFile, base, head: previous, isOnBase: reviewed.isOnBase }
  const found = await answerUses({ options, prepared, base, isOwn, now }, sources)
  const answered = await tellRegistryChanges(found, committed, reviewed)
  warnings.push(
    ...arrivalWarnings(answered, arrivals),
    ...expiredHolds(
      project.uses.filter(({ call }) => isOwn(call.image)),
      prepared.policy,
      now
    ),
    ...misspeltRules(project.uses, prepared.policy),
    ...lostDigests(answered, previous),
    ...committedChanges(answered, committed)
  )
  for (const message of deployed?.warnings?.() ?? []) warn(message)
  const findings = fileFindings(options, prepared, { answered, baseline })
  const concluded = options.shard === undefined ? concludeFile(findings) : undefined
  const draft = (more: readonly string[]): Report =>
    concludeReport(
      {
        target: options.target ?? null,
        problems: project.problems.map(error => failure(error, null, [])),
        warnings: [...warnings, ...[...ports.tags.warnings(), ...more].map(plainWarning)],
        cost: ports.tags.cost(),
        failOn: options.failOn
      },
      [concluded ?? { answers: findings.answers, warnings: [], removed: [] }]
    )
  const { answers } = findings
  const lock = await findLock(options, prepared, {
    answers,
    isComplete: isComplete(draft([])),
    images: ports.images,
    now,
    readProposal: ports.readProposal
  })
  const report = await withSources(draft(lock?.warnings ?? []), ports)
  if (concluded !== undefined) return wholeResult(report, { concluded, lock, prepared, answered })
  const part = partRecord({
    ...{ options, prepared, baseline, base, ...findings, commit: await ports.commit?.() },
    warnings: [...warnings, ...ports.tags.warnings().map(plainWarning)],
    lock: lock && lockPart(lock, prepared)
  })
  return partResult({ ...report, part }, prepared)
}

type Answered = { readonly answered: readonly Answer[]; readonly baseline: readonly FixedImage[] }

/** What decides over the fixed-images file, the answers in the order of the report. */
function fileFindings(
  { inclusion, images: rules, simple, outputFile: name }: Options,
  { project, previous, previousText: text }: Prepared,
  { answered, baseline }: Answered
): FileFindings {
  const partial = isPartial(inclusion)
  const file = { name, text, entries: previous, untouched: untouchedEntries(previous, partial, rules), partial, simple }
  const positions = reportPositions(project.uses)
  const answers = answered.map(answer => answerRecord(answer, positions.get(answer.use) ?? 0, baseline))
  const used = new Set(project.uses.map(use => findFixed(baseline, subjectOf(use))))
  return {
    file,
    answers: answers.toSorted((a, b) => a.position - b.position),
    unused: baseline.filter(entry => !used.has(entry))
  }
}

type Whole = {
  readonly concluded: FileConclusion
  readonly lock: RunLock | undefined
  readonly prepared: Prepared
  readonly answered: readonly Answer[]
}

function wholeResult(report: Report, { concluded, lock, prepared, answered }: Whole): RunResult {
  const { entries, text, answers } = concluded
  const complete = isComplete(report)
  const uses = answers.map(({ use }) => use)
  return {
    report,
    ok: isGreen(report),
    complete,
    entries,
    text,
    changed: text !== prepared.previousText,
    lock: lock && complete ? now => lockText(now, { ...lock, entries, answers: uses }) : undefined,
    manifests: withImages(prepared.project.manifests, answered)
  }
}

/** A part makes no file: what is in it is for the merge to say. */
function partResult(report: Report, { previous, previousText = '' }: Prepared): RunResult {
  return {
    report,
    ok: isGreen(report),
    complete: false,
    entries: previous,
    text: previousText,
    changed: false,
    lock: undefined,
    manifests: new Map()
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
    const isOfBase = options.baseline === 'auto' || (baseline !== undefined && baseline.base === baseline.text)
    if (!(error instanceof FixedImagesError) || !isOfBase) throw error
    warn(`${baseline?.name} cannot be read, so that every image counts as new: ${error.message}`)
    return { entries: [], base: undefined }
  }
}
