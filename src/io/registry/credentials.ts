import { InputError } from '../../errors.ts'
import { type DockerConfig, readDockerConfig } from './docker-config.ts'
import type { Login, RegistryEntry } from './entry.ts'
import { readEntries, readVerify, type Surroundings } from './environment.ts'
import { sameLogin } from './login.ts'
import { basicCredential, secretForms } from './redact.ts'
import { type Environment, groupVariables, parseSwitch, type Variable } from './variables.ts'

/** Everything the workflow says about registries: logins, how to connect, whom to trust. Holds secrets: never print it. */
export type Credentials = {
  /** By index, the one without an index first. */
  readonly entries: readonly RegistryEntry[]
  /** False only where `KLUCTL_REGISTRY_DEFAULT_TLSVERIFY` switches checks off for hosts that say nothing else. */
  readonly defaultVerify: boolean
  /** True where `KLUCTL_REGISTRY_DEFAULT_INSECURE` allows plain http; only for hosts that an entry names. */
  readonly defaultPlainHttp: boolean
  readonly docker: DockerConfig | undefined
  /** What a credential helper is started with. */
  readonly helperEnvironment: HelperEnvironment
  /** What the user should know; no secrets. */
  readonly warnings: readonly string[]
}

export type HelperEnvironment = {
  readonly path: string
  readonly workspace: string | undefined
  /** The few variables that a helper needs to find its store. */
  readonly variables: Readonly<Record<string, string>>
}

/** Every problem is in `problems`, all together; `credentials` holds what can be used. */
export type CredentialsReading = { readonly credentials: Credentials; readonly problems: readonly InputError[] }

const helperVariables = [
  'PATH',
  'HOME',
  'USER',
  'XDG_RUNTIME_DIR',
  'DBUS_SESSION_BUS_ADDRESS',
  'SystemRoot',
  'USERPROFILE'
]

/**
 * Reads credentials from the environment and from docker's configuration, in this order (threat model C-01). Nothing else
 * is a source. Whoever runs for an untrusted pull request does not call this (C-16) and uses {@link noCredentials}.
 */
export function readCredentials(source: Surroundings & { readonly env: Environment }): CredentialsReading {
  const { env } = source
  const problems: InputError[] = []
  const attempt = <T>(read: () => T, otherwise: T): T => {
    try {
      return read()
    } catch (error) {
      if (!(error instanceof InputError)) throw error
      problems.push(error)
      return otherwise
    }
  }
  const variables = groupVariables(env)
  const read = readEntries(variables, source)
  problems.push(...variables.problems, ...read.problems, ...findConflicts(read.entries))
  const wildcards = read.entries.filter(entry => entry.host === '*')
  if (wildcards.length > 0 && !attempt(() => readSwitch(variables.global.get('ALLOW_WILDCARD')), false)) {
    problems.push(...wildcards.map(wildcardProblem))
  }
  const verify = attempt(
    () => readVerify(variables.global, 'DEFAULT_TLSVERIFY', 'DEFAULT_INSECURE_SKIP_TLS_VERIFY'),
    true
  )
  const docker = attempt(() => readDockerConfig(env, source), undefined)
  const credentials: Credentials = {
    entries: read.entries,
    defaultVerify: verify ?? true,
    defaultPlainHttp: attempt(() => readSwitch(variables.global.get('DEFAULT_INSECURE')), false),
    docker,
    helperEnvironment: helperEnvironment(env, source.workspace),
    warnings: [...variables.warnings, ...read.warnings, ...shortSecrets(read.entries)]
  }
  if (env['NODE_TLS_REJECT_UNAUTHORIZED'] === '0' && hasLogin(credentials)) problems.push(unverifiedProcess())
  return { credentials, problems }
}

/** Credentials that say nothing: every registry is asked anonymously, over verified TLS. */
export const noCredentials: Credentials = {
  entries: [],
  defaultVerify: true,
  defaultPlainHttp: false,
  docker: undefined,
  helperEnvironment: { path: '', workspace: undefined, variables: {} },
  warnings: []
}

/** Every secret in all the forms that may turn up in text (threat model C-04). */
export function listSecrets(credentials: Credentials): readonly string[] {
  const logins = [...credentials.entries.map(entry => entry.login), ...(credentials.docker?.logins.values() ?? [])]
  return [...new Set(logins.flatMap(login => (login && login.kind !== 'unusable' ? loginSecrets(login) : [])))]
}

/** The secrets of one login, in all their forms. */
export function loginSecrets(login: Login): readonly string[] {
  if (login.kind !== 'password') return secretForms(login.token)
  // The base64 text gives the password away even if that is too short to be masked itself.
  return [...secretForms(login.password), ...secretForms(basicCredential(login.username, login.password))]
}

function findConflicts(entries: readonly RegistryEntry[]): readonly InputError[] {
  return entries.flatMap((entry, position) => {
    const other = entries
      .slice(0, position)
      .find(earlier => earlier.host === entry.host && earlier.repository?.text === entry.repository?.text)
    if (!other || !disagree(other, entry)) return []
    const where = entry.repository ? `${entry.host}/${entry.repository.text}` : entry.host
    return [
      new InputError(`${entry.prefix}_HOST`, `${other.prefix} and ${entry.prefix} disagree about ${where}`, {
        hint: `Remove one of them, or tell them apart with ${entry.prefix}_REPOSITORY.`
      })
    ]
  })
}

function disagree(a: RegistryEntry, b: RegistryEntry): boolean {
  const differ = <T>(x: T | undefined, y: T | undefined): boolean => x !== undefined && y !== undefined && x !== y
  return (
    (a.login !== undefined && b.login !== undefined && !sameLogin(a.login, b.login)) ||
    differ(a.plainHttp, b.plainHttp) ||
    differ(a.verify, b.verify) ||
    differ(a.ca, b.ca) ||
    differ(a.cert, b.cert) ||
    differ(a.key, b.key) ||
    differ(a.authHost, b.authHost)
  )
}

function wildcardProblem(entry: RegistryEntry): InputError {
  return new InputError(
    `${entry.prefix}_HOST`,
    `${entry.prefix}_HOST is *, which gives its login to any host that a template names`,
    {
      hint: `Name the registry in ${entry.prefix}_HOST; if you trust everyone who can change the templates, set KLUCTL_REGISTRY_ALLOW_WILDCARD=true.`
    }
  )
}

function unverifiedProcess(): InputError {
  return new InputError(
    'NODE_TLS_REJECT_UNAUTHORIZED',
    'TLS checks are switched off for the whole process (NODE_TLS_REJECT_UNAUTHORIZED=0), so no credentials are used',
    { hint: 'Remove it; set KLUCTL_REGISTRY_<n>_CA_FILE, or KLUCTL_REGISTRY_<n>_TLSVERIFY=0 for the one host.' }
  )
}

function hasLogin({ entries, docker }: Credentials): boolean {
  const stored = docker && (docker.logins.size > 0 || docker.helpers.size > 0 || docker.store !== undefined)
  return stored === true || entries.some(entry => entry.login !== undefined || entry.key !== undefined)
}

function shortSecrets(entries: readonly RegistryEntry[]): readonly string[] {
  return entries.flatMap(({ login, prefix }) => {
    const secret = login?.kind === 'password' ? login.password : login?.token
    if (secret === undefined || secret.length >= 4) return []
    return [`the password of ${prefix} is shorter than 4 characters, so it cannot be masked in logs`]
  })
}

function readSwitch(variable: Variable | undefined): boolean {
  return variable !== undefined && parseSwitch(variable)
}

function helperEnvironment(env: Environment, workspace: string | undefined): HelperEnvironment {
  const variables = helperVariables.flatMap(name => {
    const value = env[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  return { path: env['PATH'] ?? '', workspace, variables: Object.fromEntries(variables) }
}
