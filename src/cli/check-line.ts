import type { ImagesError } from '../errors.ts'
import { FixedImagesError, InputError, LockError, ProjectError } from '../errors.ts'
import { formatPlace } from '../report/where.ts'

/** One thing that `doctor` looked at, in a line. A warning is nothing that stops a run. Not escaped. */
export type CheckLine = {
  readonly level: 'ok' | 'warning' | 'failure'
  /** What was looked at: `target prod`, `images.yml, job review`. */
  readonly name: string
  readonly message: string
  /** What to do next; null where there is nothing to do. */
  readonly hint: string | null
}

export function ok(name: string, message: string): CheckLine {
  return { level: 'ok', name, message, hint: null }
}

export function warning(name: string, message: string, hint: string | null = null): CheckLine {
  return { level: 'warning', name, message, hint }
}

export function failure(name: string, message: string, hint: string | null = null): CheckLine {
  return { level: 'failure', name, message, hint }
}

/** An error as a line: its place before the message, the first line of it only. */
export function failureOf(name: string, error: ImagesError): CheckLine {
  const [message = ''] = error.message.split('\n')
  const subject = subjectOf(error)
  const isNamed = subject === '' || message.startsWith(subject) || name.startsWith(subject)
  return failure(name, isNamed ? message : `${subject}: ${message}`, error.hint ?? null)
}

function subjectOf(error: ImagesError): string {
  if (error instanceof InputError) return error.input
  const hasPlace = error instanceof ProjectError || error instanceof FixedImagesError || error instanceof LockError
  return hasPlace && error.place !== undefined ? formatPlace(error.place) : ''
}
