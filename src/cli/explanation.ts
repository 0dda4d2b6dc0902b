import { terminalText } from '../report/escape.ts'
import { layOutTable } from '../report/table.ts'
import { plural } from '../text.ts'
import type { Explanation } from '../version/filter.ts'
import type { Trap } from '../version/trap.ts'

/** What a filter made of a list of tags, as a short table for a terminal of `width` columns; `head` are rows to begin with. */
export function formatExplanation(
  head: readonly (readonly [string, string])[],
  { seen, matched, newest, runnerUp, ties, rejected }: Explanation,
  traps: readonly Trap[],
  width: number
): string {
  const rows = [
    ...head,
    ['tags', `${plural(seen, 'tag')}, ${matched} accepted`],
    ...(newest === undefined ? [] : [['newest', newest]]),
    ...(runnerUp === undefined ? [] : [['runner-up', runnerUp]]),
    ...(ties.length === 0 ? [] : [['equal to it', ties.join(', ')]]),
    ...rejected.map(({ reason, count, examples }) => [
      'rejected',
      `${count}: ${reason}, as ${listed(examples, count)}`
    ]),
    ...traps.flatMap(({ message, suggestion }) => [
      ['trap', message],
      ['instead', suggestion]
    ])
  ]
  return formatRows(rows, width)
}

/** Rows of plain text as lines of a terminal, escaped. */
export function formatRows(rows: readonly (readonly string[])[], width: number): string {
  const cells = rows.map(row => row.map(text => ({ text: terminalText(text) })))
  return layOutTable(cells, width)
    .map(line => `${line}\n`)
    .join('')
}

function listed(examples: readonly string[], count: number): string {
  return `${examples.join(', ')}${count > examples.length ? ', …' : ''}`
}
