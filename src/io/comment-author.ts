import { GitHubError } from '../errors.ts'
import type { GitHubApi } from './github-api.ts'
import { isRateLimit, statusOf } from './github-failure.ts'
import { jsonMember, numberMember, textMember } from './json-member.ts'

/** Who wrote a comment, as far as it tells us from others. */
export type CommentAuthor = {
  readonly id: number
  /** Undefined where any type will do: the id is that of an account that GitHub named as ours. */
  readonly type: 'Bot' | undefined
}

/** The author of everything that a workflow's own token writes on github.com. */
const actionsBot = { login: 'github-actions[bot]', id: 41_898_282 }

/** GitHub's public GraphQL schema: `Query.viewer`, `User.login`, `User.databaseId`. */
export const viewerQuery = 'query { viewer { login databaseId } }'

/**
 * Who we are (threat model O-07). An account may ask `GET /user`. The token of a GitHub App, as a workflow has it, may not, and learns
 * its name from GraphQL. Where neither answers, it is taken for the bot of GitHub Actions, whose id differs from host to host.
 */
export async function findAuthor(api: GitHubApi): Promise<CommentAuthor> {
  const user = api.installation ? undefined : await ask(() => api.send('GET /user', {}))
  const id = numberMember(user, 'id')
  if (id !== undefined) return { id, type: undefined }
  return (await findViewer(api)) ?? (await findActionsBot(api))
}

async function findViewer(api: GitHubApi): Promise<CommentAuthor | undefined> {
  const answer = await ask(() => api.send(`POST ${graphqlAddress(api.url)}`, { query: viewerQuery }))
  const viewer = jsonMember(jsonMember(answer, 'data'), 'viewer')
  const login = textMember(viewer, 'login')
  if (login === undefined) return undefined
  const id = numberMember(viewer, 'databaseId') ?? (await findUser(api, login))
  return id === undefined ? undefined : { id, type: login.endsWith('[bot]') ? 'Bot' : undefined }
}

async function findActionsBot(api: GitHubApi): Promise<CommentAuthor> {
  if (new URL(api.url).host === 'api.github.com') return { id: actionsBot.id, type: 'Bot' }
  return { id: (await findUser(api, actionsBot.login)) ?? actionsBot.id, type: 'Bot' }
}

async function findUser(api: GitHubApi, username: string): Promise<number | undefined> {
  return numberMember(await ask(() => api.send('GET /users/{username}', { username })), 'id')
}

/** GraphQL is beside REST: `https://HOST/api/graphql` for `https://HOST/api/v3`. */
export function graphqlAddress(apiUrl: string): string {
  return apiUrl.endsWith('/api/v3') ? apiUrl.replace(/\/v3$/, '/graphql') : `${apiUrl}/graphql`
}

/** The answer; undefined where this host or token has none to give. What may pass, and a wrong token, is thrown on. */
async function ask(send: () => Promise<{ readonly data: unknown }>): Promise<unknown> {
  try {
    return (await send()).data
  } catch (thrown) {
    if (thrown instanceof GitHubError) return undefined
    const status = statusOf(thrown)
    if (status === undefined || status === 401 || status >= 500 || isRateLimit(thrown)) throw thrown
    return undefined
  }
}
