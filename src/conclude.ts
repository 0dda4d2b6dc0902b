import { formatDocument, readDocument } from './fixed/document.ts'
import type { FixedImage } from './fixed/entry.ts'
import { entryKey } from './fixed/match.ts'
import { failedRecord } from './report/answer-record.ts'
import { buildReport } from './report/build.ts'
import type { RemovedEntry } from './report/diff.ts'
import type { AnswerRecord } from './report/part-record.ts'
import type { CostRecord, FailureRecord, GateName, Report, WarningRecord } from './report/record.ts'
import { buildDocument } from './resolve/document.ts'

/** The fixed-images file that a run makes, as far as it is known before there are answers. */
export type RunFile = {
  /** Its path, for messages. */
  readonly name: string
  /** Its text before the run; undefined where there was none. */
  readonly text: string | undefined
  /** The entries of that text, in its order. */
  readonly entries: readonly FixedImage[]
  /** Those of them that the run is not about. */
  readonly untouched: ReadonlySet<FixedImage>
  /** True where the run is about a part of the project's deployment items only. */
  readonly partial: boolean
  readonly simple: boolean
}

/** What was found out for one fixed-images file. */
export type FileFindings = {
  readonly file: RunFile
  readonly answers: readonly AnswerRecord[]
  /** Entries of the baseline that no call of the project uses. */
  readonly unused: readonly FixedImage[]
}

export type FileConclusion = {
  /** Answers again: those that the file cannot express have become failures. */
  readonly answers: readonly AnswerRecord[]
  readonly entries: readonly FixedImage[]
  readonly text: string
  readonly warnings: readonly WarningRecord[]
  /** Entries that only the baseline has. */
  readonly removed: readonly FixedImage[]
}

/**
 * Puts the answers into the file. A whole run and a merge of parts both come here with the answers of all images, so that they cannot differ.
 * @throws Error where the new text does not say what was decided, which is a bug
 */
export function concludeFile({ file, answers, unused }: FileFindings): FileConclusion {
  const { untouched, partial, simple, text: before, entries: previous, name } = file
  const uses = answers.map(({ use }) => use)
  const { entries, conflicts, warnings } = buildDocument(uses, { previous, untouched, partial, simple })
  const text = formatDocument(entries, before === undefined ? undefined : { text: before, entries: previous })
  proveText(text, entries, name)
  const present = new Set(entries.map(entryKey))
  return {
    answers: answers.map((answer, position) => {
      const conflict = conflicts.get(position)
      return conflict === undefined ? answer : failedRecord(answer, conflict)
    }),
    entries,
    text,
    warnings: warnings.map(plainWarning),
    removed: unused.filter(entry => !present.has(entryKey(entry)))
  }
}

/** What a report is made of beside the files. */
export type ReportFindings = {
  readonly target: string | null
  /** Failures that are about no single use. */
  readonly problems: readonly FailureRecord[]
  readonly warnings: readonly WarningRecord[]
  readonly cost: CostRecord
  readonly failOn: readonly GateName[]
}

/** The record of what was decided for one file, or for several. */
export function concludeReport(findings: ReportFindings, files: readonly ReportedFile[]): Report {
  const { problems } = findings
  return buildReport({
    ...findings,
    answers: files.flatMap(({ answers }) => answers),
    warnings: [...findings.warnings, ...files.flatMap(({ warnings }) => warnings)],
    // where a part of the project could not be read, nobody knows what is in no use any more
    removed: problems.length > 0 ? [] : files.flatMap(({ removed }) => removed)
  })
}

/** A concluded file; `target` stands on what it removes where the report is of several targets. */
export type ReportedFile = Pick<FileConclusion, 'answers' | 'warnings'> & { readonly removed: readonly RemovedEntry[] }

/** True where no gate failed and the project could be read. */
export function isGreen({ counts, gates }: Report): boolean {
  return counts.errors === 0 && gates.every(({ passed }) => passed)
}

/** True where every use has its answer as well: only then a file may be written. */
export function isComplete(report: Report): boolean {
  return isGreen(report) && report.failures.length === 0
}

/** A warning that is about no image and no place. */
export function plainWarning(message: string): WarningRecord {
  return { kind: 'warning', message, place: null, image: null }
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
