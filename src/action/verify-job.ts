import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { ImagesError } from '../errors.ts'
import type { GitHubContext } from '../io/github-event.ts'
import type { Machine } from '../io/machine.ts'
import { makeWorkflowLog, printAnnotations, printLines, setOutputs, writeSummary } from '../io/outputs.ts'
import type { Options } from '../options.ts'
import type { Log } from '../ports.ts'
import { endReport } from '../report/build.ts'
import { noCost } from '../report/record.ts'
import { buildVerification } from '../verify/build-verification.ts'
import { formatVerificationSummary } from '../verify/format-markdown.ts'
import { formatVerification } from '../verify/format-terminal.ts'
import type { Verification } from '../verify/record.ts'
import { verificationVerdict } from '../verify/verdict.ts'
import { verificationAnnotations } from '../verify/verification-annotations.ts'
import { verificationOutputs } from '../verify/verification-outputs.ts'
import { optionsToVerify } from '../verify/verify-project.ts'
import { attempt, errorsOfOurs } from './attempt.ts'
import { describe, describeAll } from './describe.ts'
import { folderInRepository, forEveryone } from './publish.ts'
import { findStanding, openFor } from './standing.ts'

/**
 * Verification in a workflow: proves the fixed images, and tells the log, the job summary, the lines of the calls and the outputs. It writes no
 * file, no comment and no artifact. What it returns makes the step fail.
 * @throws InputError where the files are those of somebody else
 */
export async function job(given: GitHubContext, options: Options): Promise<readonly string[]> {
  const log = makeWorkflowLog()
  const standing = await findStanding(given, options, log)
  try {
    const wanted = optionsToVerify(options)
    const machine = await openFor(standing, wanted, log)
    try {
      return await verifyWith(machine, wanted, log)
    } finally {
      await machine.close()
    }
  } catch (error) {
    const errors = errorsOfOurs(error)
    if (errors === undefined) throw error
    await tellEnd(errors, options, log)
    return describeAll(errors)
  }
}

async function verifyWith(machine: Machine, options: Options, log: Log): Promise<readonly string[]> {
  const { redact } = machine.redactor
  const verification = await machine.verify()
  const folder = await folderInRepository(options.sourceRoot ?? options.projectDir)
  printLines(redact(formatVerification(verification, { color: false, width: 140 })).split('\n'))
  printAnnotations(verificationAnnotations(verification, folder))
  const receipt = machine.receipt()
  if (receipt !== undefined) printLines([`registries: ${receipt}`])
  await tell(verification, { options, log, redact, receipt })
  return verification.ok ? [] : [redact(verificationVerdict(verification))]
}

/** A run that could not prove anything: the outputs must not look like those of one that could. */
async function tellEnd(errors: readonly ImagesError[], options: Options, log: Log): Promise<void> {
  const { target } = options
  const { failures } = endReport(errors.map(forEveryone), target)
  const verification = buildVerification({ target, files: [], checks: [], failures, warnings: [], cost: noCost })
  await tell(verification, { options, log, redact: text => text, receipt: undefined })
}

type Telling = {
  readonly options: Options
  readonly log: Log
  readonly redact: (text: string) => string
  readonly receipt: string | undefined
}

/** Job summary and outputs. */
async function tell(verification: Verification, { options, log, redact, receipt }: Telling): Promise<void> {
  const { jobSummary, outputFile } = options
  if (jobSummary) {
    const { error } = await attempt(() => writeSummary(redact(formatVerificationSummary(verification, { receipt }))))
    if (error !== undefined) log.warning(describe(error))
  }
  const values = verificationOutputs(verification, existsSync(outputFile) ? resolve(outputFile) : undefined)
  setOutputs({ ...values, verdict: redact(values.verdict) })
}
