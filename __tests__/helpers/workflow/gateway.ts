import { createServer, type IncomingMessage } from 'node:http'
import { startArtifactDownloads } from '../artifact-downloads.ts'
import type { FakeGitHub } from '../github.ts'
import { loadGitHubDescription } from '../github-openapi.ts'
import type { StoredArchive } from './artifacts.ts'
import { type Access, may, type Permissions } from './permissions.ts'
import type { Repository } from './repository.ts'

/** GitHub's API as one run sees it. */
export type Gateway = {
  readonly url: string
  /** Makes the token of a job. */
  issue(permissions: Permissions): string
  permissionsOf(token: string): Permissions | undefined
  /** What was not as GitHub describes it. */
  problems(): readonly string[]
  close(): Promise<void>
}

export type GatewayOptions = {
  readonly github: FakeGitHub
  readonly repository: Repository
  /** Runs that ended before, with their artifacts. */
  readonly runs: readonly { readonly id: string; readonly archives: readonly StoredArchive[] }[]
}

const notAccessible = 'Resource not accessible by integration'

/**
 * In front of the fake GitHub: knows what the token of each job may do, answers 403 to what it may not, as for a private repository, and has
 * the files of commits from the repository on disk. Any other token is passed on as it is.
 */
export async function startGateway({ github, repository, runs }: GatewayOptions): Promise<Gateway> {
  const tokens = new Map<string, Permissions>()
  const description = loadGitHubDescription()
  const downloads = await startArtifactDownloads()
  for (const { id: run, archives } of runs) {
    const add = ({ id, name, bytes }: StoredArchive) => downloads.artifacts.push({ id, name, run, bytes })
    archives.forEach(add)
  }

  const answer = async (request: IncomingMessage): Promise<Reply> => {
    const path = request.url ?? ''
    const given = /^(?:token|bearer) (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? ''
    const permissions = tokens.get(given)
    const needed = neededFor(request.method ?? 'GET', path)
    if (permissions !== undefined && !needed.some(([scope, access]) => may(permissions, scope, access))) {
      return json(403, { message: notAccessible, documentation_url: 'https://docs.github.com/rest', status: '403' })
    }
    const file = /^\/repos\/acme\/shop\/contents\/([^?]+)\?ref=([^&]+)$/.exec(path)
    const content = file && repository.read(decodeURIComponent(file[1] ?? ''), decodeURIComponent(file[2] ?? ''))
    if (content !== null && content !== undefined) return json(200, contentFile(file?.[1] ?? '', content))
    const base = /^\/repos\/acme\/shop\/actions\//.test(path) ? downloads.apiUrl : github.url
    const authorization = permissions === undefined ? request.headers.authorization : 'token workflow-token'
    return passOn(request, base + path, authorization ?? '')
  }
  const contentFile = (path: string, content: string): object => {
    const bytes = Buffer.from(content)
    const fields = { type: 'file', path, name: path.split('/').at(-1), size: bytes.length }
    return description.sample('content-file', { ...fields, encoding: 'base64', content: bytes.toString('base64') })
  }

  const server = createServer((request, response) => {
    void answer(request)
      .catch(error => json(500, { message: String(error) }))
      .then(({ status, headers, body }) => {
        response.writeHead(status, headers)
        response.end(body)
      })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}`,
    issue(permissions) {
      const token = `ghs_jobtoken${String(tokens.size + 1).padStart(4, '0')}of${port}`
      tokens.set(token, permissions)
      return token
    },
    permissionsOf: token => tokens.get(token),
    problems: () => downloads.problems,
    async close() {
      server.closeAllConnections()
      await new Promise<void>(resolve => server.close(() => resolve()))
      await downloads.close()
    }
  }
}

/** Any one of these lets a token do it. GitHub's documentation, "Permissions required for GitHub Apps". */
function neededFor(method: string, path: string): readonly (readonly [string, Access])[] {
  const access = method === 'GET' ? 'read' : 'write'
  const area = /^\/repos\/[^/]+\/[^/]+\/([^/?]+)/.exec(path)?.[1]
  const pulls = [['pull-requests', access] as const]
  switch (area) {
    case 'actions':
      return [['actions', access]]
    case 'issues':
      return [...pulls, ['issues', access]]
    case 'pulls':
      return pulls
    case 'contents':
    case 'git':
    case 'compare':
      return [['contents', access]]
    default:
      return [['metadata', 'read'], ...['contents', 'pull-requests', 'actions'].map(scope => [scope, 'read'] as const)]
  }
}

type Reply = {
  readonly status: number
  readonly headers: Record<string, string>
  readonly body: string | Buffer
}

async function passOn(request: IncomingMessage, address: string, authorization: string): Promise<Reply> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  const answer = await fetch(address, {
    method: request.method ?? 'GET',
    headers: { authorization, 'content-type': 'application/json' },
    redirect: 'manual',
    ...(chunks.length === 0 ? {} : { body: Buffer.concat(chunks) })
  })
  const kept = ['content-type', 'location', 'link'].flatMap(name => {
    const value = answer.headers.get(name)
    return value === null ? [] : [[name, value] as const]
  })
  const body = Buffer.from(await answer.arrayBuffer())
  return { status: answer.status, headers: Object.fromEntries(kept), body }
}

function json(status: number, body: object): Reply {
  return { status, headers: { 'content-type': 'application/json; charset=utf-8' }, body: JSON.stringify(body) }
}
