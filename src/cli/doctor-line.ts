import type { RegistryError } from '../errors.ts'
import type { CheckTarget, RegistryCheck } from '../io/registry/check.ts'
import type { Login } from '../io/registry/entry.ts'
import type { LoginChoice } from '../io/registry/selection.ts'
import { describeSource } from '../io/registry/targets.ts'
import { plural, shorten } from '../text.ts'

/** What came of trying a registry, in words. Not redacted yet. */
export type Finding = {
  readonly ok: boolean
  readonly message: string
  /** What to do next. */
  readonly hint: string | undefined
}

/** Where the login comes from that was used or would have been: `KLUCTL_REGISTRY_2`, `docker config.json`; undefined where there is none. */
export function sourceOf({ choice }: RegistryCheck): string | undefined {
  return describeSource(choice)
}

/** Says what a registry did, with which login, or what to fix. */
export function explainCheck(target: CheckTarget, check: RegistryCheck): Finding {
  const { registry, access, lists } = target
  const { login, error, scheme, withheld, accepted, tags } = check
  const source = sourceOf(check)
  if (error && login === undefined && isOpenToAll(check, lists))
    return { ok: true, message: `answers; ${noLogin(access.choice)}, so it shows public images only`, hint: undefined }
  if (error) return { ok: false, ...explainError(error, check, registry, source) }
  if (withheld && !accepted) return { ok: false, message: tidy(withheld.message, registry), hint: withheld.hint }
  const start = tags === undefined ? '' : `${plural(tags, 'tag')}; `
  const say = (message: string): Finding => ({ ok: true, message: `${start}${message}`, hint: undefined })
  if (login === undefined) {
    if (tags !== undefined) return say(noLogin(access.choice))
    return say(scheme === undefined ? 'answers without a login' : `answers; ${noLogin(access.choice)}`)
  }
  const who = `${source ?? ''}${userOf(login)}`
  if (!accepted) return say(`answers without asking for a login, so ${who} was not tried`)
  return say(`${scheme === 'basic' ? 'password' : 'token'} login, ${who}`)
}

/** A registry that gives tokens to strangers for public images may still refuse one for nothing at all. */
function isOpenToAll({ error, scheme }: RegistryCheck, lists: CheckTarget['lists']): boolean {
  return lists === false && scheme === 'bearer' && (error?.code === 'unauthorized' || error?.code === 'denied')
}

function explainError(
  error: RegistryError,
  { login, rejected, accepted, scheme }: RegistryCheck,
  registry: string,
  source: string | undefined
): Omit<Finding, 'ok'> {
  const { code, status, diagnostic } = error
  const hint = error.hint?.replace(/^If the repository exists and is private, s/, 'S')
  const words = diagnostic === undefined ? '' : `, ${shorten(diagnostic, 160)}`
  if (login && rejected) return { message: `${kindOf(login)} not accepted (${status}${words}): ${source ?? ''}`, hint }
  if (login && accepted && status === 401)
    return { message: `took the login of ${source ?? ''} and then asks for another (401${words})`, hint }
  if (!login && scheme === 'basic' && code === 'unauthorized')
    return { message: 'needs a login, and none is set', hint }
  if (code === 'rate-limited') return { message: `has had too many requests (429${words})`, hint: error.hint }
  if (code === 'unavailable' && status !== undefined) return { message: `answers ${status}${words}`, hint: error.hint }
  return { message: tidy(error.message, registry), hint: error.hint }
}

/** The line begins with the name of the registry already. */
function tidy(message: string, registry: string): string {
  const start = [`registry ${registry} `, `no login for ${registry}: `, `${registry} `].find(text =>
    message.startsWith(text)
  )
  return start === undefined ? message : message.slice(start.length)
}

function noLogin(choice: LoginChoice): string {
  return choice.from === 'helper' ? `docker-credential-${choice.helper} has no login for it` : 'no login is set'
}

function userOf(login: Login): string {
  if (login.kind !== 'password') return ''
  // Too short for the redactor, maybe, and a secret all the same.
  return ` (user ${login.username === login.password ? '***' : login.username})`
}

function kindOf({ kind }: Login): string {
  return { password: 'password', identity: 'identity token', bearer: 'token' }[kind]
}
