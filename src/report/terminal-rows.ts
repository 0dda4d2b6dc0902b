import { plural, shorten } from '../text.ts'
import { describeChange } from './change-text.ts'
import type { Colours } from './colour.ts'
import { terminalText } from './escape.ts'
import { isPlainAddress } from './markdown-link.ts'
import { dateText, holdText, type PolicyOfChange, type PolicyWriter, passedOverText } from './policy-text.ts'
import type { Change, PolicyRecord, Where } from './record.ts'
import { type Cell, layOutRows, naturalWidth, wrapText } from './table.ts'
import { countColumns } from './text-width.ts'
import type { UnchangedImage } from './unchanged.ts'
import { groupWhere } from './where.ts'

/** How the terminal shows things: its columns, whether namespaces are needed, its colours, and what it points at. */
export type TerminalLook = {
  readonly width: number
  readonly showNamespace: boolean
  readonly colours: Colours
  /** Images that have a trap. */
  readonly trapped: ReadonlySet<string>
  /** Images of a registry that only this pull request brings. */
  readonly arrived: ReadonlySet<string>
  /** Images whose entry the pull request itself changes. */
  readonly committed: ReadonlySet<string>
  readonly policyOf: PolicyOfChange
}

/** A row of the table, and an address that belongs to it. */
export type TerminalRow = {
  readonly cells: readonly [sign: Cell, image: Cell, where: Cell, move: Cell, kind: Cell, why: Cell]
  readonly address: string | null
}

/**
 * A change as a row. What needs attention stands out without colour as well: by its sign, and by a word in capitals. `▼` is a downgrade, `⇄`
 * another repository, `-` removed, `+` new, `~` any other change.
 */
export function changeRow(change: Change, look: TerminalLook): TerminalRow {
  const { showNamespace, colours, trapped, arrived, committed, policyOf } = look
  const { name, from, to } = describeChange(change)
  const paint = paintOf(change, colours)
  const sides = `${cut(from ?? 'new')} → ${to === null ? 'removed' : cut(to)}`
  const shared = name === null ? '' : `${cut(name)} `
  const reason = cut(change.filter === null ? change.why : `${change.why} by ${change.filter}`)
  const moved = change.movedRepository ? 'OTHER REPOSITORY' : ''
  const trap = change.new !== null && trapped.has(change.image) ? 'trap' : ''
  const arrival = change.new !== null && arrived.has(change.image) ? 'NEW REGISTRY' : ''
  const byHand = committed.has(change.image) ? 'CHANGED IN THE FILE' : ''
  const compare = change.links.source?.compare
  return {
    cells: [
      { text: signOf(change), paint },
      { text: cut(change.image), paint },
      { text: whereText(change.where, showNamespace) },
      { text: shared + sides, paint },
      { text: kindOf(change), paint },
      {
        text: [moved, arrival, byHand, trap, reason, ...policyTexts(policyOf(change))]
          .filter(text => text !== '')
          .join('; ')
      }
    ],
    address: isPlainAddress(compare) ? terminalText(compare) : null
  }
}

/** An image that stays as it is, or was not asked for. */
export function unchangedRow(image: UnchangedImage, { showNamespace, colours }: TerminalLook): TerminalRow {
  const { name, to } = describeChange({ image: image.image, old: null, new: image.result })
  const result = to === null ? 'not selected' : `${name === null ? '' : `${cut(name)} `}${cut(to)}`
  const why = image.kind === 'skipped' ? '' : stayText(image)
  const kind = image.isHeld ? 'held' : ''
  const cell = (text: string): Cell => ({ text, paint: colours.dim })
  const where = cell(whereText(image.where, showNamespace))
  return { cells: [cell(' '), cell(cut(image.image)), where, cell(result), cell(kind), cell(why)], address: null }
}

/** Why an image stays: what holds it, or that nothing newer is there that the policy takes. */
function stayText({ isHeld, why, origin, policy }: UnchangedImage): string {
  if (!isHeld) return ['unchanged', ...policyTexts(policy)].join('; ')
  if (policy !== null && policy.hold !== null) return holdText(policy.hold, writer)
  return `${cut(why)}${origin === 'deployed' ? ', unchanged' : ''}`
}

function policyTexts(policy: PolicyRecord | null): readonly string[] {
  if (policy === null) return []
  const date = policy.date === null ? '' : dateText(policy.date, writer)
  return [passedOverText(policy, writer), date].filter(text => text !== '')
}

/** A table where there is room for one, else a few lines for each row; an address that fits has a line of its own under its row. */
export function layOutTerminalRows(rows: readonly TerminalRow[], { width, colours }: TerminalLook): readonly string[] {
  if (rows.length === 0) return []
  const head = ['', 'IMAGE', 'USED BY', 'OLD → NEW', 'KIND', 'WHY'].map(text => ({ text, paint: colours.dim }))
  const table = [head, ...rows.map(({ cells }) => cells)]
  const isTable = width >= 100 || naturalWidth(table) <= width
  const [top = [], ...laidOut] = isTable ? layOutRows(table, width) : [[], ...rows.map(row => lines(row, width))]
  return [
    ...top,
    ...rows.flatMap(({ address }, index) => [
      ...(laidOut[index] ?? []),
      ...(address !== null && fits(address, width) ? [colours.cyan(margin + address)] : [])
    ])
  ]
}

/**
 * The addresses that are wider than the terminal, each under the image it compares. They are not broken into lines, since a broken one leads
 * nowhere. Of many only the first few are shown.
 */
export function wideAddressLines(rows: readonly TerminalRow[], { width, colours }: TerminalLook): readonly string[] {
  const wide = rows.flatMap(({ cells: [, image], address }) =>
    address === null || fits(address, width) ? [] : [{ image: image.text, address }]
  )
  const shown = wide.slice(0, mostWide)
  const rest = wide.length - shown.length
  return [
    ...shown.flatMap(({ image, address }) => [...indent(`source of ${image}`, width, ''), colours.cyan(address)]),
    ...(rest === 0 ? [] : indent(`${plural(rest, 'more comparison')} of sources: see the report`, width, ''))
  ]
}

const margin = '    '
const mostWide = 10

function fits(address: string, width: number): boolean {
  return margin.length + address.length <= width
}

/** Wrapped lines behind a sign; the lines after the first stand under its text. */
export function indent(
  text: string,
  width: number,
  sign: string,
  paint: Cell['paint'] = line => line
): readonly string[] {
  return wrapText(text, width - countColumns(sign)).map((line, index) =>
    paint((index === 0 ? sign : ' '.repeat(countColumns(sign))) + line)
  )
}

/** Objects with their containers; of many, the first few and how many more. */
export function whereText(places: readonly Where[], showNamespace: boolean): string {
  const groups = groupWhere(places)
  const shown = groups.length <= 4 ? groups : groups.slice(0, 3)
  const texts = shown.map(({ namespace, deployment, containers, targets }) => {
    const object = [showNamespace ? namespace : '', deployment].filter(text => text !== '').map(cut)
    const of = targets.length === 0 ? '' : `in ${targets.map(cut).join(', ')}`
    return [object.join('/'), containers.map(cut).join(', '), of].filter(text => text !== '').join(' · ')
  })
  return groups.length > shown.length
    ? `${texts.join('; ')} and ${groups.length - shown.length} more`
    : texts.join('; ')
}

const writer: PolicyWriter = { name: cut, sentence: cut }

/** A name from outside, escaped and cut to what a reader can take in. */
export function cut(text: string): string {
  return terminalText(shorten(text, 400))
}

function lines({ cells: [sign, image, where, move, kind, why] }: TerminalRow, width: number): readonly string[] {
  const first = [image, move, kind].map(({ text }) => text).filter(text => text !== '')
  return [
    ...indent(first.join('  '), width, `${sign.text} `, sign.paint),
    ...[why, where].flatMap(cell => (cell.text === '' ? [] : indent(cell.text, width, '    ', cell.paint)))
  ]
}

function signOf({ kind, bump, movedRepository }: Change): string {
  if (bump === 'downgrade') return '▼'
  if (movedRepository) return '⇄'
  return { changed: '~', added: '+', removed: '-' }[kind]
}

function kindOf({ bump }: Change): string {
  return bump === 'downgrade' || bump === 'removed' ? bump.toUpperCase() : bump
}

function paintOf({ kind, bump, movedRepository }: Change, { red, yellow, green }: Colours): Cell['paint'] {
  if (bump === 'downgrade' || kind === 'removed' || movedRepository) return red
  return kind === 'added' ? green : yellow
}
