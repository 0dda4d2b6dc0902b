import type { ImageFacts } from '../lock/lock.ts'
import type { FactsRecord } from '../report/part-record.ts'
import { quote } from '../text.ts'
import { describe, disagreement } from './difference.ts'
import type { PartOfRun } from './read-records.ts'

/**
 * What the parts found out for the lock, by result. Parts that ask for the same result are told the same: where one could not read a part of it,
 * what another read holds.
 * @throws MergeError where two were told different things, as of a tag that was pushed again between them
 */
export function joinFacts(parts: readonly PartOfRun[]): ReadonlyMap<string, ImageFacts> {
  const joined = new Map<string, ImageFacts>()
  const tellers = new Map<string, PartOfRun>()
  for (const one of parts)
    for (const { result, ...facts } of one.part.lock?.facts ?? []) {
      const before = joined.get(result)
      const teller = tellers.get(result)
      if (before !== undefined && teller !== undefined && !agree(before, facts))
        throw contradiction(result, teller, one)
      joined.set(result, before === undefined ? facts : join(before, facts))
      if (teller === undefined) tellers.set(result, one)
    }
  return joined
}

type Facts = Omit<FactsRecord, 'result'>

function agree(a: Facts, b: Facts): boolean {
  if (a.digest !== null && b.digest !== null && a.digest !== b.digest) return false
  if (a.platforms !== null && b.platforms !== null && JSON.stringify(a.platforms) !== JSON.stringify(b.platforms))
    return false
  return a.created === undefined || b.created === undefined || dateText(a) === dateText(b)
}

function dateText({ created }: Facts): string {
  return JSON.stringify([created?.date, created?.source])
}

function join(a: Facts, b: Facts): ImageFacts {
  const created = a.created === undefined ? b.created : a.created
  return {
    digest: a.digest ?? b.digest,
    platforms: a.platforms ?? b.platforms,
    ...(created === undefined ? {} : { created })
  }
}

function contradiction(result: string, a: PartOfRun, b: PartOfRun): Error {
  return disagreement(
    `${describe(a)} and ${describe(b)} were told different things of ${quote(result)}`,
    'A tag that is pushed again between two jobs is another image in each: run the jobs again.'
  )
}
