import { MergeError } from '../errors.ts'
import { byCodeUnit, plural, quote } from '../text.ts'
import { describe, difference, differenceOfTargets, disagreement } from './difference.ts'
import type { PartOfRun } from './read-records.ts'

/** All parts of the run for one target, by their index, and its one project and set of options. */
export type TargetParts = {
  readonly target: string | null
  /** At least one. */
  readonly first: PartOfRun
  readonly parts: readonly PartOfRun[]
}

/**
 * Puts the parts of each target together, whatever order they come in, and proves that they are those of one run, each once, and all there.
 * @param wanted the targets that there must be, and no others; empty for whichever there are
 * @throws MergeError naming the parts or the files; AggregateError of them
 */
export function completeTargets(records: readonly PartOfRun[], wanted: readonly string[] = []): readonly TargetParts[] {
  const byTarget = new Map<string | null, PartOfRun[]>()
  for (const one of records) byTarget.set(one.report.target, [...(byTarget.get(one.report.target) ?? []), one])
  const names = [...byTarget.keys()].toSorted((a, b) => ((a ?? '') < (b ?? '') ? -1 : 1))
  const problems: MergeError[] = []
  const targets = names.flatMap(target => {
    const [first, ...rest] = (byTarget.get(target) ?? []).toSorted(inOrder)
    if (first === undefined) return []
    const found = { target, first, parts: [first, ...rest] }
    problems.push(...problemsOf(found, names.length > 1))
    return [found]
  })
  if (wanted.length > 0) problems.push(...otherTargets(records, new Set(wanted)))
  const [one] = targets
  if (problems.length === 0 && one !== undefined)
    problems.push(...targets.flatMap(other => differenceOfTargets(one.first, other.first) ?? []).slice(0, 1))
  if (problems.length === 1 && problems[0] !== undefined) throw problems[0]
  if (problems.length > 1) throw new AggregateError(problems, problems.map(({ message }) => message).join('\n'))
  return targets
}

function problemsOf({ target, first, parts }: TargetParts, isOneOfMany: boolean): readonly MergeError[] {
  const other = parts.find(one => one.part.shard.count !== first.part.shard.count)
  const ofTarget = isOneOfMany ? ` for ${targetName(target)}` : ''
  if (other !== undefined)
    return [disagreement(`${describe(first)} and ${describe(other)} are of another number of parts`)]
  const contradiction = parts.map(one => difference(first, one)).find(found => found !== undefined)
  if (contradiction !== undefined) return [contradiction]
  const doubled = parts.flatMap((one, index) => {
    const before = parts[index - 1]
    const isSame = before?.part.shard.index === one.part.shard.index
    if (before === undefined || !isSame) return []
    const { index: number, count } = one.part.shard
    return [
      disagreement(
        `record ${number} of ${count}${ofTarget} is there twice: ${quote(before.name)} and ${quote(one.name)}`,
        'Hand over the records of one run only, each once.'
      )
    ]
  })
  const problems = [...doubled, ...missing(parts, first.part.shard.count, ofTarget)]
  return problems.length > 0 ? problems : otherAnswers(parts, first.part.total, ofTarget)
}

/** Files are told in the same order, whatever order they come in. */
function inOrder(a: PartOfRun, b: PartOfRun): number {
  return a.part.shard.index - b.part.shard.index || byCodeUnit(a.name, b.name)
}

/** Each call of the project has its answer in one record. A record by itself has no position twice, and none of no call. */
function otherAnswers(parts: readonly PartOfRun[], total: number, ofTarget: string): readonly MergeError[] {
  const answered = new Map<number, PartOfRun>()
  for (const one of parts)
    for (const { position } of one.part.answers) {
      const other = answered.get(position)
      if (other !== undefined)
        return [disagreement(`${describe(other)} and ${describe(one)} both answer call ${position + 1} of ${total}`)]
      answered.set(position, one)
    }
  if (answered.size === total) return []
  const message = `the records${ofTarget} answer ${plural(answered.size, 'call')}, and the project has ${total}`
  return [disagreement(message, 'Run the jobs again: a record is not as its run wrote it.')]
}

/** A target that left no record at all, which only whoever started the runs can know of, and one that nobody asked for. */
function otherTargets(records: readonly PartOfRun[], wanted: ReadonlySet<string>): readonly MergeError[] {
  const given = new Set(records.map(({ report }) => report.target))
  const gone = [...wanted].filter(name => !given.has(name)).toSorted(byCodeUnit)
  const more = records.filter(({ report }) => report.target === null || !wanted.has(report.target))
  const [one] = more.toSorted((a, b) => byCodeUnit(a.name, b.name))
  return [
    ...(gone.length === 0 ? [] : [missingTargets(gone)]),
    ...(one === undefined
      ? []
      : [
          disagreement(
            `${quote(one.name)} is of ${targetName(one.report.target)}, which targets does not name`,
            'Name in targets each target that has a job, or hand over the records of these targets only.'
          )
        ])
  ]
}

function missingTargets(names: readonly string[]): MergeError {
  const which = names.map(name => quote(name)).join(', ')
  const message = names.length === 1 ? `no record is of the target ${which}` : `no records are of the targets ${which}`
  const hint =
    names.length === 1
      ? 'Look at the job of that target, run it again, then this one.'
      : 'Look at the jobs of these targets, run them again, then this one.'
  return new MergeError('missing', message, { hint })
}

function targetName(target: string | null): string {
  return target === null ? 'no target' : `the target ${quote(target)}`
}

function missing(parts: readonly PartOfRun[], count: number, ofTarget: string): readonly MergeError[] {
  const given = new Set(parts.map(({ part }) => part.shard.index))
  const gone = Array.from({ length: count }, (_, index) => index + 1).filter(index => !given.has(index))
  const [last] = gone.slice(-1)
  if (last === undefined) return []
  const before = gone.slice(0, -1)
  const which = before.length === 0 ? `record ${last}` : `records ${before.join(', ')} and ${last}`
  const message = `${which} of ${count}${ofTarget} ${gone.length === 1 ? 'is' : 'are'} missing`
  const hint = `Look at the ${gone.length === 1 ? 'job' : 'jobs'} with that part of the images, run ${gone.length === 1 ? 'it' : 'them'} again, then this one.`
  return [new MergeError('missing', message, { hint })]
}
