import type { HostCost } from '../../report/receipt.ts'
import { registryName } from './naming.ts'

/** What the registries were asked, for the receipt in log and summary. */
export type RegistryCost = {
  readonly requests: number
  /** Pauses that requests had to wait for, of all hosts. */
  readonly waits: number
  /** Decoded bytes of bodies. */
  readonly bytes: number
  /** Repositories that were asked for. */
  readonly repositories: number
  /** Of the requests, those about single images: digests, platforms, dates and labels, with the tokens that they took. */
  readonly imageRequests: number
  /** By host as images name it; token endpoints and targets of redirects are hosts of their own. */
  readonly hosts: ReadonlyMap<string, HostCost>
}

/** Counts while the client works. `host` is that of an address, with its port. */
export interface CostMeter {
  request(host: string, aboutImage?: boolean): void
  /** A pause of a host that at least one request waits for. */
  wait(host: string): void
  received(bytes: number): void
  repository(): void
  /** What the host says of its limit with an answer; nothing is forgotten where it does not. */
  limit(host: string, said: Pick<HostCost, 'limit' | 'remaining'>): void
  /** A copy of the counts so far. */
  read(): RegistryCost
}

export function createCostMeter(): CostMeter {
  const hosts = new Map<string, HostCost>()
  let bytes = 0
  let repositories = 0
  const change = (host: string, edit: (before: HostCost) => HostCost): void => {
    hosts.set(host, edit(hosts.get(host) ?? { requests: 0, waits: 0 }))
  }
  const named = (): ReadonlyMap<string, HostCost> =>
    new Map([...hosts].map(([host, cost]) => [registryName(new URL(`https://${host}`)), cost]))
  const total = (key: 'requests' | 'waits' | 'images'): number =>
    [...hosts.values()].reduce((count, cost) => count + (cost[key] ?? 0), 0)
  return {
    request: (host, aboutImage = false) =>
      change(host, ({ images = 0, ...before }) => ({
        ...before,
        requests: before.requests + 1,
        ...(aboutImage || images > 0 ? { images: images + (aboutImage ? 1 : 0) } : {})
      })),
    wait: host => change(host, before => ({ ...before, waits: before.waits + 1 })),
    received(count) {
      bytes += count
    },
    repository() {
      repositories++
    },
    limit(host, { limit, remaining }) {
      if (remaining === undefined) return
      change(host, before => ({ ...before, limit: limit ?? before.limit, remaining }))
    },
    read: () => ({
      requests: total('requests'),
      waits: total('waits'),
      bytes,
      repositories,
      imageRequests: total('images'),
      hosts: named()
    })
  }
}
