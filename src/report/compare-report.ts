import type { FixedImage } from '../fixed/entry.ts'
import { countReport } from './count.ts'
import { compareLists } from './diff.ts'
import type { Report } from './record.ts'

/**
 * The record of a comparison of two fixed-images lists, so that it is shown by the same views as a run. It has changes and their numbers only:
 * no use asked, no gate was evaluated and no registry took part.
 */
export function compareReport(before: readonly FixedImage[], after: readonly FixedImage[]): Report {
  const lists = { uses: [], changes: compareLists(before, after), failures: [] }
  return {
    version: 1,
    target: null,
    counts: countReport(lists),
    gates: [],
    ...lists,
    warnings: [],
    cost: { requests: 0, waits: 0, repositories: 0 }
  }
}

/** The answers of a run as a list of entries, each for its own place, so that a report can be compared like a file. */
export function entriesOfReport({ uses }: Report): readonly FixedImage[] {
  const entries = uses.flatMap(({ image, result, namespace, deployment, container }) =>
    result === null ? [] : [{ image, resultImage: result, ...stated({ namespace, deployment, container }) }]
  )
  return [...new Map(entries.map(entry => [JSON.stringify(entry), entry])).values()]
}

function stated(fields: Readonly<Record<'namespace' | 'deployment' | 'container', string>>): Partial<FixedImage> {
  return Object.fromEntries(Object.entries(fields).filter(([, text]) => text !== ''))
}
