import { EventEmitter } from 'node:events'
import type { Dispatcher } from 'undici'
import sendRequest from 'undici/lib/api/api-request.js'
import type { RegistryError } from '../../errors.ts'
import { quote } from '../../text.ts'
import { readBody } from './body.ts'
import type { CostMeter } from './cost.ts'
import { failure, formatRequest } from './failure.ts'
import { faultOf } from './fault.ts'
import type { RegistryLimits } from './limits.ts'
import { describeHost } from './naming.ts'
import type { HttpProxy } from './proxies.ts'
import { asProxyFault } from './proxy-fault.ts'
import type { Answer, Fault, RegistryRequest } from './transport.ts'

/** How a request is sent. */
export type SendOptions = {
  readonly limits: RegistryLimits
  readonly meter: CostMeter
  /** The proxy that is handed whole addresses: whatever fails on the way fails there. */
  readonly proxy: HttpProxy | undefined
  readonly http2: boolean
}

/** Sends one request and reads its answer, with a clock of its own. Never rejects. */
export async function send(
  request: RegistryRequest,
  line: Promise<Dispatcher>,
  { limits, meter, proxy, http2 }: SendOptions
): Promise<Answer | Fault> {
  const { url, method } = request
  const stop = new Stop()
  const timer = setTimeout(() => stop.now(tooLate(request, limits)), limits.requestMs)
  const stopped = (): void => stop.now(request.signal.reason)
  if (request.signal.aborted) stopped()
  request.signal.addEventListener('abort', stopped)
  let status: number | undefined
  try {
    meter.request(url.host)
    const dispatcher = await line
    const response = await sendRequest.call(dispatcher, {
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
      signal: stop
    })
    status = response.statusCode
    const { headers } = response
    const header = (name: string): readonly string[] => {
      const value = Object.hasOwn(headers, name) ? headers[name] : undefined
      return value === undefined ? [] : Array.isArray(value) ? value : [value]
    }
    const read = readBody(
      response.body,
      header('content-encoding').join(', '),
      status === 200 ? request.limit.bytes : limits.errorBytes
    )
    const body = status === 200 ? await read : await read.catch(() => undefined)
    const bytes = body && 'bytes' in body ? body.bytes : new Uint8Array()
    meter.received(bytes.length)
    const answer: Answer = { kind: 'answer', status, header, body: bytes }
    if (status !== 200) return answer
    if (body?.kind === 'whole') return http2 && breaksOff(bytes) ? bodyFault(request, 'broken-off') : answer
    return bodyFault(
      request,
      body?.kind === 'unknown-coding' ? `the content coding ${quote(body.coding, 40)}` : body?.kind
    )
  } catch (error) {
    const lost = proxy && url.protocol === 'http:' ? asProxyFault(error, proxy) : error
    return faultOf(stop.aborted ? stop.reason : lost, request, { limits, begun: status !== undefined })
  } finally {
    clearTimeout(timer)
    request.signal.removeEventListener('abort', stopped)
  }
}

/** What undici takes for a signal, without the price of one: there are two of these for each image. */
class Stop extends EventEmitter {
  aborted = false
  reason: unknown

  now(reason: unknown): void {
    if (this.aborted) return
    this.aborted = true
    this.reason = reason
    this.emit('abort')
  }
}

function tooLate({ subject, url, method }: RegistryRequest, { requestMs }: RegistryLimits): RegistryError {
  const message = `${describeHost(subject, url)} did not finish in ${requestMs / 1000} s`
  const fields = { request: formatRequest(method, url), temporary: true, hint: 'Run again later.' }
  return failure(subject, 'timeout', message, fields)
}

/** True for the beginning of an object without its end. A stream of HTTP/2 that a server resets in its middle can end like a whole one. */
function breaksOff(body: Uint8Array): boolean {
  const begin = body.find(byte => byte > 0x20)
  const end = body.findLast(byte => byte > 0x20)
  return begin === 0x7b && end !== 0x7d
}

function bodyFault({ subject, url, method, limit }: RegistryRequest, kind: string | undefined): Fault {
  const fields = { status: 200, request: formatRequest(method, url) }
  if (kind === 'too-large') return fault(failure(subject, 'incomplete', limit.tooLarge, fields))
  const host = describeHost(subject, url)
  if (kind === 'broken-coding' || kind === 'broken-off') {
    const what =
      kind === 'broken-off'
        ? `${host} broke off in the middle of an answer`
        : `the compressed answer of ${host} is broken`
    return fault(failure(subject, 'incomplete', what, { ...fields, temporary: true, hint: 'Run again later.' }), true)
  }
  return fault(failure(subject, 'protocol', `${host} answered with ${kind}, which was not asked for`, fields))
}

function fault(error: RegistryError, again = false): Fault {
  return { kind: 'fault', error, again }
}
