import { mostPairs } from '../report/change-source.ts'
import type { Change, Report, SourceRecord } from '../report/record.ts'
import { orderChanges } from '../report/row-order.ts'
import type { PartOfRun } from './read-records.ts'

/**
 * The record with what the parts found out about the sources of its changes: for as many changes as a whole run looks at, the most urgent
 * first.
 */
export function withSources(report: Report, records: readonly PartOfRun[]): Report {
  const known = new Map<string, SourceRecord>()
  for (const { changes } of records.map(({ report }) => report))
    for (const change of changes) if (change.links.source !== null) known.set(keyOf(change), change.links.source)
  const looked = new Set(orderChanges(report.changes).filter(hasSource).slice(0, mostPairs))
  const changes = report.changes.map(change => {
    const source = looked.has(change) ? known.get(keyOf(change)) : undefined
    return source === undefined ? change : { ...change, links: { ...change.links, source } }
  })
  return { ...report, changes }
}

/** Whether a run looks for the source of a change: what a registry decided, in place of another image. */
function hasSource({ kind, filter }: Change): boolean {
  return kind === 'changed' && filter !== null
}

function keyOf({ image, old, new: now, why, filter, bump }: Change): string {
  return JSON.stringify([image, old, now, why, filter, bump])
}
