import type { LookupFunction } from 'node:net'
import type { Dispatcher } from 'undici'
import type { RegistryError } from '../../errors.ts'
import { quote } from '../../text.ts'
import { hostNameKind } from './address.ts'
import type { Advice } from './advice.ts'
import { readBody } from './body.ts'
import type { CostMeter } from './cost.ts'
import type { TlsSettings } from './entry.ts'
import { failure, formatRequest, type Subject } from './failure.ts'
import { faultOf } from './fault.ts'
import { createLanes } from './lanes.ts'
import type { BodyLimit, RegistryLimits } from './limits.ts'
import { type Connected, createLine } from './line.ts'
import { describeHost, registryName, settingsName } from './naming.ts'
import { type Proxies, proxyFor } from './proxies.ts'

/** One HTTP request. */
export type RegistryRequest = {
  readonly subject: Subject
  readonly advice: Advice
  readonly method: 'GET' | 'POST'
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | undefined
  readonly tls: TlsSettings
  /** For the body of a 200. */
  readonly limit: BodyLimit
  readonly signal: AbortSignal
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
export type Fault = { readonly kind: 'fault'; readonly error: RegistryError; readonly again: boolean }

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

/** A line to a host: its connections, and what came of the first one. */
type Line = {
  readonly key: string
  readonly dispatcher: Dispatcher
  /** Settles once it is known whether the host can be connected to, and how. Undefined while nobody has tried. */
  opening: Promise<Connected> | undefined
  settle: (result: Connected) => void
}

/**
 * One line per scheme, host, port and TLS setting, so that a setting never leaks to another host. The first request of a line goes alone,
 * until it is known whether the host speaks HTTP/2; a host that cannot be connected to is tried once, however many images are there.
 */
export function createTransport(options: TransportOptions): Transport {
  const lines = new Map<string, Line>()
  const slots = createLanes(options.limits.connections)
  const lineFor = (url: URL, tls: TlsSettings): Line => {
    const key = JSON.stringify([url.origin, tls.verify, tls.ca, tls.cert, tls.key])
    const line = lines.get(key) ?? openLine(key, url, tls, options, width => slots.widen(key, width))
    lines.set(key, line)
    return line
  }
  return {
    exchange: async request => {
      const refused = refuseHost(request, isNamed(request.url, options))
      if (refused) return refused
      const line = lineFor(request.url, request.tls)
      const known = await line.opening
      if (known && 'error' in known) return faultOf(known.error, request, { limits: options.limits, begun: false })
      if (line.opening) return slots.run(line.key, () => send(request, line.dispatcher, options))
      return first(line, request, options)
    },
    async close() {
      await Promise.all([...lines.values()].map(({ dispatcher }) => dispatcher.destroy()))
      lines.clear()
    }
  }
}

function openLine(
  key: string,
  url: URL,
  tls: TlsSettings,
  options: TransportOptions,
  widen: (width: number) => void
): Line {
  const { limits, lookup } = options
  const mapped = lookUpMapping(url, options)
  const line: Line = {
    key,
    dispatcher: createLine({
      url,
      tls,
      limits,
      lookup,
      mapped,
      named: isNamed(url, options),
      proxy: mapped ? undefined : proxyFor(url, options.proxies),
      onConnect: result => {
        if ('h2' in result && result.h2) {
          widen(limits.streams)
          options.onWide(url)
        }
        line.settle(result)
      }
    }),
    opening: undefined,
    settle: () => undefined
  }
  return line
}

/** Sends the request that opens a line. Where it fails in a way that may pass, the next one opens it again. */
async function first(line: Line, request: RegistryRequest, options: TransportOptions): Promise<Answer | Fault> {
  line.opening = new Promise(resolve => {
    line.settle = resolve
  })
  const result = await send(request, line.dispatcher, options)
  // Nobody waits for a request that was stopped before it was connected.
  if (result.kind === 'fault' && (result.again || request.signal.aborted)) line.opening = undefined
  line.settle({ h2: false })
  return result
}

async function send(
  request: RegistryRequest,
  dispatcher: Dispatcher,
  { limits, meter }: TransportOptions
): Promise<Answer | Fault> {
  const { url, method, subject } = request
  const clock = new AbortController()
  const late = failure(
    subject,
    'timeout',
    `${describeHost(subject, url)} did not finish in ${limits.requestMs / 1000} s`,
    {
      request: formatRequest(method, url),
      temporary: true,
      hint: 'Run again later.'
    }
  )
  const timer = setTimeout(() => clock.abort(late), limits.requestMs)
  let status: number | undefined
  try {
    meter.request(url.host)
    const response = await dispatcher.request({
      origin: url.origin,
      method,
      path: `${url.pathname}${url.search}`,
      headers: {
        accept: 'application/json',
        'accept-encoding': 'gzip',
        'user-agent': 'kluctl-images',
        ...request.headers
      },
      body: request.body ?? null,
      headersTimeout: limits.idleMs,
      bodyTimeout: limits.idleMs,
      signal: AbortSignal.any([request.signal, clock.signal])
    })
    status = response.statusCode
    const headers = new Map(Object.entries(response.headers))
    const header = (name: string): readonly string[] => [headers.get(name) ?? []].flat()
    const read = readBody(
      response.body,
      header('content-encoding').join(', '),
      status === 200 ? request.limit.bytes : limits.errorBytes
    )
    const body = status === 200 ? await read : await read.catch(() => undefined)
    const bytes = body && 'bytes' in body ? body.bytes : new Uint8Array()
    meter.received(bytes.length)
    const answer: Answer = { kind: 'answer', status, header, body: bytes }
    if (status !== 200 || body?.kind === 'whole') return answer
    return bodyFault(
      request,
      body?.kind === 'unknown-coding' ? `the content coding ${quote(body.coding, 40)}` : body?.kind
    )
  } catch (error) {
    const stopped = clock.signal.aborted ? late : request.signal.aborted ? request.signal.reason : error
    return faultOf(stopped, request, { limits, begun: status !== undefined })
  } finally {
    clearTimeout(timer)
  }
}

function bodyFault({ subject, url, method, limit }: RegistryRequest, kind: string | undefined): Fault {
  const fields = { status: 200, request: formatRequest(method, url) }
  if (kind === 'too-large') return fault(failure(subject, 'incomplete', limit.tooLarge, fields))
  const host = describeHost(subject, url)
  if (kind === 'broken-coding') {
    return fault(
      failure(subject, 'incomplete', `the compressed answer of ${host} is broken`, { ...fields, temporary: true }),
      true
    )
  }
  return fault(failure(subject, 'protocol', `${host} answered with ${kind}, which was not asked for`, fields))
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
