import { MergeError } from '../errors.ts'
import { plural, quote } from '../text.ts'
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
 * @throws MergeError naming the parts or the files; AggregateError of them
 */
export function completeTargets(records: readonly PartOfRun[]): readonly TargetParts[] {
  const byTarget = new Map<string | null, PartOfRun[]>()
  for (const one of records) byTarget.set(one.report.target, [...(byTarget.get(one.report.target) ?? []), one])
  const names = [...byTarget.keys()].toSorted((a, b) => ((a ?? '') < (b ?? '') ? -1 : 1))
  const problems: MergeError[] = []
  const targets = names.flatMap(target => {
    const [first, ...rest] = (byTarget.get(target) ?? []).toSorted((a, b) => a.part.shard.index - b.part.shard.index)
    if (first === undefined) return []
    const found = { target, first, parts: [first, ...rest] }
    problems.push(...problemsOf(found, names.length > 1))
    return [found]
  })
  const [other] = targets.filter(({ first }) => first.part.commit !== records[0]?.part.commit)
  if (problems.length === 0 && other !== undefined && records[0] !== undefined)
    problems.push(...[difference(records[0], other.first)].filter(found => found !== undefined))
  if (problems.length === 1 && problems[0] !== undefined) throw problems[0]
  if (problems.length > 1) throw new AggregateError(problems, problems.map(({ message }) => message).join('\n'))
  return targets
}

function problemsOf({ target, first, parts }: TargetParts, isOneOfMany: boolean): readonly MergeError[] {
  const other = parts.find(one => one.part.shard.count !== first.part.shard.count)
  const ofTarget = isOneOfMany ? ` for ${target === null ? 'no target' : `the target ${quote(target)}`}` : ''
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
  return [...doubled, ...missing(parts, first.part.shard.count, ofTarget)]
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

/** What two records cannot differ in where they are parts of one run; the first that is told explains most. */
function difference(a: PartOfRun, b: PartOfRun): MergeError | undefined {
  const both = `${describe(a)} and ${describe(b)} are`
  if (a.part.commit !== b.part.commit)
    return disagreement(`${both} of another commit (${short(a.part.commit)} and ${short(b.part.commit)})`)
  if (a.part.project !== b.part.project || a.part.total !== b.part.total)
    return disagreement(
      `${both} of another project: it has ${plural(a.part.total, 'call')} in one and ${b.part.total} in the other, or other ones`
    )
  if (a.part.options !== b.part.options || fixedText(a) !== fixedText(b))
    return disagreement(
      `${both} of another set of options, policy, pins or previous file`,
      'Give all parts the same options and the same checkout, and let none of them write the fixed-images file.'
    )
  return undefined
}

/** What follows from the options and the files, and must be the same text in all parts. */
function fixedText({ report, part: { file, unused, lock } }: PartOfRun): string {
  const problems = report.failures.filter(({ image }) => image === null)
  return JSON.stringify([file, unused, lock?.name, lock?.text, report.gates.map(({ gate }) => gate), problems])
}

function describe({ name, part: { shard } }: PartOfRun): string {
  return `record ${shard.index} of ${shard.count} (${quote(name)})`
}

function short(commit: string | null): string {
  return commit === null ? 'none' : commit.slice(0, 12)
}

function disagreement(
  message: string,
  hint = 'Give all parts the same checkout and the same options, and hand over the records of one run only.'
): MergeError {
  return new MergeError('disagreement', message, { hint })
}
