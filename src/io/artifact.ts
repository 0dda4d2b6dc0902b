import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { artifactNameProblem } from '../artifact-name.ts'
import { FileError, GitHubError, InputError } from '../errors.ts'
import type { Log } from '../ports.ts'
import { byteLength, plural, quote } from '../text.ts'
import { removeEarlierArtifact } from './artifact-attempt.ts'
import { readUploadFailure } from './artifact-failure.ts'
import { type ArtifactFile, artifactFiles, fileLimits } from './artifact-files.ts'
import type { Environment } from './github-event.ts'
import { codeOf } from './project-files.ts'

export type ArtifactUpload = {
  /** Unique in the workflow run. */
  readonly name: string
  /** Text of each file. Nothing in it may be secret: whoever can read the repository can download it. */
  readonly files: ReadonlyMap<ArtifactFile, string>
  /** Days to keep it; at most what the repository allows, and that where it is 0. */
  readonly retentionDays: number
  readonly env: Environment
  readonly log?: Pick<Log, 'warning'> | undefined
  /** Milliseconds for the whole upload. */
  readonly timeout?: number | undefined
}

export type UploadedArtifact = {
  readonly id: number
  /** Page of the artifact, for people who may read the repository. */
  readonly url: string
}

/** Whether this job can upload artifacts: a runner tells that to Actions only, and to no `run` step. */
export function hasArtifactService(env: Environment): boolean {
  return Boolean(env['ACTIONS_RUNTIME_TOKEN']) && Boolean(env['ACTIONS_RESULTS_URL'])
}

/**
 * Uploads the files as one artifact of this workflow run, from a fresh folder that holds nothing else (threat model O-10). A file over its
 * limit is left out with a warning. An artifact of that name from an earlier attempt of the run gives way. GitHub's package reads its settings from the process, so `env` has to be that of the process.
 *
 * The package tries again by itself, and what it has under way cannot be stopped: after a timeout the caller has to end the process.
 * @throws GitHubError with the code `artifact`; a reason to warn, and to fail only where the workflow says so
 * @throws InputError for a name that cannot be used
 */
export async function uploadArtifact(upload: ArtifactUpload): Promise<UploadedArtifact> {
  const { name, env, timeout = 120_000 } = upload
  checkArtifactName(name)
  checkService(env)
  const folder = makeFolder(env)
  const work = sendFiles(upload, folder).finally(() => rmSync(folder, { recursive: true, force: true }))
  const id = await within(work, timeout, name)
  const server = (env['GITHUB_SERVER_URL'] || 'https://github.com').replace(/\/+$/, '')
  const run = `${server}/${env['GITHUB_REPOSITORY'] ?? ''}/actions/runs/${env['GITHUB_RUN_ID'] ?? ''}`
  return { id, url: `${run}/artifacts/${id}` }
}

/**
 * What GitHub takes as a name, without what would be a command in the log that its package writes (O-04).
 * @throws InputError
 */
export function checkArtifactName(name: string): void {
  const why = artifactNameProblem(name)
  if (why === undefined) return
  throw new InputError('artifact-name', `${quote(name)} is no name for an artifact: ${why}`, {
    hint: 'Use letters, digits, dots, hyphens and underscores.'
  })
}

function checkService(env: Environment): void {
  const host = hostOf(env['GITHUB_SERVER_URL'] || 'https://github.com')
  if (host !== 'github.com' && !host.endsWith('.ghe.com') && !host.endsWith('.localhost')) {
    throw new GitHubError(
      'artifact',
      `${quote(host)} is a GitHub Enterprise Server, which takes no artifacts of this kind`,
      undefined,
      {
        hint: 'Leave artifact-name empty, and upload the files in a step with the actions/upload-artifact that is made for such servers.'
      }
    )
  }
  if (hasArtifactService(env)) return
  const missing = env['ACTIONS_RUNTIME_TOKEN'] ? 'ACTIONS_RESULTS_URL' : 'ACTIONS_RUNTIME_TOKEN'
  throw new GitHubError(
    'artifact',
    `${missing} is not set, so there is no service to upload an artifact to`,
    undefined,
    {
      hint: 'Run the Action on a runner of GitHub Actions, or leave artifact-name empty.'
    }
  )
}

function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).hostname.toLowerCase() : address
}

function makeFolder(env: Environment): string {
  const parent = env['RUNNER_TEMP'] || tmpdir()
  try {
    return mkdtempSync(join(parent, 'kluctl-images-artifact-'))
  } catch (cause) {
    throw new FileError('write', parent, 'no folder for the artifact can be made in RUNNER_TEMP', { cause })
  }
}

async function sendFiles(upload: ArtifactUpload, folder: string): Promise<number> {
  const { name, retentionDays, env, log } = upload
  const paths = writeFiles(upload, folder)
  if (paths.length === 0) throw new GitHubError('artifact', 'there is no file for the artifact')
  const days = retention(retentionDays, env)
  try {
    const { DefaultArtifactClient } = await import('@actions/artifact')
    const client = new DefaultArtifactClient()
    const options = days === undefined ? {} : { retentionDays: days }
    const send = (): Promise<{ readonly id?: number }> => client.uploadArtifact(name, paths, folder, options)
    const { id } = await send().catch(async (thrown: unknown) => {
      const isClash = readUploadFailure(thrown, name).status === 409
      if (!isClash || !(await removeEarlierArtifact(client, name, env))) throw thrown
      log?.warning(
        `the artifact ${quote(name)} of an earlier attempt is replaced; if two jobs share the name, give each its own artifact-name`
      )
      return send()
    })
    if (id !== undefined && Number.isSafeInteger(id) && id > 0) return id
  } catch (thrown) {
    throw readUploadFailure(thrown, name)
  }
  throw new GitHubError('artifact', `GitHub took the artifact ${quote(name)} and gave it no number`)
}

function writeFiles({ files, log }: ArtifactUpload, folder: string): string[] {
  const paths: string[] = []
  for (const file of artifactFiles) {
    const text = files.get(file)
    if (text === undefined) continue
    if (byteLength(text) > fileLimits[file]) {
      log?.warning(`${file} is left out of the artifact: it has more than ${plural(fileLimits[file], 'byte')}`)
      continue
    }
    const path = join(folder, file)
    try {
      writeFileSync(path, text, { flag: 'wx' })
    } catch (cause) {
      throw new FileError('write', file, `${file} cannot be written for the artifact (${codeOf(cause)})`, { cause })
    }
    paths.push(path)
  }
  return paths
}

/** Undefined leaves the number of days to the repository. */
function retention(days: number, env: Environment): number | undefined {
  const most = Number(env['GITHUB_RETENTION_DAYS'])
  const wanted = most > 0 ? Math.min(days, most) : days
  return wanted > 0 ? wanted : undefined
}

async function within<T>(work: Promise<T>, milliseconds: number, name: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const text = `the artifact ${quote(name)} was not uploaded within ${milliseconds / 1000} seconds`
      const hint = 'Run the job again; https://www.githubstatus.com says how GitHub is.'
      reject(new GitHubError('artifact', text, undefined, { hint }))
    }, milliseconds)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
