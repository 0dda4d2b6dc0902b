import type { GitHubContext } from '../io/github-event.ts'
import { type MergeMachine, openMerge } from '../io/merge-machine.ts'
import { makeWorkflowLog } from '../io/outputs.ts'
import type { Merged } from '../merge/merge.ts'
import type { PartOfRun } from '../merge/read-records.ts'
import type { Options } from '../options.ts'
import type { Log } from '../ports.ts'
import { verdict } from '../report/verdict.ts'
import { errorsOfOurs } from './attempt.ts'
import { describeAll } from './describe.ts'
import { publish, publishEnd } from './publish.ts'
import { fileReader, findStanding } from './standing.ts'

/**
 * The job behind those of a matrix: puts their records together, writes the files and tells everybody, as the job that does all by itself
 * would. It renders nothing and asks no registry. Where a record is missing, the comment says so.
 * @throws InputError where the files are those of somebody else, beside secrets
 */
export async function job(given: GitHubContext, options: Options): Promise<readonly string[]> {
  const log = makeWorkflowLog()
  const { context } = await findStanding(given, options, log)
  const opened = attemptMerge(context, options, log)
  if ('errors' in opened) {
    // the comment is that of the runs, whose target this step may not name
    const known = { ...options, target: options.target ?? opened.target }
    await publishEnd({ context, options: known, errors: opened.errors, log })
    return describeAll(opened.errors)
  }
  const { machine, merged } = opened
  if (options.githubToken !== undefined) machine.redactor.add(options.githubToken)
  const problems = machine.tryToWrite(merged, await machine.readProposals(merged))
  const { report, complete, files } = merged
  const result = { report, complete, text: files.length === 1 ? files[0]?.text : undefined }
  const lock = problems.length > 0 ? undefined : machine.writtenLock(merged)
  const written = problems.length > 0 ? [] : machine.writtenFiles(merged)
  const failures = await publish({ context, options, machine, result, lock, written, problems, log })
  const stays = complete ? '' : `; ${options.outputFile} is as it was`
  return [...(merged.ok ? [] : [`${verdict(report)}${stays}`]), ...describeAll(problems), ...failures]
}

type Opened =
  | { readonly machine: MergeMachine; readonly merged: Merged }
  | { readonly errors: NonNullable<ReturnType<typeof errorsOfOurs>>; readonly target: string | undefined }

function attemptMerge(context: GitHubContext, options: Options, log: Log): Opened {
  let records: readonly PartOfRun[] = []
  try {
    const { workspace } = context
    const fetchFile = fileReader(context, options)
    const machine = openMerge(options.records, options, { env: process.env, workspace, log, fetchFile })
    records = machine.records
    return { machine, merged: machine.merge() }
  } catch (error) {
    const errors = errorsOfOurs(error)
    if (errors === undefined) throw error
    const [first, ...others] = new Set(records.map(({ report }) => report.target))
    return { errors, target: others.length > 0 ? undefined : (first ?? undefined) }
  }
}
