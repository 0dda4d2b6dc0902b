import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { root } from '../workspace.ts'
import { type JsonObject, mapping } from './json.ts'

/** A pull request that a step opened. */
export type OpenedPull = {
  readonly number: number
  readonly head: string
  base: string
  title: string
  body: string
  labels: readonly string[]
  reviewers: readonly string[]
  state: 'open' | 'closed'
  /** Who opened it: the login that belongs to the token. */
  readonly user: string
}

/** An event with which a run starts. */
export type RunEvent = { readonly eventName: string; readonly event: JsonObject }

/** The repository `acme/shop` at GitHub: a bare one on disk, with `main` as its branch. */
export type Repository = {
  /** Folder of the bare repository. */
  readonly remote: string
  /** What steps opened, oldest first. */
  readonly pulls: OpenedPull[]
  /** Puts a commit on a branch, which begins at main where it is new; a file whose text is null is removed. */
  commit(files: Readonly<Record<string, string | null>>, branch?: string): string
  /** Text of a file at a ref; undefined where there is none. */
  read(path: string, ref?: string): string | undefined
  /** Commit of a ref; undefined where there is none. */
  commitOf(ref: string): string | undefined
  branches(): readonly string[]
  /** Puts a commit on a branch of its own, and says the event of a pull request for it. A fork's branch is not one of ours. */
  propose(files: Readonly<Record<string, string | null>>, options?: Proposal): RunEvent
  /** The event of something that happens on main: `push`, `schedule`, `workflow_dispatch`. */
  happens(eventName: 'push' | 'schedule' | 'workflow_dispatch', inputs?: JsonObject): RunEvent
  close(): void
}

export type Proposal = {
  /** 7 if left out. */
  readonly number?: number
  readonly branch?: string
  /** `owner/name` of the fork that it comes from. */
  readonly fork?: string
  readonly labels?: readonly string[]
}

export type RepositorySource =
  | { readonly folder: string }
  | { readonly files: Readonly<Record<string, string>> }
  | Repository

/** Git of these tests: no configuration of the machine, and a name for commits. */
export function git(args: readonly string[], cwd: string, more: Readonly<Record<string, string>> = {}): string {
  const name = ['-c', 'user.name=Octocat', '-c', 'user.email=octocat@example.com', '-c', 'init.defaultBranch=main']
  const env = {
    PATH: process.env['PATH'],
    HOME: cwd,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    ...more
  }
  return execFileSync('git', [...name, ...args], { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
}

export function isRepository(source: RepositorySource): source is Repository {
  return 'remote' in source
}

/** Makes the repository with one commit on main. */
export function makeRepository(source: Exclude<RepositorySource, Repository>): Repository {
  const top = mkdtempSync(join(tmpdir(), 'repository-'))
  const [remote, work] = [join(top, 'remote.git'), join(top, 'work')]
  git(['init', '--quiet', '--bare', remote], top)
  git(['init', '--quiet', work], top)
  git(['remote', 'add', 'origin', remote], work)
  if ('folder' in source) cpSync(source.folder, work, { recursive: true })
  else write(work, source.files)
  save(work)
  git(['push', '--quiet', 'origin', 'HEAD:refs/heads/main'], work)

  const attempt = (args: readonly string[]): string | undefined => {
    try {
      return git(args, remote)
    } catch {
      return undefined
    }
  }
  const commitOf = (ref: string): string | undefined =>
    attempt(['rev-parse', '--verify', '--quiet', `${ref}^{commit}`])?.trim()
  const commitTo = (files: Readonly<Record<string, string | null>>, from: string, to: string): string => {
    git(['fetch', '--quiet', '--force', 'origin', '+refs/*:refs/remotes/all/*'], work)
    git(['checkout', '--quiet', '--force', '--detach', from], work)
    write(work, files)
    save(work)
    git(['push', '--quiet', '--force', 'origin', `HEAD:${to}`], work)
    return git(['rev-parse', 'HEAD'], work).trim()
  }
  const needed = (ref: string): string => {
    const commit = commitOf(ref)
    if (commit === undefined) throw new Error(`the repository has no ${ref}`)
    return commit
  }

  return {
    remote,
    pulls: [],
    commit: (files, branch = 'main') =>
      commitTo(files, needed(commitOf(branch) === undefined ? 'main' : branch), `refs/heads/${branch}`),
    read: (path, ref = 'main') => attempt(['show', `${ref}:${path}`]),
    commitOf,
    branches: () => git(['for-each-ref', '--format=%(refname:short)', 'refs/heads'], remote).trim().split('\n'),
    propose(files, { number = 7, branch = 'images', fork, labels = [] } = {}) {
      const base = needed('main')
      const head = commitTo(files, base, `refs/pull/${number}/head`)
      if (fork === undefined) git(['update-ref', `refs/heads/${branch}`, head], remote)
      const tree = git(['rev-parse', `${head}^{tree}`], remote).trim()
      const merge = git(['commit-tree', tree, '-p', base, '-p', head, '-m', 'merge'], remote).trim()
      git(['update-ref', `refs/pull/${number}/merge`, merge], remote)
      return pullRequestEvent({ number, branch, fork, base, head, labels })
    },
    happens: (eventName, inputs) => ({
      eventName,
      event: { ...fixture(eventName), ...(inputs === undefined ? {} : { inputs }) }
    }),
    close: () => rmSync(top, { recursive: true, force: true })
  }
}

/** The event of `workflow_run` that follows a run for a pull request. */
export function afterRun(first: RunEvent, run: { readonly id: string; readonly conclusion: string }): RunEvent {
  const pull = mapping(first.event['pull_request'])
  const head = mapping(pull['head'])
  const event = fixture('workflow_run_fork')
  const about = {
    ...mapping(event['workflow_run']),
    id: Number(run.id),
    conclusion: run.conclusion,
    event: first.eventName,
    head_sha: head['sha'] ?? null,
    head_branch: head['ref'] ?? null,
    head_repository: head['repo'] ?? null
  }
  return { eventName: 'workflow_run', event: { ...event, workflow_run: about } }
}

function pullRequestEvent(given: {
  readonly number: number
  readonly branch: string
  readonly fork: string | undefined
  readonly base: string
  readonly head: string
  readonly labels: readonly string[]
}): RunEvent {
  const event = fixture(given.fork === undefined ? 'pull_request' : 'pull_request_fork')
  const pull = mapping(event['pull_request'])
  const head = mapping(pull['head'])
  const repo = { ...mapping(head['repo']), full_name: given.fork ?? 'acme/shop' }
  const changed = {
    ...pull,
    number: given.number,
    labels: given.labels.map(name => ({ name })),
    base: { ...mapping(pull['base']), sha: given.base },
    head: { ...head, sha: given.head, ref: given.branch, repo }
  }
  return { eventName: 'pull_request', event: { ...event, number: given.number, pull_request: changed } }
}

function fixture(name: string): JsonObject {
  return JSON.parse(readFileSync(join(root, '__tests__/fixtures/events', `${name}.json`), 'utf8'))
}

function write(folder: string, files: Readonly<Record<string, string | null>>): void {
  for (const [path, content] of Object.entries(files)) {
    const file = join(folder, path)
    mkdirSync(dirname(file), { recursive: true })
    if (content === null) rmSync(file, { force: true })
    else writeFileSync(file, content)
  }
}

function save(folder: string): void {
  git(['add', '--all'], folder)
  git(['commit', '--quiet', '--allow-empty', '-m', 'change'], folder)
}
