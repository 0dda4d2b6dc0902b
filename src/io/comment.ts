import { setTimeout } from 'node:timers/promises'
import { GitHubError } from '../errors.ts'
import type { Log } from '../ports.ts'
import { plural } from '../text.ts'
import { commentMarker, hasMarker } from './comment-marker.ts'
import type { GitHubContext, GitHubRepository } from './github-event.ts'
import { type GitHubFailure, readFailure, statusOf } from './github-failure.ts'
import { jsonMember } from './json-member.ts'

export type UpsertOptions = {
  readonly token: string
  readonly context: GitHubContext
  /** From `commentKey`. */
  readonly key: string
  /** Text of the comment; its first line is the marker of the key, which is put there if it is missing. */
  readonly body: string
  /** `update-only` creates no comment where there is none. */
  readonly when: 'create-or-update' | 'update-only'
  readonly log?: Pick<Log, 'warning'> | undefined
  /** Waits for some milliseconds. */
  readonly delay?: ((milliseconds: number) => Promise<void>) | undefined
  readonly now?: (() => number) | undefined
  /** Milliseconds after which a request counts as lost. */
  readonly timeout?: number | undefined
}

export type UpsertResult = {
  readonly id: number | null
  readonly url: string | null
  readonly operation: 'created' | 'updated' | 'unchanged' | 'none'
}

/**
 * Writes the one comment of this key to the pull request: the oldest comment that carries its marker in the first line and that we
 * ourselves wrote is updated, or else one is created. An equal text is not written again.
 *
 * Network loss and 5xx are tried again up to three times, always from the listing on, so that a comment whose answer was lost is found
 * and not made twice. A rate limit is waited for, 60 seconds in all.
 * @throws GitHubError; never a reason to fail the run
 */
export async function upsertComment(options: UpsertOptions): Promise<UpsertResult> {
  const { context, delay = setTimeout, now = Date.now } = options
  const { pullRequest } = context
  if (pullRequest === undefined) {
    throw new GitHubError('not-a-pull-request', `the event ${context.eventName} is not about a pull request`)
  }
  if (options.token === '') {
    throw new GitHubError('permission', 'the input github-token is empty', undefined, {
      hint: 'Leave github-token at its default.'
    })
  }
  const api = await connect(options, pullRequest.number)
  let waited = 0
  for (let attempt = 0; ; attempt++) {
    try {
      return await writeComment(api, options)
    } catch (thrown) {
      const failure: GitHubFailure = readFailure(thrown, { fork: pullRequest.fork, now })
      const wait = failure.wait === 0 ? 1000 * 2 ** attempt : failure.wait
      if (wait === undefined || attempt === retries || waited + wait > longestWait) throw failure.error
      waited += wait
      await delay(wait)
    }
  }
}

const retries = 3
const longestWait = 60_000
const mostPages = 100
/** The author of everything that a workflow's own token writes on github.com. */
const actionsBot = { login: 'github-actions[bot]', id: 41_898_282 }

type Answer = { readonly data: unknown; readonly link: string }

/** Sends one request for this pull request and gives the answer; rejects with what Octokit throws. */
type Api = {
  readonly send: (route: string, parameters: Readonly<Record<string, unknown>>) => Promise<Answer>
  readonly apiUrl: string
  readonly repository: GitHubRepository
  readonly pullRequest: number
}

type Comment = {
  readonly id: number
  readonly url: string
  readonly body: string
  readonly author: { readonly id: number; readonly type: string } | undefined
}

type Author = { readonly id: number; readonly type: 'Bot' | undefined }

async function writeComment(api: Api, options: UpsertOptions): Promise<UpsertResult> {
  const marker = commentMarker(options.key)
  const body = hasMarker(options.body, options.key) ? options.body : `${marker}\n${options.body}`
  const author = await findAuthor(api)
  const own = await listOwn(api, author, options.key)
  const [oldest, ...others] = own.sort((a, b) => a.id - b.id)
  if (others.length > 0) {
    options.log?.warning(
      `${plural(others.length, 'more comment')} of this job left as they are; the oldest is kept up to date`
    )
  }
  if (oldest === undefined) return options.when === 'update-only' ? nothing : create(api, body)
  if (normalize(oldest.body) === normalize(body)) return { id: oldest.id, url: oldest.url, operation: 'unchanged' }
  try {
    const change = { ...api.repository, comment_id: oldest.id, body }
    const { data } = await api.send(`PATCH ${repository}/issues/comments/{comment_id}`, change)
    return { id: oldest.id, url: parseComment(data)?.url ?? oldest.url, operation: 'updated' }
  } catch (thrown) {
    if (statusOf(thrown) !== 404) throw thrown
    return options.when === 'update-only' ? nothing : create(api, body)
  }
}

const nothing: UpsertResult = { id: null, url: null, operation: 'none' }
const repository = '/repos/{owner}/{repo}'

async function create(api: Api, body: string): Promise<UpsertResult> {
  const text = { ...api.repository, issue_number: api.pullRequest, body }
  const { data } = await api.send(`POST ${repository}/issues/{issue_number}/comments`, text)
  const comment = parseComment(data)
  return { id: comment?.id ?? null, url: comment?.url ?? null, operation: 'created' }
}

/** Who we are. A workflow's own token may not ask, and then it is the bot of GitHub Actions, whose id differs from host to host. */
async function findAuthor(api: Api): Promise<Author> {
  const user = await tryGet(api, 'GET /user', {})
  if (user !== undefined) return { id: user, type: undefined }
  if (new URL(api.apiUrl).host === 'api.github.com') return { id: actionsBot.id, type: 'Bot' }
  const bot = await tryGet(api, 'GET /users/{username}', { username: actionsBot.login })
  return { id: bot ?? actionsBot.id, type: 'Bot' }
}

async function tryGet(
  api: Api,
  route: string,
  parameters: Readonly<Record<string, unknown>>
): Promise<number | undefined> {
  try {
    return numberOf((await api.send(route, parameters)).data, 'id')
  } catch (thrown) {
    const status = statusOf(thrown)
    if (status === 401 || status === 403 || status === 404) return undefined
    throw thrown
  }
}

/** Comments with our marker that we wrote. Another person's comment never counts, whatever it quotes. */
async function listOwn(api: Api, author: Author, key: string): Promise<Comment[]> {
  const own: Comment[] = []
  for (let page = 1; page <= mostPages; page++) {
    const place = { ...api.repository, issue_number: api.pullRequest, per_page: 100, page }
    const { data, link } = await api.send(`GET ${repository}/issues/{issue_number}/comments`, place)
    for (const item of Array.isArray(data) ? data : []) {
      const comment = parseComment(item)
      if (comment !== undefined && isOwn(comment, author) && hasMarker(comment.body, key)) own.push(comment)
    }
    if (!/\brel="?next"?/.test(link)) break
  }
  return own
}

function isOwn(comment: Comment, author: Author): boolean {
  if (comment.author?.id !== author.id) return false
  return author.type === undefined || comment.author.type === author.type
}

/** `@actions/github` reads the event file when it is imported, so that happens only where a comment is written. */
async function connect(options: UpsertOptions, pullRequest: number): Promise<Api> {
  const { getOctokit } = await import('@actions/github')
  const { context, token, timeout = 30_000 } = options
  const silent = { debug: ignore, info: ignore, warn: ignore, error: ignore }
  const octokit = getOctokit(token, { baseUrl: context.apiUrl, log: silent })
  return {
    apiUrl: context.apiUrl,
    repository: context.repository,
    pullRequest,
    send: async (route, parameters) => {
      const request = { signal: AbortSignal.timeout(timeout), log: silent }
      const answer = await octokit.request(route, { ...parameters, request })
      return { data: answer.data, link: String(answer.headers.link ?? '') }
    }
  }
}

function ignore(): void {
  // Octokit would write to the log by itself (threat model O-01).
}

function parseComment(value: unknown): Comment | undefined {
  const id = numberOf(value, 'id')
  if (id === undefined) return undefined
  const user = jsonMember(value, 'user')
  const authorId = numberOf(user, 'id')
  const author = authorId === undefined ? undefined : { id: authorId, type: String(jsonMember(user, 'type')) }
  return { id, url: String(jsonMember(value, 'html_url') ?? ''), body: String(jsonMember(value, 'body') ?? ''), author }
}

function numberOf(value: unknown, name: string): number | undefined {
  const found = jsonMember(value, name)
  return typeof found === 'number' ? found : undefined
}

/** GitHub may store line ends and the end of a text differently. */
function normalize(body: string): string {
  return body.replaceAll('\r\n', '\n').trimEnd()
}
