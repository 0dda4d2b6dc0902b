import { InputError } from '../../errors.ts'
import { type DockerConfig, readDockerConfig } from './docker-config.ts'
import type { Login, RegistryEntry } from './entry.ts'
import { readEntries, readVerify, type Surroundings } from './environment.ts'
import { pickHelperVariables } from './helper-variables.ts'
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
  /** The variables that a helper of this name is started with. */
  readonly variables: (helper: string) => Readonly<Record<string, string>>
}

/** Every problem is in `problems`, all together; `credentials` holds what can be used. */
export type CredentialsReading = { readonly credentials: Credentials; readonly problems: readonly InputError[] }

/**
 * Reads credentials from the environment and from docker's configuration, in this order (threat model C-01). Nothing else
 * is a source. Whoever runs for an untrusted pull request takes the logins out of the environment before (C-16).
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
  const allowed = attempt(() => readSwitch(variables.global.get('ALLOW_WILDCARD')), false)
  if (!allowed) problems.push(...wildcards.map(wildcardProblem))
  const verify = attempt(
    () => readVerify(variables.global, 'DEFAULT_TLSVERIFY', 'DEFAULT_INSECURE_SKIP_TLS_VERIFY'),
    true
  )
  const docker = attempt(() => readDockerConfig(env, source), undefined)
  const credentials: Credentials = {
    // Whoever goes on in spite of a problem still has no wildcard.
    entries: read.entries.filter(entry => allowed || entry.host !== '*'),
    defaultVerify: verify ?? true,
    defaultPlainHttp: attempt(() => readSwitch(variables.global.get('DEFAULT_INSECURE')), false),
    docker,
    helperEnvironment: {
      path: env['PATH'] ?? '',
      workspace: source.workspace,
      variables: helper => pickHelperVariables(helper, env)
    },
    warnings: [...variables.warnings, ...read.warnings, ...shortSecrets(read.entries, docker)]
  }
  if (env['NODE_TLS_REJECT_UNAUTHORIZED'] === '0' && hasLogin(credentials)) problems.push(unverifiedProcess())
  return { credentials, problems }
}

/** Every secret in all the forms that may turn up in text (threat model C-04). */
export function listSecrets(credentials: Credentials): readonly string[] {
  const logins = [...credentials.entries.map(entry => entry.login), ...(credentials.docker?.logins.values() ?? [])]
  const keys = credentials.entries.flatMap(entry => (entry.key === undefined ? [] : keySecrets(entry.key)))
  return [
    ...new Set([...logins.flatMap(login => (login && login.kind !== 'unusable' ? loginSecrets(login) : [])), ...keys])
  ]
}

/** The secrets of one login, in all their forms. */
export function loginSecrets(login: Login): readonly string[] {
  if (login.kind !== 'password') return secretForms(login.token)
  // The base64 text gives the password away even if that is too short to be masked itself.
  const basic = basicCredential(login.username, login.password)
  const encoded = [basic.replace(/=+$/, ''), Buffer.from(login.password, 'utf8').toString('base64')]
  return [
    ...secretForms(login.password),
    ...secretForms(basic),
    ...encoded.filter(text => text.length >= 8).flatMap(secretForms)
  ]
}

/** True for a login whose secret is too short to be masked: that would blank ordinary text. */
export function isShortSecret(login: Login): boolean {
  return secretForms(login.kind === 'password' ? login.password : login.token).length === 0
}

/** The warning about a secret that is too short; `whose` goes on from "the password". */
export function shortSecret(whose: string): string {
  return `the password ${whose} is shorter than 4 characters, so it cannot be masked in logs`
}

/** The lines of a private key; not the ones that say what it is. */
function keySecrets(key: string): readonly string[] {
  return key.split(/\s*[\r\n]+\s*/).filter(line => line.length >= 16 && !line.includes('-----'))
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
    `${entry.prefix}_HOST is *, which means any host that a template names, login and all`,
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

function shortSecrets(entries: readonly RegistryEntry[], docker: DockerConfig | undefined): readonly string[] {
  const stored = [...(docker?.logins ?? [])].flatMap(([place, login]) =>
    login.kind !== 'unusable' && isShortSecret(login) ? [shortSecret(`for ${place} in ${docker?.name ?? ''}`)] : []
  )
  const given = entries.flatMap(({ login, prefix }) =>
    login && isShortSecret(login) ? [shortSecret(`of ${prefix}`)] : []
  )
  return [...given, ...stored]
}

function readSwitch(variable: Variable | undefined): boolean {
  return variable !== undefined && parseSwitch(variable)
}
