import { shownExcerpt } from '../excerpt.ts'
import { shorten } from '../text.ts'
import { describeChange } from './change-text.ts'
import { type Colours, makeColours } from './colour.ts'
import { defuseLine, terminalText } from './escape.ts'
import type { Change, FailureRecord, Report, WarningRecord, Where } from './record.ts'
import { type Cell, layOutTable, naturalWidth, wrapText } from './table.ts'
import { type UnchangedImage, unchangedImages } from './unchanged.ts'
import { verdict } from './verdict.ts'
import { formatPlace, groupWhere, hasManyNamespaces } from './where.ts'

export type TerminalOptions = {
  readonly color: boolean
  /** Columns of the terminal. */
  readonly width: number
}

/**
 * The record for the command line: verdict, table of changes and of what stays, warnings, failures with place, message and hint.
 * Ends with a line end.
 */
export function formatTable(report: Report, options: TerminalOptions): string {
  const colours = makeColours(options.color)
  const width = Math.max(40, options.width)
  const showNamespace = hasManyNamespaces(report)
  const rows = [
    ...report.changes.map(change => changeCells(change, showNamespace, colours)),
    ...unchangedImages(report).map(image => unchangedCells(image, showNamespace, colours))
  ]
  const blocks = [
    wrapText(terminalText(verdict(report)), width).map(colours.bold),
    layOutRows(rows, width, colours),
    report.warnings.flatMap(warning => warningLines(warning, width, colours)),
    ...report.failures.map(failure => failureLines(failure, width, showNamespace, colours))
  ]
  return `${blocks
    .filter(block => block.length > 0)
    .map(block => block.map(defuseLine).join('\n'))
    .join('\n\n')}\n`
}

/** Lines for a list of changes without a report, as two fixed-images files give it. */
export function changeLines(changes: readonly Change[], options: TerminalOptions): readonly string[] {
  const colours = makeColours(options.color)
  const showNamespace = hasManyNamespaces({ uses: [], changes })
  const rows = changes.map(change => changeCells(change, showNamespace, colours))
  return layOutRows(rows, Math.max(40, options.width), colours).map(defuseLine)
}

const longest = 400

/** Sign, image, places, old and new, reason. */
type Row = readonly [sign: Cell, image: Cell, where: Cell, move: Cell, why: Cell]

/** A table where there is room for one, else a few lines for each row. */
function layOutRows(rows: readonly Row[], width: number, colours: Colours): readonly string[] {
  if (rows.length === 0) return []
  const head = ['', 'IMAGE', 'USED BY', 'OLD → NEW', 'WHY'].map(text => ({ text, paint: colours.dim }))
  const table = [head, ...rows]
  if (width >= 100 || naturalWidth(table) <= width) return layOutTable(table, width)
  return rows.flatMap(([sign, image, where, move, why]) => [
    ...indent(`${image.text}  ${move.text}`, width, `${sign.text} `, sign.paint),
    ...[why, where].flatMap(cell => (cell.text === '' ? [] : indent(cell.text, width, '    ', cell.paint)))
  ])
}

function changeCells(change: Change, showNamespace: boolean, colours: Colours): Row {
  const { name, from, to } = describeChange(change)
  const sign = { changed: '~', added: '+', removed: '-' }[change.kind]
  const paint = { changed: colours.yellow, added: colours.green, removed: colours.red }[change.kind]
  const sides = `${cut(from ?? 'new')} → ${to === null ? 'removed' : cut(to)}`
  const shared = name === null ? '' : `${cut(name)} `
  const reason = cut(change.filter === null ? change.why : `${change.why} by ${change.filter}`)
  const why = change.movedRepository ? `other repository; ${reason}` : reason
  return [
    { text: sign, paint },
    { text: cut(change.image), paint },
    { text: whereText(change.where, showNamespace) },
    { text: shared + sides, paint },
    { text: why }
  ]
}

function unchangedCells(image: UnchangedImage, showNamespace: boolean, colours: Colours): Row {
  const { name, to } = describeChange({ image: image.image, old: null, new: image.result })
  const result = to === null ? 'not selected' : `${name === null ? '' : `${cut(name)} `}${cut(to)}`
  const why = { unchanged: 'unchanged', kept: image.why, skipped: '' }[image.kind]
  const cell = (text: string): Cell => ({ text, paint: colours.dim })
  return [cell(' '), cell(cut(image.image)), cell(whereText(image.where, showNamespace)), cell(result), cell(why)]
}

function failureLines(
  failure: FailureRecord,
  width: number,
  showNamespace: boolean,
  colours: Colours
): readonly string[] {
  const place = failure.place === null ? '' : ` at ${cut(formatPlace(failure.place))}`
  const where = failure.where.length === 0 ? '' : ` in ${whereText(failure.where, showNamespace)}`
  const head = `${cut(failure.image ?? 'project')}${place}${where}`
  const [first = '', ...rest] = shorten(failure.message, 4000).split(/\r?\n/)
  // Lines after the first are drawn as they are: a caret must stay under its text.
  return [
    ...indent(head, width, '✗ ', colours.red),
    ...indent(terminalText(first), width, '  '),
    ...rest.map(line => `    ${terminalText(line.replaceAll('\t', ' '))}`),
    ...excerptLines(failure.excerpt, colours),
    ...(failure.hint === null ? [] : indent(terminalText(shorten(failure.hint, 4000)), width, '  → ', colours.cyan))
  ]
}

/** The lines as they are, since the caret must stay under its column. */
function excerptLines(excerpt: FailureRecord['excerpt'], colours: Colours): readonly string[] {
  return shownExcerpt(excerpt ?? []).map(line => colours.dim(`    ${terminalText(line.replaceAll('\t', ' '))}`))
}

function warningLines(warning: WarningRecord, width: number, colours: Colours): readonly string[] {
  const subject = [warning.image, warning.place === null ? null : formatPlace(warning.place)].filter(
    text => text !== null
  )
  const text = [...subject.map(cut), terminalText(shorten(warning.message, 4000))].join(': ')
  return indent(text, width, '! ', colours.yellow)
}

/** Wrapped lines behind a sign; the lines after the first stand under its text. */
function indent(text: string, width: number, sign: string, paint: Cell['paint'] = line => line): readonly string[] {
  return wrapText(text, width - sign.length).map((line, index) =>
    paint((index === 0 ? sign : ' '.repeat(sign.length)) + line)
  )
}

function whereText(places: readonly Where[], showNamespace: boolean): string {
  const groups = groupWhere(places)
  const shown = groups.length <= 4 ? groups : groups.slice(0, 3)
  const texts = shown.map(({ namespace, deployment, containers }) => {
    const object = [showNamespace ? namespace : '', deployment].filter(text => text !== '').map(cut)
    return [object.join('/'), containers.map(cut).join(', ')].filter(text => text !== '').join(' · ')
  })
  return groups.length > shown.length
    ? `${texts.join('; ')} and ${groups.length - shown.length} more`
    : texts.join('; ')
}

function cut(text: string): string {
  return terminalText(shorten(text, longest))
}
