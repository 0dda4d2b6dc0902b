import { MergeError } from '../errors.ts'
import { decidingNames } from '../report/part-record.ts'
import { plural, quote } from '../text.ts'
import type { PartOfRun } from './read-records.ts'

/** What two records cannot differ in where they are parts of one run; the first that is told explains most. */
export function difference(a: PartOfRun, b: PartOfRun): MergeError | undefined {
  const both = `${describe(a)} and ${describe(b)} are`
  if (a.part.commit !== b.part.commit) return otherCommit(a, b)
  if (a.part.project !== b.part.project || a.part.total !== b.part.total)
    return disagreement(
      `${both} of another project: it has ${plural(a.part.total, 'call')} in one and ${b.part.total} in the other, or other ones`
    )
  const names = decidingNames.filter(name => a.part.options[name] !== b.part.options[name])
  if (names.length > 0)
    return disagreement(
      `${both} of another set of options: ${names.join(', ')} ${names.length === 1 ? 'differs' : 'differ'}`,
      'Give all parts the same options and the same checkout, and let none of them write the fixed-images file.'
    )
  if (fixedText(a) === fixedText(b)) return undefined
  return disagreement(`${both} of another set of options, or of other files: their gates, files or problems differ`)
}

/** The same for records of two targets, which differ in their options. */
export function differenceOfTargets(a: PartOfRun, b: PartOfRun): MergeError | undefined {
  if (a.part.commit !== b.part.commit) return otherCommit(a, b)
  const both = `${describe(a)} and ${describe(b)}`
  const version = decidingNames[0]
  if (a.part.options[version] !== b.part.options[version])
    return disagreement(
      `${both} were written by different versions of kluctl-images`,
      'Run all jobs with the same version.'
    )
  if (gatesOf(a) === gatesOf(b)) return undefined
  const hint = 'Give all jobs the same fail-on, and hand over the records of one run only.'
  return disagreement(`${both} are of another fail-on (${gatesOf(a)} and ${gatesOf(b)})`, hint)
}

function otherCommit(a: PartOfRun, b: PartOfRun): MergeError {
  const commits = `${short(a.part.commit)} and ${short(b.part.commit)}`
  return disagreement(`${describe(a)} and ${describe(b)} are of another commit (${commits})`)
}

function short(commit: string | null): string {
  return commit === null ? 'none' : commit.slice(0, 12)
}

function gatesOf({ report }: PartOfRun): string {
  return report.gates.map(({ gate }) => gate).join(', ') || 'none'
}

/** What follows from the options and the files, and must be the same text in all parts. */
function fixedText({ report, part: { file, unused, lock } }: PartOfRun): string {
  const problems = report.failures.filter(({ image }) => image === null)
  return JSON.stringify([file, unused, lock?.name, lock?.text, report.gates.map(({ gate }) => gate), problems])
}

/** A record for messages. */
export function describe({ name, part: { shard } }: PartOfRun): string {
  return `record ${shard.index} of ${shard.count} (${quote(name)})`
}

/** The error of records that cannot be of one run. */
export function disagreement(
  message: string,
  hint = 'Give all parts the same checkout and the same options, and hand over the records of one run only.'
): MergeError {
  return new MergeError('disagreement', message, { hint })
}
