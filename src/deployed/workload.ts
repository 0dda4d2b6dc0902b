import type { ObjectIdentity } from './identity.ts'

/** A kind that is asked for at a cluster. */
export type Workload = {
  readonly group: string
  readonly kind: string
  /** Full name of the resource, which no resource of another group can take. */
  readonly resource: string
}

/** All that is ever read of a cluster (threat model K-05). */
export const workloads: readonly Workload[] = [
  { group: 'apps', kind: 'Deployment', resource: 'deployments.apps' },
  { group: 'apps', kind: 'StatefulSet', resource: 'statefulsets.apps' },
  { group: 'apps', kind: 'DaemonSet', resource: 'daemonsets.apps' },
  { group: 'batch', kind: 'Job', resource: 'jobs.batch' },
  { group: 'batch', kind: 'CronJob', resource: 'cronjobs.batch' },
  { group: 'apps', kind: 'ReplicaSet', resource: 'replicasets.apps' },
  { group: '', kind: 'Pod', resource: 'pods' }
]

/** The workload kind of an object; undefined for every other kind, which is not read. */
export function workloadOf({ group, kind }: ObjectIdentity): Workload | undefined {
  return workloads.find(workload => workload.group === group && workload.kind === kind)
}
