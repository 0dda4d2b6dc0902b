import type { Environment, GitHubContext } from './github-event.ts'
import type { PullRequestBase } from './new-registries.ts'

/** What a GitHub workflow says of the base that its pull request or merge group goes to; undefined where it is about none. */
export function githubBase(context: GitHubContext): PullRequestBase | undefined {
  const { baseCommit, eventName, sha, pullRequest, serverUrl, repository } = context
  if (baseCommit === undefined) return undefined
  const names = [
    `${repository.owner}/${repository.repo}`,
    ...(pullRequest?.headRepository === undefined ? [] : [pullRequest.headRepository])
  ]
  return {
    commits: [baseCommit],
    // the commit of every other event may be one that the pull request wrote
    merge: eventName === 'pull_request' ? { commit: sha, head: pullRequest?.headSha } : undefined,
    repositories: names.map(name => `${serverUrl}/${name}`)
  }
}

/**
 * What a GitLab pipeline says of the base that its merge request goes to; undefined in every other pipeline. docs.gitlab.com, "Predefined
 * CI/CD variables", for merge request pipelines.
 */
export function gitlabBase(env: Environment): PullRequestBase | undefined {
  const names = ['CI_MERGE_REQUEST_TARGET_BRANCH_SHA', 'CI_MERGE_REQUEST_DIFF_BASE_SHA']
  const commits = names.flatMap(name => env[name]?.trim() || [])
  return commits.length === 0 ? undefined : { commits, repositories: [] }
}
