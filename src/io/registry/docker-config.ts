import { join } from 'node:path'
import { InputError } from '../../errors.ts'
import { byteLength, quote } from '../../text.ts'
import { type Login, normalizeHost } from './entry.ts'
import { isInside, type Surroundings } from './environment.ts'
import { parseAuth } from './login.ts'
import type { Environment } from './variables.ts'

/** A login of docker's configuration, or what is wrong with it; that matters only if its registry is asked. */
export type DockerLogin = Login | { readonly kind: 'unusable'; readonly why: string }

/** The logins of docker's `config.json` (or podman's `auth.json`). */
export type DockerConfig = {
  /** What to call it in messages: `docker config.json`. Never a path of the machine. */
  readonly name: string
  /** By normalised `host` or `host/path`. */
  readonly logins: ReadonlyMap<string, DockerLogin>
  /** Normalised host → name of its credential helper. */
  readonly helpers: ReadonlyMap<string, string>
  /** Credential helper for all other hosts. */
  readonly store: string | undefined
  /** Normalised hosts that stand among the logins without one: theirs is in a credential helper. */
  readonly stored: readonly string[]
}

const largest = 1024 * 1024

/**
 * Reads `$DOCKER_CONFIG/config.json`, else `~/.docker/config.json`, else podman's `auth.json`. Undefined where there is
 * none. A configuration inside the checked-out repository is refused (threat model C-01).
 * @throws InputError
 */
export function readDockerConfig(env: Environment, surroundings: Surroundings): DockerConfig | undefined {
  const folder = env['DOCKER_CONFIG'] ?? ''
  const runtime = env['XDG_RUNTIME_DIR'] ?? ''
  const home = surroundings.home ?? ''
  const docker = folder !== '' ? folder : home === '' ? undefined : join(home, '.docker')
  const candidates = [
    ...(docker === undefined ? [] : [{ path: join(docker, 'config.json'), name: 'docker config.json' }]),
    ...(runtime === '' ? [] : [{ path: join(runtime, 'containers', 'auth.json'), name: 'podman auth.json' }])
  ]
  for (const { path, name } of candidates) {
    const variable = name.startsWith('podman') ? 'XDG_RUNTIME_DIR' : folder === '' ? 'HOME' : 'DOCKER_CONFIG'
    // Refused before it is read, and also where the file is missing: the next pull request may bring it.
    const refused = isInside(path, surroundings)
    if (refused && variable === 'DOCKER_CONFIG') throw insideWorkspace(variable)
    const text = readText(path, variable, surroundings)
    if (text === undefined) continue
    if (refused) throw insideWorkspace(variable)
    return parseDockerConfig(text, name, variable)
  }
  return undefined
}

/**
 * Parses the text of docker's configuration.
 * @throws InputError if it is not a JSON object; never quotes the text, which holds passwords
 */
function parseDockerConfig(text: string, name: string, variable: string): DockerConfig {
  if (byteLength(text) > largest) throw new InputError(variable, `${name} is larger than 1 MiB`)
  let value: unknown
  try {
    value = JSON.parse(text.replace(/^\ufeff/, ''))
  } catch {
    throw new InputError(variable, `${name} is not JSON`, { hint: 'Repair it, or log in again with docker login.' })
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new InputError(variable, `${name} is not a JSON object`)
  }
  const places = bestSpellings(member(value, 'auths'), normalizePlace)
  const read = [...places].map(([place, { key, entry }]) => [place, parseLogin(entry, key, name)] as const)
  const helpers = bestSpellings(member(value, 'credHelpers'), key => normalizeHost(key.replace(/^http:\/\//i, '')))
  const named = [...helpers].flatMap(([host, { entry }]) =>
    typeof entry === 'string' && entry !== '' ? [[host, entry] as const] : []
  )
  const store = member(value, 'credsStore')
  return {
    name,
    logins: new Map(read.flatMap(([place, login]) => (login ? [[place, login] as const] : []))),
    helpers: new Map(named),
    store: typeof store === 'string' && store !== '' ? store : undefined,
    stored: read.flatMap(([place, login]) => (login || place.includes('/') ? [] : [place]))
  }
}

type Spelled = { readonly key: string; readonly entry: unknown }

/**
 * The members of an object by the place that their keys mean. A host can stand there in several spellings: the one that docker itself
 * writes wins, then one that is not empty, then the first.
 */
function bestSpellings(value: unknown, normalize: (key: string) => string | undefined): ReadonlyMap<string, Spelled> {
  const best = new Map<string, Spelled & { readonly rank: number }>()
  for (const [key, entry] of entriesOf(value)) {
    const place = normalize(key)
    if (place === undefined) continue
    const written = place === 'docker.io' ? 'https://index.docker.io/v1/' : place
    const rank = isEmpty(entry) ? 0 : key === written ? 2 : 1
    if (rank > (best.get(place)?.rank ?? -1)) best.set(place, { key, entry, rank })
  }
  return best
}

/** docker leaves empty objects for hosts whose login is in a credential helper. */
function isEmpty(entry: unknown): boolean {
  if (typeof entry === 'string') return entry === ''
  return !['auth', 'identitytoken', 'registrytoken', 'username'].some(field => (member(entry, field) ?? '') !== '')
}

function parseLogin(entry: unknown, key: string, name: string): DockerLogin | undefined {
  const text = (field: string): string => {
    const value = member(entry, field)
    return typeof value === 'string' ? value : ''
  }
  const unusable = { kind: 'unusable', why: `the login for ${quote(key, 100)} in ${name} cannot be read` } as const
  const token = (kind: 'identity' | 'bearer', value: string): DockerLogin =>
    /^[\x21-\x7e]+$/.test(value) ? { kind, token: value } : unusable
  const identity = text('identitytoken')
  if (identity !== '') return token('identity', identity)
  const bearer = text('registrytoken')
  if (bearer !== '') return token('bearer', bearer)
  const auth = text('auth')
  if (auth !== '') {
    return parseAuth(auth) ?? unusable
  }
  const username = text('username')
  const password = text('password')
  return username === '' || password === '' ? undefined : { kind: 'password', username, password }
}

/** `https://index.docker.io/v1/` → `docker.io`; `reg.test/team` stays a path; undefined if it is no place. */
function normalizePlace(key: string): string | undefined {
  const bare = key.replace(/^https?:\/\//i, '')
  const whole = normalizeHost(bare)
  if (whole !== undefined) return whole
  const slash = bare.indexOf('/')
  const host = slash < 0 ? undefined : normalizeHost(bare.slice(0, slash))
  const path = bare.slice(slash + 1).replace(/\/$/, '')
  return host !== undefined && /^[a-z0-9._/-]+$/.test(path) ? `${host}/${path}` : undefined
}

function readText(path: string, variable: string, { readFile }: Surroundings): string | undefined {
  try {
    return readFile(path)
  } catch (cause) {
    throw new InputError(variable, `docker's configuration cannot be read (looked where ${variable} points)`, { cause })
  }
}

function insideWorkspace(variable: string): InputError {
  return new InputError(variable, `${variable} points into the checked-out repository`, {
    hint: 'Keep docker logins outside of the checkout: a pull request can change files in it.'
  })
}

function member(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
  return new Map<string, unknown>(Object.entries(value)).get(key)
}

function entriesOf(value: unknown): readonly [string, unknown][] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : []
}
