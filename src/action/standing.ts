import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { GitHubError, InputError } from '../errors.ts'
import { git } from '../io/git.ts'
import { githubCommits } from '../io/github-commits.ts'
import { foreignHead, type GitHubContext, unknownPullRequest, untrustedCheckout } from '../io/github-event.ts'
import { readGitHubFile } from '../io/github-file.ts'
import { listChangedFiles, readPullRequest } from '../io/github-pull-request.ts'
import { githubFiles } from '../io/github-tree.ts'
import { type Machine, openMachine } from '../io/machine.ts'
import { findNewRegistries } from '../io/new-registries.ts'
import { githubBase } from '../io/new-registries-base.ts'
import { namedRegistries } from '../io/new-registries-named.ts'
import { maskSecrets } from '../io/outputs.ts'
import { githubReviewBase } from '../io/review-base.ts'
import type { Options } from '../options.ts'
import type { Log } from '../ports.ts'
import { attempt } from './attempt.ts'
import { describe } from './describe.ts'

/** What a run is about, and whose files it reads. */
export type Standing = {
  readonly context: GitHubContext
  /** True where the files may be those of a fork: registries are asked without login then. */
  readonly isUntrusted: boolean
}

/**
 * Finds out whose files a run reads, which the event alone does not always say.
 * @throws InputError where they are those of somebody else, beside secrets
 */
export async function findStanding(given: GitHubContext, options: Options, log: Log): Promise<Standing> {
  const event = await withCommented(given, options, log)
  refuseForeignEvent(event, options)
  const context = await withNamed(event, options, log)
  const isForeignCheckout = context !== event && (await hasForeignCheckout(context, options))
  if (isForeignCheckout) refuseForeignCheckout(context, options)
  // both count: the files may be of either, whichever is commented on
  const isUntrusted = isForeignCheckout || [event, context].some(isOfFork)
  if (isUntrusted) log.info('The files may be those of a fork: registries are asked without login.')
  return { context, isUntrusted }
}

/** Opens the machine for a workflow. @throws InputError or AggregateError of them */
export async function openFor({ context, isUntrusted }: Standing, options: Options, log: Log): Promise<Machine> {
  const token = options.githubToken
  const base = await githubReviewBase(context, options.projectDir)
  const machine = await openMachine(options, {
    env: process.env,
    log,
    workspace: context.workspace,
    baseCommit: base.commit,
    isOnBase: base.isOnBase,
    listChanged: changeLister(context, options),
    fetchFile: fileReader(context, options),
    addSecret: secret => maskSecrets([secret]),
    untrusted: isUntrusted,
    findNewRegistries: registries =>
      findNewRegistries(registries, {
        folder: options.projectDir,
        base: githubBase(context),
        named: namedRegistries(options),
        files: token === undefined ? undefined : githubFiles(context, token),
        log
      }),
    commits: commitsOf(context, options.commitSubjects && !isUntrusted ? token : undefined)
  })
  if (token !== undefined) machine.redactor.add(token)
  return machine
}

/** Lists the files that the pull request changes; undefined where the run is about none, or without a token. */
function changeLister({ pullRequest, ...context }: GitHubContext, { githubToken: token }: Options): ChangeLister {
  if (token === undefined || pullRequest === undefined) return undefined
  return () => listChangedFiles({ ...context, pullRequest }, token, pullRequest.number)
}

type ChangeLister = Parameters<typeof openMachine>[1]['listChanged']

/** Reads a file of the repository at GitHub, at a branch or commit; undefined without a token. */
export function fileReader(context: GitHubContext, { githubToken: token }: Options): FileReader {
  return token === undefined ? undefined : (path, ref) => readGitHubFile(context, token, path, ref)
}

type FileReader = Parameters<typeof openMachine>[1]['fetchFile']

/** Commits of this repository's owner only: the token is the workflow's. */
function commitsOf({ apiUrl, serverUrl, repository }: GitHubContext, token: string | undefined): Commits {
  if (token === undefined) return undefined
  return { source: githubCommits({ apiUrl, token }), host: new URL(serverUrl).host, owner: repository.owner }
}

type Commits = Parameters<typeof openMachine>[1]['commits']

/** Threat model W-01: templates of somebody else are not rendered beside the secrets of this repository, unless the workflow says how. */
function refuseForeignEvent(context: GitHubContext, { allowUntrustedTemplates }: Options): void {
  if (!untrustedCheckout(context) || allowUntrustedTemplates === 'no-credentials') return
  throw new InputError(
    'event',
    `the event ${context.eventName} comes with secrets, and the files may be those of another repository; nothing is rendered`,
    {
      hint: 'Run on pull_request instead: a fork then has a read-only token, and the result is in the job summary. docs/review.md#forks of kluctl-images shows how a second job comments.'
    }
  )
}

/** The event of a comment says nothing of the head of its pull request. */
async function withCommented(context: GitHubContext, options: Options, log: Log): Promise<GitHubContext> {
  const number = context.eventName === 'issue_comment' ? context.pullRequest?.number : undefined
  return number === undefined ? context : withPullRequest(context, number, options, log)
}

/** With `pr-number`, the pull request that it names. */
async function withNamed(context: GitHubContext, options: Options, log: Log): Promise<GitHubContext> {
  const { prNumber } = options
  if (prNumber === undefined || prNumber === context.pullRequest?.number) return context
  return withPullRequest(context, prNumber, options, log)
}

/** A pull request that cannot be read counts as one from a fork. */
async function withPullRequest(
  context: GitHubContext,
  number: number,
  { githubToken }: Options,
  log: Log
): Promise<GitHubContext> {
  const { value, error } = await attempt(() => {
    if (githubToken !== undefined) return readPullRequest(context, githubToken, number)
    throw new GitHubError('permission', 'the input github-token is empty')
  })
  if (value !== undefined) return { ...context, pullRequest: value, baseCommit: value.baseSha }
  log.warning(`Pull request ${number} could not be read and counts as one from a fork: ${describe(error)}`)
  return { ...context, pullRequest: unknownPullRequest(number), baseCommit: undefined }
}

/** The same as for events, where a workflow checked out the head of the pull request that it names. */
async function hasForeignCheckout(context: GitHubContext, { projectDir }: Options): Promise<boolean> {
  const folder = existsSync(projectDir) ? resolve(projectDir) : undefined
  const head = await git(['rev-parse', 'HEAD'], folder)
  return foreignHead(context, head.ok ? head.text.trim() : undefined)
}

function refuseForeignCheckout({ pullRequest }: GitHubContext, options: Options): void {
  const { allowUntrustedTemplates, prNumber } = options
  if (allowUntrustedTemplates === 'no-credentials') return
  const isKnown = pullRequest?.state !== undefined
  const what = isKnown ? 'comes from a fork' : 'could not be read, so that it counts as one from a fork'
  throw new InputError(
    'pr-number',
    `pull request ${prNumber} ${what}, and its files may be checked out beside secrets; nothing is rendered`,
    {
      hint: `${isKnown ? '' : 'Run again. '}Check out the commit of the event, or set allow-untrusted-templates to no-credentials: registries are then asked without login.`
    }
  )
}

/** Whatever the runner has of logins is for nobody else's templates, also where an event comes without secrets. */
function isOfFork(context: GitHubContext): boolean {
  return untrustedCheckout(context) || context.pullRequest?.fork === true
}
