import { splitHelp } from '../help-address.ts'
import { byteLength, plural, shorten } from '../text.ts'
import { markdownCode, markdownText } from './escape.ts'
import { markdownLink } from './markdown-link.ts'
import { formatKinds } from './markdown-rows.ts'
import { stick } from './markdown-words.ts'
import type { GateRecord, Report } from './record.ts'
import { needsAttention } from './row-order.ts'
import { failedGates, verdict } from './verdict.ts'
import { targetsOf } from './where.ts'

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

/** Heads of a text, each from the fullest to the shortest. */
export type Heads = {
  /** For a text that has room for twice as much. */
  readonly full: readonly string[]
  /** Where little more than the head fits in. */
  readonly least: readonly string[]
}

/**
 * What stands before the table: verdict as heading, what was looked at, notices, failed gates, changes by kind. The shorter ones say less of each,
 * and only the last, the verdict alone, leaves out notices and gates. The longest takes less than 30,000 bytes, whatever the record says.
 */
export function formatHeads(report: Report, options: HeadOptions): Heads {
  const title = options.title === undefined ? '' : `${fitted(options.title, longestTitle, markdownText)}: `
  const heading = `### ${title}${fitted(verdict(report), longestVerdict, markdownText)}`
  const facts = `${heading}\n\n${factsLine(report, options)}`
  const kinds = kindsLine(report)
  const failed = failedGates(report)
  const alerts = blocks(notices(options.notices ?? [], longestNotice), gates(failed))
  const brief = blocks(notices(options.notices ?? [], briefNotice), gateNames(failed))
  return {
    full: [...new Set([`${facts}${alerts}${kinds}`, `${facts}${brief}${kinds}`])],
    least: [...new Set([`${heading}${brief}`, heading])]
  }
}

/** Most UTF-16 units that are shown of a text; what is written for them takes at most three bytes for each. */
const longestTitle = 100
const longestVerdict = 1200
const longestTarget = 100
const longestFile = 200
const longestNotice = 600
const briefNotice = 200
const longestImage = 120
const longestRemedy = 300

/** The beginning of a text as `format` writes it. What counts is its length when it is written: an invisible character may take eight bytes. */
function fitted(text: string, longest: number, format: (text: string) => string): string {
  let most = longest
  let written = format(shorten(text, most))
  while (byteLength(written) > 3 * longest && most > 1) {
    most = Math.floor(most * 0.8)
    written = format(shorten(text, most))
  }
  return written
}

function inCode(text: string, longest: number): string {
  return fitted(text, longest, part => markdownCode(part, 'text'))
}

function blocks(...texts: readonly string[]): string {
  return texts.map(text => (text === '' ? '' : `\n\n${text}`)).join('')
}

function factsLine(report: Report, options: HeadOptions): string {
  const { uses, images } = report.counts
  const parts = [
    report.target === null ? targetsNote(report) : `target ${inCode(report.target, longestTarget)}`,
    `${plural(uses, 'use')} of ${plural(images, 'image')}`,
    fileNote(report, options)
  ]
  return parts.filter(part => part !== undefined).join(' · ')
}

/** Of a record of several targets. */
function targetsNote(report: Report): string | undefined {
  const targets = targetsOf(report)
  if (targets.length === 0) return undefined
  const rest = targets.length > 8 ? ` and ${targets.length - 8} more` : ''
  return `targets ${targets
    .slice(0, 8)
    .map(name => inCode(name, longestTarget / 8))
    .join(', ')}${rest}`
}

function fileNote(report: Report, options: HeadOptions): string | undefined {
  const { fixedImagesFile: file, unwritten } = options
  if (file === undefined) return undefined
  const name = inCode(file, longestFile)
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
  const names = images.slice(0, mostImages).map(image => inCode(image, longestImage))
  const rest = images.length - names.length
  const hit = names.length === 0 ? '' : ` for ${names.join(', ')}${rest === 0 ? '' : ` and ${rest} more`}`
  const advice = remedy === null ? '' : `: ${fitted(remedy, longestRemedy, markdownText)}`
  return `**${gate}** failed${hit}${advice}`
}

/** Every gate that failed, and nothing else. */
function gateNames(failed: readonly GateRecord[]): string {
  return failed.length === 0 ? '' : `> [!CAUTION]\n> Failed: ${failed.map(({ gate }) => `**${gate}**`).join(', ')}`
}

function notices(texts: readonly string[], longest: number): string {
  const shown = texts.slice(0, mostNotices).map(notice => {
    const { text, address } = splitHelp(notice)
    const link = address === undefined ? '' : ` ${markdownLink('What to do', address)}.`
    return `> ${fitted(text, longest, markdownText)}${link}`
  })
  return shown.length === 0 ? '' : `> [!WARNING]\n${shown.join('\n>\n')}`
}

const mostImages = 3
const mostNotices = 5
