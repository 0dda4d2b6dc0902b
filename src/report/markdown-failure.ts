import { shownExcerpt } from '../excerpt.ts'
import { helpAddresses } from '../help-address.ts'
import { shorten } from '../text.ts'
import { markdownFence, markdownText } from './escape.ts'
import { markdownLink } from './markdown-link.ts'
import { formatWhere, type PlaceDetail, sentence, textCode } from './markdown-words.ts'
import type { FailureRecord, WarningRecord } from './record.ts'
import { formatPlace } from './where.ts'

type FailureDetail = PlaceDetail & { readonly excerpt: boolean }

/** Failures in full; the first of each kind links to its explanation. */
export function failureItems(failures: readonly FailureRecord[], detail: FailureDetail): readonly string[] {
  const addresses = helpAddresses(failures)
  return failures.map((failure, index) => failureItem(failure, detail, addresses[index]))
}

/** One failure in full: what happened, what to do, where. A message of several lines keeps them, in a fence; the lines around follow in a fold. */
function failureItem(failure: FailureRecord, detail: FailureDetail, address: string | undefined): string {
  const [first = '', ...rest] = shorten(ownMessage(failure), longestMessage).split(/\r?\n/)
  const hint = whatToDo(failure, address)
  const places = placesOf(failure, detail)
  const excerpt = detail.excerpt && failure.excerpt !== null ? `\n\n${foldedExcerpt(failure.excerpt)}` : ''
  const head = `- ${subject(failure)}${markdownText(first) || 'no message'}`
  if (rest.length === 0) return [head, hint, places].filter(text => text !== '').join('<br>') + excerpt
  const tail = [hint, places].filter(text => text !== '').join('<br>')
  return `${head}\n\n${markdownFence(rest.join('\n'), '  ')}${tail === '' ? '' : `\n\n  ${tail}`}${excerpt}`
}

function whatToDo({ hint }: FailureRecord, address: string | undefined): string {
  const label = markdownLink('What to do', address)
  if (hint !== null) return `**${label}:** ${sentence(hint)}`
  return address === undefined ? '' : `**${label}**`
}

/** One failure in one line, where there are too many for more. */
export function failureLine(failure: FailureRecord): string {
  const [first = ''] = ownMessage(failure).split(/\r?\n/)
  return `- ${subject(failure)}${markdownText(shorten(first, 200)) || 'no message'}`
}

/** One warning with its image and place. */
export function warningItem(warning: WarningRecord): string {
  const image = warning.image === null ? '' : `**${textCode(warning.image)}** `
  const place = warning.place === null ? '' : `at ${textCode(formatPlace(warning.place))} `
  const separator = image === '' && place === '' ? '' : '– '
  return `- ${image}${place}${separator}${sentence(ownMessage(warning)) || 'no message'}`
}

const longestMessage = 2000

function subject({ image, place }: FailureRecord): string {
  if (image !== null) return `**${textCode(image)}** – `
  return place === null ? '' : `**${textCode(formatPlace(place))}** – `
}

function placesOf({ image, place, where }: FailureRecord, detail: PlaceDetail): string {
  const at = image === null || place === null ? [] : [`at ${textCode(formatPlace(place))}`]
  const objects = where.length === 0 ? [] : [`used by ${formatWhere(where, detail, ', ')}`]
  return [...at, ...objects].join(', ')
}

/** Many messages begin with the image, which stands before them already. */
function ownMessage({ image, message }: Pick<FailureRecord, 'image' | 'message'>): string {
  const begin = `${image}: `
  return image !== null && message.startsWith(begin) ? message.slice(begin.length) : message
}

/** The lines of a template in a fold inside the list item. */
function foldedExcerpt(excerpt: readonly string[]): string {
  const fence = markdownFence(shownExcerpt(excerpt).join('\n'), '  ')
  return `  <details><summary>The lines around it</summary>\n\n${fence}\n\n  </details>`
}
