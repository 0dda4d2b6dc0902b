import type { LookupFunction } from 'node:net'
import type { Dispatcher } from 'undici'
import type { CostMeter } from './cost.ts'
import type { TlsSettings } from './entry.ts'
import { send } from './exchange.ts'
import { failure, formatRequest } from './failure.ts'
import { faultOf } from './fault.ts'
import type { Lanes } from './lanes.ts'
import type { RegistryLimits } from './limits.ts'
import { type Connected, createLine, type LineOptions } from './line.ts'
import { describeHost } from './naming.ts'
import { type Proxies, proxyFor } from './proxies.ts'
import type { Holding } from './receive.ts'
import type { Answer, Exchange, Fault, RegistryRequest } from './transport.ts'

export type HostLineOptions = {
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
  /** The requests of all lines that are on their way. */
  readonly slots: Lanes
}

/** The way to one host. */
export interface Line {
  readonly exchange: Exchange
}

/** A way to send requests over one version of HTTP. */
type Way = {
  readonly lane: string
  readonly dispatcher: Promise<Dispatcher>
  speaksHttp2: boolean
}

/** Whether HTTP/1.1 does instead of HTTP/2; `later`: it could not be told. `result`: for the request that tried. */
type Trial = { readonly outcome: 'spoken' | 'useless' | 'later'; readonly result: Answer | Fault }

/** What came of a request; `isShared`: another one was on its way with it. */
type Sent = { readonly result: Answer | Fault; readonly isShared: boolean }

const mostSilences = 3
// A server that says goodbye after so many requests takes new ones on a new connection.
const mostBreaks = 2
const mostTrials = 3
// From as many at a time as there ever are, halved down to one by itself, and a few more.
const mostRefusals = 10
// Misdirected Request, Upgrade Required, HTTP Version Not Supported (RFC 9110, 15.5.20, 15.5.22 and 15.6.6).
const notOverHttp1 = new Set([421, 426, 505])

/**
 * The first request goes alone, until it is known whether the host speaks HTTP/2; a host that cannot be connected to is tried once,
 * however many images are there. A server that refuses requests or breaks a connection with many of them on it is sent half as many at
 * a time, and slowly more again while it answers. Where HTTP/2 stays broken for a request, it is sent over HTTP/1.1; all others follow
 * once that is answered.
 */
export class HostLine implements Line {
  readonly #key: string
  readonly #options: HostLineOptions
  readonly #lineOptions: LineOptions
  readonly #http2: Way
  #http1: Way | undefined
  /** The one that is used. */
  #way: Way
  /** Undefined while nobody tries HTTP/1.1 instead of HTTP/2, and nobody knows what comes of it. */
  #trial: Promise<Trial> | undefined
  /** True once there was a connection. */
  #isOpen = false
  /** Settles once the outcome of the first connection is known. Undefined while nobody has tried. */
  #opening: Promise<Connected> | undefined
  #settle: (result: Connected) => void = () => undefined
  /** Counts how often fewer requests were let on the connection. */
  #generation = 0
  /** Requests in a row that HTTP/2 was broken for, each with nothing else on the connection. */
  #breaks = 0
  /** How often HTTP/2 was broken for a request, over all tries. */
  readonly #breaksOf = new WeakMap<RegistryRequest, number>()
  /** How often a request was refused because of others, over all tries. */
  readonly #refusalsOf = new WeakMap<RegistryRequest, number>()
  #trials = 0
  /** Requests in a row that got no answer in time. */
  #silences = 0

  constructor(key: string, url: URL, tls: TlsSettings, options: HostLineOptions) {
    this.#key = key
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
      onConnect: () => undefined
    }
    this.#http2 = this.#createWay(true)
    this.#way = this.#http2
  }

  exchange: Exchange = async request => {
    if (!this.#isOpen) {
      const known = await this.#opening
      if (known && 'error' in known) {
        return faultOf(known.error, request, { limits: this.#options.limits, begun: false })
      }
    }
    if (this.#silences >= mostSilences) return silent(request)
    for (;;) {
      const { result, isShared } = await (this.#isOpen || this.#opening ? this.#send(request) : this.#open(request))
      if (result.kind === 'answer' || !result.http2) return result
      // What is refused because of the others is sent again with fewer of them, until there is none.
      if (isShared && result.http2 === 'refused' && count(this.#refusalsOf, request) <= mostRefusals) continue
      const breaks = count(this.#breaksOf, request)
      const isEnough = isShared ? breaks > mostBreaks : Math.max(breaks, this.#breaks) >= mostBreaks
      if (isEnough) return this.#overHttp1(request, result)
      if (isShared && result.again) return result
    }
  }

  async close(): Promise<void> {
    const ways = [this.#http2, this.#http1].filter(way => way !== undefined)
    await Promise.all(ways.map(async ({ dispatcher }) => (await dispatcher).destroy()))
  }

  #createWay(allowHttp2: boolean): Way {
    const way: Way = {
      lane: `${allowHttp2 ? '' : 'http/1.1 '}${this.#key}`,
      speaksHttp2: false,
      dispatcher: createLine({
        ...this.#lineOptions,
        allowHttp2,
        onConnect: result => {
          way.speaksHttp2 = 'h2' in result && result.h2
          this.#isOpen ||= 'h2' in result
          if (way.speaksHttp2) {
            this.#options.slots.widen(way.lane, this.#options.limits.streams)
            this.#options.onWide(this.#lineOptions.url)
          }
          this.#settle(result)
        }
      })
    }
    return way
  }

  /** Where the first fails in a way that may pass, the next one opens the line again. */
  async #open(request: RegistryRequest): Promise<Sent> {
    this.#opening = new Promise(resolve => {
      this.#settle = resolve
    })
    const sent = await this.#send(request)
    const { result } = sent
    if (result.kind === 'fault' && (result.again || request.signal.aborted)) this.#opening = undefined
    this.#settle({ h2: false })
    return sent
  }

  /** Whoever waited for a way that is left by now goes over the new one. */
  async #send(request: RegistryRequest): Promise<Sent> {
    for (;;) {
      const way = this.#way
      const sent = await this.#options.slots.run(way.lane, async slot => {
        if (way !== this.#way) return undefined
        const result = await this.#sendOver(way, request, () => slot.isShared)
        return { result, isShared: slot.isShared }
      })
      if (sent) return sent
    }
  }

  async #sendOver(way: Way, request: RegistryRequest, isShared: () => boolean): Promise<Answer | Fault> {
    if (this.#silences >= mostSilences) return silent(request)
    const { limits, meter, holding } = this.#options
    const generation = this.#generation
    const result = await send(request, way.dispatcher, {
      limits,
      meter,
      proxy: this.#lineOptions.proxy,
      http2: () => way.speaksHttp2,
      holding
    })
    this.#listen(way, result, request)
    if (result.kind === 'answer') this.#options.slots.recover(way.lane)
    if (isShared()) this.#keepPace(way, result, generation)
    else if (way === this.#http2) this.#breaks = result.kind === 'fault' && result.http2 ? this.#breaks + 1 : 0
    return result
  }

  /** What came of HTTP/2 is `before`; a server that has nothing else is not given up for HTTP/2. */
  async #overHttp1(request: RegistryRequest, before: Fault): Promise<Answer | Fault> {
    if (!this.#trial) {
      this.#trial = this.#tryHttp1(request, before)
      return (await this.#trial).result
    }
    const { outcome } = await this.#trial
    if (outcome === 'useless') return before
    return outcome === 'spoken' ? (await this.#send(request)).result : this.#overHttp1(request, before)
  }

  async #tryHttp1(request: RegistryRequest, before: Fault): Promise<Trial> {
    this.#http1 ??= this.#createWay(false)
    const way = this.#http1
    const result = await this.#options.slots.run(way.lane, () => this.#sendOver(way, request, () => false))
    if (result.kind === 'answer') {
      if (notOverHttp1.has(result.status)) return { outcome: 'useless', result: before }
      this.#way = way
      return { outcome: 'spoken', result }
    }
    const { aborted } = request.signal
    const isLater = result.again || result.error.code === 'timeout'
    if (aborted || (isLater && ++this.#trials < mostTrials)) {
      this.#trial = undefined
      // HTTP/1.1 that keeps silent is no reason to give up a request that may be sent again over HTTP/2.
      return { outcome: 'later', result: aborted || result.again ? result : before }
    }
    return { outcome: 'useless', result: before }
  }

  /** A server that breaks a connection with many requests on it takes fewer; once for all requests that were on their way. */
  #keepPace({ lane, speaksHttp2 }: Way, result: Answer | Fault, generation: number): void {
    const broke = result.kind === 'fault' && speaksHttp2 && (result.http2 !== undefined || result.again)
    if (!broke || generation !== this.#generation) return
    this.#generation++
    this.#options.slots.narrow(lane)
  }

  /** What the caller stopped says nothing of the host, and a way that is only tried says nothing of the one that is used. */
  #listen(way: Way, result: Answer | Fault, { signal }: RegistryRequest): void {
    if (result.kind === 'answer') this.#silences = 0
    else if (way === this.#way && result.error.code === 'timeout' && !signal.aborted) this.#silences++
  }
}

/** Counts one more for a request. */
function count(counts: WeakMap<RegistryRequest, number>, request: RegistryRequest): number {
  const now = (counts.get(request) ?? 0) + 1
  counts.set(request, now)
  return now
}

/** Each image would wait as long again, and a run with many would never end. */
function silent({ subject, url, method }: RegistryRequest): Fault {
  const message = `${describeHost(subject, url)} let ${mostSilences} requests in a row without an answer, and is not asked any more`
  const fields = { request: formatRequest(method, url), temporary: true, hint: 'Run again later.' }
  return { kind: 'fault', error: failure(subject, 'timeout', message, fields), again: false }
}
