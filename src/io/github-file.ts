import { GitHubError } from '../errors.ts'
import type { GitHubContext } from './github-event.ts'
import { statusOf } from './github-failure.ts'
import { jsonMember } from './json-member.ts'

/**
 * Reads a file of the GitHub repository at a commit, for a checkout that has only the newest one. Undefined where the commit has no such file.
 * @throws GitHubError where GitHub does not answer; a reason to go on without the file
 */
export async function readGitHubFile(
  context: GitHubContext,
  token: string,
  path: string,
  commit: string
): Promise<string | undefined> {
  const { getOctokit } = await import('@actions/github')
  const ignore = (): void => undefined
  const log = { debug: ignore, info: ignore, warn: ignore, error: ignore }
  const octokit = getOctokit(token, { baseUrl: context.apiUrl, log })
  try {
    const answer = await octokit.request('GET /repos/{owner}/{repo}/contents/{path}', {
      ...context.repository,
      path,
      ref: commit,
      request: { signal: AbortSignal.timeout(30_000), log }
    })
    const content = jsonMember(answer.data, 'content')
    // a folder is answered as a list, and a file of more than a megabyte without its content
    if (typeof content === 'string' && jsonMember(answer.data, 'encoding') === 'base64') {
      return Buffer.from(content, 'base64').toString('utf8')
    }
    throw new Error('the answer has no content')
  } catch (error) {
    const status = statusOf(error)
    if (status === 404) return undefined
    throw new GitHubError(
      'unavailable',
      `${path} at ${commit} could not be read${status === undefined ? '' : ` (status ${status})`}`,
      status,
      { cause: error }
    )
  }
}
