import { byteLength } from '../text.ts'
import { type Chosen, fitParts, formatChosen } from './markdown-fit.ts'
import { formatHeads, type HeadOptions } from './markdown-head.ts'
import { formatLinks, leftOutNote, longestNote, type NotedPart, type Places } from './markdown-note.ts'
import { makeParts } from './markdown-sections.ts'
import { type Report, withoutCost } from './record.ts'

export type MarkdownOptions = HeadOptions & {
  /** Most bytes of the text as UTF-8. */
  readonly limit?: number | undefined
  /** Addresses of this run, built by us; anything but a plain https address is left out (O-11). The summary has no link to itself. */
  readonly links?: Places['links']
  /** The report file, as the user named it: where a reader finds what is left out. */
  readonly reportFile?: string | undefined
}

export type SummaryOptions = MarkdownOptions & {
  /** What the registries were asked; see `formatReceipt`. It changes from run to run, so that no comment has it. */
  readonly receipt?: string | undefined
}

export type CommentOptions = MarkdownOptions & {
  /** First line of the comment, by which a later run finds it. */
  readonly marker: string
  /** False where no job summary is written that a reader could be sent to. */
  readonly summary?: boolean
}

/**
 * The pull request comment: marker, verdict, table of changes with the most urgent first, failures, then folded details. It never exceeds
 * `limit` (60,000 bytes; GitHub takes 65,536 characters): items get shorter, then whole ones are left out, and what is missing is counted
 * (threat model O-06).
 */
export function formatComment(report: Report, options: CommentOptions): string {
  const hasSummary = options.summary !== false
  const layout = { marker: `${options.marker}\n`, limit: options.limit ?? 60_000, places: 4 }
  return format(report, options, { ...layout, whereabouts: { ...options, hasSummary } })
}

/**
 * What the comment tells, without what differs from run to run though nothing new is said: addresses of the run, requests and waits. An equal
 * state needs no edit.
 */
export function commentState(report: Report, options: Omit<CommentOptions, 'marker' | 'links'>): string {
  return formatComment(withoutCost(report), { ...options, marker: '', links: undefined })
}

/** The job summary: as the comment, without marker, within 900 KiB (GitHub takes 1 MiB for a step). */
export function formatSummary(report: Report, options: SummaryOptions = {}): string {
  const layout = { marker: '', limit: options.limit ?? 900 * 1024, places: 4 }
  return format(report, options, { ...layout, whereabouts: { ...options, hasSummary: false } })
}

/** The summary with everything in it, however long: the full difference for the artifact. */
export function formatWhole(report: Report, options: Omit<SummaryOptions, 'limit' | 'links'> = {}): string {
  const layout = { marker: '', limit: Number.POSITIVE_INFINITY, places: Number.POSITIVE_INFINITY }
  const whereabouts = { reportFile: options.reportFile, hasSummary: false }
  return format(report, options, { ...layout, whereabouts })
}

type Layout = {
  readonly marker: string
  readonly limit: number
  readonly places: number
  readonly whereabouts: Places
}

/** The fullest head that leaves room for something behind it; where none does, the longest that fits, and at last the marker. */
function format(report: Report, options: SummaryOptions, layout: Layout): string {
  const { marker, limit, whereabouts } = layout
  const parts = makeParts(report, { receipt: options.receipt, places: layout.places })
  const { full, least } = formatHeads(report, options)
  const roomy = full.filter(head => byteLength(marker + head) <= limit / 2)
  for (const head of [...roomy, ...least]) {
    const start = marker + head
    const room = limit - byteLength(compose(start, [], longestNote(parts, whereabouts), formatLinks(whereabouts)))
    if (room < 0) continue
    const chosen = fitParts(parts, room)
    const note = leftOutNote(chosen, whereabouts)
    const text = compose(start, chosen, note, note === '' ? formatLinks(whereabouts) : '')
    if (byteLength(text) <= limit) return text
  }
  const bare = least.map(head => `${marker}${head}\n`)
  return bare.find(text => byteLength(text) <= limit) ?? marker
}

function compose(start: string, chosen: readonly Chosen<NotedPart>[], note: string, links: string): string {
  const main = chosen.filter(({ part }) => !part.isDetail)
  const details = chosen.filter(({ part }) => part.isDetail)
  const blocks = [start, ...main.map(formatChosen), note, ...details.map(formatChosen), links]
  return `${blocks.filter(block => block !== '').join('\n\n')}\n`
}
