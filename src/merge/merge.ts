import { concludeReport, type FileConclusion, isComplete, isGreen, plainWarning } from '../conclude.ts'
import type { FixedImage } from '../fixed/entry.ts'
import { checkAgreement } from '../report/read-report-agreement.ts'
import type { CostRecord, GateName, Report, WarningRecord } from '../report/record.ts'
import { completeTargets } from './complete.ts'
import { concludeGroup, type FileGroup, groupByFile, reportedFile } from './file-group.ts'
import { type LockOptions, type MergedLock, mergeLock } from './merge-lock.ts'
import type { PartOfRun } from './read-records.ts'
import { withSources } from './sources.ts'

/** A fixed-images file that the merge makes. */
export type MergedFile = {
  /** Its path, as the runs were given it. */
  readonly name: string
  /** Its text as the runs found it; undefined where there was none. */
  readonly before: string | undefined
  readonly entries: readonly FixedImage[]
  readonly text: string
  /** Path of the lock, with its text given the one that is there at the moment of writing; undefined where none is wanted. */
  readonly lock: MergedLock | undefined
}

/** What the whole run would have found. */
export type Merged = {
  readonly report: Report
  /** True where no gate failed and the project could be read. */
  readonly ok: boolean
  /** True where every use of every target has its answer: only then a file may be written. */
  readonly complete: boolean
  /** One for each path that the runs were given, in the order of the paths. */
  readonly files: readonly MergedFile[]
}

export type MergeOptions = {
  /** Path of the fixed-images file, in which `{target}` stands for the name of a target. */
  readonly outputFile: string
  /** True for entries with image and result only, also where the parts would write more. */
  readonly simple?: boolean | undefined
  /** As the option `lock-file`: the lock that the runs must have been given as well; `none` writes no lock. */
  readonly lockFile?: string | undefined
  /** Targets that the records must be of, all of them and no other; whichever they are of if empty or undefined. */
  readonly targets?: readonly string[] | undefined
  /** Milliseconds since 1970: no record can be of a time long after it; undefined where nobody knows. */
  readonly now?: number | undefined
  /** Gates to evaluate on the whole; those of the parts if undefined. */
  readonly failOn?: readonly GateName[] | undefined
}

/**
 * Puts the records of all parts together: the report and the file are those of the same run without parts, since both are made of the same
 * answers by the same code. The order of the records does not matter. With records of several targets each use says its target, and a place whose
 * results differ between targets that share a file is a failure.
 * @throws MergeError where records are missing or do not belong together; InputError for another `outputFile` or `lockFile` than the runs were given
 */
export function mergeRecords(given: readonly PartOfRun[], options: MergeOptions): Merged {
  const targets = completeTargets(given, options.targets)
  // whatever follows is the same for any order of the files
  const records = targets.flatMap(({ parts }) => parts)
  const isOfMany = targets.length > 1
  const files = groupByFile(targets, options.outputFile)
  const concluded = files.map(group => ({
    group,
    file: concludeGroup(group, { isOfMany, simple: options.simple === true })
  }))
  const reported = concluded.map(({ group, file }) => reportedFile(group, file, isOfMany))
  const draft = (more: readonly WarningRecord[]): Report =>
    concludeReport(
      {
        target: isOfMany ? null : (targets[0]?.target ?? null),
        problems: records.flatMap(({ report }) => report.failures.filter(({ image }) => image === null)),
        warnings: [...records.flatMap(({ part }) => part.warnings), ...more],
        cost: sumOf(records.map(({ report }) => report.cost)),
        failOn: options.failOn ?? records[0]?.report.gates.map(({ gate }) => gate) ?? []
      },
      reported
    )
  // what the registries said for the lock is told where the lock is written
  const isWritten = isComplete(draft([]))
  const said = isWritten && options.lockFile !== 'none' ? records.flatMap(({ part }) => part.lock?.warnings ?? []) : []
  const report = withSources(draft(said.map(plainWarning)), records)
  checkAgreement(report)
  return {
    report,
    ok: isGreen(report),
    complete: isComplete(report),
    files: concluded.map(({ group, file }) => mergedFile(group, file, options))
  }
}

function mergedFile(group: FileGroup, { entries, text, answers }: FileConclusion, options: LockOptions): MergedFile {
  const { name, first, targets } = group
  const uses = answers.map(({ use }) => use)
  const parts = targets.flatMap(one => one.parts)
  return {
    name,
    before: first.first.part.file.text ?? undefined,
    entries,
    text,
    lock: mergeLock(parts, { name, entries, answers: uses }, options)
  }
}

function sumOf(costs: readonly CostRecord[]): CostRecord {
  const sum = (name: keyof CostRecord): number => costs.reduce((total, cost) => total + cost[name], 0)
  return {
    requests: sum('requests'),
    waits: sum('waits'),
    repositories: sum('repositories'),
    imageRequests: sum('imageRequests')
  }
}
