import type { Repository } from '../../image/repository.ts'
import type { CheckTarget } from './check.ts'
import type { Credentials } from './credentials.ts'
import type { RegistryEntry } from './entry.ts'
import type { RepositoryGlob } from './glob.ts'
import { type Access, type LoginChoice, selectAccess, selectEntryAccess } from './selection.ts'

/**
 * Every registry that is configured with the login it gets: sets of variables by index, then docker's configuration in its order. One
 * target for each login of a host, so that no login is tried twice (threat model C-12). The host `*` is none.
 */
export function configuredTargets(credentials: Credentials): readonly CheckTarget[] {
  const { entries, docker } = credentials
  const places = [...(docker?.logins.keys() ?? []), ...(docker?.helpers.keys() ?? []), ...(docker?.stored ?? [])]
  return distinct([
    ...entries.filter(({ host }) => host !== '*').map(entry => entryTarget(credentials, entry)),
    ...places.map(place => placeTarget(credentials, place))
  ])
}

/** A registry that somebody names. */
export function hostTarget(credentials: Credentials, registry: string): CheckTarget {
  return { registry, path: '', lists: false, access: selectAccess(credentials, { registry, path: '' }) }
}

/** A repository that somebody names. */
export function listTarget(credentials: Credentials, repository: Repository): CheckTarget {
  return { ...repository, lists: 'all', access: selectAccess(credentials, repository) }
}

/** A repository that the project uses: whether a page of its tags can be read. */
export function pageTarget(credentials: Credentials, repository: Repository): CheckTarget {
  return { ...listTarget(credentials, repository), lists: 'page' }
}

/** The registry of a target with the login that the target has. */
export function hostOf({ registry, access }: CheckTarget): CheckTarget {
  return { registry, path: '', lists: false, access }
}

/** True for targets of one registry that get one login. */
export function isAlike(one: CheckTarget, other: CheckTarget): boolean {
  return one.registry === other.registry && sourceKey(one.access) === sourceKey(other.access)
}

/** The targets without those that ask the same as one before them. */
export function distinct(targets: readonly CheckTarget[]): readonly CheckTarget[] {
  const seen = new Set<string>()
  return targets.filter(({ registry, path, lists, access }) => {
    const key = `${registry} ${lists ? path : ''} ${sourceKey(access)}`
    return !seen.has(key) && seen.add(key)
  })
}

/** Tells apart where logins come from. */
export function sourceKey({ choice }: Access): string {
  if (choice.from === 'entry') return choice.entry.prefix
  if (choice.from === 'docker') return `docker ${choice.place}`
  return choice.from === 'helper' ? `helper ${choice.helper}` : choice.from
}

/** What people call the source of a login; undefined where there is none. */
export function describeSource(choice: LoginChoice): string | undefined {
  if (choice.from === 'nowhere') return undefined
  if (choice.from === 'entry') return choice.entry.prefix
  if (choice.from === 'helper') return `docker-credential-${choice.helper}`
  if (choice.from === 'unusable') return "docker's configuration"
  return choice.place.includes('/') ? `${choice.name} (${choice.place})` : choice.name
}

function entryTarget(credentials: Credentials, entry: RegistryEntry): CheckTarget {
  const path = entry.repository && plainPath(entry.repository)
  return { registry: entry.host, path: path ?? '', lists: false, access: selectEntryAccess(credentials, entry) }
}

function placeTarget(credentials: Credentials, place: string): CheckTarget {
  const [registry = '', ...path] = place.split('/')
  // The path of a login need not be a repository, so the token is asked for without a scope.
  return { registry, path: '', lists: false, access: selectAccess(credentials, { registry, path: path.join('/') }) }
}

/** The one repository that a pattern means, if it has no wildcards. */
function plainPath({ text }: RepositoryGlob): string | undefined {
  return /^[a-z0-9._/-]+$/.test(text) ? text : undefined
}
