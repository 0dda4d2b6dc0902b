import { quote } from '../../text.ts'
import type { Credentials } from './credentials.ts'
import { habitOf } from './habits.ts'
import { type Access, variablePrefix } from './selection.ts'

/** What to do next, with the exact variables to set. One sentence or a few; never holds a secret. */
export interface Advice {
  /** The certificate of a host cannot be trusted (threat model V-02). */
  tls(host: string, certificate: 'unknown' | 'wrong' | 'client' | 'version'): string
  /** A host has no TLS. */
  plainHttp(host: string): string
  /** A host speaks TLS, and plain http is set for it. */
  noPlainHttp(): string
  /** A connection was closed before any answer; `plain` where it was without TLS. */
  closed(host: string, plain: boolean): string
  /** The login could not be shown; `how` where a redirect is the reason. */
  unasked(how: string | undefined): string
  /** A host is private and not named. */
  name(host: string): string
  /** A login is needed and there is none, or the one there is was not accepted. */
  login(): string
  /** The registry takes no token, and a token is all there is. */
  password(): string
  /** The registry wants the login to go to another host (threat model C-08). */
  authHost(host: string): string
}

/** Advice for one registry, in the words of the entry that applies to it. */
export function createAdvice(credentials: Credentials, access: Access, registry: string): Advice {
  const prefix = variablePrefix(credentials, access.entry)
  const settings = (host: string, ...assignments: readonly string[]): string => {
    const known = host === registry ? access.entry : credentials.entries.find(entry => entry.host === host)
    const start = known?.prefix ?? variablePrefix(credentials, undefined)
    const all = known ? assignments : [`HOST=${host}`, ...assignments]
    return all.map(assignment => `${start}_${assignment}`).join(' and ')
  }
  const whatToSet = (): string => {
    const { choice } = access
    if (access.isNew === true)
      return 'The registry is new in this pull request, so it is sent no login. If it may have one, name it in the option allow-registries of the workflow, or merge first.'
    if (choice.from === 'nowhere') {
      const extra = settings(registry, 'USERNAME', 'PASSWORD').replaceAll(' and ', ', ')
      return `If the repository exists and is private, set ${extra}, or run docker login ${registry}.`
    }
    if (choice.from === 'docker' || choice.from === 'helper') {
      return `The login comes from ${choice.name}: run docker login ${registry} again, or set ${prefix}_HOST=${registry}, ${prefix}_USERNAME, ${prefix}_PASSWORD.`
    }
    if (choice.from === 'unusable') return `Run docker login ${registry} again.`
    const names = { password: 'USERNAME and PASSWORD', identity: 'IDENTITY_TOKEN', bearer: 'TOKEN' }[choice.login.kind]
    return `Check ${names.replace(/\b(?=[A-Z])/g, `${choice.entry.prefix}_`)}.`
  }
  return {
    tls(host, certificate) {
      if (certificate === 'client')
        return `If it asks for a client certificate, set ${settings(host, 'CERT_FILE', 'KEY_FILE')}.`
      if (certificate === 'version') return 'Ask whoever runs it to allow TLS 1.2 or newer.'
      const off = `To switch verification off for this host only: ${settings(host, 'TLSVERIFY=0')}.`
      const best = `set ${settings(host, 'CA_FILE')} to your certificate authority.`
      const entry = host === registry ? access.entry : undefined
      if (entry?.verify !== true && certificate === 'wrong') return `Best: have the certificate replaced. ${off}`
      if (entry?.verify !== true) return `Best: ${best} ${off}`
      return `TLSVERIFY=1 keeps verification on. The kluctl documentation of 2022 says the opposite; the kluctl program agrees with us. Best: ${best} ${off}`
    },
    noPlainHttp: () => `Remove ${prefix}_PLAIN_HTTP (or _INSECURE).`,
    closed(host, plain) {
      if (plain && access.plainHttp && host === registry)
        return `Run again later; if it speaks TLS, remove ${prefix}_PLAIN_HTTP (or _INSECURE).`
      if (plain || access.tls.cert !== undefined) return 'Run again later.'
      return `Run again later; if it asks for a client certificate, set ${settings(host, 'CERT_FILE', 'KEY_FILE')}.`
    },
    unasked(how) {
      if (how?.includes('redirect')) return 'Write the image with the host that the redirect leads to.'
      if (access.choice.from === 'nowhere') return this.login()
      return 'The login is only sent to a registry that asks for it: check the name of the image, and whether a proxy answers in its place.'
    },
    plainHttp: host => `If it has no TLS, set ${settings(host, 'PLAIN_HTTP=true')} for this host.`,
    name: host => `If that is right, set ${settings(host) || `${prefix}_HOST=${host}`}.`,
    login() {
      const vendor = access.isNew === true ? undefined : habitOf(registry).login
      return [whatToSet(), vendor].filter(part => part !== undefined).join(' ')
    },
    password: () => `Set ${settings(registry, 'USERNAME', 'PASSWORD').replaceAll(' and ', ', ')} instead.`,
    authHost: host => `If that is right, set ${authPrefix(access, prefix, registry)}AUTH_HOST=${host}.`
  }
}

function authPrefix(access: Access, prefix: string, registry: string): string {
  if (access.choice.from === 'entry') return `${access.choice.entry.prefix}_`
  // docker's configuration has no place for it, so the entry that gets it needs the host too.
  return access.entry ? `${prefix}_` : `${prefix}_HOST=${registry} and ${prefix}_`
}

/** A host from outside, for a message. */
export function formatHost(host: string): string {
  return quote(host, 100).slice(1, -1)
}
