import { getInput, setFailed } from '@actions/core'
import { readGitHubContext } from '../io/github-event.ts'
import { maskSecrets } from '../io/outputs.ts'
import { optionTable } from '../option-table.ts'
import { type Options, parseOptions } from '../options.ts'
import { describeEnd } from './describe.ts'

/** The GitHub Action: reads its inputs, does the job that `mode` names, and fails the step at the end, once. */
export async function main(): Promise<void> {
  try {
    const context = readGitHubContext(process.env)
    const options = readInputs()
    if (options.githubToken !== undefined) maskSecrets([options.githubToken])
    const { job } = options.mode === 'comment' ? await import('./comment-job.ts') : await import('./resolve-job.ts')
    const failures = await job(context, options)
    if (failures.length > 0) setFailed(failures.join('\n'))
  } catch (error) {
    setFailed(describeEnd(error).join('\n'))
  }
}

function readInputs(): Options {
  const raw = Object.fromEntries(optionTable.map(({ name }) => [name, getInput(name)]))
  const { options, problems } = parseOptions(raw)
  if (problems.length > 0) throw new AggregateError(problems)
  return options
}
