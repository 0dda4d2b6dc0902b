import { createAdvice } from '../../../src/io/registry/advice.ts'
import { createCostMeter, type RegistryCost } from '../../../src/io/registry/cost.ts'
import { readCredentials } from '../../../src/io/registry/credentials.ts'
import { defaultLimits } from '../../../src/io/registry/limits.ts'
import { createRedactor } from '../../../src/io/registry/redact.ts'
import { withRetries } from '../../../src/io/registry/retry.ts'
import { selectAccess } from '../../../src/io/registry/selection.ts'
import type { Answer, Exchange, Fault, RegistryRequest } from '../../../src/io/registry/transport.ts'
import type { Limiter } from './limiters.ts'
import type { VirtualClock } from './virtual-clock.ts'

/** How a host tells that it took no request: seconds, a date, or nothing; `headers`: it says beforehand what is left. */
export type Telling = 'seconds' | 'date' | 'nothing' | 'headers'

export type Traffic = {
  readonly count: number
  readonly senders: number
  readonly telling: Telling
  readonly status?: 429 | 503
  readonly roundTrip?: number
}

export type Outcome = {
  readonly results: readonly (Answer | Fault)[]
  /** How often the same request was sent at most. */
  readonly mostSent: number
  readonly milliseconds: number
  readonly cost: RegistryCost
}

/** Sends requests to a host with a limiter, so many at the same time, and lets the clock run until all are answered. */
export async function sendAll(limiter: Limiter, traffic: Traffic, clock: VirtualClock): Promise<Outcome> {
  const { count, senders, telling, status = 429, roundTrip = 30 } = traffic
  const sent = new Map<string, number>()
  const meter = createCostMeter()
  const exchange: Exchange = async ({ url, signal }) => {
    sent.set(url.href, (sent.get(url.href) ?? 0) + 1)
    meter.request(url.host)
    await clock.sleep(roundTrip / 2, signal)
    const wait = limiter.take(clock.now())
    const headers = describe(wait, limiter, telling, clock.now())
    await clock.sleep(roundTrip / 2, signal)
    return answer(wait === 0 ? 200 : status, headers)
  }
  const send = withRetries(exchange, { limits: defaultLimits, meter, redactor: createRedactor(), clock })
  const begin = clock.now()
  const results: (Answer | Fault)[] = []
  let next = 0
  const sender = async (): Promise<void> => {
    while (next < count) results.push(await send(requestTo(`https://registry.test/v2/team/app-${next++}/tags/list`)))
  }
  await clock.run(Promise.all(Array.from({ length: senders }, sender)))
  return { results, mostSent: Math.max(...sent.values()), milliseconds: clock.now() - begin, cost: meter.read() }
}

/** A GET for a repository of `registry.test`. */
export function requestTo(address: string, signal: AbortSignal = new AbortController().signal): RegistryRequest {
  const { credentials } = readCredentials({ env: {}, home: undefined, workspace: undefined, readFile: () => undefined })
  const repository = { registry: 'registry.test', path: 'team/app' }
  const access = selectAccess(credentials, repository)
  return {
    subject: { registry: 'registry.test', repository: 'team/app' },
    advice: createAdvice(credentials, access, 'registry.test'),
    method: 'GET',
    url: new URL(address),
    headers: {},
    tls: access.tls,
    limit: { bytes: 1000, tooLarge: 'a page is too large' },
    signal
  }
}

/** An answer without body. */
export function answer(status: number, headers: Readonly<Record<string, string>> = {}): Answer {
  const header = (name: string): readonly string[] => {
    const value = headers[name]
    return value === undefined ? [] : [value]
  }
  return { kind: 'answer', status, header, body: new Uint8Array() }
}

function describe(wait: number, limiter: Limiter, telling: Telling, now: number): Record<string, string> {
  if (telling === 'headers') {
    const { remaining, reset } = limiter.left(now)
    return { 'ratelimit-remaining': `${remaining}`, 'ratelimit-reset': `${Math.ceil(reset / 1000)}` }
  }
  if (wait === 0 || telling === 'nothing') return {}
  if (telling === 'seconds') return { 'retry-after': `${Math.ceil(wait / 1000)}` }
  return { 'retry-after': new Date(Math.ceil((now + wait) / 1000) * 1000).toUTCString() }
}
