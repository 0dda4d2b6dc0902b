import { GitHubError } from '../errors.ts'
import { quote } from '../text.ts'
import { jsonMember } from './json-member.ts'

const again = 'Run the job again; https://www.githubstatus.com says how GitHub is.'

/**
 * Says what an upload through `@actions/artifact` threw. The package gives its errors no codes that last: the requests to GitHub end in a text
 * with the status in brackets (its artifact-twirp-client.js), those to the blob store in the error of Azure's package, which has one as a member.
 */
export function readUploadFailure(thrown: unknown, name: string): GitHubError {
  const text = thrown instanceof Error ? thrown.message : String(thrown)
  const fail = (why: string, hint: string, status?: number): GitHubError =>
    new GitHubError('artifact', `the artifact ${quote(name)} was not uploaded: ${why}`, status, { hint, cause: thrown })

  if (/insufficient usage|storage quota/i.test(text))
    return fail(
      'the storage for artifacts is used up',
      'Delete old artifacts or set a smaller artifact-retention-days.'
    )
  const [, code] = /Unable to make request: ([A-Z_]+)/.exec(text) ?? []
  const lost = code ?? networkCode(thrown)
  if (lost !== undefined) {
    return fail(
      `GitHub's storage could not be reached (${lost})`,
      'Let the runner reach the hosts that GitHub names for self-hosted runners.'
    )
  }
  const status = statusIn(thrown, text)
  if (status === 409)
    return fail('this workflow run has one of that name', 'Give each job of a matrix its own artifact-name.', status)
  if (status === 401 || status === 403)
    return fail(`GitHub refused the access (${status})`, 'Run the job again: its token may have ended.', status)
  if (status === 429) return fail('GitHub limits the requests (429)', 'Run the job again later.', status)
  if (status !== undefined) return fail(`GitHub answered ${status}`, again, status)
  if (/stalled/.test(text)) return fail('GitHub stopped to take data', again)
  if (/JWT|backend IDs|InvalidToken/i.test(text) || jsonMember(thrown, 'name') === 'InvalidTokenError')
    return fail(
      'ACTIONS_RUNTIME_TOKEN is not the token of a runner',
      'Leave ACTIONS_RUNTIME_TOKEN as the runner sets it.'
    )
  return fail(quote(firstLine(text)), again)
}

function statusIn(thrown: unknown, text: string): number | undefined {
  const own = jsonMember(thrown, 'statusCode')
  if (typeof own === 'number') return own
  const [, found] = /Failed request: \((\d{3})\)/.exec(text) ?? []
  return found === undefined ? undefined : Number(found)
}

function networkCode(thrown: unknown): string | undefined {
  const code = jsonMember(thrown, 'code')
  return typeof code === 'string' && /^(?:E[A-Z]{3,}|REQUEST_SEND_ERROR|UND_ERR_[A-Z_]+)$/.test(code) ? code : undefined
}

/** Without the query of an address, which may be a signature. */
function firstLine(text: string): string {
  const [line = ''] = text.split('\n')
  return line.replace(/\?[^\s"']*/g, '')
}
