import { plural } from '../text.ts'
import { markdownText } from './escape.ts'
import {
  changeRow,
  changeTableHead,
  explanationItem,
  failureItem,
  type RowDetail,
  unchangedItem,
  warningItem
} from './markdown-rows.ts'
import type { ExplanationRecord, Report } from './record.ts'
import { unchangedImages } from './unchanged.ts'
import { hasManyNamespaces } from './where.ts'

/** A heading with its items; `close` ends what the heading opened. */
export type Section = {
  readonly open: string
  readonly items: readonly string[]
  readonly close: string
  /** What the items are, for the note that counts what is left out. */
  readonly noun: string
  readonly nouns: string
}

/** A step of the ladder from everything to the bare table. */
export type Level = {
  readonly places: number
  readonly examples: boolean
  readonly unchanged: boolean
  readonly folds: boolean
  /** Whether failures show the lines around their places. */
  readonly excerpts: boolean
}

/** Markdown of a section, without line end. */
export function formatSection(section: Section): string {
  return `${section.open}\n${section.items.join('\n')}${section.close}`
}

/**
 * The sections of a text in their order: table, failures and, unless the level leaves them out, the folded details. `receipt`: what
 * the registries were asked, for the job summary.
 */
export function makeSections(report: Report, level: Level, receipt?: string): readonly Section[] {
  const detail: RowDetail = { places: level.places, showNamespace: hasManyNamespaces(report), excerpts: level.excerpts }
  const table: Section = {
    open: changeTableHead,
    items: report.changes.map(change => changeRow(change, detail)),
    close: '',
    noun: 'change',
    nouns: 'changes'
  }
  const failures: Section = {
    open: '**Not resolved**\n',
    items: report.failures.map(failure => failureItem(failure, detail)),
    close: '',
    noun: 'failure',
    nouns: 'failures'
  }
  return level.folds ? [table, failures, ...folds(report, level, detail, receipt)] : [table, failures]
}

function folds(report: Report, level: Level, detail: RowDetail, receipt: string | undefined): readonly Section[] {
  const explained = explanations(report).map(([image, result, text]) =>
    explanationItem(image, result, text, level.examples)
  )
  const unchanged = level.unchanged ? unchangedImages(report).map(image => unchangedItem(image, detail)) : []
  return [
    fold('Why these tags', explained, 'explanation', 'explanations'),
    fold(plural(report.warnings.length, 'warning'), report.warnings.map(warningItem), 'warning', 'warnings'),
    fold(unchangedTitle(report), unchanged, 'unchanged image', 'unchanged images'),
    fold('What it cost', [costItem(report, receipt)], 'cost', 'costs')
  ]
}

function fold(title: string, items: readonly string[], noun: string, nouns: string): Section {
  return { open: `<details><summary>${title}</summary>\n`, items, close: '\n\n</details>', noun, nouns }
}

function unchangedTitle(report: Report): string {
  const { unchanged, kept, skipped } = report.counts
  const parts = [
    unchanged === 0 ? '' : `${plural(unchanged, 'use')} unchanged`,
    kept === 0 ? '' : `${plural(kept, 'use')} kept`,
    skipped === 0 ? '' : `${plural(skipped, 'use')} not selected`
  ]
  return parts.filter(part => part !== '').join(', ')
}

function costItem(report: Report, receipt: string | undefined): string {
  const { requests, waits, repositories } = report.cost
  if (requests === 0) return '- No registry was asked.'
  const listed = plural(repositories, 'repository', 'repositories')
  if (receipt !== undefined) return `- For the tags of ${listed}: ${markdownText(receipt)}`
  const waited = waits === 0 ? '' : `, with ${plural(waits, 'wait')} before another try`
  return `- ${plural(requests, 'request')} to registries for the tags of ${listed}${waited}`
}

/** One explanation for each image and result that changed. */
function explanations(report: Report): readonly (readonly [string, string, ExplanationRecord])[] {
  const changed = new Set(report.changes.map(change => JSON.stringify([change.image, change.new])))
  const found = new Map<string, readonly [string, string, ExplanationRecord]>()
  for (const { image, result, explanation } of report.uses) {
    if (explanation === null || result === null || !changed.has(JSON.stringify([image, result]))) continue
    const key = JSON.stringify([image, result, explanation.repository, explanation.filter])
    if (!found.has(key)) found.set(key, [image, result, explanation])
  }
  return [...found.values()]
}
