import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { GitHubError, InputError } from '../errors.ts'
import { git } from '../io/git.ts'
import { githubCommits } from '../io/github-commits.ts'
import { foreignHead, type GitHubContext, unknownPullRequest, untrustedCheckout } from '../io/github-event.ts'
import { readGitHubFile } from '../io/github-file.ts'
import { readPullRequest } from '../io/github-pull-request.ts'
import { openMachine } from '../io/machine.ts'
import { makeWorkflowLog, maskSecrets } from '../io/outputs.ts'
import type { Options } from '../options.ts'
import type { Log } from '../ports.ts'
import { verdict } from '../report/verdict.ts'
import { attempt } from './attempt.ts'
import { describe } from './describe.ts'
import { publish } from './publish.ts'

/**
 * The main job in a workflow: renders, resolves, writes the files, and tells everybody. What it returns makes the step fail.
 * @throws InputError and others of ours, for what cannot work whatever the project says
 */
export async function job(given: GitHubContext, options: Options): Promise<readonly string[]> {
  const log = makeWorkflowLog()
  const context = await withPullRequest(given, options, log)
  refuseForeignEvent(context, options)
  const isForeignCheckout = await hasForeignCheckout(context, options)
  if (isForeignCheckout) refuseForeignCheckout(options)
  const isUntrusted = isForeignCheckout || untrustedCheckout(context) || isPullRequestOfFork(context)
  if (isUntrusted) log.info('The files come from a fork: registries are asked without login.')
  const token = options.githubToken
  const machine = await openMachine(options, {
    env: process.env,
    log,
    workspace: context.workspace,
    baseCommit: context.baseCommit,
    fetchFile: token === undefined ? undefined : (path, commit) => readGitHubFile(context, token, path, commit),
    addSecret: secret => maskSecrets([secret]),
    untrusted: isUntrusted,
    commits: commitsOf(context, options.commitSubjects && !isUntrusted ? token : undefined)
  })
  if (options.githubToken !== undefined) machine.redactor.add(options.githubToken)
  try {
    const result = await machine.run()
    const problems = machine.tryToWrite(result)
    const failures = await publish({ context, options, machine, result, problems, log })
    const { ok, complete, report } = result
    const stays = complete ? '' : `; ${options.outputFile} is as it was`
    return [...(ok ? [] : [`${verdict(report)}${stays}`]), ...problems.map(describe), ...failures]
  } finally {
    await machine.close()
  }
}

/** Commits of this repository's owner only: the token is the workflow's. */
function commitsOf({ apiUrl, serverUrl, repository }: GitHubContext, token: string | undefined): Commits {
  if (token === undefined) return undefined
  return { source: githubCommits({ apiUrl, token }), host: new URL(serverUrl).hostname, owner: repository.owner }
}

type Commits = Parameters<typeof openMachine>[1]['commits']

/** Threat model W-01: templates of somebody else are not rendered beside the secrets of this repository, unless the workflow says how. */
function refuseForeignEvent(context: GitHubContext, { allowUntrustedTemplates }: Options): void {
  if (!untrustedCheckout(context) || allowUntrustedTemplates === 'no-credentials') return
  throw new InputError(
    'event',
    `the event ${context.eventName} comes with secrets, and the files may be those of another repository; nothing is rendered`,
    {
      hint: 'Run on pull_request instead: a fork then has a read-only token, and the result is in the job summary. docs/review.md shows how a second job comments.'
    }
  )
}

/** The pull request of `pr-number`, or of a comment's event, which says nothing of its head; one that cannot be read counts as a fork's. */
async function withPullRequest(context: GitHubContext, options: Options, log: Log): Promise<GitHubContext> {
  const { githubToken } = options
  const isCommented = context.eventName === 'issue_comment'
  const number = options.prNumber ?? (isCommented ? context.pullRequest?.number : undefined)
  if (number === undefined || (number === context.pullRequest?.number && !isCommented)) return context
  const { value, error } = await attempt(() => {
    if (githubToken !== undefined) return readPullRequest(context, githubToken, number)
    throw new GitHubError('permission', 'the input github-token is empty')
  })
  if (value !== undefined) return { ...context, pullRequest: value, baseCommit: value.baseSha }
  log.warning(`Pull request ${number} could not be read and counts as one from a fork: ${describe(error)}`)
  return { ...context, pullRequest: unknownPullRequest(number), baseCommit: undefined }
}

/** The same as for events, where a workflow checked out the head of the pull request that it names. */
async function hasForeignCheckout(context: GitHubContext, { prNumber, projectDir }: Options): Promise<boolean> {
  if (prNumber === undefined) return false
  const folder = existsSync(projectDir) ? resolve(projectDir) : undefined
  const head = await git(['rev-parse', 'HEAD'], folder)
  return foreignHead(context, head.ok ? head.text.trim() : undefined)
}

function refuseForeignCheckout({ allowUntrustedTemplates, prNumber }: Options): void {
  if (allowUntrustedTemplates === 'no-credentials') return
  throw new InputError(
    'pr-number',
    `pull request ${prNumber} comes from a fork and its files may be checked out beside secrets; nothing is rendered`,
    {
      hint: 'Check out the commit of the event, or set allow-untrusted-templates to no-credentials: registries are then asked without login.'
    }
  )
}

/** These events come without secrets for a fork, and what a runner has of its own is for nobody's templates. */
function isPullRequestOfFork({ eventName, pullRequest }: GitHubContext): boolean {
  return eventName.startsWith('pull_request') && pullRequest?.fork === true
}
