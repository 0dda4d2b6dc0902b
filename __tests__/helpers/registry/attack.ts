import { RegistryError } from '../../../src/errors.ts'
import { parseImageReference } from '../../../src/image/reference.ts'
import type { RegistryClientOptions } from '../../../src/io/registry/client.ts'
import { type LoopbackOptions, type LoopbackRegistry, type SeenRequest, sendJson } from '../registry.ts'
import { type Answer, type Bench, page, plain } from './bench.ts'
import { shown } from './client.ts'

/** The login of every attack; no part of it may turn up where it does not belong. */
export const victim = { username: 'me', password: 'swordfish-9/+ü', token: 'token-AAAABBBBCCCC-1234' } as const
export const victimBasic: string = Buffer.from(`${victim.username}:${victim.password}`).toString('base64')

/** What answers at the registry and at another host that the workflow names too. */
export type Attack = {
  readonly registry: (other: string) => Answer
  readonly other?: Answer
  readonly tls?: LoopbackOptions['tls']
  readonly env?: Readonly<Record<string, string>>
  readonly images?: readonly string[]
  readonly options?: Partial<RegistryClientOptions>
}

export type Damage = {
  /** `ok` or the code of the error, one per image. */
  readonly codes: readonly string[]
  /** Message and hint of the first error. */
  readonly message: string
  readonly hint: string
  readonly tags: readonly string[]
  readonly warnings: readonly string[]
  readonly requests: number
  readonly other: readonly SeenRequest[]
  readonly slept: readonly number[]
  readonly masked: ReadonlySet<string>
  /** Every rule that was broken: must be empty, always. */
  readonly leaks: readonly string[]
}

/** Runs an attack and looks everywhere for what must never be there. */
export async function attack(bench: Bench, { registry, other, tls, env, images, options }: Attack): Promise<Damage> {
  const elsewhere = await bench.start(other ? { answer: other } : {})
  const named = `localhost:${elsewhere.port}`
  const home = await bench.start({ answer: registry(named), ...(tls ? { tls } : {}) })
  const login = { KLUCTL_REGISTRY_1_USERNAME: victim.username, KLUCTL_REGISTRY_1_PASSWORD: victim.password }
  const one = bench.client({ ...plain(home.host), ...login, ...plain(named, '2'), ...env }, options)
  const results = await Promise.all(
    (images ?? ['team/app']).map(path =>
      one.listTags(parseImageReference(`${home.host}/${path}`).repository).catch((error: unknown) => error)
    )
  )
  const errors = results.filter(result => result instanceof RegistryError)
  const [first] = results
  return {
    codes: results.map(result =>
      result instanceof RegistryError ? result.code : result instanceof Error ? 'bug' : 'ok'
    ),
    message: errors[0]?.message ?? '',
    hint: errors[0]?.hint ?? '',
    tags: typeof first === 'object' && first && 'tags' in first && Array.isArray(first.tags) ? first.tags : [],
    warnings: one.warnings(),
    requests: home.requests.length,
    other: elsewhere.requests,
    slept: one.slept,
    masked: one.masked,
    leaks: [...findLeaks(home, elsewhere), ...findShown([...errors.map(shown), ...one.warnings()])]
  }
}

/** A challenge for a token and a registry that takes it; `good` answers then. */
export function bearerAt(realm: (host: string) => string, good?: Answer, token?: Answer): Answer {
  return (request, response, count) => {
    if (request.path.startsWith('/token'))
      return token ? token(request, response, count) : sendJson(response, 200, { token: victim.token })
    if (request.headers.authorization?.startsWith('Bearer '))
      return good ? good(request, response, count) : sendJson(response, 200, JSON.parse(page(['1'])))
    const challenge = `Bearer realm="${realm(request.host)}",service="s",scope="repository:x:push registry:catalog:*"`
    return sendJson(response, 401, {}, { 'www-authenticate': challenge })
  }
}

/** A registry that wants the password. */
export function basicThen(good: Answer): Answer {
  return (request, response, count) =>
    request.headers.authorization === `Basic ${victimBasic}`
      ? good(request, response, count)
      : sendJson(response, 401, {}, { 'www-authenticate': 'Basic realm="r"' })
}

const secrets = [victim.password, victimBasic, victim.token]

function findLeaks(home: LoopbackRegistry, elsewhere: LoopbackRegistry): readonly string[] {
  const everywhere = [...home.requests, ...elsewhere.requests]
  return [
    ...everywhere.filter(({ path }) => holds(path) || holds(decode(path))).map(({ path }) => `secret in ${path}`),
    ...elsewhere.requests.filter(one => holds(JSON.stringify(one))).map(() => 'secret at the other host'),
    ...everywhere.filter(({ headers }) => headers.cookie !== undefined).map(() => 'cookie'),
    ...everywhere.flatMap(scopesOf).filter(scope => !/^repository:[a-z0-9/]+:pull$/.test(scope)),
    ...everywhere.filter(({ path }) => /^\/v2\/?$/.test(path)).map(() => 'ping')
  ]
}

function findShown(texts: readonly string[]): readonly string[] {
  return texts.filter(text => holds(text) || text.includes(JSON.stringify(victim.password).slice(1, -1)))
}

function scopesOf({ method, path, body }: SeenRequest): readonly string[] {
  const query = method === 'POST' ? new URLSearchParams(body) : new URL(path, 'http://x').searchParams
  const scopes = query.getAll('scope')
  return scopes.length > 1 ? ['more than one scope'] : scopes
}

function holds(text: string): boolean {
  return [...secrets, ...secrets.map(encodeURIComponent)].some(secret => text.includes(secret))
}

function decode(text: string): string {
  return decodeURIComponent(text.replace(/%(?![0-9a-f]{2})/gi, '%25'))
}
