/** Which object of a cluster. Two texts of {@link identityKey} are the same exactly when the objects are. */
export type ObjectIdentity = {
  /** API group; empty for the core. */
  readonly group: string
  readonly kind: string
  readonly namespace: string
  readonly name: string
}

/** What stood in the group `extensions` before it moved. */
const moved: ReadonlyMap<string, string> = new Map([
  ['Deployment', 'apps'],
  ['DaemonSet', 'apps'],
  ['ReplicaSet', 'apps']
])

/**
 * The identity of an object by what is written in it. The version of its API does not count, since a cluster serves the same object under
 * several; a missing namespace is `default`, as kluctl has it (kluctl-semantics 2.3).
 */
export function identityOf(object: {
  readonly apiVersion: string
  readonly kind: string
  readonly namespace: string
  readonly name: string
}): ObjectIdentity {
  const { apiVersion, kind, namespace, name } = object
  const slash = apiVersion.indexOf('/')
  const group = slash < 0 ? '' : apiVersion.slice(0, slash)
  return {
    group: group === 'extensions' ? (moved.get(kind) ?? group) : group,
    kind,
    namespace: namespace || 'default',
    name
  }
}

/** One text for an identity, to look it up by. */
export function identityKey({ group, kind, namespace, name }: ObjectIdentity): string {
  return JSON.stringify([group, kind, namespace, name])
}
