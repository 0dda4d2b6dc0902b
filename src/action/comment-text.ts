import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FileError } from '../errors.ts'
import type { GitHubContext } from '../io/github-event.ts'
import type { Options } from '../options.ts'
import type { Report } from '../report/record.ts'

/** Whether a comment is made where there is none; one that is there is always kept up to date. */
export function isWanted(comment: Options['comment'], report: Report): boolean {
  if (comment === 'never') return false
  if (comment === 'always' || report.failures.length > 0) return true
  if (report.gates.some(({ passed }) => !passed)) return true
  return (
    comment === 'on-change' && (report.changes.length > 0 || report.warnings.some(({ kind }) => kind === 'committed'))
  )
}

/** Page of a run, which shows its job summary. */
export function runAddress({ serverUrl, repository }: GitHubContext, runId: string): string {
  return `${serverUrl}/${repository.owner}/${repository.repo}/actions/runs/${runId}`
}

/** Saves the text of a comment where later steps can read it. @throws FileError */
export function saveComment(text: string): string {
  const folder = process.env['RUNNER_TEMP'] || tmpdir()
  try {
    const path = join(mkdtempSync(join(folder, 'kluctl-images-')), 'comment.md')
    writeFileSync(path, `${text.trimEnd()}\n`)
    return path
  } catch (cause) {
    throw new FileError('write', folder, 'the text of the comment could not be saved in RUNNER_TEMP', { cause })
  }
}
