import type { Dispatcher } from 'undici'
import type { RegistryError } from '../../errors.ts'
import { quote } from '../../text.ts'
import { decodeBody } from './body.ts'
import type { CostMeter } from './cost.ts'
import { failure, formatRequest, notARegistry } from './failure.ts'
import { faultOf } from './fault.ts'
import type { RegistryLimits } from './limits.ts'
import { describeHost } from './naming.ts'
import type { HttpProxy } from './proxies.ts'
import { asProxyFault } from './proxy-fault.ts'
import { type Holding, type Received, receive, type Stop } from './receive.ts'
import type { Answer, Fault, RegistryRequest } from './transport.ts'

/** How a request is sent. */
export type SendOptions = {
  readonly limits: RegistryLimits
  readonly meter: CostMeter
  /** The proxy that is handed whole addresses: whatever fails on the way fails there. */
  readonly proxy: HttpProxy | undefined
  /** Told once the answer has begun: only then it is known. */
  readonly http2: () => boolean
  readonly holding: Holding
}

/** Sends one request and reads its answer, with a clock of its own. Never rejects. */
export async function send(
  request: RegistryRequest,
  line: Promise<Dispatcher>,
  { limits, meter, proxy, http2, holding }: SendOptions
): Promise<Answer | Fault> {
  const { url, method, signal } = request
  const stop: Stop = { reason: undefined, end: undefined }
  const halt = (reason: unknown): void => {
    stop.reason ??= reason
    stop.end?.(stop.reason)
  }
  const timer = setTimeout(() => halt(tooLate(request, limits)), limits.requestMs)
  const stopped = (): void => halt(signal.reason)
  if (signal.aborted) stopped()
  signal.addEventListener('abort', stopped)
  let begun = false
  try {
    meter.request(url.host, request.budget !== undefined)
    const options = {
      origin: url.origin,
      method,
      path: `${url.pathname}${url.search}`,
      headers: { ...alwaysSent, ...request.headers },
      body: request.body ?? null,
      // A POST only asks for a token. One that is not said to be so waits until nothing else is on its connection.
      idempotent: true,
      headersTimeout: limits.idleMs,
      bodyTimeout: limits.idleMs
    }
    const limitFor = (status: number): number => (status === 200 ? request.limit.bytes : limits.errorBytes)
    const onStatus = (): void => {
      begun = true
    }
    const received = await receive(await line, options, stop, { limitFor, onStatus, holding })
    return await readAnswer(received, request, { limit: limitFor(received.status), meter, http2: http2() })
  } catch (error) {
    const lost = proxy && url.protocol === 'http:' ? asProxyFault(error, proxy) : error
    return faultOf(stop.reason ?? lost, request, { limits, begun })
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', stopped)
  }
}

const alwaysSent = { accept: 'application/json', 'accept-encoding': 'gzip', 'user-agent': 'kluctl-images' } as const

async function readAnswer(
  { status, headers, body: raw, cut, crowded }: Received,
  request: RegistryRequest,
  { limit, meter, http2 }: { readonly limit: number; readonly meter: CostMeter; readonly http2: boolean }
): Promise<Answer | Fault> {
  const header = (name: string): readonly string[] => {
    const value = Object.hasOwn(headers, name) ? headers[name] : undefined
    return value === undefined ? [] : Array.isArray(value) ? value : [value]
  }
  // What stands here of a body is about the one that a GET would have.
  if (request.method === 'HEAD') return { kind: 'answer', status, header, body: new Uint8Array() }
  const coding = header('content-encoding').join(', ')
  if (status === 200 && crowded) return bodyFault(request, 'crowded')
  if (status === 200 && cut) return bodyFault(request, 'too-large')
  const body = await decodeBody(raw, coding, limit)
  const bytes = body.kind === 'whole' ? body.bytes : new Uint8Array()
  meter.received(bytes.length)
  if (status !== 200) return { kind: 'answer', status, header, body: bytes }
  if (body.kind === 'unknown-coding') return bodyFault(request, `the content coding ${quote(body.coding, 40)}`)
  if (body.kind !== 'whole') return bodyFault(request, body.kind)
  if (http2 && breaksOff(bytes)) return bodyFault(request, 'broken-off')
  return { kind: 'answer', status, header, body: bytes }
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
  if (kind === 'crowded') {
    const what = `${describeHost(subject, url)} sends so much at once that it does not fit into memory`
    // Once the others are done there may be room.
    return fault(failure(subject, 'incomplete', what, { ...fields, temporary: true, hint: notARegistry }), true)
  }
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
