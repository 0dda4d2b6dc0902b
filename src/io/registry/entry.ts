import { isRegistryHost } from '../../image/reference.ts'
import { normalizeRegistry } from '../../image/repository.ts'
import type { RepositoryGlob } from './glob.ts'

/** What proves to a registry who we are. */
export type Login =
  | { readonly kind: 'password'; readonly username: string; readonly password: string }
  /** OAuth2 refresh token, as docker's `identitytoken`. */
  | { readonly kind: 'identity'; readonly token: string }
  /** A token that the registry itself takes, as docker's `registrytoken`. */
  | { readonly kind: 'bearer'; readonly token: string }

/** How a registry proves to us who it is. */
export type TlsSettings = {
  readonly verify: boolean
  /** PEM; replaces the system's certificate authorities. */
  readonly ca?: string | undefined
  /** PEM of the client certificate and its key. */
  readonly cert?: string | undefined
  readonly key?: string | undefined
}

/** The settings of one set of `KLUCTL_REGISTRY_<index>_*` variables. */
export type RegistryEntry = {
  /** What its variables begin with, `KLUCTL_REGISTRY_2`. */
  readonly prefix: string
  /** -1 for the set without an index. */
  readonly index: number
  /** Normalised, or `*`. */
  readonly host: string
  readonly repository: RepositoryGlob | undefined
  readonly login: Login | undefined
  /** Undefined where the set does not say. */
  readonly plainHttp: boolean | undefined
  readonly verify: boolean | undefined
  readonly ca: string | undefined
  readonly cert: string | undefined
  readonly key: string | undefined
  /** Host that may be given the login to get a token (threat model C-08). */
  readonly authHost: string | undefined
  /** True where AUTH_HOST was written with `http://`. */
  readonly authPlainHttp: boolean
}

/**
 * The one spelling of a host that somebody wrote in a variable or in docker's configuration: without `https://` and the
 * paths `/v1/` and `/v2/`, lower case, IDNA as ASCII, default port removed, Docker Hub's aliases as `docker.io`. Undefined
 * if it is no host. `http://` is left to the caller: it says something about the connection.
 */
export function normalizeHost(text: string): string | undefined {
  const bare = text.replace(/^https:\/\//i, '').replace(/\/(?:v[12]\/?)?$/, '')
  if (/[/?#@\\\s]/.test(bare) || bare === '') return undefined
  // A URL parser would read 0x7f.1 as 127.0.0.1; only names that are not ASCII need it.
  const ascii = /^[\x21-\x7e]+$/.test(bare) ? bare : idna(bare)
  return ascii !== undefined && isRegistryHost(ascii) ? normalizeRegistry(ascii) : undefined
}

function idna(host: string): string | undefined {
  return URL.canParse(`https://${host}`) ? new URL(`https://${host}`).host : undefined
}
