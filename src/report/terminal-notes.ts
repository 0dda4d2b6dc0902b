import { shownExcerpt } from '../excerpt.ts'
import { helpAddresses } from '../help-address.ts'
import { shorten } from '../text.ts'
import { warningTitles } from './alerts.ts'
import { terminalText } from './escape.ts'
import type { FailureRecord, GateRecord, WarningRecord } from './record.ts'
import { cut, indent, type TerminalLook, whereText } from './terminal-rows.ts'
import { formatPlace } from './where.ts'

/** Images of a failed gate that are named before the rest is counted. */
const named = 5

/** A gate that failed, what hit it, and what would satisfy it. */
export function gateLines({ gate, images, remedy }: GateRecord, { width, colours }: TerminalLook): readonly string[] {
  const shown = images.slice(0, named).map(cut)
  const rest = images.length - shown.length
  const list = shown.length === 0 ? '' : ` for ${shown.join(', ')}${rest === 0 ? '' : ` and ${rest} more`}`
  return [...indent(`gate ${gate} failed${list}`, width, '✗ ', colours.red), ...orderLines(remedy, { width, colours })]
}

/** The lines of each failure; the first of each kind ends with the address of its explanation. */
export function failureBlocks(failures: readonly FailureRecord[], look: TerminalLook): readonly (readonly string[])[] {
  const addresses = helpAddresses(failures)
  return failures.map((failure, index) => {
    const address = addresses[index]
    const lines = failureLines(failure, look)
    // never wrapped: whoever opens it needs it whole
    return address === undefined ? lines : [...lines, look.colours.dim(`  See ${address}`)]
  })
}

/** A failure with its place, message, lines of the template and hint. */
function failureLines(failure: FailureRecord, look: TerminalLook): readonly string[] {
  const { width, showNamespace, colours } = look
  const place = failure.place === null ? '' : ` at ${cut(formatPlace(failure.place))}`
  const where = failure.where.length === 0 ? '' : ` in ${whereText(failure.where, showNamespace)}`
  const head = `${cut(failure.image ?? 'project')}${place}${where}`
  const [first = '', ...rest] = shorten(failure.message, 4000).split(/\r?\n/)
  // Lines after the first are drawn as they are: a caret must stay under its text.
  return [
    ...indent(head, width, '✗ ', colours.red),
    ...indent(terminalText(first), width, '  '),
    ...rest.map(drawn),
    ...shownExcerpt(failure.excerpt ?? []).map(line => colours.dim(drawn(line))),
    ...orderLines(failure.hint, look)
  ]
}

/** A warning; a trap, a new registry and an expired hold say what they are. */
export function warningLines(
  { kind, image, place, message }: WarningRecord,
  { width, colours }: TerminalLook
): readonly string[] {
  const subject = [image, place === null ? null : formatPlace(place)].filter(text => text !== null)
  const text = [...subject.map(cut), terminalText(shorten(message, 4000))].join(': ')
  const title = warningTitles[kind]
  return indent(text, width, title === null ? '! ' : `! ${title}: `, colours.yellow)
}

function orderLines(
  text: string | null,
  { width, colours }: Pick<TerminalLook, 'width' | 'colours'>
): readonly string[] {
  return text === null ? [] : indent(terminalText(shorten(text, 4000)), width, '  → ', colours.cyan)
}

function drawn(line: string): string {
  return `    ${terminalText(line.replaceAll('\t', ' '))}`
}
