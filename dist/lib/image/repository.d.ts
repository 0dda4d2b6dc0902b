/**
 * The place where tags live: a registry (host, maybe with port) and a path. Docker Hub has many names for one registry;
 * here it is always `docker.io`, and a single path element on it is in `library/`.
 * Grammar: distribution/reference (OCI distribution specification, "Pulling manifests").
 */
export type Repository = {
    /** Normalised `host[:port]`, lower case; Docker Hub is `docker.io`. */
    readonly registry: string;
    /** `library/nginx`, `team/app`. */
    readonly path: string;
};
/** The one spelling of a registry host: lower case, the port of its scheme removed, the aliases of Docker Hub as `docker.io`. */
export declare function normalizeRegistry(host: string): string;
/** The names that mean a normalised registry: several for Docker Hub, itself for any other. */
export declare function registrySpellings(registry: string): readonly string[];
/** Host that answers `/v2/` for a registry name. Docker Hub's API is not at its own name. */
export declare function apiHost(registry: string): string;
/** Full name, as `docker.io/library/nginx`. Two repositories are the same exactly when this text is. */
export declare function formatRepository(repository: Repository): string;
