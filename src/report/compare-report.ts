import type { FixedImage } from '../fixed/entry.ts'
import { matches, type Subject } from '../fixed/match.ts'
import { compareLists } from './compare-lists.ts'
import { countReport } from './count.ts'
import { type FailureRecord, noCost, type Report } from './record.ts'

/** What the newer of two runs left without an answer. */
export type Unanswered = {
  readonly failures: readonly FailureRecord[]
  /** Uses that failed, or were skipped: they are there, so that nothing about them is removed. */
  readonly subjects: readonly Subject[]
}

/**
 * The record of a comparison of two fixed-images lists, so that it is shown by the same views as a run. It has changes, failures of the newer
 * run if the lists are those of runs, and their numbers: no use is in it, no gate was evaluated and no registry took part.
 */
export function compareReport(
  before: readonly FixedImage[],
  after: readonly FixedImage[],
  { failures, subjects }: Unanswered = { failures: [], subjects: [] }
): Report {
  // where a part of the project could not be read, nobody knows what is in no use any more
  const isUnknown = failures.some(({ image }) => image === null)
  const isOpen = (entry: FixedImage): boolean => isUnknown || subjects.some(subject => matches(entry, subject))
  const lists = { uses: [], changes: compareLists(before, after, isOpen), failures, warnings: [] }
  return {
    version: 1,
    target: null,
    counts: countReport(lists),
    gates: [],
    ...lists,
    cost: noCost,
    part: null
  }
}

/** The answers of a run as a list of entries, each for its own place, so that a report can be compared like a file. */
export function entriesOfReport({ uses }: Report): readonly FixedImage[] {
  const entries = uses.flatMap(({ image, result, namespace, deployment, container }) =>
    result === null ? [] : [{ image, resultImage: result, ...stated({ namespace, deployment, container }) }]
  )
  return [...new Map(entries.map(entry => [JSON.stringify(entry), entry])).values()]
}

/** What a run left without an answer, for the comparison of its entries with those of an earlier one. */
export function unansweredOfReport({ uses, failures }: Report): Unanswered {
  return { failures, subjects: uses.filter(({ result }) => result === null) }
}

function stated(fields: Readonly<Record<'namespace' | 'deployment' | 'container', string>>): Partial<FixedImage> {
  return Object.fromEntries(Object.entries(fields).filter(([, text]) => text !== ''))
}
