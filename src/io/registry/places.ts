import type { Prospect } from './outlook.ts'
import { findGaps, type Gap, type Line } from './range-line.ts'

/** What decides how many new ranges may be begun. */
export type Load = {
  readonly pageSize: number
  /** Pages that were read since there are ranges, and how many of them were of no use. */
  readonly read: number
  readonly wasted: number
  /** True where a part is wanted in as few rounds as can be, false where a list is long anyway. */
  readonly eager: boolean
  /** Requests that may be added at once. */
  readonly slots: number
  /** Ranges without an answer, and ranges that have not met the next one yet. */
  readonly asked: number
  readonly open: number
}

// A range may read a page that the next one has read too, at worst. These numbers are measured: with them all requests stay under
// 1.5 × pages + 11 for tags of every usual form, in a quarter of the rounds; with more freedom rounds hardly get fewer.
const freePages = 8
const wastePerPage = 0.3
const wastePerRange = 0.4
/**
 * `worthwhile`: gaps of fewer pages are not worth a request. `soonRead`: pages behind a range that it reads itself before an answer is
 * there.
 */
const patient = { worthwhile: 3, soonRead: 1.5 }
const hasty = { worthwhile: 1.5, soonRead: 1 }

/** Keys to begin new ranges at: in the largest gaps, and only as many as their cost allows. */
export function choosePlaces(line: Line, ending: string | undefined, load: Load): readonly string[] {
  const { pageSize, read, wasted, slots, asked, open, eager } = load
  const { worthwhile, soonRead } = eager ? hasty : patient
  const allowed = Math.floor(freePages + wastePerPage * read - wasted - asked - wastePerRange * open)
  const most = Math.min(allowed, slots)
  if (most <= 0) return []
  const gaps = findGaps(line, ending)
    .filter(({ outlook }) => outlook.size > worthwhile * pageSize)
    .sort((a, b) => b.outlook.size - a.outlook.size)
  const total = gaps.reduce((sum, { outlook }) => sum + outlook.size, 0)
  return gaps
    .flatMap(gap => splitGap(gap, Math.max(1, Math.round((most * gap.outlook.size) / total)), soonRead * pageSize))
    .slice(0, most)
}

/** Even steps through a gap whose end is known; else steps that grow, since there may be far less in it. */
function splitGap({ outlook, open }: Gap, parts: number, least: number): readonly string[] {
  const useful = outlook.prospects.filter(({ ahead }) => ahead >= least)
  const keys = new Set<string>()
  for (let part = 1; part <= parts; part++) {
    const share = part / (parts + 1)
    const wanted = open ? least * (outlook.size / least) ** share : outlook.size * share
    const key = closest(useful, wanted)
    if (key !== undefined) keys.add(key)
  }
  return [...keys]
}

function closest(prospects: readonly Prospect[], wanted: number): string | undefined {
  let best: Prospect | undefined
  for (const one of prospects) if (!best || Math.abs(one.ahead - wanted) < Math.abs(best.ahead - wanted)) best = one
  return best?.key
}
