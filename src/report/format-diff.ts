import { jsonText, markdownText } from './escape.ts'
import { failureItems } from './markdown-failure.ts'
import { changeRow, changeTableHead, rowDetail } from './markdown-rows.ts'
import type { Report } from './record.ts'
import { orderChanges } from './row-order.ts'
import { formatTable, type TerminalOptions } from './terminal.ts'
import { verdict } from './verdict.ts'

export type DiffFormat = 'text' | 'markdown' | 'json'

/**
 * A comparison for `kluctl-images diff`: verdict, table and failures for people, the same as Markdown, or JSON (the entries of `changes` in
 * the report schema, nothing else). Ends with a line end.
 */
export function formatDiff(report: Report, format: DiffFormat, options: TerminalOptions): string {
  const { changes, failures } = report
  if (format === 'json') return `${jsonText(changes, 2)}\n`
  if (format === 'text') return formatTable(report, options)
  const heading = `### ${markdownText(verdict(report))}`
  const detail = rowDetail(report, 4)
  const rows = orderChanges(changes).map(change => changeRow(change, detail))
  const items = failureItems(failures, { ...detail, excerpt: false })
  const blocks = [
    heading,
    ...(rows.length === 0 ? [] : [[changeTableHead, ...rows].join('\n')]),
    ...(items.length === 0 ? [] : [`**Not resolved**\n\n${items.join('\n')}`])
  ]
  return `${blocks.join('\n\n')}\n`
}
