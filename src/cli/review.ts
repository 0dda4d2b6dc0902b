import { FileError, isImagesError } from '../errors.ts'
import { commentKey } from '../io/comment-marker.ts'
import type { Machine } from '../io/machine.ts'
import type { Options } from '../options.ts'
import type { Log } from '../ports.ts'
import { commentState, formatComment } from '../report/markdown.ts'
import type { Report } from '../report/record.ts'
import type { RunResult } from '../run.ts'
import type { Terminal } from './command.ts'

export type Review = {
  readonly options: Options
  readonly machine: Pick<Machine, 'redactor' | 'writeBeside'>
  readonly result: Pick<RunResult, 'report'>
  readonly terminal: Terminal
  readonly log: Log
  /** What became of the fixed-images file; with `--check` nobody writes it, nor the report. */
  readonly file: 'written' | 'unwritten' | 'checked'
  /** Where the comment is posted; undefined for nowhere. */
  readonly host: 'gitlab' | undefined
}

/**
 * Tells the reviewers what a run found: writes the text of the comment into the file of `comment-file`, and posts it on the merge request. What
 * goes wrong with posting is a warning, since the fixed-images file is the product.
 * @returns what kept the file from being written
 */
export async function review({
  options,
  machine,
  result,
  terminal,
  log,
  file,
  host
}: Review): Promise<readonly FileError[]> {
  const { commentFile, projectDir, outputFile, reportFile, commentTag: tag } = options
  if (commentFile === undefined && host === undefined) return []
  const { report } = result
  const { env } = terminal
  const key = commentKey({
    workflow: env['CI_PROJECT_PATH'] ?? '',
    job: env['CI_JOB_NAME'] ?? '',
    target: report.target,
    projectDir,
    outputFile,
    tag
  })
  const files = file === 'checked' ? {} : { fixedImagesFile: outputFile, unwritten: file === 'unwritten', reportFile }
  const details = { ...files, marker: '', summary: false }
  const body = machine.redactor.redact(formatComment(report, details)).trim()
  const problems =
    commentFile === undefined ? [] : write(machine, commentFile, `<!-- kluctl-images:${key} -->\n${body}\n`)
  if (host === undefined) return problems
  const { upsertNote } = await import('../io/gitlab-note.ts')
  try {
    const { operation, url } = await upsertNote({
      env,
      key,
      body,
      state: commentState(report, details),
      when: isWorthy(report) ? 'create-or-update' : 'update-only',
      addSecret: secret => machine.redactor.add(secret),
      log
    })
    if (operation !== 'none') terminal.err(`merge request note ${operation}${url === null ? '' : `: ${url}`}\n`)
  } catch (error) {
    if (!isImagesError(error)) throw error
    const hint = error.hint === undefined ? '' : `\n  ${error.hint}`
    log.warning(`the note could not be written: ${error.message}${hint}`)
  }
  return problems
}

function write(machine: Review['machine'], file: string, text: string): readonly FileError[] {
  try {
    machine.writeBeside(file, text)
    return []
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    return [error]
  }
}

/** A note is made where something changes or fails; one that is there is always kept up to date. */
function isWorthy({ changes, failures, gates, warnings }: Report): boolean {
  const isChange = changes.length > 0 || warnings.some(({ kind }) => kind === 'committed')
  return isChange || failures.length > 0 || gates.some(({ passed }) => !passed)
}
