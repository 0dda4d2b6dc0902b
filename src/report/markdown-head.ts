import { plural, shorten } from '../text.ts'
import { markdownCode, markdownText } from './escape.ts'
import { formatKinds } from './markdown-rows.ts'
import { nameList, stick } from './markdown-words.ts'
import type { GateRecord, Report } from './record.ts'
import { needsAttention } from './row-order.ts'
import { failedGates, verdict } from './verdict.ts'

/** What a head says beside the record. */
export type HeadOptions = {
  /** The fixed-images file, as the user named it; absent where none is written. */
  readonly fixedImagesFile?: string | undefined
  /** True where that file could not be written. */
  readonly unwritten?: boolean
  /** Words before the verdict, as the name of a cluster. */
  readonly title?: string | undefined
  /** Sentences of ours that a reader must see, as why there is no comment. */
  readonly notices?: readonly string[] | undefined
}

/** Changes that a reader takes in at a glance. */
const glance = 10

/**
 * The head from the fullest to the shortest, for texts with less and less room: verdict as heading, what was looked at, changes by kind,
 * notices and failed gates; then without notices and gates; then the verdict alone.
 */
export function formatHeads(report: Report, options: HeadOptions): readonly string[] {
  const title = options.title === undefined ? '' : `${markdownText(shorten(options.title, 100))}: `
  const heading = `### ${title}${markdownText(verdict(report))}`
  const facts = `${heading}\n\n${factsLine(report, options)}`
  const kinds = kindsLine(report)
  const alerts = [notices(options.notices ?? []), gates(failedGates(report))].filter(text => text !== '')
  const full = `${facts}${alerts.map(text => `\n\n${text}`).join('')}${kinds}`
  return [...new Set([full, `${facts}${kinds}`, heading])]
}

function factsLine(report: Report, options: HeadOptions): string {
  const { uses, images } = report.counts
  const parts = [
    report.target === null ? undefined : `target ${markdownCode(shorten(report.target, 100), 'text')}`,
    `${plural(uses, 'use')} of ${plural(images, 'image')}`,
    fileNote(report, options)
  ]
  return parts.filter(part => part !== undefined).join(' · ')
}

function fileNote(report: Report, options: HeadOptions): string | undefined {
  const { fixedImagesFile: file, unwritten } = options
  if (file === undefined) return undefined
  const name = markdownCode(shorten(file, 200), 'text')
  const isHeldBack = report.failures.length > 0 || report.gates.some(({ passed }) => !passed)
  if (isHeldBack) return `${name} stays as it was until this is solved`
  return unwritten === true ? `${name} could not be written` : `fixed images in ${name}`
}

/** Changes by kind: where there are many, or where one of several must not be overlooked, since a phone shows the first columns only. */
function kindsLine(report: Report): string {
  const { changes } = report
  const isLoud = changes.some(change => needsAttention(change) || change.bump === 'major')
  if (changes.length <= glance && !(isLoud && changes.length > 1)) return ''
  const bumps = changes.map(({ bump }) => bump)
  return `\n\nBy kind: ${formatKinds(bumps, ' · ')}${movedText(report)}`
}

function movedText({ changes }: Report): string {
  const moved = changes.filter(({ movedRepository }) => movedRepository).length
  return moved === 0 ? '' : ` · **⇄${stick}${moved} other repository**`
}

function gates(failed: readonly GateRecord[]): string {
  if (failed.length === 0) return ''
  return ['> [!CAUTION]', ...failed.map(gate => `> - ${gateText(gate)}`)].join('\n')
}

/** `**major** failed for `a`, `b` and 3 more: pin …`. */
function gateText({ gate, images, remedy }: GateRecord): string {
  const shown = images.slice(0, mostImages).map(image => shorten(image, 120))
  const rest = images.length - shown.length
  const names = nameList(shown, mostImages)
  const hit = shown.length === 0 ? '' : ` for ${names}${rest === 0 ? '' : ` and ${rest} more`}`
  const advice = remedy === null ? '' : `: ${markdownText(shorten(remedy, 300))}`
  return `**${markdownText(gate)}** failed${hit}${advice}`
}

function notices(texts: readonly string[]): string {
  const shown = texts.slice(0, mostNotices).map(text => `> ${markdownText(shorten(text, 600))}`)
  return shown.length === 0 ? '' : `> [!WARNING]\n${shown.join('\n>\n')}`
}

const mostImages = 3
const mostNotices = 5
