import { createHash } from 'node:crypto'
import { GitHubError } from '../errors.ts'
import { quote } from '../text.ts'
import { type ArtifactFile, artifactLimit } from './artifact-files.ts'
import { type Download, downloadBytes } from './artifact-request.ts'
import { readArchive, refuse } from './artifact-zip.ts'
import { connectGitHub, type GitHubApi } from './github-api.ts'
import type { Environment, GitHubRepository } from './github-event.ts'
import { type RetryOptions, withRetries } from './github-retry.ts'
import { jsonMember } from './json-member.ts'

export type HandoverSource = {
  readonly apiUrl: string
  readonly repository: GitHubRepository
  /** Needs `actions: read`. */
  readonly token: string
  /** The run that uploaded it: `workflow_run.id` of the event. */
  readonly runId: string
  readonly name: string
  /** For the runner's proxy. */
  readonly env: Environment
  /** Milliseconds after which a request counts as lost. */
  readonly timeout?: number | undefined
} & Pick<RetryOptions, 'delay' | 'now'>

/** What the job that comments needs; whatever else the artifact holds is checked and left packed. */
const handedOver = ['images-report.json', 'pull-request.json'] as const satisfies readonly ArtifactFile[]

export type HandedOver = Readonly<Record<(typeof handedOver)[number], string>>

/**
 * Reads what the run of a pull request handed over. The artifact is hostile (threat model W-02): it is read in memory, its size is bounded before,
 * while and after it comes, its digest is compared with GitHub's, and only two files of it are unpacked. The texts are still anybody's.
 * @throws GitHubError: `artifact` where there is none or it is not as we make it; `permission` or `unavailable` as GitHub answers
 */
export async function downloadHandover(source: HandoverSource): Promise<HandedOver> {
  const { apiUrl, token, timeout } = source
  const api = await connectGitHub({ apiUrl, token, timeout })
  const download = async (): Promise<Uint8Array> => {
    const artifact = await findArtifact(api, source)
    const { owner, repo } = source.repository
    const path = [owner, repo].map(encodeURIComponent).join('/')
    const url = new URL(`${apiUrl}/repos/${path}/actions/artifacts/${artifact.id}/zip`)
    return checkDigest(await downloadBytes({ ...requestOf(source), url }), artifact.digest)
  }
  const bytes = await withRetries(download, { ...source, fork: false, permission: 'actions: read' })
  const files = readArchive(bytes, handedOver)
  const text = (file: (typeof handedOver)[number]): string =>
    files.get(file) ??
    refuse(`it has no ${file}; the run that made it was not about a pull request, or of another version`)
  return { 'images-report.json': text('images-report.json'), 'pull-request.json': text('pull-request.json') }
}

function requestOf({ token, env, timeout = 60_000 }: HandoverSource): Omit<Download, 'url'> {
  return { token, env, timeout, limit: artifactLimit }
}

type Artifact = { readonly id: number; readonly digest: string | undefined }

/** The newest of that name: a job that runs again uploads again. GitHub's REST API, "List workflow run artifacts". */
async function findArtifact(api: GitHubApi, { repository, runId, name }: HandoverSource): Promise<Artifact> {
  const route = 'GET /repos/{owner}/{repo}/actions/runs/{run_id}/artifacts'
  const { data } = await api.send(route, { ...repository, run_id: runId, name, per_page: 100 })
  const listed = jsonMember(data, 'artifacts')
  const named = (Array.isArray(listed) ? listed : [])
    .filter(item => jsonMember(item, 'name') === name)
    .map(item => ({ item, id: jsonMember(item, 'id') }))
    .filter((found): found is { item: unknown; id: number } => Number.isSafeInteger(found.id))
  const [newest] = named.toSorted((a, b) => b.id - a.id)
  if (newest === undefined) {
    throw new GitHubError('artifact', `the run ${runId} has no artifact ${quote(name)}`, undefined, {
      hint: 'Give both workflows the same artifact-name. A run that failed early uploads none.'
    })
  }
  const { item, id } = newest
  if (jsonMember(item, 'expired') === true) {
    throw new GitHubError('artifact', `the artifact ${quote(name)} of the run ${runId} has expired`, undefined, {
      hint: 'Run the workflow of the pull request again.'
    })
  }
  const size = jsonMember(item, 'size_in_bytes')
  if (typeof size !== 'number' || size > artifactLimit)
    refuse(`it has ${String(size)} bytes, and ${artifactLimit} are allowed`)
  const digest = jsonMember(item, 'digest')
  return { id, digest: typeof digest === 'string' ? digest : undefined }
}

/** GitHub says the digest of artifacts since 2025; an older server does not. */
function checkDigest(bytes: Uint8Array, digest: string | undefined): Uint8Array {
  const own = `sha256:${createHash('sha256').update(bytes).digest('hex')}`
  if (digest?.startsWith('sha256:') && digest !== own) refuse('its bytes are not those that GitHub took')
  return bytes
}
