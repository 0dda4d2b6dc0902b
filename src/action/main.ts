import { getInput, setFailed } from '@actions/core'
import { InputError } from '../errors.ts'
import { type GitHubContext, readGitHubContext } from '../io/github-event.ts'
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
    const { job } = await loadJob(options)
    const failures = await job(context, options)
    if (failures.length > 0) setFailed(failures.join('\n'))
  } catch (error) {
    setFailed(describeEnd(error).join('\n'))
  }
}

type Job = { readonly job: (context: GitHubContext, options: Options) => Promise<readonly string[]> }

/** @throws InputError for a mode in which nothing can be verified */
function loadJob({ mode, verify }: Options): Promise<Job> {
  if (!verify) {
    if (mode === 'comment') return import('./comment-job.ts')
    return mode === 'merge' ? import('./merge-job.ts') : import('./resolve-job.ts')
  }
  if (mode === 'resolve') return import('./verify-job.ts')
  throw new InputError('verify', `it is true, and mode: ${mode} only tells what other runs found`, {
    hint: 'Verify in a step of its own.'
  })
}

function readInputs(): Options {
  const raw = Object.fromEntries(optionTable.map(({ name }) => [name, getInput(name)]))
  const { options, problems } = parseOptions(raw)
  if (problems.length > 0) throw new AggregateError(problems)
  return options
}
