import { isSecretName } from '../project/secret-name.ts'
import { type GitFileAnswer, type GitRef, type Need, needKey, repositoryKey } from '../project/sources.ts'
import { quote } from '../text.ts'
import { git } from './git.ts'

/** Threat model section 10. */
const fileLimit = 5 * 1024 * 1024
/** Files of one round: each takes several runs of git. */
const filesLimit = 500

export type GitFilesRequest = {
  /** Folder in the checkout. */
  readonly folder: string
  /** For the names that CI gives the repository. */
  readonly env: Readonly<Record<string, string | undefined>>
}

/**
 * Reads files of the checked-out repository at a branch, tag or commit, from what the clone has: nothing is fetched. Without a reference it is
 * the commit that is checked out. Answers by `needKey`; a file of another repository is answered with an error.
 */
export async function readGitFiles(
  needs: readonly Need[],
  request: GitFilesRequest
): Promise<ReadonlyMap<string, GitFileAnswer>> {
  const own = await ownRepositories(request)
  const answers: [string, GitFileAnswer][] = []
  for (const [index, need] of needs.entries()) {
    const key = repositoryKey('git', need.url)
    const isOwn = key !== undefined && own.has(key)
    answers.push([needKey(need), isOwn ? await readOwn(need, index, request.folder) : notOwn(key)])
  }
  return new Map(answers)
}

async function ownRepositories({ folder, env }: GitFilesRequest): Promise<ReadonlySet<string>> {
  const remotes = await git(['config', '--get-regexp', '^remote\\..*\\.url$'], folder)
  const urls = remotes.text.split('\n').map(line => line.slice(line.indexOf(' ') + 1))
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, CI_PROJECT_URL: project } = env
  const named = [...(server && repository ? [`${server}/${repository}`] : []), ...(project ? [project] : [])]
  return new Set([...urls, ...named].flatMap(url => repositoryKey('git', url) ?? []))
}

function notOwn(key: string | undefined): GitFileAnswer {
  const name = key?.replace(/^git:\/\//, '') ?? 'REPOSITORY'
  return {
    error: 'it is another repository than the one that is checked out',
    hint: `Check it out in an earlier step and name its folder: local-git-override: ${name}=DIR`
  }
}

async function readOwn(need: Need, index: number, folder: string): Promise<GitFileAnswer> {
  if (index >= filesLimit) return { error: `more than ${filesLimit} files of git are asked for` }
  return readGitFile(need, folder)
}

async function readGitFile({ ref, path }: Need, folder: string): Promise<GitFileAnswer> {
  if (isSecretName(path)) return { error: 'it may hold secrets and is not read' }
  const commit = await findCommit(ref, folder)
  if (commit === undefined) {
    return {
      error: `the clone has no ${describe(ref)}`,
      hint: 'Fetch it in an earlier step, as with fetch-depth: 0 of actions/checkout.'
    }
  }
  const listed = await git(['ls-tree', '--full-tree', '-l', '-z', commit, '--', `:(literal)${path}`], folder)
  const [mode = '', , , size = '', ...rest] = (listed.text.split('\0')[0] ?? '').split(/[ \t]+/)
  if (!listed.ok || rest.length === 0) return { error: `there is no such file at ${describe(ref)}`, isMissing: true }
  if (!mode.startsWith('100')) return { error: 'it is not a regular file' }
  if (Number(size) > fileLimit) return { error: `it is larger than ${fileLimit} bytes` }
  // the bytes as they are committed: no filters, no text conversion
  const shown = await git(['cat-file', 'blob', `${commit}:${path}`], folder)
  return shown.ok ? { text: shown.text } : { error: 'git cannot read it' }
}

function describe(ref: GitRef | undefined): string {
  const [kind, name] = Object.entries(ref ?? {}).find(([, text]) => text !== undefined) ?? []
  if (name === undefined) return 'commit that is checked out'
  return kind === 'name' ? `branch or tag ${quote(name)}` : `${kind} ${quote(name)}`
}

async function findCommit(ref: GitRef | undefined, folder: string): Promise<string | undefined> {
  for (const name of namesOf(ref)) {
    const found = await git(['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`], folder)
    if (found.ok) return found.text.trim()
  }
  return undefined
}

/** Full names of what a reference may mean, best first: what the server has comes before what a step may have left here. */
function namesOf(ref: GitRef | undefined): readonly string[] {
  const { branch, tag, commit, name } = ref ?? {}
  const branches = (text: string): readonly string[] => [`refs/remotes/origin/${text}`, `refs/heads/${text}`]
  if (branch !== undefined) return branches(branch)
  if (tag !== undefined) return [`refs/tags/${tag}`]
  const isHash = (text: string): boolean => /^[0-9a-f]{7,64}$/.test(text)
  if (commit !== undefined) return isHash(commit) ? [commit] : []
  if (name === undefined) return ['HEAD']
  const full = name.startsWith('refs/') ? [name, name.replace(/^refs\/heads\//, 'refs/remotes/origin/')] : []
  return [...full, ...branches(name), `refs/tags/${name}`, ...(isHash(name) ? [name] : [])]
}
