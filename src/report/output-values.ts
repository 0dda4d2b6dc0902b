import { byteLength } from '../text.ts'
import { jsonText, logLine } from './escape.ts'
import type { Change, Report } from './record.ts'
import { verdict } from './verdict.ts'

/** Outputs of the Action. The names are its contract with workflows. */
export const outputNames = [
  'changed',
  'changes-count',
  'changes',
  'failures-count',
  'fixed-images-path',
  'written-files',
  'report-path',
  'comment-path',
  'comment-id',
  'comment-url',
  'verdict',
  'failed-gates',
  'artifact-id',
  'artifact-url'
] as const

export type OutputName = (typeof outputNames)[number]

/** What a run made beside its record; absent where it made none. */
export type OutputPaths = {
  readonly fixedImagesPath?: string | undefined
  /** Fixed-images files and locks that are as the run wants them; none where it is not complete. */
  readonly writtenFiles?: readonly string[] | undefined
  readonly reportPath?: string | undefined
  readonly commentPath?: string | undefined
  readonly commentId?: number | null | undefined
  readonly commentUrl?: string | null | undefined
  readonly artifactId?: number | string | null | undefined
  readonly artifactUrl?: string | null | undefined
}

const mostBytes = 50_000

/**
 * Value of each output. `changes` is a JSON array with as many whole entries of the record's `changes` as fit into 50,000 bytes: where
 * it is shorter than `changes-count`, the report file has the rest. `verdict` is one line; `failed-gates` are names with commas between them.
 */
export function outputValues(report: Report, paths: OutputPaths): Readonly<Record<OutputName, string>> {
  return {
    changed: String(report.changes.length > 0),
    'changes-count': String(report.changes.length),
    changes: cappedJson(report.changes),
    'failures-count': String(report.failures.length),
    'fixed-images-path': paths.fixedImagesPath ?? '',
    'written-files': (paths.writtenFiles ?? []).join('\n'),
    'report-path': paths.reportPath ?? '',
    'comment-path': paths.commentPath ?? '',
    'comment-id': String(paths.commentId ?? ''),
    'comment-url': paths.commentUrl ?? '',
    verdict: logLine(verdict(report)),
    'failed-gates': report.gates
      .filter(({ passed }) => !passed)
      .map(({ gate }) => gate)
      .join(','),
    'artifact-id': String(paths.artifactId ?? ''),
    'artifact-url': paths.artifactUrl ?? ''
  }
}

function cappedJson(changes: readonly Change[]): string {
  const entries: string[] = []
  let bytes = 2
  for (const change of changes) {
    const entry = jsonText(change)
    bytes += byteLength(entry) + 1
    if (bytes > mostBytes) break
    entries.push(entry)
  }
  return `[${entries.join(',')}]`
}
