import type { Place } from '../errors.ts'
import type { Report, Where } from './record.ts'

/** Places in one object: `Deployment/api` with its containers `app` and `init`. */
export type WhereGroup = {
  readonly namespace: string
  /** `Kind/name`. */
  readonly deployment: string
  readonly containers: readonly string[]
}

/** Puts places of the same object together, in the order in which they first appear. */
export function groupWhere(places: readonly Where[]): readonly WhereGroup[] {
  const groups = new Map<string, { namespace: string; deployment: string; containers: string[] }>()
  for (const { namespace, deployment, container } of places) {
    const key = JSON.stringify([namespace, deployment])
    const group = groups.get(key) ?? { namespace, deployment, containers: [] }
    if (container !== '' && !group.containers.includes(container)) group.containers.push(container)
    groups.set(key, group)
  }
  return [...groups.values()]
}

/** True where a reader needs the namespace to tell objects apart. */
export function hasManyNamespaces(report: Pick<Report, 'uses' | 'changes'>): boolean {
  const all = [...report.uses, ...report.changes.flatMap(change => change.where)]
  return new Set(all.map(use => use.namespace)).size > 1
}

/** `apps/api/deployment.yaml:12:9`, with as much of it as is known. */
export function formatPlace(place: Place): string {
  if (place.line === undefined) return place.file
  return place.column === undefined ? `${place.file}:${place.line}` : `${place.file}:${place.line}:${place.column}`
}
