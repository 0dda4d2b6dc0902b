import { jsonText, markdownText } from './escape.ts'
import { changeRow, changeTableHead } from './markdown-rows.ts'
import type { Report } from './record.ts'
import { orderChanges } from './row-order.ts'
import { formatTable, type TerminalOptions } from './terminal.ts'
import { verdict } from './verdict.ts'
import { hasManyNamespaces } from './where.ts'

export type DiffFormat = 'text' | 'markdown' | 'json'

/**
 * A comparison for `kluctl-images diff`: verdict and table for people, both as Markdown, or JSON (the entries of `changes` in the report
 * schema). Ends with a line end.
 */
export function formatDiff(report: Report, format: DiffFormat, options: TerminalOptions): string {
  const { changes } = report
  if (format === 'json') return `${jsonText(changes, 2)}\n`
  if (format === 'text') return formatTable(report, options)
  const heading = `### ${markdownText(verdict(report))}`
  if (changes.length === 0) return `${heading}\n`
  const detail = { places: 4, showNamespace: hasManyNamespaces(report) }
  return `${[heading, '', changeTableHead, ...orderChanges(changes).map(change => changeRow(change, detail))].join('\n')}\n`
}
