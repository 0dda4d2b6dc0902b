import { connectToGitLab } from './gitlab-api.ts'
import { readGitLabAccess } from './gitlab-job.ts'
import { jsonMember } from './json-member.ts'
import { readProxies } from './registry/proxies.ts'
import { createRedactor } from './registry/redact.ts'
import type { Environment } from './registry/variables.ts'

/** What GitLab says of the token that a job has for notes. */
export type GitLabTokenFacts = {
  /** The variable that holds it. */
  readonly variable: string
  readonly scopes: readonly string[]
  /** False once it is revoked or expired. */
  readonly active: boolean
  /** `2027-03-01`; undefined where it never ends. */
  readonly expires: string | undefined
}

/**
 * Asks GitLab what the token of the job may do: `GET /personal_access_tokens/self`, which any token may ask of itself, project and group tokens
 * too (docs.gitlab.com, "Personal access tokens API").
 * @throws GitLabError, InputError
 */
export async function readGitLabToken(env: Environment, timeout = 10_000): Promise<GitLabTokenFacts> {
  const job = readGitLabAccess(env)
  const { proxies, problems } = readProxies(env)
  if (problems[0]) throw problems[0]
  const redactor = createRedactor()
  for (const secret of [job.token, ...proxies.secrets]) redactor.add(secret)
  const api = await connectToGitLab({ job, proxies, redact: redactor.redact, now: Date.now, timeout })
  try {
    const { data } = await api.send({ method: 'GET', path: '/personal_access_tokens/self' })
    const scopes = jsonMember(data, 'scopes')
    const expires = jsonMember(data, 'expires_at')
    return {
      variable: job.tokenVariable,
      scopes: Array.isArray(scopes) ? scopes.filter(scope => typeof scope === 'string') : [],
      active: jsonMember(data, 'active') === true && jsonMember(data, 'revoked') !== true,
      expires: typeof expires === 'string' && /^\d{4}-\d\d-\d\d$/.test(expires) ? expires : undefined
    }
  } finally {
    await api.close()
  }
}
