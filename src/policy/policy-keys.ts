import { ProjectError } from '../errors.ts'
import { nearest, quote } from '../text.ts'
import type { Part } from '../yaml/shape.ts'

/** What only the workflow may say, by words in a key, and where it says it. A pull request can change the policy file. */
const ofTheWorkflow: readonly (readonly [words: RegExp, what: string, where: string])[] = [
  [
    /^kluctl_registry|^(?:docker|kube)config$|^user|passw|token|auth(?!or)|login|credential|secret|^(?:client)?(?:cert|key)(?:file)?$|^apikey$/,
    'logins are',
    'Set KLUCTL_REGISTRY_<n>_HOST, _USERNAME and _PASSWORD in the environment of the workflow.'
  ],
  [
    /tls|ssl|insecure|plainhttp|verify|^ca(?:file|cert)?$|proxy|mirror/,
    'how a registry is connected to is',
    'Set the KLUCTL_REGISTRY_<n>_ variables, as _CA_FILE, in the environment of the workflow.'
  ],
  [
    /limit|timeout|^retr(?:y|ies)|concurren|parallel|budget|requests|^max(?:candidates|tags|size|bytes|pages|time)$/,
    'limits are',
    'A file of the project cannot change them; remove the key.'
  ]
]

/** Gathers what is wrong, so that a reader is told of everything at once. */
export type Problems = ProjectError[]

/** What `read` gives, or undefined with its ProjectError noted. */
export function attempt<T>(problems: Problems, read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof ProjectError)) throw error
    problems.push(error)
    return undefined
  }
}

/**
 * Notes each key of a map that is not known, with the nearest that is, and each that has no value, which is most often one that was to
 * be commented out with what stood in it.
 * @throws ProjectError where the part is no map
 */
export function checkKeys(part: Part, known: readonly string[], problems: Problems): void {
  for (const [key, value] of part.map()) {
    const at = part.at(key)
    if (!known.includes(key)) problems.push(unknownKey(at, key, known))
    else if (value === null) problems.push(at.fail('has no value', 'config', 'Give it one, or remove the key.'))
  }
}

function unknownKey(at: Part, key: string, known: readonly string[]): ProjectError {
  const near = nearest(key, known)
  const word = key.toLowerCase().replace(/[-\s]|_(?!registry)/g, '')
  const [, what, where] = (near === undefined && ofTheWorkflow.find(([words]) => words.test(word))) || []
  if (what !== undefined) {
    const message = `the key ${quote(key)} is not known here: ${what} set by the workflow, never by the policy file`
    return at.fail(message, 'config', where)
  }
  const hint = near === undefined ? `Known keys: ${known.join(', ')}.` : `Did you mean ${near}?`
  return at.fail(`the key ${quote(key)} is not known here`, 'config', hint)
}
