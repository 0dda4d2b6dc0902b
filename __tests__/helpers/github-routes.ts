import { createHash } from 'node:crypto'
import type { Exchange, GitHubDescription, Operation } from './github-openapi.ts'

/** Someone who may write comments. */
export type FakeUser = { readonly id: number; readonly login: string; readonly type: 'Bot' | 'User' }

export type FakeComment = { readonly id: number; readonly issue: number; body: string; readonly user: FakeUser | null }

/** What a token may do. An installation token, as a workflow has it, may not ask who it is. */
export type FakeToken = { readonly user: FakeUser; readonly access: 'write' | 'read'; readonly installation: boolean }

export type FakePull = {
  /** `owner/name` of the head; null for a fork that was deleted. */
  readonly head: string | null
  readonly headSha?: string
  readonly baseSha?: string
  readonly mergeSha?: string | null
  readonly state?: 'open' | 'closed'
  /** Files that it changes: new paths, each with the old one where it moves; GitHub knows none of the pull request where absent. */
  readonly files?: readonly (readonly [path: string, old?: string])[]
}

/** Content of files by path, by commit. A path that ends in `@` is a symbolic link. */
export type FakeTrees = Readonly<Record<string, Readonly<Record<string, string | Buffer>>>>

/** What the routes read and change. */
export type FakeState = {
  readonly tokens: Readonly<Record<string, FakeToken>>
  readonly comments: FakeComment[]
  readonly files: Readonly<Record<string, string>>
  readonly pulls: Record<number, FakePull>
  readonly commits: Readonly<Record<string, readonly string[]>>
  readonly trees: FakeTrees
  addComment(issue: number, body: string, user: FakeUser | null): FakeComment
}

export type Answer = {
  readonly status: number
  readonly body: unknown
  readonly headers?: Record<string, string>
  /** True where GitHub really answers so, and its description knows nothing of it. */
  readonly beyondDescription?: boolean
}

export type Route = (operation: Operation, exchange: Exchange, token: FakeToken | undefined) => Answer

export const actionsBot: FakeUser = { id: 41_898_282, login: 'github-actions[bot]', type: 'Bot' }
export const octocat: FakeUser = { id: 583_231, login: 'octocat', type: 'User' }
export const workflowToken: FakeToken = { user: actionsBot, access: 'write', installation: true }

const notAccessible = 'Resource not accessible by integration'
const comment = '/repos/{owner}/{repo}/issues/comments/{comment_id}'
const comments = '/repos/{owner}/{repo}/issues/{issue_number}/comments'

/** What each described operation does, by its name. */
export function makeRoutes(state: FakeState, description: GitHubDescription): Readonly<Record<string, Route>> {
  const show = (found: FakeComment, { parameters: { owner, repo } }: Operation): object => {
    const page = `https://github.com/${owner}/${repo}/pull/${found.issue}#issuecomment-${found.id}`
    const user = found.user === null ? null : description.sample('simple-user', { ...found.user })
    return description.sample('issue-comment', { id: found.id, body: found.body, html_url: page, user })
  }
  const fullUser = (user: FakeUser): object => description.sample('public-user', { ...user })
  const findComment = ({ parameters }: Operation): FakeComment | undefined =>
    state.comments.find(({ id }) => id === Number(parameters['comment_id']))

  return {
    'GET /user': (_, __, token) => {
      if (token === undefined) return failed(401, 'Requires authentication')
      return token.installation ? failed(403, notAccessible) : { status: 200, body: fullUser(token.user) }
    },
    'GET /users/{username}': ({ parameters }) => {
      const known = [actionsBot, octocat, ...Object.values(state.tokens).map(token => token.user)]
      const user = known.find(({ login }) => login === parameters['username'])
      return user === undefined ? failed(404, 'Not Found') : { status: 200, body: fullUser(user) }
    },
    [`GET ${comments}`]: (operation, { query }) => {
      const list = state.comments.filter(({ issue }) => issue === Number(operation.parameters['issue_number']))
      return paged(
        list.map(found => show(found, operation)),
        query
      )
    },
    [`POST ${comments}`]: (operation, { body }, token) => {
      const refused = refuseWrite(token) ?? refuseBody(body)
      if (refused !== undefined) return refused
      const made = state.addComment(Number(operation.parameters['issue_number']), textOf(body), token?.user ?? null)
      return { status: 201, body: show(made, operation) }
    },
    [`GET ${comment}`]: operation => {
      const found = findComment(operation)
      return found === undefined ? failed(404, 'Not Found') : { status: 200, body: show(found, operation) }
    },
    [`PATCH ${comment}`]: (operation, { body }, token) => {
      const found = findComment(operation)
      if (found === undefined) return failed(404, 'Not Found')
      const refused = refuseWrite(token) ?? refuseBody(body)
      if (refused !== undefined) return refused
      found.body = textOf(body)
      return { status: 200, body: show(found, operation) }
    },
    [`DELETE ${comment}`]: (operation, _, token) => {
      const found = findComment(operation)
      if (found === undefined) return failed(404, 'Not Found')
      const refused = refuseWrite(token)
      if (refused !== undefined) return refused
      state.comments.splice(state.comments.indexOf(found), 1)
      return { status: 204, body: undefined }
    },
    'GET /repos/{owner}/{repo}/contents/{path}': ({ parameters }, { query }) => {
      const path = parameters['path'] ?? ''
      const text = state.files[`${query.get('ref') ?? 'main'}:${path}`]
      return text === undefined
        ? failed(404, 'Not Found')
        : { status: 200, body: contentFile(description, path, Buffer.from(text)) }
    },
    'GET /repos/{owner}/{repo}/pulls/{pull_number}': ({ parameters }) => {
      const number = Number(parameters['pull_number'])
      const pull = state.pulls[number]
      return pull === undefined
        ? failed(404, 'Not Found')
        : // the repository of a deleted fork is null
          { status: 200, body: pullRequest(description, number, pull), beyondDescription: pull.head === null }
    },
    'GET /repos/{owner}/{repo}/pulls/{pull_number}/files': ({ parameters }, { query }) => {
      const files = state.pulls[Number(parameters['pull_number'])]?.files
      if (files === undefined) return failed(404, 'Not Found')
      const entries = files.map(([filename, previous]) =>
        description.sample(
          'diff-entry',
          previous === undefined ? { filename } : { filename, previous_filename: previous }
        )
      )
      return paged(entries, query)
    },
    'GET /repos/{owner}/{repo}/compare/{basehead}': ({ parameters: { owner, repo, basehead } }, { query }) => {
      const messages = state.commits[`${owner}/${repo} ${basehead}`]
      if (messages === undefined) return failed(404, 'Not Found')
      const commits = messages.map((message, index) => commitOf(description, message, index))
      const page = paged(commits, query)
      const fields = { total_commits: messages.length, commits: page.body }
      return { ...page, body: description.sample('commit-comparison', fields) }
    },
    'GET /repos/{owner}/{repo}/git/trees/{tree_sha}': ({ parameters: { tree_sha: sha = '' } }) => {
      const files = state.trees[sha]
      if (files === undefined) return failed(404, 'Not Found')
      return { status: 200, body: description.sample('git-tree', { sha, truncated: false, tree: treeOf(files) }) }
    },
    'GET /repos/{owner}/{repo}/git/blobs/{file_sha}': ({ parameters: { file_sha: sha = '' } }) => {
      const bytes = Object.values(state.trees)
        .flatMap(files => Object.values(files))
        .map(content => Buffer.from(content))
        .find(content => gitId(content) === sha)
      if (bytes === undefined) return failed(404, 'Not Found')
      const fields = { sha, size: bytes.length, encoding: 'base64', content: bytes.toString('base64') }
      return { status: 200, body: description.sample('blob', fields) }
    }
  }
}

/** GitHub's basic error. */
export function failed(status: number, message: string): Answer {
  return { status, body: { message, documentation_url: 'https://docs.github.com/rest', status: String(status) } }
}

function paged(list: readonly object[], query: URLSearchParams): Answer {
  const size = Math.min(100, Number(query.get('per_page') ?? 30))
  const page = Number(query.get('page') ?? 1)
  const body = list.slice((page - 1) * size, page * size)
  const last = Math.max(1, Math.ceil(list.length / size))
  const link = (to: number, rel: string): string =>
    `<https://api.github.com/next?per_page=${size}&page=${to}>; rel="${rel}"`
  return page < last
    ? { status: 200, body, headers: { link: `${link(page + 1, 'next')}, ${link(last, 'last')}` } }
    : { status: 200, body }
}

function contentFile(description: GitHubDescription, path: string, bytes: Buffer): object {
  return description.sample('content-file', {
    type: 'file',
    path,
    name: path.split('/').at(-1),
    size: bytes.length,
    encoding: 'base64',
    content: bytes.toString('base64')
  })
}

function treeOf(files: FakeTrees[string]): readonly object[] {
  const folders = new Set(
    Object.keys(files).flatMap(path => path.split('/').map((_, index, all) => all.slice(0, index).join('/')))
  )
  return [
    ...[...folders]
      .filter(path => path !== '')
      .map(path => ({ path, mode: '040000', type: 'tree', sha: gitId(Buffer.from(path)) })),
    ...Object.entries(files).map(([path, content]) => {
      const bytes = Buffer.from(content)
      const mode = path.endsWith('@') ? '120000' : '100644'
      return { path, mode, type: 'blob', sha: gitId(bytes), size: bytes.length }
    })
  ]
}

/** What git calls a file of these bytes. */
function gitId(bytes: Buffer): string {
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex')
}

function pullRequest(description: GitHubDescription, number: number, pull: FakePull): object {
  const sample = description.sample('pull-request', { number, state: pull.state ?? 'open' })
  const repo = pull.head === null ? null : description.sample('repository', { full_name: pull.head })
  const head = { ...memberOf(sample, 'head'), repo, sha: pull.headSha ?? 'a'.repeat(40) }
  const base = { ...memberOf(sample, 'base'), sha: pull.baseSha ?? 'b'.repeat(40) }
  return { ...sample, head, base, merge_commit_sha: pull.mergeSha ?? null }
}

function commitOf(description: GitHubDescription, message: string, index: number): object {
  const sample = description.sample('commit', { sha: (index + 1).toString(16).padStart(40, '0') })
  return { ...sample, commit: { ...memberOf(sample, 'commit'), message } }
}

function refuseWrite(token: FakeToken | undefined): Answer | undefined {
  if (token === undefined) return failed(401, 'Requires authentication')
  return token.access === 'write' ? undefined : failed(403, notAccessible)
}

/** GitHub's limit of a comment. */
function refuseBody(body: unknown): Answer | undefined {
  if (textOf(body).length <= 65_536) return undefined
  const reason = 'Body is too long (maximum is 65536 characters)'
  const errors = [{ resource: 'IssueComment', code: 'unprocessable', field: 'data', message: reason }]
  return {
    status: 422,
    body: { message: 'Validation Failed', errors, documentation_url: 'https://docs.github.com/rest' }
  }
}

function textOf(body: unknown): string {
  return typeof body === 'object' && body !== null && 'body' in body ? String(body.body) : ''
}

function memberOf(value: object, name: string): object {
  const found: unknown = Reflect.get(value, name)
  return typeof found === 'object' && found !== null ? found : {}
}
