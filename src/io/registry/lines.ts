import type { LookupFunction } from 'node:net'
import type { Dispatcher } from 'undici'
import type { CostMeter } from './cost.ts'
import type { TlsSettings } from './entry.ts'
import { send } from './exchange.ts'
import { failure, formatRequest } from './failure.ts'
import { faultOf } from './fault.ts'
import { createLanes, type Lanes } from './lanes.ts'
import type { RegistryLimits } from './limits.ts'
import { type Connected, createLine, type LineOptions } from './line.ts'
import { describeHost } from './naming.ts'
import { type Proxies, proxyFor } from './proxies.ts'
import type { Holding } from './receive.ts'
import type { Answer, Exchange, Fault, RegistryRequest } from './transport.ts'

export type LinesOptions = {
  readonly limits: RegistryLimits
  readonly meter: CostMeter
  readonly proxies: Proxies
  readonly isNamed: (url: URL) => boolean
  readonly mapping: (url: URL) => LineOptions['mapped']
  /** Told of a host that takes many requests at a time. */
  readonly onWide: (url: URL) => void
  readonly lookup?: LookupFunction | undefined
  /** What the answers of all lines hold. */
  readonly holding: Holding
}

/** The way to one host. */
export interface Line {
  readonly exchange: Exchange
}

const mostSilences = 3

/** All lines of a run. */
export interface Lines {
  lineFor(url: URL, tls: TlsSettings): Line
  close(): Promise<void>
}

/** One line per scheme, host, port and TLS setting, so that a setting never leaks to another host. */
export function createLines(options: LinesOptions): Lines {
  const lines = new Map<string, HostLine>()
  const slots = createLanes(options.limits.connections)
  return {
    lineFor(url, tls) {
      const key = [url.origin, String(tls.verify), tls.ca, tls.cert, tls.key].join(' ')
      const line = lines.get(key) ?? new HostLine(key, url, tls, slots, options)
      lines.set(key, line)
      return line
    },
    async close() {
      await Promise.all([...lines.values()].map(line => line.close()))
      lines.clear()
    }
  }
}

/**
 * The first request goes alone, until it is known whether the host speaks HTTP/2; a host that cannot be connected to is tried once,
 * however many images are there. A server that takes HTTP/2 and does not keep to it is asked over HTTP/1.1 from then on.
 */
class HostLine implements Line {
  readonly #key: string
  readonly #slots: Lanes
  readonly #options: LinesOptions
  readonly #lineOptions: LineOptions
  readonly #dispatchers: Promise<Dispatcher>[]
  #allowsHttp2 = true
  #speaksHttp2 = false
  /** True once there was a connection. */
  #isOpen = false
  /** Settles once the outcome of the first connection is known. Undefined while nobody has tried. */
  #opening: Promise<Connected> | undefined
  #settle: (result: Connected) => void = () => undefined
  /** Counts how often fewer requests were let on the connection. */
  #generation = 0
  /** Requests in a row that got no answer in time. */
  #silences = 0

  constructor(key: string, url: URL, tls: TlsSettings, slots: Lanes, options: LinesOptions) {
    this.#key = key
    this.#slots = slots
    this.#options = options
    const mapped = options.mapping(url)
    this.#lineOptions = {
      url,
      tls,
      mapped,
      limits: options.limits,
      lookup: options.lookup,
      named: options.isNamed(url),
      proxy: mapped ? undefined : proxyFor(url, options.proxies),
      allowHttp2: true,
      onConnect: result => {
        this.#speaksHttp2 = 'h2' in result && result.h2
        this.#isOpen ||= 'h2' in result
        if (this.#speaksHttp2) {
          slots.widen(this.#lane(), options.limits.streams)
          options.onWide(url)
        }
        this.#settle(result)
      }
    }
    this.#dispatchers = [createLine(this.#lineOptions)]
  }

  exchange: Exchange = async request => {
    if (!this.#isOpen) {
      const known = await this.#opening
      if (known && 'error' in known) {
        return faultOf(known.error, request, { limits: this.#options.limits, begun: false })
      }
    }
    if (this.#silences >= mostSilences) return silent(request)
    const result = await (this.#isOpen || this.#opening ? this.#send(request) : this.#open(request))
    if (!isOfHttp2(result)) return result
    // A server that says goodbye after so many requests takes new ones on a new connection.
    const second = await this.#send(request)
    return isOfHttp2(second) ? this.#overHttp1(request, second) : second
  }

  /** Asks without HTTP/2; `before` is what came of it with. A server that has nothing else is not given up for HTTP/2. */
  async #overHttp1(request: RegistryRequest, before: Answer | Fault): Promise<Answer | Fault> {
    if (this.#allowsHttp2) {
      this.#allowsHttp2 = false
      this.#dispatchers.push(createLine({ ...this.#lineOptions, allowHttp2: false }))
    }
    const result = await this.#send(request)
    if (result.kind === 'answer' || result.error.code !== 'tls') return result
    if (!this.#allowsHttp2) {
      this.#allowsHttp2 = true
      this.#dispatchers.push(createLine(this.#lineOptions))
    }
    return before
  }

  async close(): Promise<void> {
    await Promise.all(this.#dispatchers.map(async dispatcher => (await dispatcher).destroy()))
  }

  /** Where the first fails in a way that may pass, the next one opens the line again. */
  async #open(request: RegistryRequest): Promise<Answer | Fault> {
    this.#opening = new Promise(resolve => {
      this.#settle = resolve
    })
    const result = await this.#send(request)
    if (result.kind === 'fault' && (result.again || request.signal.aborted)) this.#opening = undefined
    this.#settle({ h2: false })
    return result
  }

  #send(request: RegistryRequest): Promise<Answer | Fault> {
    const { limits, meter } = this.#options
    const dispatcher = this.#dispatchers.at(-1) ?? Promise.reject(new Error('a line has no connection'))
    return this.#slots.run(this.#lane(), async () => {
      if (this.#silences >= mostSilences) return silent(request)
      const generation = this.#generation
      const result = await send(request, dispatcher, {
        limits,
        meter,
        proxy: this.#lineOptions.proxy,
        http2: () => this.#speaksHttp2,
        holding: this.#options.holding
      })
      this.#listen(result, request)
      this.#keepPace(result, generation)
      return result
    })
  }

  /** A server that breaks a connection with many requests on it takes fewer; once for all requests that were on their way. */
  #keepPace(result: Answer | Fault, generation: number): void {
    const broke = result.kind === 'fault' && (result.http2 === true || result.calm === true)
    if (!broke || generation !== this.#generation) return
    this.#generation++
    this.#slots.narrow(this.#lane(), 1)
  }

  /** What the caller stopped says nothing of the host. */
  #listen(result: Answer | Fault, { signal }: RegistryRequest): void {
    if (result.kind === 'answer') this.#silences = 0
    else if (result.error.code === 'timeout' && !signal.aborted) this.#silences++
  }

  #lane(): string {
    return `${this.#allowsHttp2 ? '' : 'http/1.1 '}${this.#key}`
  }
}

/** Each image would wait as long again, and a run with many would never end. */
function silent({ subject, url, method }: RegistryRequest): Fault {
  const message = `${describeHost(subject, url)} let ${mostSilences} requests in a row without an answer, and is not asked any more`
  const fields = { request: formatRequest(method, url), temporary: true, hint: 'Run again later.' }
  return { kind: 'fault', error: failure(subject, 'timeout', message, fields), again: false }
}

function isOfHttp2(result: Answer | Fault): boolean {
  return result.kind === 'fault' && result.http2 === true
}
