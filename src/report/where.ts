import type { Place } from '../errors.ts'
import { byCodeUnit } from '../text.ts'
import type { Report, Where } from './record.ts'

/** Places in one object: `Deployment/api` with its containers `app` and `init`. */
export type WhereGroup = {
  readonly namespace: string
  /** `Kind/name`. */
  readonly deployment: string
  readonly containers: readonly string[]
  /** Names of the targets, where the places say them. */
  readonly targets: readonly string[]
}

/** Puts places of the same object and the same targets together, in the order in which they first appear. */
export function groupWhere(places: readonly Where[]): readonly WhereGroup[] {
  const targets = new Map<string, Set<string>>()
  for (const place of places) {
    const own = targets.get(placeKey(place)) ?? new Set()
    targets.set(placeKey(place), place.target === undefined ? own : own.add(place.target))
  }
  const groups = new Map<string, WhereGroup & { readonly containers: string[] }>()
  for (const place of places) {
    const { namespace, deployment, container } = place
    const names = [...(targets.get(placeKey(place)) ?? [])].toSorted(byCodeUnit)
    const key = JSON.stringify([namespace, deployment, names])
    const group = groups.get(key) ?? { namespace, deployment, containers: [], targets: names }
    if (container !== '' && !group.containers.includes(container)) group.containers.push(container)
    groups.set(key, group)
  }
  return [...groups.values()]
}

function placeKey({ namespace, deployment, container }: Where): string {
  return JSON.stringify([namespace, deployment, container])
}

/** Names of the targets that a record of several is about, sorted; empty where it is about one. */
export function targetsOf({ uses }: Pick<Report, 'uses'>): readonly string[] {
  return [...new Set(uses.flatMap(({ target }) => target ?? []))].toSorted(byCodeUnit)
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
