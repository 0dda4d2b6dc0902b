import { terminalText } from '../report/escape.ts'
import type { Terminal } from './command.ts'
import type { Listing } from './tag-list.ts'

/** A repository whose tags could not be listed. */
export type FailedListing = Extract<Listing, { readonly error: unknown }>

/** An error as data. */
export function describeError({ code, message, hint }: FailedListing['error']): Record<string, string | null> {
  return { code, message, hint: hint ?? null }
}

/** An error with what to do about it. */
export function errorText({ error: { message, hint } }: FailedListing): string {
  return hint === undefined ? message : `${message}\n  ${hint}`
}

/** Prints errors; the exit code says whether there were any. */
export function complain(failures: readonly string[], terminal: Terminal): 0 | 1 {
  for (const failure of failures) terminal.err(`error: ${failure.split('\n').map(terminalText).join('\n')}\n`)
  return failures.length === 0 ? 0 : 1
}
