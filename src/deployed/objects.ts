import type { YamlMap } from '../yaml/parse.ts'
import { isYamlMap } from '../yaml/parse.ts'
import { identityKey, identityOf, type ObjectIdentity } from './identity.ts'
import { plainValue } from './plain-value.ts'

/** An object as it is deployed. */
export type DeployedObject = {
  readonly identity: ObjectIdentity
  readonly content: YamlMap
  /** For people: `the cluster`, `deployed/prod.yaml`. */
  readonly source: string
}

/** Objects by {@link identityKey}; several where files hold the same object more than once. */
export type DeployedIndex = ReadonlyMap<string, readonly DeployedObject[]>

/** Which objects are of interest; all others are passed over unread. */
export type IsWanted = (identity: ObjectIdentity) => boolean

const listsInLists = 10

/**
 * The wanted objects of a JSON or YAML document. Lists stand for their items, which in a list of one kind (`DeploymentList`) need not repeat
 * it. What has no kind or no name is no object, and a Secret is never read, whoever asks (threat model K-05).
 * @throws ProjectError as {@link plainValue} does
 */
export function findDeployedObjects(value: unknown, source: string, isWanted: IsWanted): readonly DeployedObject[] {
  return objectsIn({ value, source, isWanted, itemKind: '', itemVersion: '', depth: listsInLists })
}

type Part = {
  readonly value: unknown
  readonly source: string
  readonly isWanted: IsWanted
  readonly itemKind: string
  readonly itemVersion: string
  readonly depth: number
}

function objectsIn(part: Part): readonly DeployedObject[] {
  const { value, source, isWanted, itemKind, itemVersion, depth } = part
  const kind = textAt(value, 'kind') || itemKind
  const apiVersion = textAt(value, 'apiVersion') || itemVersion
  const items = memberOf(value, 'items')
  if (kind.endsWith('List') && Array.isArray(items)) {
    if (depth === 0) return []
    const known =
      kind === 'List' ? { itemKind: '', itemVersion: '' } : { itemKind: kind.slice(0, -4), itemVersion: apiVersion }
    return items.flatMap(item => objectsIn({ ...part, ...known, value: item, depth: depth - 1 }))
  }
  const metadata = memberOf(value, 'metadata')
  const name = textAt(metadata, 'name')
  if (kind === '' || kind === 'Secret' || name === '') return []
  const identity = identityOf({ apiVersion, kind, namespace: textAt(metadata, 'namespace'), name })
  if (!isWanted(identity)) return []
  const content = plainValue(value, source)
  return isYamlMap(content) ? [{ identity, content, source }] : []
}

/** Puts objects where they are found by their identity. */
export function indexObjects(objects: readonly DeployedObject[]): DeployedIndex {
  const index = new Map<string, DeployedObject[]>()
  for (const object of objects) {
    const key = identityKey(object.identity)
    const same = index.get(key)
    if (same) same.push(object)
    else index.set(key, [object])
  }
  return index
}

function memberOf(value: unknown, name: string): unknown {
  if (value instanceof Map) return value.get(name)
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
  return Reflect.get(value, name)
}

function textAt(value: unknown, name: string): string {
  const found = memberOf(value, name)
  return typeof found === 'string' ? found : typeof found === 'bigint' || typeof found === 'number' ? String(found) : ''
}
