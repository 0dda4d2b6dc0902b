import { GitHubError } from '../errors.ts'
import { connectGitHub, type GitHubAccess, notGitHub } from './github-api.ts'
import { type GitHubContext, type PullRequest, parsePullRequest } from './github-event.ts'
import { statusOf } from './github-failure.ts'
import { type RetryOptions, withRetries } from './github-retry.ts'
import { textMember } from './json-member.ts'

export type PullRequestOptions = Pick<GitHubAccess, 'timeout' | 'fetch'> & Pick<RetryOptions, 'delay' | 'now'>

/**
 * Asks GitHub for a pull request of the context's GitHub repository, for events that are about none.
 * @throws GitHubError
 */
export async function readPullRequest(
  context: GitHubContext,
  token: string,
  number: number,
  options: PullRequestOptions = {}
): Promise<PullRequest> {
  const { repository, apiUrl } = context
  const api = await connectGitHub({ apiUrl, token, timeout: options.timeout, fetch: options.fetch })
  const read = async (): Promise<PullRequest> => {
    try {
      const parameters = { ...repository, pull_number: number }
      const { data } = await api.send('GET /repos/{owner}/{repo}/pulls/{pull_number}', parameters)
      const found = parsePullRequest(data, repository)
      if (found === undefined) throw notGitHub(200)
      return found
    } catch (thrown) {
      if (statusOf(thrown) !== 404) throw thrown
      const name = `${repository.owner}/${repository.repo}`
      throw new GitHubError('not-a-pull-request', `${name} has no pull request ${number} that the token may see`, 404, {
        hint: 'Check pr-number, and the line "pull-requests: write" under "permissions:" of the job.',
        cause: thrown
      })
    }
  }
  return withRetries(read, { ...options, fork: false, token, permission: 'pull-requests: write' })
}

const pageSize = 100

/**
 * Paths of the files that a pull request changes, old and new ones of those that move, from the root of the repository. Undefined where they are
 * more than one page has. GitHub's REST documentation, "List pull requests files".
 * @throws GitHubError
 */
export async function listChangedFiles(
  { repository, apiUrl }: GitHubContext,
  token: string,
  number: number,
  options: PullRequestOptions = {}
): Promise<readonly string[] | undefined> {
  const api = await connectGitHub({ apiUrl, token, timeout: options.timeout, fetch: options.fetch })
  const read = async (): Promise<readonly string[] | undefined> => {
    const parameters = { ...repository, pull_number: number, per_page: pageSize }
    const { data } = await api.send('GET /repos/{owner}/{repo}/pulls/{pull_number}/files', parameters)
    if (!Array.isArray(data)) throw notGitHub(200)
    if (data.length >= pageSize) return undefined
    return data.flatMap(file => {
      const name = textMember(file, 'filename')
      if (name === undefined) throw notGitHub(200)
      return [name, textMember(file, 'previous_filename')].filter(path => path !== undefined)
    })
  }
  return withRetries(read, { ...options, fork: false, token, permission: 'pull-requests: read' })
}
