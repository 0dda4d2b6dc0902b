import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { JobFrame } from './job-frame.ts'
import { may } from './permissions.ts'
import { makePullBranch } from './pull-branch.ts'
import { git, type OpenedPull } from './repository.ts'
import type { StandIn } from './stand-ins.ts'

/**
 * peter-evans/create-pull-request 8.1.1: commits what `add-paths` names (all that is there if empty, and nothing at all where git knows one of
 * them not) on top of `base`, which has to be what is checked out, pushes it to `branch` of the repository on disk, and opens or refreshes the
 * pull request. Without a difference to the base there is none: the branch is deleted with `delete-branch`, which closes the pull request.
 */
export const createPullRequest: StandIn = async (inputs, frame, env) => {
  const { workspace, run } = frame
  const { repository } = run
  const head = inputs['branch'] ?? ''
  const user = writerOf(inputs['token'] ?? '', frame)
  const on = git(['branch', '--show-current'], workspace).trim()
  const base = inputs['base'] || on
  if (base === '') throw new Error("When the repository is checked out on a commit, the 'base' input must be supplied.")
  if (base === head) throw new Error("The 'base' and 'branch' for a pull request must be different branches.")
  if (repository.commitOf(base) === undefined) throw new Error(`there is no branch ${base}`)
  if (on !== base) throw new Error(`the checkout is not ${base}; this stand-in does not rebase`)
  if ((inputs['title'] ?? '') === '') throw new Error('Validation Failed: title is too short')
  const paths = lines(inputs['add-paths'])
  const message = inputs['commit-message'] ?? ''
  const { action, hasDifference } = makePullBranch({ workspace, base, branch: head, message, paths, env })
  if (action === 'created' || action === 'updated')
    git(['push', '--quiet', '--force', repository.remote, `${head}:refs/heads/${head}`], workspace)
  const outputs = { 'pull-request-branch': head, 'pull-request-operation': 'none' }
  if (!hasDifference) {
    if (action === 'none' || inputs['delete-branch'] !== 'true') return { outputs, log: 'no difference to the base' }
    git(['update-ref', '-d', `refs/heads/${head}`], repository.remote)
    for (const pull of repository.pulls) if (pull.head === head) pull.state = 'closed'
    return { outputs: { ...outputs, 'pull-request-operation': 'closed' }, log: `deleted ${head}` }
  }
  const { pull, created } = openPull({ inputs, base, head, user }, frame)
  const operation = created ? 'created' : action === 'updated' ? 'updated' : 'none'
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

function lines(list: string | undefined): readonly string[] {
  return (list ?? '')
    .split(/[,\n]/)
    .map(line => line.trim())
    .filter(line => line !== '')
}
