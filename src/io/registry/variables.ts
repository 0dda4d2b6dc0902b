import { InputError } from '../../errors.ts'
import { byCodeUnit, nearest, quote } from '../../text.ts'

/** An environment: names and values, as the process got it. */
export type Environment = Readonly<Record<string, string | undefined>>

/** One variable: its full name, for messages, and its value. */
export type Variable = { readonly name: string; readonly value: string }

/** The variables of one index. */
export type VariableSet = {
  /** `KLUCTL_REGISTRY`, `KLUCTL_REGISTRY_2`: as the user wrote it, leading zeros included. */
  readonly prefix: string
  /** -1 for the set without an index. */
  readonly index: number
  readonly variables: ReadonlyMap<string, Variable>
}

const setKeys = new Set(
  `HOST REPOSITORY USERNAME PASSWORD AUTH IDENTITY_TOKEN TOKEN TLSVERIFY INSECURE PLAIN_HTTP INSECURE_SKIP_TLS_VERIFY
  CA_BUNDLE CA_FILE CERT_FILE KEY_FILE AUTH_HOST`.split(/\s+/)
)
const globalKeys = new Set([
  'DEFAULT_TLSVERIFY',
  'DEFAULT_INSECURE',
  'DEFAULT_INSECURE_SKIP_TLS_VERIFY',
  'ALLOW_WILDCARD'
])
const largestIndex = 2 ** 31 - 1

/** Variables sorted into sets, and the ones that are for all registries. */
export type Variables = {
  /** By index, the one without an index first. */
  readonly sets: readonly VariableSet[]
  readonly global: ReadonlyMap<string, Variable>
  readonly problems: readonly InputError[]
  readonly warnings: readonly string[]
}

/**
 * Finds the `KLUCTL_REGISTRY_*` variables (kluctl: pkg/utils/env.go). `_01_` and `_1_` are the same set. A name that is not
 * known is a warning with the nearest one that is; an index that kluctl would ignore is a problem, as its password would silently not be used.
 */
export function groupVariables(env: Environment): Variables {
  const sets = new Map<number, { prefix: string; index: number; variables: Map<string, Variable> }>()
  const global = new Map<string, Variable>()
  const problems: InputError[] = []
  const warnings: string[] = []
  for (const name of Object.keys(env).sort(byCodeUnit)) {
    const value = env[name]
    if (value === undefined || !/^KLUCTL_REGISTR(?:Y|IES)(?![A-Z])/.test(name)) continue
    const parts = /^KLUCTL_REGISTRY_(?:(\d+)_)?(.+)$/.exec(name)
    if (!parts) {
      warnings.push(`${quote(name)} is not a known variable and is ignored; write KLUCTL_REGISTRY_<n>_HOST and so on`)
      continue
    }
    const [, digits, key = ''] = parts
    const index = digits === undefined ? -1 : Number(digits)
    if (index === -1 && globalKeys.has(key)) global.set(key, { name, value })
    else if (!setKeys.has(key)) warnings.push(unknownVariable(name, key))
    else if (index > largestIndex) problems.push(new InputError(name, `the number in ${quote(name)} is too large`))
    else {
      const prefix = digits === undefined ? 'KLUCTL_REGISTRY' : `KLUCTL_REGISTRY_${digits}`
      const set = sets.get(index) ?? { prefix, index, variables: new Map<string, Variable>() }
      sets.set(index, set)
      const other = set.variables.get(key)
      if (other && other.value !== value) {
        problems.push(new InputError(name, `${other.name} and ${name} are the same variable and disagree`))
      }
      set.variables.set(key, { name, value })
    }
  }
  return { sets: [...sets.values()].sort((a, b) => a.index - b.index), global, problems, warnings }
}

/**
 * Reads a yes or no as kluctl does. Anything else, also the empty text, is an error: a typing mistake must never switch a
 * check off (threat model V-01).
 * @throws InputError
 */
export function parseSwitch(variable: Variable): boolean {
  const word = variable.value.toLowerCase()
  if (['1', 't', 'true', 'y', 'yes', 'on'].includes(word)) return true
  if (['0', 'f', 'false', 'n', 'no', 'off'].includes(word)) return false
  const found = variable.value === '' ? 'is empty' : `is ${quote(variable.value, 40)}`
  throw new InputError(variable.name, `${variable.name} ${found}, which is neither true nor false`, {
    hint: `Set ${variable.name} to true or false, or remove it.`
  })
}

function unknownVariable(name: string, key: string): string {
  const start = name.slice(0, name.length - key.length)
  const near = nearest(key, start === 'KLUCTL_REGISTRY_' ? [...setKeys, ...globalKeys] : [...setKeys])
  // Of PATH, anything would be near.
  if (key === 'PATH') return `${ignored(name)}; kluctl's documentation once said PATH, its code reads REPOSITORY`
  return near === undefined ? ignored(name) : `${ignored(name)}; did you mean ${start}${near}?`
}

function ignored(name: string): string {
  return `${quote(name)} is not a known variable and is ignored`
}
