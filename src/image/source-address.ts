import { parseSourcePlace, type SourceHostKind, type SourceHosts, type SourcePlace } from './source-place.ts'

type Compare = (from: string, to: string) => string

const compares: Readonly<Record<SourceHostKind, Compare>> = {
  github: (from, to) => `/compare/${from}...${to}`,
  gitlab: (from, to) => `/-/compare/${from}...${to}`,
  // the newer one first
  bitbucket: (from, to) => `/branches/compare/${to}..${from}`,
  gitea: (from, to) => `/compare/${from}...${to}`,
  azure: (from, to) => `/branchCompare?baseVersion=GC${from}&targetVersion=GC${to}`
}

/** The commit that a text names, in lower case: 7 to 64 hexadecimal digits. Undefined for tags, branches and everything else. */
export function readRevision(text: string | undefined): string | undefined {
  const bare = text?.trim() ?? ''
  return /^[0-9a-f]{7,64}$/i.test(bare) ? bare.toLowerCase() : undefined
}

/** True where two commits are one, written out or cut short. */
export function sameRevision(a: string, b: string): boolean {
  return a.startsWith(b) || b.startsWith(a)
}

/**
 * Page that shows what `to` has and `from` has not. Both are commits, see {@link readRevision}. Undefined at Azure DevOps for commits that are
 * cut short, since it knows them by their whole name only.
 */
export function comparePage({ kind, address }: SourcePlace, from: string, to: string): string | undefined {
  if (kind === 'azure' && (from.length < 40 || to.length < 40)) return undefined
  return `${address}${compares[kind](from, to)}`
}

/**
 * Page that shows what changed in the source between two commits, from texts as labels have them. Undefined where the source is not at a
 * host that is known, a revision is no commit, or both are the same.
 */
export function compareAddress(source: string, from: string, to: string, hosts: SourceHosts): string | undefined {
  const place = parseSourcePlace(source, hosts)
  const [older, newer] = [readRevision(from), readRevision(to)]
  if (!place || older === undefined || newer === undefined || sameRevision(older, newer)) return undefined
  return comparePage(place, older, newer)
}
