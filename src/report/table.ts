import { countColumns, takeColumns } from './text-width.ts'

/** A table of plain text for a terminal: columns as wide as their content, narrowed and wrapped where the line is too short. */

/** A cell: its text, already escaped, and how to colour it once it is wrapped and padded. */
export type Cell = { readonly text: string; readonly paint?: ((text: string) => string) | undefined }

const gap = '  '
const narrowest = 8

/** Lines of the table, as {@link layOutRows} has them. */
export function layOutTable(rows: readonly (readonly Cell[])[], width: number): readonly string[] {
  return layOutRows(rows, width).flat()
}

/**
 * The lines of each row. `width` is the number of columns of the terminal. Text that is too long is wrapped at blanks and, where a word alone
 * is too long, within it: nothing is lost.
 */
export function layOutRows(rows: readonly (readonly Cell[])[], width: number): readonly (readonly string[])[] {
  const widths = fitWidths(naturalWidths(rows), width)
  return rows.map(row => {
    const wrapped = row.map((cell, column) => wrapText(cell.text, widths[column] ?? narrowest))
    const height = Math.max(1, ...wrapped.map(lines => lines.length))
    return Array.from({ length: height }, (_, line) => {
      const cells = row.map((cell, column) => {
        const text = wrapped[column]?.[line] ?? ''
        const padding = column === row.length - 1 ? '' : ' '.repeat((widths[column] ?? 0) - countColumns(text))
        return (text === '' || cell.paint === undefined ? text : cell.paint(text)) + padding
      })
      return cells.join(gap).trimEnd()
    })
  })
}

/** Columns that a table would take if nothing were wrapped. */
export function naturalWidth(rows: readonly (readonly Cell[])[]): number {
  const widths = naturalWidths(rows)
  return widths.reduce((sum, column) => sum + column, gap.length * Math.max(0, widths.length - 1))
}

/** Lines of at most `width` columns. */
export function wrapText(text: string, width: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    const next = line === '' ? word : `${line} ${word}`
    if (countColumns(next) <= width) {
      line = next
      continue
    }
    if (line !== '') lines.push(line.trimEnd())
    const pieces = cutWord(word, width)
    lines.push(...pieces.slice(0, -1))
    line = pieces.at(-1) ?? ''
  }
  return [...lines, line]
}

/** Cuts behind `/`, `:`, `@`, `.` or `-` where one stands in the last third, so that names stay readable. */
function cutWord(word: string, width: number): readonly string[] {
  const pieces: string[] = []
  let rest = word
  while (countColumns(rest) > width) {
    const piece = takeColumns(rest, width)
    const good = Math.max(...Array.from('/:@.-,', sign => piece.lastIndexOf(sign))) + 1
    const taken = countColumns(piece.slice(0, good)) > (width * 2) / 3 ? piece.slice(0, good) : piece
    if (taken.length === rest.length) break
    pieces.push(taken)
    rest = rest.slice(taken.length)
  }
  return [...pieces, rest]
}

function naturalWidths(rows: readonly (readonly Cell[])[]): readonly number[] {
  const widths: number[] = []
  for (const row of rows) {
    for (const [column, cell] of row.entries()) {
      widths[column] = Math.max(widths[column] ?? 0, countColumns(cell.text))
    }
  }
  return widths
}

/** Takes room from the widest columns first; columns never become narrower than a short word. */
function fitWidths(natural: readonly number[], width: number): readonly number[] {
  const widths = [...natural]
  const gaps = gap.length * Math.max(0, widths.length - 1)
  let excess = widths.reduce((sum, column) => sum + column, gaps) - width
  while (excess > 0) {
    const widest = Math.max(...widths)
    if (widest <= narrowest) break
    const others = widths.filter(column => column < widest)
    const floor = Math.max(narrowest, ...others)
    const count = widths.filter(column => column === widest).length
    const step = Math.max(1, Math.min(widest - floor, Math.ceil(excess / count)))
    for (const [column, value] of widths.entries()) {
      if (value === widest) widths[column] = value - step
    }
    excess -= step * count
  }
  return widths
}
