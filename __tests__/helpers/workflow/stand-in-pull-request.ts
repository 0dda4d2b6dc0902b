import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { JobFrame } from './job-frame.ts'
import { may } from './permissions.ts'
import { git, type OpenedPull, type Repository } from './repository.ts'
import type { StandIn } from './stand-ins.ts'

/**
 * peter-evans/create-pull-request 8.1.1: commits what `add-paths` names (all that is there if empty, and nothing at all where git knows one of
 * them not) on top of `base`, pushes it to `branch` of the repository on disk, and opens or refreshes the pull request. Without a difference to
 * the base there is none: the branch is deleted with `delete-branch`, which closes the pull request. Its src/create-or-update-branch.ts.
 */
export const createPullRequest: StandIn = async (inputs, frame, env) => {
  const { repository } = frame.run
  const head = inputs['branch'] ?? ''
  const user = writerOf(inputs['token'] ?? '', frame)
  const base = inputs['base'] || git(['branch', '--show-current'], frame.workspace).trim()
  if (base === '') throw new Error("When the repository is checked out on a commit, the 'base' input must be supplied.")
  if (base === head) throw new Error("The 'base' and 'branch' for a pull request must be different branches.")
  if (repository.commitOf(base) === undefined) throw new Error(`there is no branch ${base}`)
  if ((inputs['title'] ?? '') === '') throw new Error('Validation Failed: title is too short')
  const commit = commitOf(inputs, base, frame, env)
  const before = repository.commitOf(`refs/heads/${head}`)
  const outputs = { 'pull-request-branch': head, 'pull-request-operation': 'none' }
  if (commit === undefined) {
    if (before === undefined || inputs['delete-branch'] !== 'true') return { outputs, log: 'no difference to the base' }
    git(['update-ref', '-d', `refs/heads/${head}`], repository.remote)
    for (const pull of repository.pulls) if (pull.head === head) pull.state = 'closed'
    return { outputs: { ...outputs, 'pull-request-operation': 'closed' }, log: `deleted ${head}` }
  }
  const isSame = before !== undefined && treeAndParent(before, repository) === treeAndParent(commit, repository)
  if (!isSame) git(['update-ref', `refs/heads/${head}`, commit], repository.remote)
  const { pull, created } = openPull({ inputs, base, head, user }, frame)
  const operation = created ? 'created' : isSame ? 'none' : 'updated'
  const number = String(pull.number)
  return {
    outputs: {
      ...outputs,
      'pull-request-operation': operation,
      'pull-request-number': number,
      'pull-request-url': `https://github.com/acme/shop/pull/${number}`,
      'pull-request-head-sha': repository.commitOf(`refs/heads/${head}`) ?? ''
    },
    log: `pull request ${number}: ${operation}`
  }
}

/** Whose word the token is. @throws Error as GitHub says it where it may not */
function writerOf(token: string, frame: JobFrame): string {
  const permissions = frame.run.gateway.permissionsOf(token)
  if (permissions === undefined) {
    if (!Object.values(frame.call.secrets).includes(token)) throw new Error('Bad credentials')
    return 'octocat'
  }
  if (!may(permissions, 'contents', 'write'))
    throw new Error('Permission to acme/shop.git denied to github-actions[bot]: the token has not contents: write')
  if (!may(permissions, 'pull-requests', 'write'))
    throw new Error('Resource not accessible by integration: the token has not pull-requests: write')
  return 'github-actions[bot]'
}

/** The commit on top of the base, in the repository on disk; undefined where it would change nothing. */
function commitOf(
  inputs: Readonly<Record<string, string>>,
  base: string,
  { workspace, run }: JobFrame,
  env: Readonly<Record<string, string>>
): string | undefined {
  const paths = lines(inputs['add-paths'])
  const dirty = git(['status', '--porcelain', '-unormal', '--', ...paths], workspace, env)
  if (dirty === '') return undefined
  try {
    git(['add', ...(paths.length === 0 ? ['-A'] : ['--', ...paths])], workspace, env)
  } catch {
    // the real one does not look either, and then has nothing to commit
    throw new Error('Unexpected error: git commit: nothing added to commit')
  }
  git(['commit', '--quiet', '-m', inputs['commit-message'] ?? ''], workspace)
  const commit = git(['rev-parse', 'HEAD'], workspace).trim()
  git(['fetch', '--quiet', workspace, commit], run.repository.remote)
  const parent = git(['rev-parse', `${commit}^`], workspace).trim()
  if (parent !== run.repository.commitOf(base))
    throw new Error(`the checkout is not ${base}; this stand-in does not rebase`)
  return commit
}

function openPull(
  given: {
    readonly inputs: Readonly<Record<string, string>>
    readonly base: string
    readonly head: string
    readonly user: string
  },
  { workspace, run }: JobFrame
): { readonly pull: OpenedPull; readonly created: boolean } {
  const { inputs, base, head, user } = given
  const { pulls } = run.repository
  const path = inputs['body-path'] ?? ''
  const body =
    path === '' ? (inputs['body'] ?? '') : readFileSync(path.startsWith('/') ? path : join(workspace, path), 'utf8')
  // the real one cuts a longer body off
  if (body.length > 65_536) run.problems.push(`the body of the pull request has ${body.length} characters`)
  const fields = {
    base,
    title: inputs['title'] ?? '',
    body,
    labels: lines(inputs['labels']),
    reviewers: lines(inputs['reviewers'])
  }
  const open = pulls.find(pull => pull.head === head && pull.state === 'open')
  if (open !== undefined) return { pull: Object.assign(open, fields), created: false }
  const pull: OpenedPull = { number: 41 + pulls.length, head, state: 'open', user, ...fields }
  pulls.push(pull)
  const [headSha, baseSha] = [run.repository.commitOf(head), run.repository.commitOf(base)]
  run.github.setPull(pull.number, { head: 'acme/shop', ...(headSha && baseSha ? { headSha, baseSha } : {}) })
  return { pull, created: true }
}

function treeAndParent(commit: string, { remote }: Repository): string {
  return git(['rev-parse', `${commit}^{tree}`, `${commit}^`], remote)
}

function lines(list: string | undefined): readonly string[] {
  return (list ?? '')
    .split(/[,\n]/)
    .map(line => line.trim())
    .filter(line => line !== '')
}
