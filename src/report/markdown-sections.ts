import { plural } from '../text.ts'
import { type Alert, alertsOf } from './alerts.ts'
import { markdownText } from './escape.ts'
import { type HeldImage, heldImages } from './held-images.ts'
import { type ExplainedImage, explainedImages, explanationItem, hasPassedOver } from './markdown-explanation.ts'
import { failureItems, failureLine, warningItem } from './markdown-failure.ts'
import type { Omission, Variant } from './markdown-fit.ts'
import type { NotedPart } from './markdown-note.ts'
import { alertItem, heldItem } from './markdown-policy.ts'
import { changeRow, changeTableHead, formatKinds, type RowDetail, rowDetail } from './markdown-rows.ts'
import { unchangedItem, unchangedTitle } from './markdown-unchanged.ts'
import type { Change, FailureRecord, Report, WarningRecord } from './record.ts'
import { orderChanges } from './row-order.ts'
import { unchangedImages } from './unchanged.ts'

export type SectionOptions = {
  /** What the registries were asked; see `formatReceipt`. */
  readonly receipt?: string | undefined
  /** Most objects that a row names, where there is room. */
  readonly places: number
}

/** A table longer than this is begun, and the rest stands in a fold behind it. */
const longTable = 40
/** More holds than this are begun, and the rest stands in a fold. */
const longHolds = 12
const openHolds = 8
/** Rows of a long table that stand outside the fold. */
const openRows = 20
/** Behind a table longer than this nobody would look for failures. */
const screenful = 15

/**
 * What a comment is made of, in reading order: the table, most urgent changes first; failures, which stand before a table longer than a
 * screen, and so do new registries and expired holds; what the policy holds; then, folded, traps, warnings, why each tag won, what stays, and
 * the cost.
 */
export function makeParts(report: Report, options: SectionOptions): readonly NotedPart[] {
  const changes = orderChanges(report.changes)
  const detail = rowDetail(report, options.places)
  const isLong = changes.length > longTable
  const tables = [
    tablePart(isLong ? changes.slice(0, openRows) : changes, detail, false),
    ...(isLong ? [tablePart(changes.slice(openRows), detail, true)] : [])
  ]
  const urgent = [alertsPart(alertsOf(report.warnings)), failuresPart(report.failures, detail)]
  const explained = explainedImages(report, changes)
  const traps = report.warnings.filter(({ kind }) => kind === 'trap')
  const warnings = report.warnings.filter(({ kind }) => kind === 'warning')
  const parts = [
    ...(changes.length > screenful ? [...urgent, ...tables] : [...tables, ...urgent]),
    ...heldParts(heldImages(report), detail),
    warningsPart(traps, 'trap', ': tags that a version filter may mistake'),
    warningsPart(warnings, 'warning', ''),
    explanationsPart(explained),
    unchangedPart(report, detail),
    costPart(report, options.receipt)
  ]
  return parts.filter(({ size }) => size > 0)
}

type Detail = { readonly places: number; readonly showNamespace: boolean }

function tablePart(changes: readonly Change[], detail: RowDetail, isFolded: boolean): NotedPart {
  const bumpOf = (index: number): Change['bump'] => changes[index]?.bump ?? 'other'
  const rows = (places: number): Variant => ({
    text: textOf(changes, change => changeRow(change, { ...detail, places }))
  })
  const title = (shown: readonly number[]): string =>
    `${plural(shown.length, 'more change')}: ${formatKinds(shown.map(bumpOf), ', ', false)}`
  return {
    noun: ['change', 'changes'],
    size: changes.length,
    variants: [rows(detail.places), rows(2), rows(1)],
    frame: shown =>
      isFolded
        ? { open: `<details><summary>${title(shown)}</summary>\n\n${changeTableHead}`, close: '\n\n</details>' }
        : { open: changeTableHead, close: '' },
    bumpOf,
    priority: isFolded ? 5 : 2,
    share: isFolded ? 0.6 : 0.9,
    isDetail: false
  }
}

function failuresPart(failures: readonly FailureRecord[], detail: Detail): NotedPart {
  const lost =
    (...names: readonly ('excerpt' | 'hint')[]) =>
    (index: number): readonly Omission[] =>
      names.filter(name => (failures[index]?.[name] ?? null) !== null)
  const short = { ...detail, places: 2, excerpt: false }
  return {
    noun: ['failure', 'failures'],
    size: failures.length,
    variants: [
      { text: textAt(failureItems(failures, { ...detail, excerpt: true })) },
      { text: textAt(failureItems(failures, short)), omits: lost('excerpt') },
      { text: textOf(failures, failureLine), omits: lost('hint', 'excerpt') }
    ],
    frame: () => ({ open: '**Not resolved**\n', close: '' }),
    priority: 1,
    share: 0.5,
    isDetail: false
  }
}

function alertsPart(alerts: readonly Alert[]): NotedPart {
  return {
    noun: ['alert', 'alerts'],
    size: alerts.length,
    variants: [{ text: textOf(alerts, alertItem) }],
    frame: () => ({ open: '**Needs attention**\n', close: '' }),
    priority: 0,
    share: 0.3,
    isDetail: false
  }
}

/** The first few stand outside of a fold: a hold that nobody sees is never lifted. */
function heldParts(held: readonly HeldImage[], detail: Detail): readonly NotedPart[] {
  const isLong = held.length > longHolds
  const part = (images: readonly HeldImage[], isFolded: boolean): NotedPart => ({
    noun: ['hold', 'holds'],
    size: images.length,
    variants: [detail.places, 1].map(places => ({
      text: textOf(images, one => heldItem(one, { ...detail, places }))
    })),
    frame: shown =>
      isFolded ? fold(`${plural(shown.length, 'more hold')}`) : { open: '**Held by the policy**\n', close: '' },
    priority: isFolded ? 5 : 2,
    share: 0.4,
    isDetail: isFolded
  })
  return isLong ? [part(held.slice(0, openHolds), false), part(held.slice(openHolds), true)] : [part(held, false)]
}

function warningsPart(warnings: readonly WarningRecord[], noun: 'trap' | 'warning', words: string): NotedPart {
  return {
    noun: [noun, `${noun}s`],
    size: warnings.length,
    variants: [{ text: textOf(warnings, warningItem) }],
    frame: () => fold(`${plural(warnings.length, noun)}${words}`),
    priority: noun === 'trap' ? 3 : 4,
    share: 0.5,
    isDetail: true
  }
}

function explanationsPart(explained: readonly ExplainedImage[]): NotedPart {
  const lost =
    (isLost: (one: ExplainedImage) => boolean) =>
    (index: number): readonly Omission[] => {
      const one = explained[index]
      return one !== undefined && isLost(one) ? ['detail'] : []
    }
  const hasExamples = ({ decisions, sources }: ExplainedImage): boolean =>
    decisions.some(({ explanation }) => explanation.rejected.some(({ examples }) => examples.length > 0)) ||
    sources.some(({ commits }) => commits !== null)
  const hasLines = (one: ExplainedImage): boolean =>
    hasPassedOver(one) ||
    one.sources.length > 0 ||
    one.decisions.length > 1 ||
    one.decisions.some(({ explanation }) => explanation.rejected.length > 0)
  return {
    noun: ['explanation', 'explanations'],
    size: explained.length,
    variants: [
      { text: textOf(explained, one => explanationItem(one, 'full')) },
      { text: textOf(explained, one => explanationItem(one, 'counts')), omits: lost(hasExamples) },
      { text: textOf(explained, one => explanationItem(one, 'line')), omits: lost(hasLines) }
    ],
    cutVariant: 0,
    frame: () => fold('Why these tags'),
    priority: 6,
    share: 0.8,
    isDetail: true
  }
}

function unchangedPart(report: Report, detail: Detail): NotedPart {
  const all = unchangedImages(report)
  const images = [...all.filter(({ isHeld }) => isHeld), ...all.filter(({ isHeld }) => !isHeld)]
  const items = (places: number): Variant => ({
    text: textOf(images, one => unchangedItem(one, { ...detail, places }))
  })
  return {
    noun: ['unchanged image', 'unchanged images'],
    size: images.length,
    variants: [items(detail.places), items(1)],
    frame: () => fold(unchangedTitle(report.counts)),
    priority: 7,
    share: 1,
    isDetail: true
  }
}

function costPart(report: Report, receipt: string | undefined): NotedPart {
  return {
    noun: null,
    size: 1,
    variants: [{ text: () => costItem(report, receipt) }],
    frame: () => fold('What it cost'),
    priority: 8,
    share: 1,
    isDetail: true
  }
}

function costItem(report: Report, receipt: string | undefined): string {
  const { requests, waits, repositories, imageRequests } = report.cost
  if (requests === 0) return '- No registry was asked.'
  const listed = plural(repositories, 'repository', 'repositories')
  const single = imageRequests === 0 ? '' : `, ${imageRequests} of them about single images`
  if (receipt !== undefined) return `- For the tags of ${listed}: ${markdownText(receipt)}`
  const waited = waits === 0 ? '' : `, with ${plural(waits, 'wait')} before another try`
  return `- ${plural(requests, 'request')} to registries for the tags of ${listed}${single}${waited}`
}

function fold(title: string): { readonly open: string; readonly close: string } {
  return { open: `<details><summary>${title}</summary>\n`, close: '\n\n</details>' }
}

function textAt(texts: readonly string[]): (index: number) => string {
  return index => texts[index] ?? ''
}

function textOf<T>(items: readonly T[], write: (item: T) => string): (index: number) => string {
  return index =>
    items
      .slice(index, index + 1)
      .map(write)
      .join('')
}
