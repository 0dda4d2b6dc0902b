import { warningOrder } from './alerts.ts'
import { type Colours, makeColours } from './colour.ts'
import { defuseLine, terminalText } from './escape.ts'
import { formatKinds } from './markdown-rows.ts'
import { policiesOf } from './policy-text.ts'
import type { Report, WarningKind } from './record.ts'
import { orderChanges } from './row-order.ts'
import { wrapText } from './table.ts'
import { failureBlocks, gateLines, warningLines } from './terminal-notes.ts'
import { changeRow, layOutTerminalRows, type TerminalLook, unchangedRow, wideAddressLines } from './terminal-rows.ts'
import { unchangedImages } from './unchanged.ts'
import { failedGates, shortVerdict } from './verdict.ts'
import { warnedImages } from './warned-images.ts'
import { hasManyNamespaces } from './where.ts'

export type TerminalOptions = {
  readonly color: boolean
  /** Columns of the terminal; at least 40 are used. */
  readonly width: number
}

/** Changes that a reader takes in at a glance; more are counted by kind. */
const glance = 10

/**
 * The record for the command line: verdict, failed gates, table of changes in the order of the comment and of what stays, traps, entries
 * that the pull request itself changes, new registries, expired holds, warnings, failures with place, message and hint. Ends with a line end.
 */
export function formatTable(report: Report, options: TerminalOptions): string {
  const width = Math.max(40, options.width)
  const look = {
    width,
    showNamespace: hasManyNamespaces(report),
    colours: makeColours(options.color),
    trapped: warnedImages(report.warnings, 'trap'),
    arrived: warnedImages(report.warnings, 'new-registry'),
    committed: warnedImages(report.warnings, 'committed'),
    policyOf: policiesOf(report.uses)
  }
  const rows = [
    ...orderChanges(report.changes).map(change => changeRow(change, look)),
    ...unchangedImages(report).map(image => unchangedRow(image, look))
  ]
  const blocks = [
    headLines(report, look),
    failedGates(report).flatMap(gate => gateLines(gate, look)),
    layOutTerminalRows(rows, look),
    wideAddressLines(rows, look),
    ...warningOrder.map(kind => notes(report, kind, look)),
    ...failureBlocks(report.failures, look)
  ]
  return `${blocks
    .filter(block => block.length > 0)
    .map(block => block.map(defuseLine).join('\n'))
    .join('\n\n')}\n`
}

function headLines(report: Report, { width, colours }: TerminalLook): readonly string[] {
  const lines = wrapText(terminalText(shortVerdict(report)), width).map(colours.bold)
  if (report.changes.length <= glance) return lines
  return [...lines, ...kindLines(report, width, colours)]
}

function kindLines({ changes }: Report, width: number, colours: Colours): readonly string[] {
  const bumps = changes.map(({ bump }) => bump)
  const moved = changes.filter(({ movedRepository }) => movedRepository).length
  const kinds = `by kind: ${formatKinds(bumps, ', ', false)}${moved === 0 ? '' : `; ${moved} to another repository`}`
  return wrapText(kinds, width).map(colours.dim)
}

function notes(report: Report, wanted: WarningKind, look: TerminalLook): readonly string[] {
  return report.warnings.filter(({ kind }) => kind === wanted).flatMap(warning => warningLines(warning, look))
}
