import { repositoryKey } from '../project/sources.ts'
import { git, streamGit } from './git.ts'

/** What git has of a checkout. */
export type Checkout = {
  /** Absolute. */
  readonly gitDir: string
  /** Full name of the commit that is checked out; undefined where there is none yet. */
  readonly head: string | undefined
}

/** The checkout that a folder is in; undefined where git knows none. */
export async function findCheckout(folder: string): Promise<Checkout | undefined> {
  const found = await git(['rev-parse', '--absolute-git-dir'], folder)
  const gitDir = found.text.replace(/\r?\n$/, '')
  if (!found.ok || gitDir === '') return undefined
  const head = await git(['rev-parse', '--verify', '--quiet', '--end-of-options', 'HEAD^{commit}'], folder)
  const commit = head.text.trim()
  return { gitDir, head: head.ok && isCommitName(commit) ? commit : undefined }
}

/** True for the full name of a commit. */
export function isCommitName(text: string): boolean {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text)
}

/** True where a remote of the checkout is the repository at one of these addresses. */
export async function isCheckoutOf({ gitDir }: Checkout, addresses: readonly string[]): Promise<boolean> {
  const remotes = await git([`--git-dir=${gitDir}`, 'config', '--get-regexp', '^remote\\..*\\.url$'])
  const urls = remotes.text.split('\n').map(line => line.slice(line.indexOf(' ') + 1))
  const keys = new Set(urls.flatMap(url => repositoryKey('git', url) ?? []))
  return addresses.some(address => keys.has(repositoryKey('git', address) ?? ''))
}

/** The parents of a commit in order, also of one at which a shallow clone ends; empty where git has not the commit. */
export async function readParents({ gitDir }: Checkout, commit: string): Promise<readonly string[]> {
  const raw = await git([`--git-dir=${gitDir}`, '--no-replace-objects', 'cat-file', 'commit', commit])
  if (!raw.ok) return []
  const head = raw.text.split('\n\n', 1)[0] ?? ''
  return [...head.matchAll(/^parent ([0-9a-f]+)$/gm)].flatMap(([, name = '']) => (isCommitName(name) ? [name] : []))
}

const longestList = 64 * 1024 * 1024

/**
 * The regular files of a commit: names of their content by path from the root. Undefined where git cannot list them, or they are too many.
 */
export async function listCommit(
  { gitDir }: Checkout,
  commit: string
): Promise<ReadonlyMap<string, string> | undefined> {
  const parts: Uint8Array[] = []
  let size = 0
  const end = await streamGit(gitDir, ['ls-tree', '-r', '-z', '--full-tree', commit], bytes => {
    size += bytes.length
    if (size <= longestList) parts.push(bytes)
  })
  if (end?.status !== 0 || size > longestList) return undefined
  const entries = Buffer.concat(parts).toString('utf8').split('\0')
  return new Map(
    entries.flatMap(entry => {
      const [, id = '', path = ''] = /^100\d{3} blob ([0-9a-f]+)\t(.*)$/s.exec(entry) ?? []
      return id === '' ? [] : [[path, id] as const]
    })
  )
}
