import { isIP } from 'node:net'
import { hostNameKind } from './address.ts'
import { formatHost } from './advice.ts'
import { habitOf } from './habits.ts'

/** Where a token is to be fetched, and whether the login may go there. */
export type RealmVerdict =
  | { readonly kind: 'ask'; readonly url: URL; readonly trusted: boolean }
  /** `plain`: the host, where plain http is all that is wrong. */
  | { readonly kind: 'refuse'; readonly why: string; readonly plain?: string }

export type RealmQuestion = {
  readonly realm: string
  /** The registry as its images name it. */
  readonly registry: string
  /** The address of the request that was challenged. */
  readonly request: URL
  readonly authHost: string | undefined
  /** True if the workflow configured this host as plain http. */
  readonly plainHttp: (host: string) => boolean
}

const ours = [
  'service',
  'scope',
  'account',
  'client_id',
  'offline_token',
  'access_type',
  'grant_type',
  'refresh_token',
  'username',
  'password'
]

/**
 * Judges the realm of a Bearer challenge (threat model C-08). It comes from the registry, so it may point anywhere: to a
 * metadata service, to plain http, to a host that collects passwords.
 */
export function judgeRealm({ realm, registry, request, authHost, plainHttp }: RealmQuestion): RealmVerdict {
  const refuse = (why: string): RealmVerdict => ({ kind: 'refuse', why })
  if (realm.length > 2048 || /[^\x21-\x7e]/.test(realm) || !/^https?:\/\/[^/\\]/i.test(realm) || !URL.canParse(realm)) {
    return refuse('asks for a login at an address that cannot be used')
  }
  const url = new URL(realm)
  const host = formatHost(url.host)
  // An empty user name is gone once the address is parsed.
  if (/^https?:\/\/[^/?#\\]*@/i.test(realm)) return refuse('asks for a login at an address with a user name in it')
  if (realm.includes('#')) return refuse('asks for a login at an address with a fragment')
  if (url.protocol === 'http:' && !plainHttp(url.host))
    return { kind: 'refuse', why: `asks for a login over plain http, at ${host}`, plain: host }
  if (hostNameKind(url.hostname) === 'forbidden') return refuse(`asks for a login at ${host}, which is not allowed`)
  const named = authHost !== undefined && url.host === authHost
  const literal = isIP(url.hostname.replace(/^\[|\]$/g, '')) !== 0
  if (literal && !named && url.hostname !== request.hostname)
    return refuse(`asks for a login at an IP address, ${host}`)
  // What the registry would like to be asked for is not its choice.
  for (const name of ours) url.searchParams.delete(name)
  const trusted = named || url.host === request.host || habitOf(registry).authHosts.includes(url.host)
  return { kind: 'ask', url, trusted }
}
