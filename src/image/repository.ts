/**
 * The place where tags live: a registry (host, maybe with port) and a path. Docker Hub has many names for one registry;
 * here it is always `docker.io`, and a single path element on it is in `library/`.
 * Grammar: distribution/reference (OCI distribution specification, "Pulling manifests").
 */
export type Repository = {
  /** Normalised `host[:port]`, lower case; Docker Hub is `docker.io`. */
  readonly registry: string
  /** `library/nginx`, `team/app`. */
  readonly path: string
}

const dockerHub = new Set(['docker.io', 'index.docker.io', 'registry-1.docker.io', 'registry.hub.docker.com'])

/** The one spelling of a registry host: lower case, the port of its scheme removed, the aliases of Docker Hub as `docker.io`. */
export function normalizeRegistry(host: string): string {
  const lower = host.toLowerCase()
  const bare = lower.endsWith(':443') ? lower.slice(0, -4) : lower
  return dockerHub.has(bare) ? 'docker.io' : bare
}

/** The names that mean a normalised registry: several for Docker Hub, itself for any other. */
export function registrySpellings(registry: string): readonly string[] {
  return registry === 'docker.io' ? [...dockerHub] : [registry]
}

/** Host that answers `/v2/` for a registry name. Docker Hub's API is not at its own name. */
export function apiHost(registry: string): string {
  return registry === 'docker.io' ? 'registry-1.docker.io' : registry
}

/** Full name, as `docker.io/library/nginx`. Two repositories are the same exactly when this text is. */
export function formatRepository(repository: Repository): string {
  return `${repository.registry}/${repository.path}`
}
