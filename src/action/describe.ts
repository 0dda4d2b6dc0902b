import { FixedImagesError, type ImagesError, InputError, isImagesError, LockError, ProjectError } from '../errors.ts'
import { shownExcerpt } from '../excerpt.ts'
import { logLine } from '../report/escape.ts'
import { formatPlace } from '../report/where.ts'

/** An error as lines for the log: place or input, message, the lines around the place, what to do. */
export function describe(error: ImagesError): string {
  const place =
    error instanceof ProjectError || error instanceof FixedImagesError || error instanceof LockError
      ? error.place
      : undefined
  const isNamed = error instanceof InputError && error.message.startsWith(error.input)
  const subject =
    place !== undefined ? `${formatPlace(place)}: ` : error instanceof InputError && !isNamed ? `${error.input}: ` : ''
  const excerpt = error instanceof ProjectError ? shownExcerpt(error.excerpt ?? []) : []
  const lines = [
    `${subject}${error.message}`,
    ...excerpt.map(line => `    ${line.replaceAll('\t', ' ')}`),
    ...(error.hint === undefined ? [] : [error.hint])
  ]
  return lines.map(logLine).join('\n')
}

/** What ended the run, one text for each error. What is none of ours is a bug, and says so. */
export function describeEnd(error: unknown): readonly string[] {
  const errors: readonly unknown[] = error instanceof AggregateError ? error.errors : [error]
  return errors.map(one => {
    if (isImagesError(one)) return describe(one)
    return `This is a bug of kluctl-images, please report it: ${one instanceof Error ? (one.stack ?? one.message) : String(one)}`
  })
}

/** Lines of an error as sentences of one paragraph. */
export function sentences(text: string): string {
  return text
    .split('\n')
    .map(line => (/[.?]$/.test(line) ? line : `${line}.`))
    .join(' ')
}
