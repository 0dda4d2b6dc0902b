import type { LookupFunction } from 'node:net'
import type { RegistryError } from '../../errors.ts'
import { hostNameKind } from './address.ts'
import type { Advice } from './advice.ts'
import type { RequestBudget } from './budget.ts'
import type { CostMeter } from './cost.ts'
import type { TlsSettings } from './entry.ts'
import { failure, formatRequest, type Subject } from './failure.ts'
import type { BodyLimit, RegistryLimits } from './limits.ts'
import { createLines } from './lines.ts'
import { describeHost, registryName, settingsName } from './naming.ts'
import type { Proxies } from './proxies.ts'

/** One HTTP request. */
export type RegistryRequest = {
  readonly subject: Subject
  readonly advice: Advice
  readonly method: 'GET' | 'HEAD' | 'POST'
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | undefined
  readonly tls: TlsSettings
  /** For the body of a 200. */
  readonly limit: BodyLimit
  readonly signal: AbortSignal
  readonly budget?: RequestBudget | undefined
}

/** What a server answered. Of any status but 200 the body may be cut. */
export type Answer = {
  readonly kind: 'answer'
  readonly status: number
  /** All values of a header, in order; its name in lower case. */
  readonly header: (name: string) => readonly string[]
  readonly body: Uint8Array
}

/** No answer. `again`: the connection was lost, so the same request may be sent once more (threat model R-13). */
export type Fault = {
  readonly kind: 'fault'
  readonly error: RegistryError
  readonly again: boolean
  /** The fault is one of HTTP/2: over HTTP/1.1 the request may do. `refused`: the connection takes no more of them (RFC 9113, 6.8 and 8.7). */
  readonly http2?: 'refused' | 'broken'
}

/** Sends one request and reads its answer. Never rejects, never follows, never repeats. */
export type Exchange = (request: RegistryRequest) => Promise<Answer | Fault>

/** The only place with sockets. */
export interface Transport {
  readonly exchange: Exchange
  close(): Promise<void>
}

export type TransportOptions = {
  readonly limits: RegistryLimits
  readonly meter: CostMeter
  /** Hosts that the workflow names; see `namedHosts`. */
  readonly named: ReadonlySet<string>
  /** Registry host → where it really is; for the embedded demo and tests. */
  readonly connectTo: ReadonlyMap<string, { readonly host: string; readonly port: number }>
  readonly proxies: Proxies
  /** Told of a host that takes many requests at a time. */
  readonly onWide: (url: URL) => void
  /** Instead of the system's look-up of names. Its addresses are judged like any. */
  readonly lookup?: LookupFunction | undefined
}

/** Requests to one host go over one line; see `lines.ts`. */
export function createTransport(options: TransportOptions): Transport {
  const lines = createLines({
    ...options,
    holding: { bytes: 0, answers: 0 },
    isNamed: url => isNamed(url, options),
    mapping: url => lookUpMapping(url, options)
  })
  const allowed = new Set<string>()
  const refuse = (request: RegistryRequest): Fault | undefined => {
    const { host } = request.url
    if (allowed.has(host)) return undefined
    const refused = refuseHost(request, isNamed(request.url, options))
    if (!refused) allowed.add(host)
    return refused
  }
  return {
    exchange: async request => refuse(request) ?? lines.lineFor(request.url, request.tls).exchange(request),
    close: lines.close
  }
}

/** Names are judged before they are looked up; what they lead to is judged when the socket connects. */
function refuseHost({ subject, advice, url, method }: RegistryRequest, named: boolean): Fault | undefined {
  const kind = hostNameKind(url.hostname)
  if (kind === 'public' || (kind === 'private' && named)) return undefined
  const host = describeHost(subject, url)
  const request = formatRequest(method, url)
  if (kind === 'forbidden') return fault(failure(subject, 'refused', `${host} is not allowed`, { request }))
  return fault(
    failure(subject, 'refused', `${host} is on this machine or in a private network, and no setting names it`, {
      request,
      hint: advice.name(settingsName(subject, url))
    })
  )
}

function isNamed(url: URL, options: TransportOptions): boolean {
  return (
    [url.host, registryName(url)].some(host => options.named.has(host)) || lookUpMapping(url, options) !== undefined
  )
}

function lookUpMapping(url: URL, { connectTo }: TransportOptions): { host: string; port: number } | undefined {
  return connectTo.get(url.host) ?? connectTo.get(registryName(url))
}

function fault(error: RegistryError, again = false): Fault {
  return { kind: 'fault', error, again }
}
