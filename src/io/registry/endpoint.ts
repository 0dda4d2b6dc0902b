import type { RegistryError } from '../../errors.ts'
import { type Advice, formatHost } from './advice.ts'
import type { Credentials } from './credentials.ts'
import type { Login, TlsSettings } from './entry.ts'
import { failure, formatRequest, notARegistry, type Subject } from './failure.ts'
import { registryName } from './naming.ts'
import { judgeRealm } from './realm.ts'
import type { Redactor } from './redact.ts'
import type { Scheme } from './scheme.ts'
import { type Access, settingsForHost } from './selection.ts'

/** Where a token is fetched and how. */
export type TokenEndpoint = {
  readonly endpoint: URL
  /** True if the login may go there. */
  readonly trusted: boolean
  /** The error to show if it does not work without the login; undefined where nothing is held back. */
  readonly withheld: RegistryError | undefined
  readonly tls: TlsSettings
}

type Asker = { readonly subject: Subject; readonly access: Access; readonly advice: Advice }

/**
 * Applies the judgement of a realm to a registry and its login (threat model C-08, V-04).
 * @throws RegistryError `refused`
 */
export function chooseEndpoint(
  asker: Asker,
  request: URL,
  scheme: Scheme & { readonly kind: 'bearer' },
  login: Login | undefined,
  { credentials, redactor }: { readonly credentials: Credentials; readonly redactor: Redactor }
): TokenEndpoint {
  const { subject, access } = asker
  const entry = access.choice.from === 'entry' ? access.choice.entry : access.entry
  const verdict = judgeRealm({
    realm: scheme.realm,
    registry: subject.registry,
    request,
    authHost: entry?.authHost,
    plainHttp: host => isPlainHttp(host, request, access, credentials)
  })
  if (verdict.kind === 'refuse') {
    const message = `registry ${subject.registry} ${verdict.why}`
    const hint = verdict.plain === undefined ? notARegistry : asker.advice.authHost(`http://${verdict.plain}`)
    throw failure(subject, 'refused', message, { request: formatRequest('GET', request), hint })
  }
  const { url, trusted } = verdict
  if (redactor.reveals(`${url.href} ${scheme.service ?? ''}`) && !redactor.reveals(request.href)) {
    const message = `registry ${subject.registry} asks for a login at an address that repeats a secret`
    throw failure(subject, 'refused', message, { request: formatRequest('GET', request) })
  }
  const tls = url.host === request.host ? access.tls : settingsForHost(credentials, registryName(url)).tls
  return { endpoint: url, trusted, tls, withheld: login && !trusted ? withheldError(asker, url) : undefined }
}

function isPlainHttp(host: string, request: URL, access: Access, credentials: Credentials): boolean {
  if (host === request.host) return request.protocol === 'http:'
  // Said of this very host: a default must not let a password go in the clear (threat model C-15).
  if (credentials.entries.some(one => one.host === host && !one.repository && one.plainHttp === true)) return true
  const entry = access.choice.from === 'entry' ? access.choice.entry : access.entry
  if (!entry || entry.authHost !== host) return false
  // To this machine nobody listens on the line; for any other host the scheme must be written.
  const loopback = /^(?:localhost|127(?:\.\d+){3}|\[::1\])(?::\d+)?$/.test(host)
  return entry.authPlainHttp || (entry.plainHttp === true && loopback)
}

function withheldError({ subject, advice, access }: Asker, endpoint: URL): RegistryError {
  const host = formatHost(endpoint.host)
  const what = access.choice.from === 'entry' && access.choice.login.kind !== 'password' ? 'token' : 'password'
  const message = `${subject.registry} asks for the ${what} at ${host}`
  return failure(subject, 'credentials', message, { hint: advice.authHost(host) })
}
