import { RegistryError, type RegistryErrorCode } from '../../errors.ts'
import type { CostMeter } from './cost.ts'
import { failure, formatRequest, readDiagnostic } from './failure.ts'
import type { RegistryLimits } from './limits.ts'
import { describeHost } from './naming.ts'
import type { Redactor } from './redact.ts'
import { parseJson } from './tags.ts'
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

type HostState = { pausedUntil: number; waited: number }

const temporaryStatus = new Set([429, 500, 502, 503, 504])

/**
 * An exchange that repeats what may succeed later: 429, 500, 502, 503, 504 and lost connections, with pauses that grow and
 * vary, or as long as the registry asks (threat model R-13). A pause holds for all requests to its host, and all pauses of
 * a host together have a limit. What still fails then is a fault; other statuses are the caller's.
 */
export function withRetries(exchange: Exchange, options: RetryOptions): Exchange {
  const hosts = new Map<string, HostState>()
  return async request => {
    const state = hosts.get(request.url.host) ?? { pausedUntil: 0, waited: 0 }
    hosts.set(request.url.host, state)
    for (let attempt = 0; ; attempt++) {
      const stopped = await waitForHost(state, request, options)
      if (stopped) return stopped
      const result = await exchange(request)
      const again = result.kind === 'fault' ? result.again : temporaryStatus.has(result.status)
      if (!again) return result
      const asked =
        result.kind === 'answer' ? parseRetryAfter(result.header('retry-after')[0], options.clock.now()) : undefined
      if (attempt >= options.limits.retries) return giveUp(result, request, options, `after ${attempt} retries`)
      const rest = Math.max(0, state.pausedUntil - options.clock.now())
      const pause = choosePause(asked, attempt, options, options.limits.waitMs - state.waited + rest)
      const until = options.clock.now() + pause
      const longer = until - Math.max(state.pausedUntil, options.clock.now())
      if (state.waited + Math.max(0, longer) > options.limits.waitMs) {
        const why = asked === undefined ? 'and has no more time to wait' : `and asks to wait ${formatDuration(asked)}`
        return giveUp(result, request, options, `${why}; giving up`)
      }
      if (longer > 0) {
        state.waited += longer
        state.pausedUntil = until
      }
    }
  }
}

/** `Retry-After` in milliseconds from now: seconds or a date (RFC 9110, 10.2.3). Undefined if it is neither. */
export function parseRetryAfter(text: string | undefined, now: number): number | undefined {
  if (text === undefined || text.length > 100) return undefined
  const bare = text.trim()
  if (/^\d+$/.test(bare)) return Number(bare) * 1000
  // Date.parse takes much that is no HTTP date; all three forms of those begin with the name of a day.
  const date = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)/i.test(bare) ? Date.parse(bare) : Number.NaN
  return Number.isNaN(date) ? undefined : Math.max(0, date - now)
}

/** `45 s`, `12 minutes`, `277 hours`. */
export function formatDuration(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000)
  if (seconds < 120) return `${seconds} s`
  if (seconds < 7200) return `${Math.floor(seconds / 60)} minutes`
  return seconds > 1e12 ? 'for ever' : `${Math.floor(seconds / 3600)} hours`
}

async function waitForHost(
  state: HostState,
  { signal }: RegistryRequest,
  { clock, meter }: RetryOptions
): Promise<Fault | undefined> {
  const rest = state.pausedUntil - clock.now()
  if (rest <= 0) return undefined
  meter.wait()
  try {
    await clock.sleep(rest, signal)
    return undefined
  } catch (error) {
    const reason: unknown = signal.aborted ? signal.reason : error
    if (reason instanceof RegistryError) return { kind: 'fault', error: reason, again: false }
    throw error
  }
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

function giveUp(
  result: Answer | Fault,
  { subject, url, method }: RegistryRequest,
  { limits, redactor }: RetryOptions,
  how: string
): Fault {
  if (result.kind === 'fault') return { ...result, again: false }
  const { status } = result
  const json = parseJson(result.body)
  const diagnostic = 'value' in json ? readDiagnostic(json.value, redactor, limits.diagnosticLength) : undefined
  const code: RegistryErrorCode = status === 429 ? 'rate-limited' : 'unavailable'
  const what = status === 429 ? 'has had too many requests' : `still answers ${status}`
  const said = diagnostic === undefined ? '' : ` (${diagnostic})`
  const hint = status === 429 ? 'Run again later; a login often has a higher limit.' : 'Run again later.'
  const fields = { status, request: formatRequest(method, url), diagnostic, temporary: true, hint }
  return {
    kind: 'fault',
    error: failure(subject, code, `${describeHost(subject, url)} ${what}${said} ${how}`, fields),
    again: false
  }
}
