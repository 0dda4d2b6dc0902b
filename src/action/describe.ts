import { FixedImagesError, type ImagesError, InputError, isImagesError, LockError, ProjectError } from '../errors.ts'
import { shownExcerpt } from '../excerpt.ts'
import { helpAddress, helpAddresses, kindOf } from '../help-address.ts'
import { logLine } from '../report/escape.ts'
import { formatPlace } from '../report/where.ts'

/** An error as lines for the log: place or input, message, the lines around the place, what to do, and the page that explains it. */
export function describe(error: ImagesError): string {
  return describeFor(error, helpAddress(kindOf(error)))
}

/** Several errors; only the first of each kind names its page. */
export function describeAll(errors: readonly ImagesError[]): readonly string[] {
  const addresses = helpAddresses(errors.map(kindOf))
  return errors.map((error, index) => describeFor(error, addresses[index]))
}

function describeFor(error: ImagesError, address: string | undefined): string {
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
    ...(error.hint === undefined ? [] : [error.hint]),
    ...(address === undefined ? [] : [`See ${address}`])
  ]
  return lines.map(logLine).join('\n')
}

/** What ended the run, one text for each error. What is none of ours is a bug, and says so. */
export function describeEnd(error: unknown): readonly string[] {
  const errors: readonly unknown[] = error instanceof AggregateError ? error.errors : [error]
  const addresses = helpAddresses(errors.map(one => (isImagesError(one) ? kindOf(one) : { error: '', code: '' })))
  return errors.map((one, index) => {
    if (isImagesError(one)) return describeFor(one, addresses[index])
    return `This is a bug of kluctl-images, please report it: ${one instanceof Error ? (one.stack ?? one.message) : String(one)}`
  })
}

/** Lines of an error as sentences of one paragraph; an address at its end stays as it is, so that it can be followed. */
export function sentences(text: string): string {
  return text
    .split('\n')
    .map(line => (/[.?]$/.test(line) || line.startsWith('See https:') ? line : `${line}.`))
    .join(' ')
}
