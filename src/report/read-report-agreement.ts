import { defaultFilter } from '../resolve/plan.ts'
import { byCodeUnit, quote } from '../text.ts'
import type { Bump } from '../version/bump.ts'
import { bumpOf } from '../version/bump.ts'
import { countReport } from './count.ts'
import { placeOf } from './diff.ts'
import { evaluateGates } from './gates.ts'
import { checkFilterWork } from './read-report-filters.ts'
import { checkPolicies } from './read-report-policy.ts'
import { refuse, refuseMask } from './read-report-shape.ts'
import type { Change, Report, UseRecord, Where } from './record.ts'

/**
 * Checks that what can be told from other parts of the record is what they tell: numbers, gates, changes, kinds of bump, failures, what the policy did. A record
 * that was written by hand to show less than it holds does not pass.
 * @throws InputError with the place of the first contradiction
 */
export function checkAgreement(report: Report): void {
  report.uses.forEach(checkUse)
  checkMasks(report)
  checkFailures(report)
  checkFilterWork(report)
  report.changes.forEach(checkChange)
  checkChangesOfUses(report)
  checkPolicies(report.uses)
  checkCounts(report)
  checkGates(report)
}

function checkUse({ status, result, origin }: UseRecord, index: number): void {
  const isAnswered = result !== null && origin !== null
  if (status === 'resolved' ? isAnswered : result === null && origin === null) return
  refuse(`/uses/${index}`, `is ${status}, which its result and origin contradict`)
}

/** Behind a mask nobody sees what an image is, nor whether it is newer. Names of images may be masked: nothing is told from them. */
function checkMasks({ uses, changes }: Report): void {
  uses.forEach(({ old, result }, index) => {
    refuseMask(old, `/uses/${index}/old`)
    refuseMask(result, `/uses/${index}/result`)
  })
  changes.forEach(({ old, new: now }, index) => {
    refuseMask(old, `/changes/${index}/old`)
    refuseMask(now, `/changes/${index}/new`)
  })
}

/** What has no answer must be told under the failures. */
function checkFailures({ uses, failures }: Report): void {
  const told = new Set(failures.flatMap(({ image, where }) => where.map(place => keyOf([image], place))))
  uses.forEach((use, index) => {
    if (use.status === 'failed' && !told.has(keyOf([use.image], use)))
      refuse(`/uses/${index}`, 'is failed, and no failure names it')
  })
}

function checkChange(change: Change, index: number): void {
  const { old, new: now, kind, bump } = change
  const pointer = `/changes/${index}`
  if (old === now) refuse(pointer, 'changes nothing')
  const expected = now === null ? 'removed' : old === null ? 'added' : 'changed'
  if (kind !== expected) refuse(`${pointer}/kind`, `is ${kind}, and its images say ${expected}`)
  const bumps = possibleBumps(change)
  if (!bumps.includes(bump)) refuse(`${pointer}/bump`, `is ${bump}, and its images say ${bumps[0] ?? 'other'}`)
}

/**
 * Where the filter is not known, as for a pin, an order of its own may make a downgrade of what looks newer, or leave no level to name. Anything
 * else is what the tags say.
 */
function possibleBumps({ old, new: now, filter }: Change): readonly Bump[] {
  if (filter !== null) return [bumpOf(old, now, filter)]
  const told = [bumpOf(old, now, null), bumpOf(old, now, defaultFilter)]
  return old === null || now === null ? told : [...told, 'other', 'downgrade']
}

/** What differs among the uses is a change, and a change is a use that differs; only what is removed has none. */
function checkChangesOfUses({ uses, changes }: Report): void {
  const differing = new Map<string, string>()
  uses.forEach((use, index) => {
    if (use.result === null || use.result === use.old) return
    const filter = use.origin === 'registry' ? use.filter : null
    differing.set(keyOf([use.image, use.old, use.result, use.why, filter], use), `/uses/${index}`)
  })
  const told = new Set<string>()
  changes.forEach(({ image, old, new: now, why, filter, where }, index) => {
    const pointer = `/changes/${index}/where`
    if (now === null) return
    if (where.length === 0) refuse(pointer, 'is empty')
    where.forEach((place, position) => {
      const key = keyOf([image, old, now, why, filter], place)
      if (!differing.has(key)) refuse(`${pointer}/${position}`, 'is no use that changes so')
      told.add(key)
    })
  })
  for (const [key, pointer] of differing) if (!told.has(key)) refuse(pointer, 'changes, and no change names it')
}

function checkCounts(report: Report): void {
  const given = new Map<string, number>(Object.entries(report.counts))
  for (const [name, expected] of Object.entries(countReport(report))) {
    const found = given.get(name)
    if (found !== expected) refuse(`/counts/${name}`, `is ${found}, and the lists hold ${expected}`)
  }
}

/** By sets of images: masked secrets change the order. */
function checkGates(report: Report): void {
  const expected = evaluateGates(
    report.gates.map(({ gate }) => gate),
    report
  )
  for (const [index, { gate, passed, images, remedy }] of report.gates.entries()) {
    const found = expected[index]
    const pointer = `/gates/${index}`
    if (found?.gate !== gate) refuse(pointer, `is ${gate}, out of order or there twice`)
    else if (found.passed !== passed) refuse(`${pointer}/passed`, `is ${passed}, and the lists say ${found.passed}`)
    else if (sorted(images) !== sorted(found.images)) refuse(`${pointer}/images`, `are not what hits the gate ${gate}`)
    else if (found.remedy !== remedy) refuse(`${pointer}/remedy`, `is ${quote(remedy ?? 'null')}, which no run writes`)
  }
}

function sorted(texts: readonly string[]): string {
  return JSON.stringify([...new Set(texts)].toSorted(byCodeUnit))
}

function keyOf(parts: readonly (string | null)[], place: Where): string {
  return JSON.stringify([...parts, placeOf(place)])
}
