import type { GitHubContext } from '../io/github-event.ts'
import type { Machine } from '../io/machine.ts'
import { makeWorkflowLog } from '../io/outputs.ts'
import { lockPath } from '../lock/lock-path.ts'
import type { Options } from '../options.ts'
import type { Log } from '../ports.ts'
import { verdict } from '../report/verdict.ts'
import type { RunResult } from '../run.ts'
import { errorsOfOurs } from './attempt.ts'
import { describeAll } from './describe.ts'
import { publish, publishEnd } from './publish.ts'
import { findStanding, openFor, type Standing } from './standing.ts'

/**
 * The main job in a workflow: renders, resolves, writes the files, and tells everybody, also of what keeps it from working. What it returns
 * makes the step fail.
 * @throws InputError where the files are those of somebody else
 */
export async function job(given: GitHubContext, wanted: Options): Promise<readonly string[]> {
  const log = makeWorkflowLog()
  const options = quietForPart(wanted)
  const standing = await findStanding(given, options, log)
  const { context } = standing
  const result = await resolveAll(standing, options, log).catch((error: unknown) => {
    const errors = errorsOfOurs(error)
    if (errors === undefined) throw error
    return errors
  })
  if (!('machine' in result)) {
    await publishEnd({ context, options, errors: result, log })
    return describeAll(result)
  }
  const { machine, run } = result
  try {
    const problems = machine.tryToWrite(run)
    const lock = problems.length > 0 ? undefined : machine.writtenLock(run)
    const written = run.complete && problems.length === 0 ? writtenFiles(options, lock) : []
    const failures = await publish({ context, options, machine, result: run, lock, written, problems, log })
    const stays = run.complete || options.shard !== undefined ? '' : `; ${options.outputFile} is as it was`
    return [...(run.ok ? [] : [`${verdict(run.report)}${stays}`]), ...describeAll(problems), ...failures]
  } finally {
    await machine.close()
  }
}

function writtenFiles({ outputFile, lockFile }: Options, lock: string | undefined): readonly string[] {
  return lock === undefined ? [outputFile] : [outputFile, lockPath(lockFile, outputFile)]
}

/** Of a part nobody is told but the log: the merge of all parts writes the one comment and the one summary. */
function quietForPart(options: Options): Options {
  return options.shard === undefined ? options : { ...options, comment: 'never', jobSummary: false }
}

/** Opens the machine and runs it; it is closed where the run ends in an error. */
async function resolveAll(
  standing: Standing,
  options: Options,
  log: Log
): Promise<{ readonly machine: Machine; readonly run: RunResult }> {
  const machine = await openFor(standing, options, log)
  try {
    return { machine, run: await machine.run() }
  } catch (error) {
    await machine.close()
    throw error
  }
}
