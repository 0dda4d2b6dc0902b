import { isImagesError } from '../errors.ts'
import { isRegistryHost } from '../image/reference.ts'
import { matchesRegistry } from '../policy/registries.ts'
import type { Log } from '../ports.ts'
import { plural } from '../text.ts'
import { type Checkout, findCheckout, isCheckoutOf, isCommitName, listCommit, readParents } from './checkout.ts'
import { grepCommit } from './git-grep.ts'
import type { CommitFileSource, TreeFile } from './github-tree.ts'
import { findHosts } from './host-occurrence.ts'

/** The pull request that a run is about, as far as its base goes. */
export type PullRequestBase = {
  /** Commits of the branch that it goes to; each says what was there before. */
  readonly commits: readonly string[]
  /** The commit that GitHub made to try the merge, whose first parent is the newest commit of the base, and its other parent. */
  readonly merge?: { readonly commit: string; readonly head: string | undefined } | undefined
  /** Addresses of the repositories that the files may be checked out from. */
  readonly repositories: readonly string[]
}

export type NewRegistriesRequest = {
  /** Folder in the checkout. */
  readonly folder: string
  /** Undefined where the run is about no pull request: nothing is new then. */
  readonly base: PullRequestBase | undefined
  /**
   * Registries that the workflow names by itself, which are never new: hosts, or patterns as in `allow-registries` whose last label is
   * written out.
   */
  readonly named: readonly string[]
  /** The files at the base for a clone that has not its commits; undefined where nobody can be asked. */
  readonly files?: CommitFileSource | undefined
  readonly log: Pick<Log, 'debug'>
}

/** No registry is in both. */
export type NewRegistries = {
  /** Only the pull request brings them: they get no login of any kind. */
  readonly new: ReadonlySet<string>
  /** Nobody could say: they get a login only where the workflow gives it for exactly this host. */
  readonly unknown: ReadonlySet<string>
}

/** Files at the base that are asked for one by one. */
const mostReads = 20
/** Threat model section 10. */
const fileLimit = 5 * 1024 * 1024

/**
 * Of the registries that a run wants to ask, those that only this pull request brings (threat model R-04). A registry is known if the workflow
 * names it or a text file at the base of the pull request does, see {@link findHosts}; Docker Hub, which has no name in templates, always is.
 * What the pull request changes has no say: only content that the base has is searched, and no file of the checkout tells how. Never rejects.
 * @param registries normalised
 */
export async function findNewRegistries(
  registries: readonly string[],
  request: NewRegistriesRequest
): Promise<NewRegistries> {
  const wanted = registries.filter(registry => registry !== 'docker.io' && !isNamed(registry, request.named))
  const open = new Set(wanted)
  if (request.base === undefined || open.size === 0) return { new: new Set(), unknown: new Set() }
  // never asked, and no text to hand to git
  const odd = [...open].filter(registry => !isRegistryHost(registry))
  for (const registry of odd) open.delete(registry)
  const isSure = open.size === 0 || (await searchBase(open, request.base, request))
  return isSure ? { new: new Set([...open, ...odd]), unknown: new Set() } : { new: new Set(odd), unknown: open }
}

/** A pattern that could be any host names none. */
function isNamed(registry: string, named: readonly string[]): boolean {
  return named.some(pattern => {
    const lastLabel = pattern.replace(/:\d+$/, '').split('.').at(-1) ?? ''
    return !lastLabel.includes('*') && matchesRegistry(pattern, registry)
  })
}

/** Takes what the base knows out of `open`. @returns true where the rest is not there for sure */
async function searchBase(open: Set<string>, base: PullRequestBase, request: NewRegistriesRequest): Promise<boolean> {
  const { folder, files, log } = request
  const checkout = await findCheckout(folder)
  if (checkout === undefined) return unsure(log, 'the files are in no checkout of git')
  const commits = await baseCommits(checkout, base)
  let isSure = false
  for (const commit of commits) {
    if (open.size === 0) return true
    const isComplete = await grepCommit(checkout.gitDir, commit, [...open], (_, line) => drop(open, line))
    isSure ||= isComplete
  }
  const [commit] = commits
  if (isSure || open.size === 0 || commit === undefined) return isSure || open.size === 0
  if (files === undefined) return unsure(log, `the clone has not the base commit ${commit.slice(0, 12)}`)
  if (!(await isCheckoutOf(checkout, base.repositories)))
    return unsure(log, 'the checkout is of another repository than the pull request')
  try {
    return await searchFiles(open, checkout, await listBase(files, commits), files, log)
  } catch (error) {
    if (!isImagesError(error)) throw error
    return unsure(log, error.message)
  }
}

function unsure(log: Pick<Log, 'debug'>, why: string): false {
  log.debug(`whether a registry is new cannot be said: ${why}`)
  return false
}

function drop(open: Set<string>, text: string): void {
  for (const registry of findHosts(text, open)) open.delete(registry)
}

/** The newest commit of the base first: an event may name one from before the pull request was opened. */
async function baseCommits(checkout: Checkout, { commits, merge }: PullRequestBase): Promise<readonly string[]> {
  const [first, second, ...more] = merge && isCommitName(merge.commit) ? await readParents(checkout, merge.commit) : []
  const isMerge = second !== undefined && more.length === 0 && (merge?.head === undefined || merge.head === second)
  const newest = isMerge && first !== undefined ? [first] : []
  return [...new Set([...newest, ...commits.filter(isCommitName)])]
}

type BaseFiles = Awaited<ReturnType<CommitFileSource['list']>>

/** The first of the commits that can be listed. */
async function listBase(files: CommitFileSource, [commit = '', ...others]: readonly string[]): Promise<BaseFiles> {
  try {
    return await files.list(commit)
  } catch (error) {
    if (!isImagesError(error) || others.length === 0) throw error
    return listBase(files, others)
  }
}

/**
 * Searches the base without its commit: a file of the checked-out commit whose content the base has too, wherever it lies there, was there before;
 * of the other files of the base the likeliest are asked for.
 */
async function searchFiles(
  open: Set<string>,
  checkout: Checkout,
  base: BaseFiles,
  source: CommitFileSource,
  log: Pick<Log, 'debug'>
): Promise<boolean> {
  const { head } = checkout
  const here = head === undefined ? undefined : await listCommit(checkout, head)
  if (head === undefined || here === undefined) return unsure(log, 'git cannot list the files that are checked out')
  const atBase = new Set(base.files.map(({ id }) => id))
  const holders = new Set<string>()
  const isComplete = await grepCommit(checkout.gitDir, head, [...open], (path, line) => {
    if (atBase.has(here.get(path) ?? '')) drop(open, line)
    else holders.add(path)
  })
  const contents = new Set(here.values())
  const others = base.files.filter(({ id, size }) => !(isComplete && contents.has(id)) && size <= fileLimit)
  const likely = byLikelihood(others, holders).slice(0, mostReads)
  for (const { id } of likely) {
    if (open.size === 0) return true
    const bytes = Buffer.from(await source.read(id))
    if (!bytes.subarray(0, 8000).includes(0)) drop(open, bytes.toString('utf8'))
  }
  if (open.size === 0) return true
  log.debug(`${plural(likely.length, 'file')} of ${others.length} that changed were read at the base`)
  return (base.complete && isComplete) || unsure(log, 'not all files of the base could be searched')
}

/** What names a registry now most likely named it before: the same path first, then the same name elsewhere. */
function byLikelihood(files: readonly TreeFile[], holders: ReadonlySet<string>): readonly TreeFile[] {
  const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1)
  const names = new Set([...holders].map(nameOf))
  const rank = ({ path }: TreeFile): number => (holders.has(path) ? 0 : names.has(nameOf(path)) ? 1 : 2)
  return files.toSorted((a, b) => rank(a) - rank(b))
}
