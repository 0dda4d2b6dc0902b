import type { Login } from './entry.ts'
import { failure, formatRequest } from './failure.ts'
import type { Job } from './job.ts'
import type { Scheme } from './scheme.ts'
import { mayUsePlainHttp } from './selection.ts'

/** A challenge for a password can be met with a password only. @throws RegistryError `unauthorized` where there is none */
export function checkUsable(
  scheme: Scheme,
  login: Login | undefined,
  { subject, advice, wanted }: Job,
  url: URL
): void {
  if (scheme.kind !== 'basic' || login?.kind === 'password') return
  const what = login ? 'takes a user name and a password only, not a token' : 'needs a login'
  throw failure(subject, 'unauthorized', `registry ${subject.registry} ${what}`, {
    hint: login ? advice.password() : advice.login(),
    request: formatRequest(wanted?.method ?? 'GET', url)
  })
}

/** A login goes over plain http only where that is set for the host. @throws RegistryError `refused` */
export function checkPlainHttp({ subject, access, advice }: Job, url: URL): void {
  if (url.protocol !== 'http:' || mayUsePlainHttp(access)) return
  throw failure(subject, 'refused', `refusing to send a password over http to ${subject.registry}`, {
    hint:
      access.choice.from === 'entry'
        ? `If that is right, set ${access.choice.entry.prefix}_PLAIN_HTTP=true.`
        : advice.plainHttp(subject.registry),
    request: formatRequest('GET', url)
  })
}
