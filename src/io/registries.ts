import { existsSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { createRegistryClient, type RegistryClient, type RegistryClientOptions } from './registry/client.ts'
import { type CredentialsReading, readCredentials } from './registry/credentials.ts'
import { type ProxiesReading, readProxies } from './registry/proxies.ts'
import { createRedactor, type Redactor } from './registry/redact.ts'

/** What the registries may see of whoever asks them. */
export type RegistrySurroundings = {
  readonly env: Readonly<Record<string, string | undefined>>
  /** The checked-out repository in CI: no settings for logins are taken from it. */
  readonly workspace?: string | undefined
  /** Told every secret before it is used, so that the log can mask it. */
  readonly addSecret?: ((secret: string) => void) | undefined
  /** True for a run on somebody else's templates: no login is read (threat model C-16). */
  readonly untrusted?: boolean
  /** Where to connect for a registry instead of its own address; only for the embedded demo. */
  readonly connectTo?: RegistryClientOptions['connectTo']
}

/** A client for the registries, and what takes their secrets out of text. */
export type Registries = RegistryClient & { readonly redactor: Redactor }

/** Everything that the machine says about registries. Holds secrets: never print it. */
export type RegistrySettings = Omit<CredentialsReading, 'problems'> &
  Pick<ProxiesReading, 'proxies'> & { readonly problems: CredentialsReading['problems'] }

/** Reads logins, certificates and proxies, with all that is wrong with them. */
export function readRegistrySettings({
  env,
  // the checkout in CI, whichever door was taken
  workspace = env['GITHUB_WORKSPACE'] || env['CI_PROJECT_DIR'] || undefined,
  untrusted = false
}: RegistrySurroundings): RegistrySettings {
  const { credentials, problems } = readCredentials({
    env: untrusted ? withoutLogins(env) : env,
    home: untrusted ? undefined : (env['HOME'] ?? homedir()),
    workspace,
    readFile: path => (existsSync(path) ? readFileSync(path, 'utf8') : undefined)
  })
  const { proxies, problems: proxyProblems } = readProxies(env)
  return { credentials, proxies, problems: [...problems, ...proxyProblems] }
}

/** The registries, with the logins of this machine. @throws AggregateError of InputErrors for settings that cannot be used */
export function openRegistries(surroundings: RegistrySurroundings): Registries {
  const settings = readRegistrySettings(surroundings)
  if (settings.problems.length > 0) throw new AggregateError(settings.problems)
  return connectRegistries(settings, surroundings)
}

/** The registries, with settings that were read before; what is wrong with some of them is the caller's. */
export function connectRegistries(
  { credentials, proxies }: RegistrySettings,
  { addSecret, connectTo }: RegistrySurroundings,
  limits: RegistryClientOptions['limits'] = {}
): Registries {
  const redactor = createRedactor()
  const secrets = (secret: string): void => {
    redactor.add(secret)
    addSecret?.(secret)
  }
  const client = createRegistryClient({ credentials, proxies, secrets, limits, ...(connectTo ? { connectTo } : {}) })
  return Object.assign(client, { redactor })
}

function withoutLogins(env: RegistrySurroundings['env']): RegistrySurroundings['env'] {
  const login = /^KLUCTL_REGISTRY_(?:\d+_)?(?:USERNAME|PASSWORD|AUTH|IDENTITY_TOKEN|TOKEN|CERT_FILE|KEY_FILE)$/
  // where docker and podman keep logins
  const files = ['DOCKER_CONFIG', 'XDG_RUNTIME_DIR']
  return Object.fromEntries(Object.entries(env).filter(([name]) => !login.test(name) && !files.includes(name)))
}
