import { byteLength, plural, shorten } from '../text.ts'
import { markdownCode, markdownText } from './escape.ts'
import { formatSection, type Level, makeSections, type Section } from './markdown-sections.ts'
import type { Report } from './record.ts'
import { verdict } from './verdict.ts'

export type MarkdownOptions = {
  /** Most bytes of the text as UTF-8. */
  readonly limit?: number | undefined
  /** Address of the whole report, built by us; anything but a plain https address is left out (O-11). */
  readonly reportLink?: string | undefined
  /** The fixed-images file, as the user named it; absent where none is written. */
  readonly fixedImagesFile?: string | undefined
  /** True where that file could not be written. */
  readonly unwritten?: boolean
  /** The report file, as the user named it: where a reader finds what is left out. */
  readonly reportFile?: string | undefined
  /** Words before the verdict, as the name of a cluster. */
  readonly title?: string | undefined
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
 * The pull request comment: marker, verdict, table of changes, failures, then folded details. It never exceeds `limit` (60,000
 * bytes; GitHub takes 65,536 characters): details go first, then whole rows, and what is left out is counted.
 */
export function formatComment(report: Report, options: CommentOptions): string {
  const elsewhere = options.summary === false ? undefined : 'the job summary'
  return fitToLimit(report, options, options.limit ?? 60_000, `${options.marker}\n`, elsewhere)
}

/** The job summary: as the comment, without marker, within 900 KiB (GitHub takes 1 MiB for a step). */
export function formatSummary(report: Report, options: SummaryOptions = {}): string {
  return fitToLimit(report, options, options.limit ?? 900 * 1024, '', undefined)
}

const bare: Level = { places: 1, examples: false, unchanged: false, folds: false, excerpts: false }

const levels: readonly Level[] = [
  { places: 4, examples: true, unchanged: true, folds: true, excerpts: true },
  { places: 2, examples: true, unchanged: false, folds: true, excerpts: true },
  { places: 1, examples: false, unchanged: false, folds: true, excerpts: false },
  bare
]

function fitToLimit(
  report: Report,
  options: SummaryOptions,
  limit: number,
  marker: string,
  elsewhere: string | undefined
): string {
  const full = makeSections(report, levels[0] ?? bare, options.receipt)
  for (const level of levels) {
    const chosen = makeSections(report, level, options.receipt)
    const note = leftOutNote(full, chosen, options, elsewhere)
    const text = compose(marker + head(report, options), chosen, note, options)
    if (byteLength(text) <= limit) return text
  }
  return cut(report, options, limit, marker, elsewhere, full)
}

/** Whole rows as long as they fit, failures first; if not one fits, the verdict alone. */
function cut(
  report: Report,
  options: MarkdownOptions,
  limit: number,
  marker: string,
  elsewhere: string | undefined,
  full: readonly Section[]
): string {
  const all = makeSections(report, bare)
  const start = marker + head(report, options)
  // The note is longest where nothing is shown.
  const none = all.map(section => ({ ...section, items: [] }))
  const reserve = byteLength(compose(start, [], leftOutNote(full, none, options, elsewhere), options)) + 40
  let rest = limit - reserve
  const kept = new Map<Section, readonly string[]>()
  for (const [index, section] of [...all].reverse().entries()) {
    // Failures stand last and are filled first, but leave the table half of the room.
    const room = index < all.length - 1 ? Math.floor(rest / 2) : rest
    const items = takeWhole(section, room)
    kept.set(section, items)
    if (items.length > 0) rest -= sectionBytes({ ...section, items })
  }
  const chosen = all.map(section => ({ ...section, items: kept.get(section) ?? [] }))
  const text = compose(start, chosen, leftOutNote(full, chosen, options, elsewhere), options)
  if (byteLength(text) <= limit) return text
  const short = `${marker}### ${verdict(report)}\n`
  return byteLength(short) <= limit ? short : marker
}

function takeWhole(section: Section, room: number): readonly string[] {
  const items: string[] = []
  let used = sectionBytes({ ...section, items: [] })
  for (const item of section.items) {
    used += byteLength(item) + 1
    if (used > room) break
    items.push(item)
  }
  return items
}

function sectionBytes(section: Section): number {
  return byteLength(formatSection(section)) + 2
}

function compose(start: string, chosen: readonly Section[], note: string, options: MarkdownOptions): string {
  const blocks = [start, ...chosen.filter(section => section.items.length > 0).map(formatSection), note, link(options)]
  return `${blocks.filter(block => block !== '').join('\n\n')}\n`
}

function head(report: Report, options: MarkdownOptions): string {
  const title = options.title === undefined ? '' : `${markdownText(shorten(options.title, 100))}: `
  const { uses, images } = report.counts
  const parts = [
    report.target === null ? undefined : `target ${markdownCode(shorten(report.target, 100), 'text')}`,
    `${plural(uses, 'use')} of ${plural(images, 'image')}`,
    fileNote(report, options)
  ]
  return `### ${title}${verdict(report)}\n\n${parts.filter(part => part !== undefined).join(' · ')}`
}

function fileNote(report: Report, options: MarkdownOptions): string | undefined {
  const { fixedImagesFile: file, unwritten } = options
  if (file === undefined) return undefined
  const name = markdownCode(shorten(file, 200), 'text')
  if (report.failures.length > 0) return `${name} stays as it was until this is solved`
  return unwritten === true ? `${name} could not be written` : `fixed images in ${name}`
}

function leftOutNote(
  full: readonly Section[],
  chosen: readonly Section[],
  options: MarkdownOptions,
  elsewhere: string | undefined
): string {
  const parts = full.flatMap(section => {
    const shown = chosen.find(other => other.noun === section.noun)?.items.length ?? 0
    const missing = section.items.length - shown
    if (missing === 0 || section.noun === 'cost') return []
    return [
      shown === 0
        ? plural(missing, section.noun, section.nouns)
        : `${missing} of ${section.items.length} ${section.nouns}`
    ]
  })
  if (parts.length === 0) return ''
  const file =
    options.reportFile === undefined ? 'the report file' : markdownCode(shorten(options.reportFile, 200), 'text')
  const places = elsewhere === undefined ? file : `${elsewhere} and ${file}`
  return `**Left out for length:** ${parts.join(', ')}. Everything is in ${places}.`
}

function link(options: MarkdownOptions): string {
  const address = options.reportLink
  return address !== undefined && plainAddress.test(address) ? `[Whole report](${address})` : ''
}

/** https, a host, and characters that mean nothing in Markdown. */
const plainAddress = /^https:\/\/[A-Za-z0-9.-]+(?::\d{1,5})?(?:\/[A-Za-z0-9._~%/?=&#-]*)?$/
