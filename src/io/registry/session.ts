import type { RegistryError } from '../../errors.ts'
import { parseChallenges } from './challenge.ts'
import type { Credentials } from './credentials.ts'
import { chooseEndpoint, type TokenEndpoint } from './endpoint.ts'
import type { Login } from './entry.ts'
import { failure, repeated } from './failure.ts'
import { type Attempt, LoginGuard } from './guard.ts'
import type { Job } from './job.ts'
import type { BodyLimit } from './limits.ts'
import { checkPlainHttp, checkUsable } from './login-use.ts'
import { type Followed, follow } from './redirect.ts'
import { chooseScheme, type Scheme } from './scheme.ts'
import { settingsForHost } from './selection.ts'
import { statusFailure } from './status.ts'
import { basicHeader, fetchToken, type Token, type TokenResult, type TokenTools } from './token.ts'
import type { Answer } from './transport.ts'

export type SessionTools = TokenTools & {
  readonly credentials: Credentials
  readonly warn: (warning: string) => void
}

/** How a registry wants to be shown a login, and what it did with ours; undefined and false where it was not asked. */
export type Learned = {
  readonly scheme: Scheme['kind'] | undefined
  readonly accepted: boolean
  readonly rejected: RegistryError | undefined
  /** Why the login was not used, where its realm may not have it (threat model C-08). */
  readonly withheld: RegistryError | undefined
}

type Sent = {
  readonly followed: Followed
  /** `fresh`: a token that was fetched for this very request. */
  readonly login: 'none' | 'token' | 'fresh' | 'login'
  readonly withheld: RegistryError | undefined
}

/** A login that the registry itself is shown. */
type ShownLogin = Exclude<Login, { readonly kind: 'identity' }>

type Opening = { readonly sent: Sent; readonly again: boolean }

/**
 * Talks to one registry with one login. Learns from the first 401 how to log in and keeps tokens until they expire; asks
 * no address that is not needed. One object per registry and entry, so that a login never serves another entry.
 */
export class RegistrySession {
  readonly #tools: SessionTools
  readonly #guard = new LoginGuard()
  readonly #tokens = new Map<string, Token>()
  #scheme: Scheme | undefined
  #contact: Promise<unknown> | undefined
  #endpoint: { scheme: Scheme; login: Login | undefined; origin: string; endpoint: TokenEndpoint } | undefined
  #withheld: RegistryError | undefined

  constructor(tools: SessionTools) {
    this.#tools = tools
  }

  /** What the registry has taught so far, for `doctor`. */
  get learned(): Learned {
    const { accepted, rejected } = this.#guard
    return { scheme: this.#scheme?.kind, accepted, rejected, withheld: this.#withheld }
  }

  /** What the registry calls itself where it asks for a token: Harbor says `harbor-registry` under any host. */
  get service(): string | undefined {
    return this.#scheme?.kind === 'bearer' ? this.#scheme.service : undefined
  }

  /**
   * Asks an address of the registry, with GET where nothing else is wanted, with whatever login that needs. Answers of any status but 401 come back as they are.
   * @throws RegistryError
   */
  async get(job: Job, url: URL, limit: BodyLimit): Promise<Answer> {
    if (this.#guard.rejected) throw repeated(this.#guard.rejected, job.subject)
    const first = await this.#firstContact(() => this.#open(job, url, limit))
    if (!first.again) return this.#unasked(first.sent, job, url)
    const { followed, withheld } = await this.#send(job, url, limit)
    if (followed.answer.status === 401) throw withheld ?? this.#denied(followed.answer, job, url)
    if (followed.answer.status === 403 && withheld) throw withheld
    return followed.answer
  }

  /** A registry that turns strangers away without asking who they are never learns that we have a login. */
  #unasked({ followed, login, withheld }: Sent, job: Job, url: URL): Answer {
    const { answer, crossed } = followed
    if (answer.status === 403 && withheld) throw withheld
    const has = job.access.choice.from !== 'nowhere'
    if (answer.status === 403 && login === 'none' && has && !crossed)
      throw this.#denied(answer, job, url, 'without asking for the login')
    return answer
  }

  async #open(job: Job, url: URL, limit: BodyLimit): Promise<Opening> {
    const sent = await this.#send(job, url, limit)
    return { sent, again: await this.#asksForLogin(sent, job, url) }
  }

  /** The first request to a registry goes alone: what it teaches saves the others a 401 each. */
  async #firstContact(open: () => Promise<Opening>): Promise<Opening> {
    if (this.#contact) {
      await this.#contact
      return open()
    }
    const opening = open()
    this.#contact = opening.catch(() => undefined)
    return opening
  }

  /** Learns the login scheme. True if the request should be sent again with it; at most once per page. */
  async #asksForLogin({ followed, login, withheld }: Sent, job: Job, url: URL): Promise<boolean> {
    const { answer, crossed } = followed
    const challenged = answer.status === 401 || (answer.status === 403 && login === 'none')
    if (!challenged) return false
    if (crossed && answer.status === 403) return false
    if (crossed) throw this.#denied(answer, job, url, 'after a redirect to another host, where no login is sent')
    if (login === 'login') throw this.#denied(answer, job, url)
    const scheme = chooseScheme(parseChallenges(answer.header('www-authenticate')))
    if (scheme === undefined && answer.status === 403) return false
    if (typeof scheme === 'string') throw this.#denied(answer, job, url, scheme)
    if (scheme === undefined && login === 'none') throw this.#denied(answer, job, url, 'and does not say how to log in')
    if (withheld && scheme?.kind === 'bearer' && this.#scheme?.kind === 'bearer' && scheme.realm === this.#scheme.realm)
      throw withheld
    // What was given a moment ago has not expired: another token would be refused as well.
    if (login === 'fresh' && (scheme === undefined || sameScheme(scheme, this.#scheme)))
      throw withheld ?? this.#denied(answer, job, url)
    this.#scheme = scheme ?? this.#scheme
    this.#tokens.delete(job.path)
    if (login === 'none' && this.#scheme !== undefined) checkUsable(this.#scheme, await job.login(), job, url)
    return true
  }

  async #send(job: Job, url: URL, limit: BodyLimit): Promise<Sent> {
    const scheme = this.#scheme
    if (!scheme) return { followed: await this.#follow(job, url, {}, limit), login: 'none', withheld: undefined }
    const login = await job.login()
    if (login) checkPlainHttp(job, url)
    if (scheme.kind === 'basic') {
      if (login?.kind === 'password') return this.#sendLogin(job, url, limit, login)
      // A host may ask for a login for some of its repositories only; the others are shown without.
      return { followed: await this.#follow(job, url, {}, limit), login: 'none', withheld: undefined }
    }
    if (login?.kind === 'bearer') return this.#sendLogin(job, url, limit, login)
    const { token, withheld, fresh } = await this.#token(job, url, scheme, login)
    const headers = { authorization: `Bearer ${token.value}` }
    return { followed: await this.#follow(job, url, headers, limit), login: fresh ? 'fresh' : 'token', withheld }
  }

  async #sendLogin(job: Job, url: URL, limit: BodyLimit, login: ShownLogin): Promise<Sent> {
    const { subject } = job
    const headers = login.kind === 'bearer' ? { authorization: `Bearer ${login.token}` } : basicHeader(login)
    const result = await this.#guard.run(async () => {
      const followed = await this.#follow(job, url, headers, limit)
      const { status } = followed.answer
      const rejected = !followed.crossed && (status === 401 || (status === 403 && !this.#guard.accepted))
      const error = rejected ? this.#denied(followed.answer, job, url, undefined, true) : undefined
      const accepted = rejected ? false : status < 400 || status === 404 ? true : undefined
      return { value: { followed, error }, accepted, error }
    })
    if ('closed' in result) throw repeated(result.closed, subject)
    if (result.value.error) throw result.value.error
    return { followed: result.value.followed, login: 'login', withheld: undefined }
  }

  async #token(
    job: Job,
    url: URL,
    scheme: Scheme & { kind: 'bearer' },
    login: Login | undefined
  ): Promise<{ token: Token; withheld: RegistryError | undefined; fresh: boolean }> {
    const { subject, advice, path, signal, wanted } = job
    const { endpoint, trusted, withheld, tls } = this.#endpointFor(job, url, scheme, login)
    const kept = this.#tokens.get(path)
    // A token is not used in its last seconds: it would expire on the way.
    if (kept && kept.expires - 2000 > this.#tools.now()) return { token: kept, withheld, fresh: false }
    const used = trusted ? login : undefined
    const request = {
      subject,
      advice,
      endpoint,
      service: scheme.service,
      path,
      login: used,
      tls,
      signal,
      budget: wanted?.budget
    }
    const token = await (used ? this.#guardedToken(request) : this.#freeToken(request, withheld))
    this.#withheld ??= withheld
    if (withheld) this.#tools.warn(`${withheld.message}; it was asked without one`)
    this.#tokens.set(path, token)
    return { token, withheld, fresh: true }
  }

  /** The same for all repositories, where nothing is wrong with it: then no message names one. */
  #endpointFor(job: Job, url: URL, scheme: Scheme & { kind: 'bearer' }, login: Login | undefined): TokenEndpoint {
    const known = this.#endpoint
    if (known?.scheme === scheme && known.login === login && known.origin === url.origin) return known.endpoint
    const endpoint = chooseEndpoint(job, url, scheme, login, this.#tools)
    if (!endpoint.withheld) this.#endpoint = { scheme, login, origin: url.origin, endpoint }
    return endpoint
  }

  async #freeToken(request: Parameters<typeof fetchToken>[0], withheld: RegistryError | undefined): Promise<Token> {
    const result = await fetchToken(request, this.#tools)
    if (result.kind === 'failed') throw withheld ?? result.error
    return result.token
  }

  async #guardedToken(request: Parameters<typeof fetchToken>[0]): Promise<Token> {
    const result = await this.#guard.run(async (): Promise<Attempt<TokenResult>> => {
      const value = await fetchToken(request, this.#tools)
      if (value.kind === 'token') return { value, accepted: true }
      // Once the password is known to be right, 403 is about the repository.
      const rejected = value.rejected !== undefined && !(value.rejected === 403 && this.#guard.accepted)
      return rejected ? { value, accepted: false, error: value.error } : { value, accepted: undefined }
    })
    if ('closed' in result) throw repeated(result.closed, request.subject)
    if (result.value.kind === 'failed') throw result.value.error
    return result.value.token
  }

  async #follow(job: Job, url: URL, headers: Readonly<Record<string, string>>, limit: BodyLimit): Promise<Followed> {
    const { subject, advice, access, signal, wanted } = job
    const { credentials, exchange, limits, redactor } = this.#tools
    const request = {
      subject,
      advice,
      method: wanted?.method ?? ('GET' as const),
      url,
      headers: wanted ? { accept: wanted.accept, ...headers } : headers,
      tls: access.tls,
      limit,
      signal,
      budget: wanted?.budget
    }
    const result = await follow(exchange, request, {
      redirects: limits.redirects,
      settings: host => settingsForHost(credentials, host),
      reveals: address => redactor.reveals(address)
    })
    if ('kind' in result) throw result.error
    return result
  }

  #denied(answer: Answer, job: Job, url: URL, more?: string, withLogin = false): RegistryError {
    const { redactor, limits } = this.#tools
    const { subject, advice, wanted } = job
    const { diagnosticLength } = limits
    const asked = { wanted: wanted?.name, method: wanted?.method }
    const error = statusFailure(answer, { subject, advice, url, redactor, diagnosticLength, ...asked })
    if (!withLogin && more === undefined) return error
    const { code, status, request, diagnostic } = error
    const asks =
      status === 403 ? `denies access to ${subject.registry}/${subject.repository ?? ''}` : 'asks for a login'
    const what = withLogin ? `authentication failed for ${subject.registry}` : `registry ${subject.registry} ${asks}`
    const hint = withLogin ? error.hint : advice.unasked(more)
    const said = [more, diagnostic === undefined ? undefined : `(${diagnostic})`].filter(part => part !== undefined)
    return failure(subject, code, [what, ...said].join(' '), { status, request, diagnostic, hint })
  }
}

function sameScheme(a: Scheme, b: Scheme | undefined): boolean {
  if (a.kind === 'basic') return b?.kind === 'basic'
  return b?.kind === 'bearer' && a.realm === b.realm && a.service === b.service
}
