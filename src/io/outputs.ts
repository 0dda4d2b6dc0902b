import { randomUUID } from 'node:crypto'
import * as core from '@actions/core'
import { FileError } from '../errors.ts'
import type { Log } from '../ports.ts'
import type { Annotation } from '../report/annotations.ts'
import { logLine } from '../report/escape.ts'
import type { OutputName } from '../report/output-values.ts'
import { quote } from '../text.ts'

/** The Action's ways out: log, step outputs, job summary and annotations. Nothing else writes to them (threat model O-01). */

/**
 * Sets every output of the step. The toolkit picks a random delimiter for each value (O-05).
 * @throws FileError where the runner's file cannot be written
 */
export function setOutputs(values: Readonly<Record<OutputName, string>>): void {
  try {
    for (const [name, value] of Object.entries(values)) core.setOutput(name, value)
  } catch (cause) {
    throw new FileError('write', 'GITHUB_OUTPUT', `the outputs cannot be written: ${reasonOf(cause)}`, { cause })
  }
}

/**
 * Writes the job summary of this step.
 * @throws FileError where the runner's file cannot be written; a reason to warn, not to fail
 */
export async function writeSummary(markdown: string): Promise<void> {
  try {
    await core.summary.emptyBuffer().addRaw(markdown, true).write()
  } catch (cause) {
    const message = `the job summary cannot be written: ${reasonOf(cause)}`
    throw new FileError('write', 'GITHUB_STEP_SUMMARY', message, { cause })
  } finally {
    core.summary.emptyBuffer()
  }
}

function reasonOf(cause: unknown): string {
  return quote(cause instanceof Error ? cause.message : String(cause))
}

/** Shows annotations on the lines of the pull request. */
export function printAnnotations(annotations: readonly Annotation[]): void {
  for (const { level, title, message, file, line, column } of annotations) {
    const place = {
      ...(file === undefined ? {} : { file }),
      ...(line === undefined ? {} : { startLine: line }),
      ...(column === undefined ? {} : { startColumn: column })
    }
    if (level === 'error') core.error(message, { title, ...place })
    else core.warning(message, { title, ...place })
  }
}

/**
 * Prints lines that hold text from outside. Each is escaped, and while they are printed the runner is told to obey no command
 * (O-04); masks must be registered before, since that is a command as well.
 */
export function printLines(lines: readonly string[]): void {
  if (lines.length === 0) return
  const token = randomUUID()
  core.info(`::stop-commands::${token}`)
  for (const line of lines) core.info(logLine(line))
  core.info(`::${token}::`)
}

/** Keeps values out of the log from here on, whole and line by line. */
export function maskSecrets(values: readonly string[]): void {
  const lines = values.flatMap(value => [value, ...value.split(/\r?\n/)])
  for (const secret of new Set(lines)) {
    // A mask of a few characters would hide half the log and protect nothing.
    if (secret.trim().length >= 4) core.setSecret(secret)
  }
}

/** The log of the Action. Debug lines show when a workflow is run again with debug logging. */
export function makeWorkflowLog(): Log {
  return {
    debug: message => core.debug(logLine(message)),
    info: message => printLines(message.split(/\r?\n/)),
    warning: message => core.warning(message.split(/\r?\n/).map(logLine).join('\n'))
  }
}
