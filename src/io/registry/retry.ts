import { RegistryError } from '../../errors.ts'
import type { CostMeter } from './cost.ts'
import { giveUp } from './give-up.ts'
import type { RegistryLimits } from './limits.ts'
import { createPacer, type Pacer } from './pace.ts'
import { createPaceQueue, type PaceQueue } from './pace-queue.ts'
import { type RateLimit, readRateLimit, readRetryAfter } from './rate-limit.ts'
import type { Redactor } from './redact.ts'
import type { Answer, Exchange, Fault, RegistryRequest } from './transport.ts'

/** Time and chance, handed in so that tests decide them. */
export type Clock = {
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Resolves after so many milliseconds; rejects when the signal aborts. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>
  /** From 0 up to but not including 1. */
  readonly random: () => number
}

export type RetryOptions = {
  readonly limits: RegistryLimits
  readonly meter: CostMeter
  readonly redactor: Redactor
  readonly clock: Clock
}

type HostState = {
  readonly pacer: Pacer
  readonly queue: PaceQueue
  /** Requests that are on their way. */
  running: number
  /** Milliseconds of all pauses; of those that nobody was refused for. */
  waited: number
  foreseen: number
  /** Whether the meter knows of the latest pause. */
  counted: boolean
  /** The answer that asked for a wait that is too long, and when that is over. */
  closed: { readonly by: Answer; readonly until: number; readonly retries?: number } | undefined
  /** False from its first refusal until it takes a request. */
  takes: boolean
}

const temporaryStatus = new Set([429, 500, 502, 503, 504])

/**
 * An exchange that repeats what may succeed later: 429, 500, 502, 503, 504 and lost connections, with pauses that grow and
 * vary, or as long as the registry asks (threat model R-13). A pause holds for all requests to its host, and all pauses of
 * a host together have a limit. After a refusal because of a limit, requests to the host keep a pace that it takes; waiting for one's
 * turn is no retry and no pause. What still fails then is a fault; other statuses are the caller's.
 */
export function withRetries(exchange: Exchange, options: RetryOptions): Exchange {
  const hosts = new Map<string, HostState>()
  return async request => {
    const host = hosts.get(request.url.host) ?? createHost()
    hosts.set(request.url.host, host)
    for (let attempt = 0; ; attempt++) {
      const known = refuseAtOnce(host, request, options)
      if (known) return known
      const taken = takeAtOnce(host, options) ?? (await takeTurn(host, request, options))
      if (typeof taken !== 'number') return taken
      const refused = refuseAtOnce(host, request, options)
      if (refused) return refused
      host.running++
      const result = await exchange(request).finally(() => host.running--)
      const limit = result.kind === 'answer' ? readLimit(result, request, options) : undefined
      const again = result.kind === 'fault' ? result.again : temporaryStatus.has(result.status)
      if (again) {
        const stopped = pauseAfter(result, attempt, { host, taken, request, options })
        if (stopped) return stopped
        continue
      }
      if (result.kind === 'answer') {
        host.pacer.accepted(taken)
        host.takes = true
      }
      if (limit) waitForReset(limit, { host, taken, request, options })
      return result
    }
  }
}

function createHost(): HostState {
  return {
    pacer: createPacer(),
    queue: createPaceQueue(),
    running: 0,
    waited: 0,
    foreseen: 0,
    counted: true,
    closed: undefined,
    takes: true
  }
}

type Sent = {
  readonly host: HostState
  /** What the pacer gave for it. */
  readonly taken: number
  readonly request: RegistryRequest
  readonly options: RetryOptions
}

/** Gives the answer that closed a host to everybody who comes later. */
function refuseAtOnce({ closed }: HostState, request: RegistryRequest, options: RetryOptions): Fault | undefined {
  const rest = (closed?.until ?? 0) - options.clock.now()
  if (!closed || rest <= 0) return undefined
  return giveUp(
    closed.by,
    request,
    options,
    closed.retries === undefined ? { asked: rest } : { retries: closed.retries }
  )
}

/** A turn that nobody has to wait for; nearly all are. */
function takeAtOnce({ pacer, queue }: HostState, { clock }: RetryOptions): number | undefined {
  const now = clock.now()
  return queue.isFree() && pacer.next(now) <= now ? pacer.take(now) : undefined
}

/** Waits for the end of a pause and for a turn after it. The fault: whoever waits was stopped. */
async function takeTurn(host: HostState, request: RegistryRequest, options: RetryOptions): Promise<number | Fault> {
  const { pacer, queue } = host
  const { clock, meter } = options
  const { signal } = request
  try {
    await queue.enter(signal)
  } catch (error) {
    return stoppedBy(error)
  }
  try {
    for (let now = clock.now(); ; ) {
      const at = pacer.next(now)
      if (at <= now) return pacer.take(now)
      if (!host.counted && pacer.pausedUntil() > now) {
        host.counted = true
        meter.wait(request.url.host)
      }
      await clock.sleep(at - now, signal)
      // Timers fire up to a millisecond early.
      now = Math.max(at, clock.now())
    }
  } catch (error) {
    return stoppedBy(signal.aborted ? signal.reason : error)
  } finally {
    queue.leave()
  }
}

function stoppedBy(reason: unknown): Fault {
  if (reason instanceof RegistryError) return { kind: 'fault', error: reason, again: false }
  throw reason
}

/** Pauses the host after a temporary failure, or says why the request is not sent again. */
function pauseAfter(result: Answer | Fault, attempt: number, sent: Sent): Fault | undefined {
  const { host, taken, request, options } = sent
  const { limits, clock } = options
  const now = clock.now()
  const asked = result.kind === 'answer' ? readRetryAfter(result.header, now) : undefined
  const isLimit = result.kind === 'answer' && (result.status === 429 || (result.status === 503 && asked !== undefined))
  if (isLimit) {
    if (host.pacer.rate() === undefined) host.takes = false
    host.pacer.refused(taken, now, asked ?? 0)
  }
  if (attempt >= limits.retries) {
    // A host that takes nothing at all is not worth as many tries for each image.
    if (isLimit && result.kind === 'answer' && !host.takes)
      host.closed = { by: result, until: Number.POSITIVE_INFINITY, retries: attempt }
    return giveUp(result, request, options, { retries: attempt })
  }
  const most = budget(host, options, now)
  const pause = choosePause(asked, attempt, options, most)
  if (pause > most) {
    // Each further request would be refused as well, and count against us.
    if (asked !== undefined && result.kind === 'answer' && result.status === 429)
      host.closed = { by: result, until: now + asked }
    return giveUp(result, request, options, { asked })
  }
  pauseUntil(host, now + pause, now)
  return undefined
}

/**
 * A limit that is used up by what is on its way needs no refusal to be known: its reset is waited for, with at most half of the time
 * that there is. Once there is a pace, a second is left to it, since it may be a fraction rounded up.
 */
function waitForReset({ remaining, reset = 0 }: RateLimit, { host, taken, options }: Sent): void {
  if (remaining === undefined || reset <= 0 || remaining > host.running) return
  const rate = host.pacer.rate()
  if (rate !== undefined && reset <= Math.max(1000, 2000 / rate)) return
  const now = options.clock.now()
  const longer = now + reset - Math.max(now, host.pacer.pausedUntil())
  if (host.foreseen + longer > options.limits.waitMs / 2 || reset > budget(host, options, now)) return
  host.foreseen += Math.max(0, longer)
  host.pacer.refused(taken, now, reset)
  pauseUntil(host, now + reset, now)
}

function readLimit(answer: Answer, { url }: RegistryRequest, { clock, meter }: RetryOptions): RateLimit {
  const limit = readRateLimit(answer.header, clock.now())
  meter.limit(url.host, limit)
  return limit
}

/** Milliseconds from now that a pause may still have: the rest of the one that is going on has been paid for. */
function budget({ waited, pacer }: HostState, { limits }: RetryOptions, now: number): number {
  return limits.waitMs - waited + Math.max(0, pacer.pausedUntil() - now)
}

function pauseUntil(host: HostState, until: number, now: number): void {
  const before = host.pacer.pausedUntil()
  if (until <= before || until <= now) return
  if (before <= now) host.counted = false
  host.waited += until - Math.max(before, now)
  host.pacer.pause(until)
}

/** `most`: what the host may still cost. Chance alone must not make a pause too long. */
function choosePause(
  asked: number | undefined,
  attempt: number,
  { limits, clock }: RetryOptions,
  most: number
): number {
  const own = limits.backoffMs * 2 ** attempt * (0.5 + clock.random() / 2)
  if (asked === undefined) return own
  // Everyone who was told the same second should not come back in the same millisecond.
  if (asked > most) return asked
  return Math.min(most, Math.max(own, asked + clock.random() * Math.min(250, limits.backoffMs)))
}
