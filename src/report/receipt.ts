import { byCodeUnit, plural } from '../text.ts'

/** What one host was asked in a run, and what it said of its limits. */
export type HostCost = {
  /** Retries and token requests included. */
  readonly requests: number
  /** Of these, the ones about single images; undefined where there were none. */
  readonly images?: number | undefined
  /** Pauses that requests had to wait for; one pause holds all requests to the host. */
  readonly waits: number
  /** Requests that the host takes in a window, and how many were left at the last answer; undefined where it does not say. */
  readonly limit?: number | undefined
  readonly remaining?: number | undefined
}

/** Hosts that are named before the rest is summed up. */
const named = 8

/**
 * The receipt of a run in one line: `37 requests, 12 of them about single images, 2 waits, 74 of 100 left`, with the names of the hosts if there are several, busiest
 * first. Undefined where no registry was asked. It is for log and job summary only: what is left changes by itself, so that it has
 * no place in the report file, whose bytes are the same for the same inputs.
 */
export function formatReceipt(hosts: ReadonlyMap<string, HostCost>): string | undefined {
  const asked = [...hosts].filter(([, { requests }]) => requests > 0)
  const [first] = asked
  if (first === undefined) return undefined
  if (asked.length === 1) return formatCost(first[1])
  const sorted = asked.toSorted(([a, left], [b, right]) => right.requests - left.requests || byCodeUnit(a, b))
  const shown = sorted.length > named + 1 ? sorted.slice(0, named) : sorted
  const rest = sorted.slice(shown.length)
  return [
    ...shown.map(([host, cost]) => `${host}: ${formatCost(cost)}`),
    ...(rest.length === 0 ? [] : [`${rest.length} other hosts: ${formatCost(sum(rest.map(([, cost]) => cost)))}`])
  ].join('; ')
}

function formatCost({ requests, images = 0, waits, limit, remaining }: HostCost): string {
  const parts = [plural(requests, 'request')]
  if (images > 0) parts.push(`${images} of them about single images`)
  if (waits > 0) parts.push(plural(waits, 'wait'))
  if (remaining !== undefined) parts.push(limit === undefined ? `${remaining} left` : `${remaining} of ${limit} left`)
  return parts.join(', ')
}

function sum(costs: readonly HostCost[]): HostCost {
  const total = (key: 'requests' | 'images' | 'waits'): number =>
    costs.reduce((count, cost) => count + (cost[key] ?? 0), 0)
  return { requests: total('requests'), images: total('images'), waits: total('waits') }
}
