import { GitHubError } from '../errors.ts'
import { connectGitHub } from './github-api.ts'
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
  const api = await connectGitHub({ apiUrl: context.apiUrl, token })
  try {
    const parameters = { ...context.repository, path, ref: commit }
    const { data } = await api.send('GET /repos/{owner}/{repo}/contents/{path}', parameters)
    const content = jsonMember(data, 'content')
    // a folder is answered as a list, and a file of more than a megabyte without its content
    if (typeof content === 'string' && jsonMember(data, 'encoding') === 'base64') {
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
