import type { Repository } from '../../image/repository.ts'
import type { Credentials } from './credentials.ts'
import type { DockerConfig } from './docker-config.ts'
import type { Login, RegistryEntry, TlsSettings } from './entry.ts'
import { globMatches } from './glob.ts'

/** Where a login comes from. */
export type LoginChoice =
  | { readonly from: 'entry'; readonly login: Login; readonly entry: RegistryEntry }
  | { readonly from: 'docker'; readonly login: Login; readonly name: string; readonly place: string }
  /** `otherwise`: what holds where the helper has no login for the registry. */
  | { readonly from: 'helper'; readonly helper: string; readonly name: string; readonly otherwise: LoginChoice }
  | { readonly from: 'unusable'; readonly why: string }
  | { readonly from: 'nowhere' }

/** How a repository's registry is connected to, and who we are there. */
export type Access = {
  readonly plainHttp: boolean
  readonly tls: TlsSettings
  readonly choice: LoginChoice
  /** The entry that the connection follows, to name its variables in hints. */
  readonly entry: RegistryEntry | undefined
  /** What switched certificate checks off, for the warning. */
  readonly unverifiedBy: string | undefined
  /** True where only this pull request brings the registry, so that it gets no login. */
  readonly isNew?: boolean | undefined
}

/**
 * Decides for one repository. Entries that name exactly its host, the longest matching pattern first, then by index; then
 * `*`; then docker's configuration (semantics 6.4). Every setting comes from the first of them that has it, but what
 * weakens the connection of a login must be said by the entry that has the login (threat model C-15, V-04).
 */
export function selectAccess(credentials: Credentials, repository: Repository): Access {
  return decide(credentials, entriesFor(credentials, repository.registry, repository), repository)
}

/** Decides for a repository that an entry with a pattern is for, without knowing one: for `doctor`, which tries each entry. */
export function selectEntryAccess(credentials: Credentials, entry: RegistryEntry): Access {
  const others = credentials.entries.filter(({ host, repository }) => host === entry.host && !repository)
  const repository = { registry: entry.host, path: '' }
  return decide(credentials, [entry, ...others.filter(other => other !== entry)], repository)
}

function decide(credentials: Credentials, exact: readonly RegistryEntry[], repository: Repository): Access {
  const all = [...exact, ...entriesFor(credentials, '*', repository)]
  const withLogin = all.find(({ login }) => login !== undefined)
  const choice = withLogin?.login
    ? { from: 'entry' as const, login: withLogin.login, entry: withLogin }
    : chooseDockerLogin(credentials, repository)
  const entry = withLogin ?? all[0]
  const said = withLogin ? withLogin.verify : all.find(({ verify }) => verify !== undefined)?.verify
  const bearsLogin = choice.from !== 'nowhere'
  const verify = said ?? (bearsLogin || credentials.defaultVerify)
  const pair = all.find(({ cert }) => cert !== undefined)
  return {
    plainHttp: isPlainHttp(credentials, exact),
    tls: { verify, ca: all.find(({ ca }) => ca !== undefined)?.ca, cert: pair?.cert, key: pair?.key },
    choice,
    entry,
    unverifiedBy: verify ? undefined : said === undefined ? 'KLUCTL_REGISTRY_DEFAULT_TLSVERIFY' : entry?.prefix
  }
}

/** The same without anything that says who we are: neither login nor client certificate. */
export function withoutLogin(access: Access): Access {
  const { verify, ca } = access.tls
  return { ...access, choice: { from: 'nowhere' }, tls: { verify, ca }, isNew: true }
}

/**
 * How to connect to a host that is not the registry itself: a token endpoint or the target of a redirect. Only what an
 * entry without a pattern says about exactly this host; never the default (threat model V-04), never a client certificate.
 */
export function settingsForHost(credentials: Credentials, host: string): { tls: TlsSettings; plainHttp: boolean } {
  const entries = credentials.entries.filter(entry => entry.host === host && !entry.repository)
  const verify = entries.find(entry => entry.verify !== undefined)?.verify ?? true
  return {
    tls: { verify, ca: entries.find(({ ca }) => ca !== undefined)?.ca },
    plainHttp: isPlainHttp(credentials, entries)
  }
}

/** Hosts that the workflow names: only these may be on this machine or in a private network (threat model R-02). */
export function namedHosts({ entries, docker }: Credentials): ReadonlySet<string> {
  const hosts = entries.flatMap(({ host, authHost }) => (host === '*' ? [authHost] : [host, authHost]))
  const stored = [...(docker?.logins.keys() ?? []), ...(docker?.helpers.keys() ?? []), ...(docker?.stored ?? [])]
  const all = [...hosts, ...stored.map(place => place.replace(/\/.*$/, ''))]
  return new Set(all.filter(host => host !== undefined))
}

/** True if a login may go over plain http: the entry that has it, or for docker's logins any entry of the host, says so. */
export function mayUsePlainHttp(access: Access): boolean {
  const { choice } = access
  if (choice.from === 'entry') return choice.entry.plainHttp === true
  return access.entry?.plainHttp === true
}

/** `KLUCTL_REGISTRY_2` of the entry for a registry, or of a new one with the next free number. */
export function variablePrefix(credentials: Credentials, entry: RegistryEntry | undefined): string {
  if (entry) return entry.prefix
  const last = credentials.entries.reduce((most, { index }) => Math.max(most, index), 0)
  return `KLUCTL_REGISTRY_${last + 1}`
}

/** The entries of a host, or of `*`, that are for a repository: the most specific first. */
function entriesFor({ entries }: Credentials, host: string, repository: Repository): readonly RegistryEntry[] {
  return entries
    .filter(entry => entry.host === host && (!entry.repository || globMatches(entry.repository, repository)))
    .sort((a, b) => (b.repository?.text.length ?? 0) - (a.repository?.text.length ?? 0) || a.index - b.index)
}

function isPlainHttp(credentials: Credentials, entries: readonly RegistryEntry[]): boolean {
  const said = entries.find(({ plainHttp }) => plainHttp !== undefined)?.plainHttp
  if (said !== undefined) return said
  return credentials.defaultPlainHttp && entries.length > 0 && entries.every(({ login }) => login === undefined)
}

/**
 * A login for a path; the helper of the host; the login of the host; the helper for all hosts. docker, too, asks a host's helper before
 * it looks at what an earlier `docker login` left in the file.
 */
function chooseDockerLogin({ docker }: Credentials, { registry, path }: Repository): LoginChoice {
  if (!docker) return { from: 'nowhere' }
  const parts = path.split('/').filter(part => part !== '')
  for (let length = parts.length; length > 0; length--) {
    const found = storedLogin(docker, [registry, ...parts.slice(0, length)].join('/'))
    if (found) return found
  }
  const { name, helpers, store } = docker
  const last = askFirst(store, name, { from: 'nowhere' })
  return askFirst(helpers.get(registry), name, storedLogin(docker, registry) ?? last)
}

function askFirst(helper: string | undefined, name: string, otherwise: LoginChoice): LoginChoice {
  return helper === undefined ? otherwise : { from: 'helper', helper, name, otherwise }
}

function storedLogin({ logins, name }: DockerConfig, place: string): LoginChoice | undefined {
  const login = logins.get(place)
  if (login === undefined) return undefined
  return login.kind === 'unusable' ? { from: 'unusable', why: login.why } : { from: 'docker', login, name, place }
}
