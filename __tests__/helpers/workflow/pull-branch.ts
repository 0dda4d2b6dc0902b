import { randomUUID } from 'node:crypto'
import { git } from './repository.ts'

export type PullBranchRequest = {
  /** The checkout, which is on `base`. */
  readonly workspace: string
  readonly base: string
  readonly branch: string
  readonly message: string
  /** As `add-paths`; empty for all that is there. */
  readonly paths: readonly string[]
  /** What git is started with besides, as the step says. */
  readonly env: Readonly<Record<string, string>>
}

export type PullBranch = {
  readonly action: 'none' | 'created' | 'updated' | 'not-updated'
  readonly hasDifference: boolean
}

/**
 * Makes the branch of a pull request in the checkout, by the commands of src/create-or-update-branch.ts of create-pull-request 8.1.1 in their order:
 * what they do to the checkout on the way, as to put aside all that is not committed, can fail as well.
 */
export function makePullBranch({ workspace, base, branch, message, paths, env }: PullBranchRequest): PullBranch {
  const run = (...args: readonly string[]): string => git(args, workspace, env).trim()
  const attempt = (...args: readonly string[]): { readonly ok: boolean; readonly text: string } => {
    try {
      return { ok: true, text: run(...args) }
    } catch (error) {
      return { ok: false, text: String(error instanceof Error && 'stdout' in error ? error.stdout : error) }
    }
  }
  const ahead = (from: string, to: string): number =>
    Number(run('rev-list', '--right-only', '--count', `${from}...${to}`))
  const behind = (from: string, to: string): number => ahead(to, from)
  const patchOf = (ref: string, depth: number): string => attempt('diff', '--stat', `${ref}..${ref}~${depth}`).text

  const made = randomUUID()
  run('checkout', '-B', made, 'HEAD', '--')
  const isDirty =
    run('status', '--porcelain', '-unormal', '--', ...paths) !== '' ||
    !attempt('diff', '--quiet', '--', ...paths).ok ||
    !attempt('diff', '--quiet', '--staged', '--', ...paths).ok
  if (isDirty) {
    attempt('add', ...(paths.length === 0 ? ['-A'] : ['--', ...paths]))
    const committed = attempt('commit', '-m', message)
    if (!committed.ok && !committed.text.includes('nothing to commit, working tree clean'))
      throw new Error(`Unexpected error: ${committed.text}`)
  }
  const isStashed = run('stash', 'push', '--include-untracked') !== 'No local changes to save'
  run('checkout', base, '--')
  run('reset', '--hard', `origin/${base}`)
  const commits = ahead(base, made)
  const fetched = attempt(
    ...['fetch', '--no-tags', '--force', `--depth=${commits + 10}`, 'origin'],
    `${branch}:refs/remotes/origin/${branch}`
  )
  let action: PullBranch['action']
  if (fetched.ok) {
    run('checkout', branch, '--')
    const differs = !attempt('diff', '--quiet', `${branch}..${made}`).ok
    if (
      differs ||
      ahead(base, branch) !== commits ||
      commits === 0 ||
      patchOf(branch, commits) !== patchOf(made, commits)
    )
      run('checkout', '-B', branch, made, '--')
    const remote = `origin/${branch}`
    action = ahead(remote, branch) === 0 && behind(remote, branch) === 0 ? 'not-updated' : 'updated'
  } else {
    run('checkout', '-B', branch, made, '--')
    action = commits > 0 ? 'created' : 'none'
  }
  const hasDifference = ahead(base, branch) > 0
  run('branch', '--delete', '--force', made)
  run('checkout', base, '--')
  if (isStashed) run('stash', 'pop')
  return { action, hasDifference }
}
