import { readFileSync } from 'node:fs'
import { InputError } from '../errors.ts'
import { jsonMember } from './json-member.ts'

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
  readonly serverUrl: string
  readonly apiUrl: string
  readonly workspace: string
  /** Undefined where the event is not about one pull request. */
  readonly pullRequest: PullRequest | undefined
  /** `owner/name` of the GitHub repository whose commit started this run, for `workflow_run`. */
  readonly sourceRepository: string | undefined
}

/** A GitHub repository. */
export type GitHubRepository = { readonly owner: string; readonly repo: string }

export type PullRequest = {
  readonly number: number
  /** Undefined where the event does not say it, as `issue_comment`. */
  readonly baseSha: string | undefined
  readonly headSha: string | undefined
  /** `owner/name`; undefined where the event does not say it or the fork was deleted. */
  readonly headRepository: string | undefined
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
  return {
    eventName: required(env, 'GITHUB_EVENT_NAME'),
    repository: { owner, repo },
    sha: env['GITHUB_SHA'] ?? '',
    workflow: env['GITHUB_WORKFLOW'] ?? '',
    job: env['GITHUB_JOB'] ?? '',
    runId: env['GITHUB_RUN_ID'] ?? '',
    serverUrl: address(env, 'GITHUB_SERVER_URL', 'https://github.com'),
    apiUrl: address(env, 'GITHUB_API_URL', 'https://api.github.com'),
    workspace: required(env, 'GITHUB_WORKSPACE'),
    pullRequest: parsePullRequest(event, `${owner}/${repo}`),
    sourceRepository: text(jsonMember(jsonMember(jsonMember(event, 'workflow_run'), 'head_repository'), 'full_name'))
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
  const own = `${context.repository.owner}/${context.repository.repo}`.toLowerCase()
  switch (context.eventName) {
    case 'pull_request_target':
    case 'issue_comment':
      return context.pullRequest?.fork ?? context.eventName === 'pull_request_target'
    case 'workflow_run':
      return context.sourceRepository?.toLowerCase() !== own
    default:
      return false
  }
}

function parsePullRequest(event: unknown, own: string): PullRequest | undefined {
  const pullRequest = jsonMember(event, 'pull_request')
  const number = positive(jsonMember(pullRequest, 'number'))
  if (number === undefined) return parseCommentedPullRequest(event)
  const head = jsonMember(pullRequest, 'head')
  const headRepository = text(jsonMember(jsonMember(head, 'repo'), 'full_name'))
  return {
    number,
    baseSha: text(jsonMember(jsonMember(pullRequest, 'base'), 'sha')),
    headSha: text(jsonMember(head, 'sha')),
    headRepository,
    fork: headRepository?.toLowerCase() !== own.toLowerCase()
  }
}

/** A comment's event names the pull request only as an issue and says nothing about its head. */
function parseCommentedPullRequest(event: unknown): PullRequest | undefined {
  const issue = jsonMember(event, 'issue')
  const number = positive(jsonMember(issue, 'number'))
  if (number === undefined || jsonMember(issue, 'pull_request') === undefined) return undefined
  return { number, baseSha: undefined, headSha: undefined, headRepository: undefined, fork: true }
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

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function positive(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : undefined
}
