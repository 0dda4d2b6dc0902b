import { findCheckout, isCommitName, readParents } from './checkout.ts'
import { git } from './git.ts'
import { commitOf } from './git-show.ts'
import type { Environment, GitHubContext } from './github-event.ts'

/** The base of the change under review, and how the checked-out files stand to it. */
export type ReviewBase = {
  /** Undefined where the run is about no change. */
  readonly commit: string | undefined
  /** True where the checked-out files are those of the base with the change, so that what differs between the two is the change's own. */
  readonly isOnBase: boolean
}

/**
 * The base that a GitHub workflow's files are to be compared with. An event may name a commit from before others were merged; the commit that
 * GitHub made to try the merge has the newest of the base as its first parent.
 * @param folder in the checkout
 */
export async function githubReviewBase(context: GitHubContext, folder: string): Promise<ReviewBase> {
  const { baseCommit, eventName, pullRequest, sha } = context
  const checkout = baseCommit === undefined ? undefined : await findCheckout(folder)
  const head = checkout?.head
  if (baseCommit === undefined || checkout === undefined || head === undefined)
    return { commit: baseCommit, isOnBase: false }
  if (eventName === 'merge_group') return { commit: baseCommit, isOnBase: head === sha }
  const headSha = pullRequest?.headSha
  const [first, second, ...more] = await readParents(checkout, head)
  const isMerge = second !== undefined && second === headSha && more.length === 0
  if (isMerge && (head === sha || head === pullRequest?.mergeSha)) return { commit: first, isOnBase: true }
  const isOnBase = head === headSha && (await isAncestor(baseCommit, head, checkout.gitDir))
  return { commit: baseCommit, isOnBase }
}

async function isAncestor(commit: string, head: string, gitDir: string): Promise<boolean> {
  const found = await git([`--git-dir=${gitDir}`, 'merge-base', '--is-ancestor', commit, head])
  return found.ok
}

/**
 * The base that a GitLab merge request pipeline's files are to be compared with: the commit that the branches have in common, and where the
 * pipeline runs for the merged result, the newest of the target branch. docs.gitlab.com, "Predefined CI/CD variables".
 * @param folder in the checkout
 */
export async function gitlabReviewBase(env: Environment, folder: string): Promise<ReviewBase> {
  const names = ['CI_MERGE_REQUEST_TARGET_BRANCH_SHA', 'CI_MERGE_REQUEST_DIFF_BASE_SHA']
  const commits = names.map(name => env[name]?.trim() ?? '').filter(isCommitName)
  for (const commit of commits)
    if ((await commitOf(commit, folder)) !== undefined) return { commit, isOnBase: commit === commits[0] }
  return { commit: commits[0], isOnBase: false }
}
