import { jsonText } from './escape.ts'
import { changeRow, changeTableHead } from './markdown-rows.ts'
import type { Change } from './record.ts'
import { changeLines } from './terminal.ts'
import { hasManyNamespaces } from './where.ts'

/**
 * A list of changes for `kluctl-images diff`: a table for people, a Markdown table, or JSON (the entries of `changes` in the report
 * schema). Ends with a line end. The text form has no colours and does not wrap at less than `width` columns.
 */
export function formatDiff(changes: readonly Change[], format: 'text' | 'markdown' | 'json', width = 120): string {
  if (format === 'json') return `${jsonText(changes, 2)}\n`
  if (changes.length === 0) return 'No image changes\n'
  if (format === 'text') return `${changeLines(changes, { color: false, width }).join('\n')}\n`
  const detail = { places: 4, showNamespace: hasManyNamespaces({ uses: [], changes }), excerpts: false }
  return `${[changeTableHead, ...changes.map(change => changeRow(change, detail))].join('\n')}\n`
}
