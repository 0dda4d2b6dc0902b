import { isOwner } from './source-owner.ts'

/** The programs that host source code whose addresses are known. */
export const sourceHostKinds = ['github', 'gitlab', 'bitbucket', 'gitea', 'azure'] as const

export type SourceHostKind = (typeof sourceHostKinds)[number]

/**
 * Hosts besides the public ones that may be linked to, `host` or `host:port` in lower case, and what runs there. Only the workflow says
 * that, never a label: a text from outside must not put a link to any place before a reviewer (threat model O-11).
 */
export type SourceHosts = ReadonlyMap<string, SourceHostKind>

/** A repository of source code at a host that is known. Two are the same exactly when their `id` is. */
export type SourcePlace = {
  readonly kind: SourceHostKind
  /** `host` or `host:port`, lower case. */
  readonly host: string
  /** Segments of the repository's path, not encoded: `['team', 'app']`. */
  readonly path: readonly string[]
  /** `https://github.com/team/app`, without a slash at the end. */
  readonly address: string
  /** For comparison only. */
  readonly id: string
}

const publicHosts: SourceHosts = new Map([
  ['github.com', 'github'],
  ['www.github.com', 'github'],
  ['gitlab.com', 'gitlab'],
  ['bitbucket.org', 'bitbucket'],
  ['codeberg.org', 'gitea'],
  ['gitea.com', 'gitea'],
  ['dev.azure.com', 'azure']
])

const visualStudio = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.visualstudio\.com$/
const segment = /^[A-Za-z0-9_.][A-Za-z0-9_.-]*$/
/** Projects of Azure DevOps may have blanks in their names. */
const azureSegment = /^[A-Za-z0-9_.](?:[A-Za-z0-9_. -]*[A-Za-z0-9_.-])?$/
/** What stands behind a repository in GitLab's older addresses; no project may have such a name. */
const pageNames = new Set(['tree', 'blob', 'commit', 'commits', 'raw'])

/**
 * Reads a label such as `org.opencontainers.image.source` as a repository. Undefined for anything that is not an http or https address of a
 * repository at a host that is known: other protocols, user names, other hosts, odd paths, pages of the host itself. Never throws.
 */
export function parseSourcePlace(text: string, hosts: SourceHosts): SourcePlace | undefined {
  const url = readAddress(text.trim())
  if (!url) return undefined
  // The public ones first: a workflow cannot make github.com something else by mistake.
  const kind = publicHosts.get(url.host) ?? (visualStudio.test(url.host) ? 'azure' : hosts.get(url.host))
  if (kind === undefined) return undefined
  const host = url.host === 'www.github.com' ? 'github.com' : url.host
  const segments = readSegments(url.pathname)
  const path = segments && repositoryPath(kind, host, segments)
  if (!path?.[0] || !isOwner(kind, path[0])) return undefined
  const isAllowed = kind === 'azure' ? azureSegment : segment
  if (!path.every(one => one.length <= 200 && isAllowed.test(one) && !/^\.+$/.test(one))) return undefined
  const address = `https://${host}/${path.map(encodeURIComponent).join('/')}`
  // All of these hosts take upper and lower case for the same name.
  return { kind, host, path, address, id: address.toLowerCase() }
}

/** An http or https address with a plain host; http at its own port counts as https. */
function readAddress(text: string): URL | undefined {
  // What a URL parser mends without a word (blanks, backslashes, missing slashes, escapes in the host) was no address.
  if (!/^https?:\/\/[A-Za-z0-9.-]+(?::\d{1,5})?(?:[/?#][!-[\]-~]*)?$/i.test(text) || !URL.canParse(text))
    return undefined
  const url = new URL(text)
  if (url.protocol === 'http:' && url.port !== '') return undefined
  if (url.username !== '' || url.password !== '') return undefined
  url.protocol = 'https:'
  return url
}

function readSegments(pathname: string): readonly string[] | undefined {
  try {
    return pathname
      .split('/')
      .filter(one => one !== '')
      .map(decodeURIComponent)
  } catch {
    return undefined
  }
}

function repositoryPath(
  kind: SourceHostKind,
  host: string,
  segments: readonly string[]
): readonly string[] | undefined {
  if (kind === 'azure') return azurePath(host, segments)
  if (kind === 'gitlab') return gitlabPath(segments)
  const [owner, name] = segments
  // Whatever follows is a page or a folder of that repository.
  return owner === undefined || name === undefined ? undefined : withoutGit([owner, name])
}

/** Projects may lie in groups of groups. `-` stands before pages; in older addresses it does not. */
function gitlabPath(segments: readonly string[]): readonly string[] | undefined {
  const end = segments.findIndex((one, index) => index > 0 && (one === '-' || (index > 1 && pageNames.has(one))))
  const path = end < 0 ? segments : segments.slice(0, end)
  return path.length < 2 || path.length > 21 ? undefined : withoutGit(path)
}

/**
 * `organisation/project/_git/repository`, or `organisation/_git/repository` where both have one name; visualstudio.com has the organisation
 * in its host.
 */
function azurePath(host: string, segments: readonly string[]): readonly string[] | undefined {
  const at = segments.indexOf('_git')
  const inHost = host.endsWith('.visualstudio.com')
  // the organisation, or what stands for it in old addresses
  const before = !inHost || segments[0] === 'DefaultCollection' ? 1 : 0
  return at >= before && at <= before + 1 && segments.length === at + 2 ? segments : undefined
}

function withoutGit(path: readonly string[]): readonly string[] {
  return path.map((one, index) => (index === path.length - 1 ? one.replace(/\.git$/, '') : one))
}
