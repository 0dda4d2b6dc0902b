import { readFileSync } from 'node:fs'
import { InputError } from '../errors.ts'
import { commitMember, jsonMember, numberMember, textMember } from './json-member.ts'

/** What a run knows about the GitHub workflow that started it. Read once, handed in as data. */
export type GitHubContext = {
  /** `push`, `pull_request`, … */
  readonly eventName: string
  readonly repository: GitHubRepository
  /** Commit that the workflow runs for; for `pull_request` a merge commit that GitHub made. */
  readonly sha: string
  readonly workflow: string
  readonly job: string
  readonly runId: string
  /** Counts the repetitions of a run from 1. */
  readonly runAttempt: string
  readonly serverUrl: string
  readonly apiUrl: string
  readonly workspace: string
  /** Undefined where the event is not about one pull request. */
  readonly pullRequest: PullRequest | undefined
  /** Commit to compare with: the base of the pull request or of the merge queue's group. */
  readonly baseCommit: string | undefined
  /** The run that this one follows, for `workflow_run`. */
  readonly sourceRun: SourceRun | undefined
}

/** The run whose end started a `workflow_run`. */
export type SourceRun = {
  readonly id: string
  readonly attempt: string
  /** `push`, `pull_request`, … */
  readonly eventName: string | undefined
  readonly headSha: string | undefined
  /** `owner/name`; undefined where the fork was deleted. */
  readonly headRepository: string | undefined
}

/** A GitHub repository. */
export type GitHubRepository = { readonly owner: string; readonly repo: string }

export type PullRequest = {
  readonly number: number
  /** Undefined where the event does not say it, as `issue_comment`. */
  readonly baseSha: string | undefined
  readonly headSha: string | undefined
  /** Commit that GitHub made to try the merge; undefined where there is none, as in a conflict. */
  readonly mergeSha: string | undefined
  /** `owner/name`; undefined where the event does not say it or the fork was deleted. */
  readonly headRepository: string | undefined
  /** Undefined where the event does not say it. */
  readonly state: 'open' | 'closed' | undefined
  /** True where the head is in another GitHub repository, or where that is not known. */
  readonly fork: boolean
}

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>

/**
 * Reads the context from a runner's environment and its event, which is any JSON. Events without a pull request (`push`, `schedule`,
 * `workflow_dispatch`, `merge_group`) give none.
 * @throws InputError for a variable that a runner always sets and that is missing or wrong
 */
export function parseGitHubContext(env: Environment, event: unknown): GitHubContext {
  const [owner = '', repo = '', ...more] = required(env, 'GITHUB_REPOSITORY').split('/')
  if (owner === '' || repo === '' || more.length > 0) {
    throw new InputError('GITHUB_REPOSITORY', 'GITHUB_REPOSITORY is not owner/name')
  }
  const pullRequest =
    parsePullRequest(jsonMember(event, 'pull_request'), { owner, repo }) ?? parseCommentedPullRequest(event)
  return {
    eventName: required(env, 'GITHUB_EVENT_NAME'),
    repository: { owner, repo },
    sha: env['GITHUB_SHA'] ?? '',
    workflow: env['GITHUB_WORKFLOW'] ?? '',
    job: env['GITHUB_JOB'] ?? '',
    runId: env['GITHUB_RUN_ID'] ?? '',
    runAttempt: env['GITHUB_RUN_ATTEMPT'] || '1',
    serverUrl: address(env, 'GITHUB_SERVER_URL', 'https://github.com'),
    apiUrl: address(env, 'GITHUB_API_URL', 'https://api.github.com'),
    workspace: required(env, 'GITHUB_WORKSPACE'),
    pullRequest,
    baseCommit: pullRequest?.baseSha ?? commitMember(jsonMember(event, 'merge_group'), 'base_sha'),
    sourceRun: parseSourceRun(jsonMember(event, 'workflow_run'))
  }
}

/**
 * The context of this runner. The event file may be missing or no JSON; the event then holds nothing.
 * @throws InputError as {@link parseGitHubContext}
 */
export function readGitHubContext(env: Environment): GitHubContext {
  return parseGitHubContext(env, readEvent(env['GITHUB_EVENT_PATH']))
}

/**
 * True where an event that comes with secrets may have brought another's files: the templates would be rendered beside the secrets of
 * this GitHub repository (threat model W-01). `pull_request` from a fork is not among them, it runs without secrets.
 */
export function untrustedCheckout(context: GitHubContext): boolean {
  switch (context.eventName) {
    case 'pull_request_target':
    case 'issue_comment':
      return context.pullRequest?.fork ?? context.eventName === 'pull_request_target'
    case 'workflow_run':
      return !isRepository(context.sourceRun?.headRepository, context.repository)
    default:
      return false
  }
}

/**
 * True where the files that were checked out may come from the fork of the pull request that this run is about, though its event is about
 * none: `pr-number` on `workflow_dispatch`, `schedule` or `push`, which come with secrets (threat model W-01). Only the commit that the
 * event itself names is this repository's for sure: the fork may have gone on since its head was checked out.
 */
export function foreignHead(context: GitHubContext, checkedOut: string | undefined): boolean {
  const { pullRequest, sha } = context
  if (pullRequest === undefined || !pullRequest.fork) return false
  const commit = checkedOut?.toLowerCase()
  if (commit === undefined || commit === pullRequest.headSha || commit === pullRequest.mergeSha) return true
  return commit !== sha.toLowerCase()
}

/**
 * Reads a pull request as events and the REST API write it; undefined where it is none.
 * @param repository that the pull request is in
 */
export function parsePullRequest(value: unknown, repository: GitHubRepository): PullRequest | undefined {
  const number = numberMember(value, 'number')
  if (number === undefined || number < 1) return undefined
  const head = jsonMember(value, 'head')
  const headRepository = textMember(jsonMember(head, 'repo'), 'full_name')
  const state = jsonMember(value, 'state')
  return {
    number,
    baseSha: commitMember(jsonMember(value, 'base'), 'sha'),
    headSha: commitMember(head, 'sha'),
    mergeSha: commitMember(value, 'merge_commit_sha'),
    headRepository,
    state: state === 'open' || state === 'closed' ? state : undefined,
    fork: !isRepository(headRepository, repository)
  }
}

/** GitHub compares names without case. */
function isRepository(name: string | undefined, { owner, repo }: GitHubRepository): boolean {
  return name?.toLowerCase() === `${owner}/${repo}`.toLowerCase()
}

/** A comment's event names the pull request only as an issue and says nothing about its head. */
function parseCommentedPullRequest(event: unknown): PullRequest | undefined {
  const issue = jsonMember(event, 'issue')
  if (jsonMember(issue, 'pull_request') === undefined) return undefined
  const number = numberMember(issue, 'number')
  return number === undefined || number < 1 ? undefined : unknownPullRequest(number)
}

/** A pull request of which nothing but the number is known: it counts as one from a fork. */
export function unknownPullRequest(number: number): PullRequest {
  const nothing = { baseSha: undefined, headSha: undefined, mergeSha: undefined, headRepository: undefined }
  return { number, ...nothing, state: undefined, fork: true }
}

function parseSourceRun(value: unknown): SourceRun | undefined {
  const id = numberMember(value, 'id')
  if (id === undefined) return undefined
  return {
    id: String(id),
    attempt: String(numberMember(value, 'run_attempt') ?? 1),
    eventName: textMember(value, 'event'),
    headSha: commitMember(value, 'head_sha'),
    headRepository: textMember(jsonMember(value, 'head_repository'), 'full_name')
  }
}

function readEvent(path: string | undefined): unknown {
  if (path === undefined || path === '') return undefined
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}

function required(env: Environment, name: string): string {
  const value = env[name]
  if (value !== undefined && value !== '') return value
  throw new InputError(name, `${name} is not set`, {
    hint: 'Run the Action on a GitHub runner, or use the command line.'
  })
}

function address(env: Environment, name: string, fallback: string): string {
  const value = env[name] || fallback
  if (URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)) return value.replace(/\/+$/, '')
  throw new InputError(name, `${name} is not an http or https address`)
}
