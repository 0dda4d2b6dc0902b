import type { Credentials } from './credentials.ts'

/**
 * What may be used at a registry of which nobody can say whether only a pull request brings it: what names exactly this host, as an entry with its
 * `HOST`, a login in docker's configuration or a helper of its own there. An entry for `*` names nobody, nor does the helper for all hosts
 * where no `docker login` went to this one; their logins and client certificates are left out. How to connect stays.
 */
export function exactLogins(credentials: Credentials, registry: string): Credentials {
  const { entries, docker } = credentials
  const isStored = docker?.stored.some(place => place.replace(/\/.*$/, '') === registry) === true
  return {
    ...credentials,
    entries: entries.map(entry =>
      entry.host === '*' ? { ...entry, login: undefined, cert: undefined, key: undefined } : entry
    ),
    docker: docker && { ...docker, store: isStored ? docker.store : undefined }
  }
}
