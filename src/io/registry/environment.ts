import { isAbsolute, relative, resolve } from 'node:path'
import { createSecureContext } from 'node:tls'
import { InputError } from '../../errors.ts'
import { quote } from '../../text.ts'
import { type Login, normalizeHost, type RegistryEntry } from './entry.ts'
import { parseRepositoryGlob, type RepositoryGlob } from './glob.ts'
import { readLogin } from './login.ts'
import { realPath as followLinks } from './real-path.ts'
import { parseSwitch, type Variable, type VariableSet, type Variables } from './variables.ts'

/** What the reading of credentials may see of the machine. */
export type Surroundings = {
  readonly home: string | undefined
  /** The checked-out repository, whose files are never a source of credentials. */
  readonly workspace: string | undefined
  /** Content of a file; undefined where there is none. May throw where it cannot be read. */
  readonly readFile: (path: string) => string | undefined
  /** The path with its symbolic links followed; this machine's if absent. */
  readonly realPath?: ((path: string) => string) | undefined
}

/** Entries that can be used, and everything that was wrong with the others. */
export type EnvironmentEntries = {
  readonly entries: readonly RegistryEntry[]
  readonly problems: readonly InputError[]
  readonly warnings: readonly string[]
}

type Notes = { readonly problems: InputError[]; readonly warnings: string[] }

/** Turns sets of variables into entries. A set with a problem gives no entry, so nothing half-read is ever used. */
export function readEntries(variables: Variables, surroundings: Surroundings): EnvironmentEntries {
  const notes: Notes = { problems: [], warnings: [] }
  const entries: RegistryEntry[] = []
  for (const set of variables.sets.filter(isGiven)) {
    const before = notes.problems.length
    const entry = readEntry(set, surroundings, notes)
    if (entry && notes.problems.length === before) entries.push(entry)
  }
  return { entries, ...notes }
}

/**
 * A workflow that may be given a registry names its variables in any case, and leaves them empty where it was given none: a set in which nothing
 * is said, a login among it, is none.
 */
function isGiven({ variables }: VariableSet): boolean {
  const isEmpty = [...variables].every(([, { value }]) => value === '')
  return !isEmpty || ![...variables.keys()].some(key => ['HOST', 'USERNAME', 'PASSWORD'].includes(key))
}

function readEntry(set: VariableSet, surroundings: Surroundings, notes: Notes): RegistryEntry | undefined {
  const attempt = <T>(read: () => T): T | undefined => {
    try {
      return read()
    } catch (error) {
      if (!(error instanceof InputError)) throw error
      notes.problems.push(error)
      return undefined
    }
  }
  const warn = (warning: string): void => void notes.warnings.push(warning)
  const before = notes.problems.length
  const login = attempt(() => readLogin(set, warn))
  // A login that could not be read is told already.
  const hasLogin = login !== undefined || notes.problems.length > before
  const place = attempt(() => readPlace(set, login?.kind, hasLogin ? () => undefined : warn))
  const plainHttp = attempt(() => readAgreeing(set.variables.get('PLAIN_HTTP'), set.variables.get('INSECURE')))
  const verify = attempt(() => readVerify(set.variables, 'TLSVERIFY', 'INSECURE_SKIP_TLS_VERIFY'))
  const pem = attempt(() => readCertificates(set, surroundings))
  const auth = attempt(() => readAuthHost(set.variables.get('AUTH_HOST')))
  const trueVerify = set.variables.get('TLSVERIFY')
  if (verify === true && trueVerify) {
    notes.warnings.push(
      `${trueVerify.name}=${quote(trueVerify.value)} keeps certificate checks on, which is the default; the kluctl documentation of 2022 says the opposite`
    )
  }
  if (!place || !pem || !auth) return undefined
  return { prefix: set.prefix, index: set.index, ...place, login, plainHttp, verify, ...pem, ...auth }
}

function readPlace(
  set: VariableSet,
  login: Login['kind'] | undefined,
  warn: (warning: string) => void
): { host: string; repository: RepositoryGlob | undefined } | undefined {
  const host = set.variables.get('HOST')
  const written = host?.value.trim() ?? ''
  const pattern = set.variables.get('REPOSITORY')
  let text = pattern?.value.trim() ?? ''
  let hostText = written
  if (written === '' && text.includes('/') && /^(?:localhost|[^/]*[.:][^/]*)\//.test(text)) {
    hostText = text.slice(0, text.indexOf('/'))
    text = text.slice(text.indexOf('/') + 1)
  }
  if (hostText === '') {
    if (login === undefined) {
      warn(`${set.prefix} has settings but no host, so they are not used; set ${set.prefix}_HOST`)
      return undefined
    }
    const secret = login === 'password' ? 'password' : 'token'
    throw new InputError(`${set.prefix}_HOST`, `${set.prefix} has a ${secret} but no host`, {
      hint: `Set ${set.prefix}_HOST to the registry it is for.`
    })
  }
  const name = written === '' && pattern ? pattern.name : `${set.prefix}_HOST`
  if (/^http:\/\//i.test(hostText)) {
    throw new InputError(name, `${name} begins with http://`, {
      hint: `Write the host only; if the registry has no TLS, set ${set.prefix}_PLAIN_HTTP=true.`
    })
  }
  const normal = hostText === '*' ? '*' : normalizeHost(hostText)
  if (normal === undefined) {
    throw new InputError(name, `${name} is ${quote(hostText, 100)}, which is not a registry host`, {
      hint: 'Write a host, with a port if it needs one: registry.example.com:5000.'
    })
  }
  if (text === '') return { host: normal, repository: undefined }
  const repository = parseRepositoryGlob(text)
  if (repository) return { host: normal, repository }
  throw new InputError(
    `${set.prefix}_REPOSITORY`,
    `${set.prefix}_REPOSITORY is ${quote(text, 100)}, which is not a pattern`,
    {
      hint: 'Write a repository path with * (within a part), ** (across parts), ? or {a,b}.'
    }
  )
}

/** Two names of one switch: the newer and the older one. */
function readAgreeing(...variables: readonly (Variable | undefined)[]): boolean | undefined {
  const given = variables.filter(variable => variable !== undefined)
  const values = given.map(parseSwitch)
  const [first, second] = given
  if (first && second && values[0] !== values[1]) {
    throw new InputError(first.name, `${first.name} and ${second.name} disagree`, { hint: 'Remove one of them.' })
  }
  return values[0]
}

/** Reads the two names of certificate checking, of which one says "verify" and one says "skip" (threat model V-01, V-03). */
export function readVerify(
  variables: ReadonlyMap<string, Variable>,
  verifyKey: string,
  skipKey: string
): boolean | undefined {
  const verify = variables.get(verifyKey)
  const skip = variables.get(skipKey)
  const on = verify && parseSwitch(verify)
  const off = skip && parseSwitch(skip)
  if (verify && skip && on === off) {
    throw new InputError(verify.name, `${verify.name} and ${skip.name} disagree`, { hint: 'Remove one of them.' })
  }
  return on ?? (off === undefined ? undefined : !off)
}

function readCertificates(
  set: VariableSet,
  surroundings: Surroundings
): { ca: string | undefined; cert: string | undefined; key: string | undefined } {
  const read = (key: string): string | undefined => readPem(set.variables.get(key), surroundings)
  const file = read('CA_FILE')
  const bundle = read('CA_BUNDLE')
  if (file !== undefined && bundle !== undefined && file !== bundle) {
    throw new InputError(`${set.prefix}_CA_FILE`, `${set.prefix}_CA_FILE and ${set.prefix}_CA_BUNDLE disagree`)
  }
  const ca = file ?? bundle
  const cert = read('CERT_FILE')
  const key = read('KEY_FILE')
  if ((cert === undefined) !== (key === undefined)) {
    const missing = cert === undefined ? 'CERT_FILE' : 'KEY_FILE'
    throw new InputError(
      `${set.prefix}_${missing}`,
      `${set.prefix} has half a client certificate: ${missing} is missing`
    )
  }
  try {
    createSecureContext({ ca, cert, key })
  } catch {
    // The text of the error may quote the file; which file it was is all that helps.
    const names = cert === undefined ? `${set.prefix}_CA_FILE` : `${set.prefix}_CERT_FILE and ${set.prefix}_KEY_FILE`
    throw new InputError(`${set.prefix}_CA_FILE`, `${names} cannot be used: not PEM, or not a pair`)
  }
  return { ca, cert, key }
}

function readPem(variable: Variable | undefined, surroundings: Surroundings): string | undefined {
  if (!variable || variable.value === '') return undefined
  const { name, value } = variable
  const path =
    value.startsWith('~/') && surroundings.home !== undefined ? `${surroundings.home}${value.slice(1)}` : value
  if (isInside(path, surroundings)) {
    throw new InputError(name, `${name} points into the checked-out repository`, {
      hint: 'A pull request can change files in it, and with this one whom we trust. Write it from a variable or secret to a file elsewhere first.'
    })
  }
  let text: string | undefined
  try {
    text = surroundings.readFile(path)
  } catch (cause) {
    throw new InputError(name, `the file that ${name} names cannot be read: ${quote(value)}`, { cause })
  }
  if (text === undefined) throw new InputError(name, `the file that ${name} names does not exist: ${quote(value)}`)
  if (!text.includes('-----BEGIN ')) throw new InputError(name, `${quote(value)}, named by ${name}, is not a PEM file`)
  return text
}

/** True if a file lies in the checked-out repository, also by way of a symbolic link. */
export function isInside(
  path: string,
  { workspace, realPath = followLinks }: Pick<Surroundings, 'workspace' | 'realPath'>
): boolean {
  if (workspace === undefined || workspace === '') return false
  const absolute = resolve(workspace, path)
  return [absolute, realPath(absolute)].some(candidate =>
    [resolve(workspace), realPath(resolve(workspace))].some(root => {
      const way = relative(root, candidate)
      return way === '' || (!/^\.\.(?:[\\/]|$)/.test(way) && !isAbsolute(way))
    })
  )
}

function readAuthHost(variable: Variable | undefined): { authHost: string | undefined; authPlainHttp: boolean } {
  const written = variable?.value.trim() ?? ''
  if (!variable || written === '') return { authHost: undefined, authPlainHttp: false }
  const authPlainHttp = /^http:\/\//i.test(written)
  const authHost = normalizeHost(written.replace(/^http:\/\//i, ''))
  if (authHost !== undefined) return { authHost, authPlainHttp }
  throw new InputError(variable.name, `${variable.name} is ${quote(written, 100)}, which is not a host`, {
    hint: 'Write the host of the token endpoint, with a port if it needs one: auth.example.com.'
  })
}
