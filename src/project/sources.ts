/**
 * What a project may use from outside of its folder, handed in by whoever loads it: the pure part has no environment, no network and no
 * programs (threat model T-08). kluctl-semantics 5.4.
 */
export type ExternalSources = {
  /** Values of the environment variables that the workflow allows by name; those that are not set are absent. */
  readonly env: ReadonlyMap<string, string>
  /** Names that the workflow allows, set or not. */
  readonly allowedEnv: readonly string[]
  /** Files that stand in for variable sources that cannot be read, by identity as the error prints it (`clusterSecret:ns/name`), or by the kind alone. */
  readonly standIns: ReadonlyMap<string, StandIn>
  /** Files of git repositories that were read already, by {@link needKey}. */
  readonly gitFiles: ReadonlyMap<string, GitFileAnswer>
  /** Local folders for git and OCI sources: `git://host/path` or `oci://host/path` to the folder under which the FileSource serves it. */
  readonly overrides: ReadonlyMap<string, string>
}

/** A file that is read in place of a variable source; `file` is its name in messages. */
export type StandIn = { readonly file: string; readonly text: string }

/** What came of a {@link Need}: the file, or why there is none. */
export type GitFileAnswer =
  | { readonly text: string }
  | { readonly error: string; readonly hint?: string; readonly isMissing?: boolean }

/** A git reference of kluctl: exactly one of these. `name` is the plain text of projects for kluctl before v2.20: a branch, a tag or a commit. */
export type GitRef = {
  readonly branch?: string
  readonly tag?: string
  readonly commit?: string
  readonly name?: string
}

/** Something that has to be fetched before loading can go on. */
export type Need = {
  readonly kind: 'git-file'
  /** As the project wrote it, rendered. It may hold a user name: print {@link needKey} instead. */
  readonly url: string
  /** Undefined for the default branch. */
  readonly ref: GitRef | undefined
  /** Relative to the root of the repository. */
  readonly path: string
}

/** Nothing from outside. */
export const noExternalSources: ExternalSources = {
  env: new Map(),
  allowedEnv: [],
  standIns: new Map(),
  gitFiles: new Map(),
  overrides: new Map()
}

/** What tells one need from another: repository, reference and path, without scheme and user. */
export function needKey({ url, ref, path }: Need): string {
  return `${repositoryKey('git', url) ?? 'git://?'}${refText(ref)}/${path}`
}

function refText(ref: GitRef | undefined): string {
  if (ref?.branch !== undefined) return `@branch=${ref.branch}`
  if (ref?.tag !== undefined) return `@tag=${ref.tag}`
  if (ref?.commit !== undefined) return `@commit=${ref.commit}`
  return ref?.name === undefined ? '' : `@${ref.name}`
}

/** The schemes that are read, each with its default port. Others lead to programs or to files. */
const defaultPorts: Readonly<Record<string, string>> = {
  http: '80',
  https: '443',
  ssh: '22',
  git: '22',
  'git+ssh': '22',
  oci: '443'
}

/**
 * `git://host/path` or `oci://host/path` of a url as kluctl compares them: without scheme, user, default port, query and, for git, the
 * ending `.git`; host and git path in lower case; `user@host:path` is read as well. Undefined for what is no such url, and for local files.
 * Source: kluctl v2.28, lib/git/types/git_url.go and repo_key.go.
 */
export function repositoryKey(kind: 'git' | 'oci', url: string): string | undefined {
  const parts = splitUrl(url.trim())
  if (!parts || (kind === 'oci') !== (parts.scheme === 'oci')) return undefined
  const path = kind === 'git' ? gitPath(parts.path) : parts.path
  const trimmed = path.replace(/^\/+|\/+$/g, '')
  if (trimmed === '' || trimmed.split('/').some(step => /^(?:\.{1,2}$|-)/.test(step))) return undefined
  const port = parts.port === '' || parts.port === defaultPorts[parts.scheme] ? '' : `:${parts.port}`
  return `${kind}://${parts.host.toLowerCase()}${port}/${trimmed}`
}

type UrlParts = { readonly scheme: string; readonly host: string; readonly port: string; readonly path: string }

function splitUrl(url: string): UrlParts | undefined {
  if (/[\0-\x20\\]/.test(url)) return undefined
  const full = /^([a-z][a-z0-9+.-]*):\/\/(?:[^/@?#]*@)?([a-z0-9_][a-z0-9._-]*)(?::(\d*))?(\/[^?#]*)?(?:[?#].*)?$/i.exec(
    url
  )
  if (full) {
    const scheme = (full[1] ?? '').toLowerCase()
    if (!Object.hasOwn(defaultPorts, scheme)) return undefined
    return { scheme, host: full[2] ?? '', port: full[3] ?? '', path: full[4] ?? '' }
  }
  if (url.includes('://')) return undefined
  // the short form of ssh; a path that begins with a port is a url without scheme, which git does not know either
  const short = /^(?:[^/@:]+@)?([a-z0-9_][a-z0-9._-]+):(?:(\d{1,5})\/)?([^:]*)$/i.exec(url)
  return short ? { scheme: 'ssh', host: short[1] ?? '', port: short[2] ?? '', path: short[3] ?? '' } : undefined
}

function gitPath(path: string): string {
  const lower = path.toLowerCase()
  return (/(?:^|\/)\.git$/.test(lower) ? lower : lower.replace(/\.git$/, '')).replace(/\/$/, '')
}

/** The folder under which the FileSource should serve the source of a {@link repositoryKey}: `git+github.com/org/repo`. */
export function mountOf(key: string): string {
  return key.replace('://', '+').replaceAll(':', '+')
}
