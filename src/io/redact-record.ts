import { ProjectError } from '../errors.ts'

/** Members whose few words are our own: a password that happens to be one of them must not break the record. */
const ownWords: ReadonlySet<string> = new Set([
  'kind',
  'status',
  'origin',
  'error',
  'code',
  'bump',
  'gate',
  'remedy',
  'rule',
  'verdict',
  'level'
])

/**
 * The record without secrets. It happens before any text is laid out: markup, escapes and line breaks would cut a secret into pieces
 * that no search finds again (threat model C-05).
 */
export function redactRecord<T extends object>(record: T, redact: (text: string) => string): T {
  return JSON.parse(JSON.stringify(record), (name, value: unknown) =>
    typeof value === 'string' && !ownWords.has(name) ? redact(value) : value
  )
}

/** An error that ends the run, without secrets in what it shows of the project's files. */
export function redactError(error: unknown, redact: (text: string) => string): unknown {
  if (!(error instanceof ProjectError)) return error
  const { code, message, place, hint, excerpt } = error
  return new ProjectError(code, redact(message), place, { hint, excerpt: excerpt?.map(redact), cause: error.cause })
}
