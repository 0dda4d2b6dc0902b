import { InputError } from '../../errors.ts'
import type { Login } from './entry.ts'
import type { Variable, VariableSet } from './variables.ts'

/**
 * Reads the login of one set of variables; undefined where it has none. Secrets that are set and empty, as GitHub sets
 * them in runs for forks, count as not set, with a warning.
 * @throws InputError for half a login or for two different ones; its text never holds a secret
 */
export function readLogin(set: VariableSet, warn: (warning: string) => void): Login | undefined {
  const given = [
    readPassword(set, warn),
    readAuth(set, warn),
    readToken(set, 'IDENTITY_TOKEN', warn),
    readToken(set, 'TOKEN', warn)
  ]
  const logins = given.filter(login => login !== undefined)
  const [first] = logins
  if (first === undefined) return undefined
  if (logins.some(login => !sameLogin(login, first))) {
    throw new InputError(`${set.prefix}_USERNAME`, `${set.prefix} has more than one login`, {
      hint: `Keep one of ${set.prefix}_USERNAME with ${set.prefix}_PASSWORD, _AUTH, _IDENTITY_TOKEN, _TOKEN.`
    })
  }
  return first
}

/** True if two logins are the same. */
export function sameLogin(a: Login | undefined, b: Login | undefined): boolean {
  if (a === undefined || b === undefined) return a === b
  if (a.kind === 'password') return b.kind === 'password' && a.username === b.username && a.password === b.password
  return b.kind === a.kind && a.token === b.token
}

/**
 * Parses docker's `auth` text, base64 of `username:password`; undefined if it is not that. Lenient on missing padding, as
 * docker's own files have it.
 */
export function parseAuth(text: string): Login | undefined {
  const bare = text.trim()
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(bare)) return undefined
  const plain = Buffer.from(bare, 'base64').toString('utf8').replace(/\0+$/, '')
  const colon = plain.indexOf(':')
  if (colon < 1 || plain.includes('\ufffd')) return undefined
  return { kind: 'password', username: plain.slice(0, colon), password: plain.slice(colon + 1) }
}

function readPassword(set: VariableSet, warn: (warning: string) => void): Login | undefined {
  const user = set.variables.get('USERNAME')
  const pass = set.variables.get('PASSWORD')
  if (!user && !pass) return undefined
  const username = user?.value ?? ''
  const password = pass?.value ?? ''
  if (password === '' && (pass || username === '')) {
    // Without the other variable there is nothing that could be half.
    warn(
      `${(pass ?? user)?.name} is empty, so ${set.prefix} has no login; secrets are empty in workflow runs for forks`
    )
    return undefined
  }
  if (username === '' || !pass) {
    const [has, lacks] = pass ? ['a password', 'user name'] : ['a user name', 'password']
    const variable = pass ? 'USERNAME' : 'PASSWORD'
    // With an identity token or token the user name is only a label.
    if (!pass && (set.variables.get('IDENTITY_TOKEN')?.value || set.variables.get('TOKEN')?.value)) return undefined
    throw new InputError(`${set.prefix}_${variable}`, `${set.prefix} has ${has} but no ${lacks}`, {
      hint: `Set ${set.prefix}_${variable} too.`
    })
  }
  if (username.includes(':')) {
    throw new InputError(`${set.prefix}_USERNAME`, `${set.prefix}_USERNAME holds a colon, which no registry can read`)
  }
  return { kind: 'password', username, password }
}

function readAuth(set: VariableSet, warn: (warning: string) => void): Login | undefined {
  const auth = presentOrWarn(set.variables.get('AUTH'), set, warn)
  if (!auth) return undefined
  const login = parseAuth(auth.value)
  if (login) return login
  throw new InputError(auth.name, `${auth.name} is not base64 of username:password`)
}

function readToken(
  set: VariableSet,
  key: 'IDENTITY_TOKEN' | 'TOKEN',
  warn: (warning: string) => void
): Login | undefined {
  const variable = presentOrWarn(set.variables.get(key), set, warn)
  if (!variable) return undefined
  const token = variable.value.trim()
  if (!/^[\x21-\x7e]+$/.test(token)) throw new InputError(variable.name, `${variable.name} is not a token`)
  return { kind: key === 'TOKEN' ? 'bearer' : 'identity', token }
}

function presentOrWarn(
  variable: Variable | undefined,
  set: VariableSet,
  warn: (warning: string) => void
): Variable | undefined {
  if (variable?.value !== '') return variable
  warn(`${variable.name} is empty, so it gives ${set.prefix} no login; secrets are empty in workflow runs for forks`)
  return undefined
}
