import { shownExcerpt } from '../excerpt.ts'
import { plural, shorten } from '../text.ts'
import { describeChange } from './change-text.ts'
import { markdownCode, markdownFence, markdownText } from './escape.ts'
import type { Change, ExplanationRecord, FailureRecord, WarningRecord, Where } from './record.ts'
import type { UnchangedImage } from './unchanged.ts'
import { formatPlace, groupWhere } from './where.ts'

/**
 * The rows and list items of the comment and the summary. Each is whole Markdown by itself, so that any number of them can be
 * left out. Text from outside passes one of the functions of `escape.ts`, after it was cut to a length a reader can take in.
 */

/** How much a row may show. */
export type RowDetail = {
  /** Objects to name in a cell before the rest is counted. */
  readonly places: number
  readonly showNamespace: boolean
  /** Whether the lines around the place of a failure are shown. */
  readonly excerpts: boolean
}

/** Head of the table of changes. */
export const changeTableHead = '| image | used by | old → new | why |\n| --- | --- | --- | --- |'

const longestName = 400
const longestMessage = 2000

/** One row of the table of changes, without line end. */
export function changeRow(change: Change, detail: RowDetail): string {
  const where = formatWhere(change.where, detail, '<br>') || '–'
  const filter = change.filter === null ? '' : `<br>${cellCode(change.filter)}`
  const why = `${markdownText(shorten(change.why, longestName), 'cell')}${filter}`
  return `| ${cellCode(change.image)} | ${where} | ${formatMove(change)} | ${why} |`
}

/** One failure: image and place, then message and hint. A message of several lines keeps them, in a fence. */
export function failureItem(failure: FailureRecord, detail: RowDetail): string {
  const head = [
    failure.image === null ? '' : `**${textCode(failure.image)}**`,
    failure.place === null ? '' : `${failure.image === null ? '' : 'at '}${textCode(formatPlace(failure.place))}`,
    failure.where.length === 0 ? '' : `in ${formatWhere(failure.where, detail, ', ')}`
  ]
  const [first = '', ...rest] = shorten(failure.message, longestMessage).split(/\r?\n/)
  const message = markdownText(first) || 'no message'
  const lines = [head.filter(text => text !== '').join(' '), message].filter(text => text !== '')
  const hint = failure.hint === null ? '' : `**What to do:** ${markdownText(shorten(failure.hint, longestMessage))}`
  const excerpt = detail.excerpts && failure.excerpt !== null ? `\n\n${foldedExcerpt(failure.excerpt)}` : ''
  if (rest.length === 0) return `- ${[...lines, hint].filter(text => text !== '').join('<br>')}${excerpt}`
  const block = `- ${lines.join('<br>')}\n\n${markdownFence(rest.join('\n'), '  ')}`
  return (hint === '' ? block : `${block}\n\n  ${hint}`) + excerpt
}

/** The lines of a template in a fold inside the list item. */
function foldedExcerpt(excerpt: readonly string[]): string {
  const fence = markdownFence(shownExcerpt(excerpt).join('\n'), '  ')
  return `  <details><summary>The lines around it</summary>\n\n${fence}\n\n  </details>`
}

/** Why a tag won: what was seen, what the filter rejected and what came second. */
export function explanationItem(
  image: string,
  result: string,
  explanation: ExplanationRecord,
  withExamples: boolean
): string {
  const { to } = describeChange({ image, old: null, new: result })
  const repository = explanation.repository === image ? '' : ` of ${textCode(explanation.repository)}`
  const found = `${explanation.matched} of ${plural(explanation.seen, 'tag')}${repository} ${explanation.matched === 1 ? 'matches' : 'match'}`
  const second = explanation.runnerUp === null ? '' : `; the next best is ${textCode(explanation.runnerUp)}`
  const ties = explanation.ties.length === 0 ? '' : `; equal to it: ${examples(explanation.ties)}`
  const head = `- **${textCode(image)}** → ${textCode(to ?? result)}: ${found} ${textCode(explanation.filter)}${second}${ties}`
  if (!withExamples) return head
  const rejected = explanation.rejected.map(group => {
    const reason = markdownText(shorten(group.reason, longestName))
    return `  - rejected ${group.count}: ${reason}${group.examples.length === 0 ? '' : `, as ${examples(group.examples)}`}`
  })
  return [head, ...rejected].join('\n')
}

/** One warning with its image and place. */
export function warningItem(warning: WarningRecord): string {
  const image = warning.image === null ? '' : `**${textCode(warning.image)}** `
  const place = warning.place === null ? '' : `at ${textCode(formatPlace(warning.place))} `
  const separator = image === '' && place === '' ? '' : '– '
  return `- ${image}${place}${separator}${markdownText(shorten(warning.message, longestMessage)) || 'no message'}`
}

/** One image that stays as it is. */
export function unchangedItem(unchanged: UnchangedImage, detail: RowDetail): string {
  const { name, to } = describeChange({ image: unchanged.image, old: null, new: unchanged.result })
  const note = { unchanged: '', kept: `, ${markdownText(unchanged.why)}`, skipped: ', not selected' }[unchanged.kind]
  const result = to === null ? '' : ` ${name === null ? '' : `${textCode(name)} `}${textCode(to)}`
  return `- ${textCode(unchanged.image)}${result}${note} (${formatWhere(unchanged.where, detail, ', ') || 'unused'})`
}

/** `1 → 2` of a change, without what both sides share. */
function formatMove(change: Change): string {
  const { name, from, to } = describeChange(change)
  const shared = name === null ? '' : `${cellCode(name)}<br>`
  const moved = change.movedRepository ? '**other repository**<br>' : ''
  if (change.kind === 'removed') return `${shared}${cellCode(from ?? '')} → **removed**`
  if (from === null) return `${shared}new → ${cellCode(to ?? '')}`
  const arrow = from.length + (to ?? '').length > 24 ? '<br>→ ' : ' → '
  return `${moved}${shared}${cellCode(from)}${arrow}${cellCode(to ?? '')}`
}

function formatWhere(places: readonly Where[], detail: RowDetail, separator: string): string {
  const groups = groupWhere(places)
  const shown = groups.length <= detail.places + 1 ? groups : groups.slice(0, detail.places)
  const texts = shown.map(group => {
    const object = [detail.showNamespace ? group.namespace : '', group.deployment].filter(text => text !== '').join('/')
    const containers = group.containers.slice(0, 4).map(cellCode)
    if (group.containers.length > 4) containers.push(`${group.containers.length - 4} more`)
    return [object === '' ? '' : cellCode(object), containers.join(', ')].filter(text => text !== '').join(' · ')
  })
  if (groups.length > shown.length) texts.push(`and ${groups.length - shown.length} more`)
  return texts.filter(text => text !== '').join(separator)
}

function examples(tags: readonly string[]): string {
  return tags.slice(0, 5).map(textCode).join(', ')
}

function cellCode(text: string): string {
  return markdownCode(shorten(text, longestName))
}

function textCode(text: string): string {
  return markdownCode(shorten(text, longestName), 'text')
}
