/** What the registries were asked, for the receipt in log and summary. */
export type RegistryCost = {
  readonly requests: number
  /** Pauses before retries. */
  readonly waits: number
  /** Decoded bytes of bodies. */
  readonly bytes: number
  /** Repositories that were asked for. */
  readonly repositories: number
  /** Requests per host, token endpoints and targets of redirects included. */
  readonly hosts: ReadonlyMap<string, number>
}

/** Counts while the client works. */
export interface CostMeter {
  request(host: string): void
  wait(): void
  received(bytes: number): void
  repository(): void
  /** A copy of the counts so far. */
  read(): RegistryCost
}

export function createCostMeter(): CostMeter {
  const hosts = new Map<string, number>()
  let waits = 0
  let bytes = 0
  let repositories = 0
  let requests = 0
  return {
    request(host) {
      requests++
      hosts.set(host, (hosts.get(host) ?? 0) + 1)
    },
    wait() {
      waits++
    },
    received(count) {
      bytes += count
    },
    repository() {
      repositories++
    },
    read: () => ({ requests, waits, bytes, repositories, hosts: new Map(hosts) })
  }
}
