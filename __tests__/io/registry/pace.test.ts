import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createPacer, type Pacer } from '../../../src/io/registry/pace.ts'
import { sendAll, type Telling } from '../../helpers/registry/limited-host.ts'
import { createLimiter, type LimiterKind, limiterKinds } from '../../helpers/registry/limiters.ts'
import { createVirtualClock } from '../../helpers/registry/virtual-clock.ts'

/** A pacer that had this many requests taken at once, one second ago, and was refused then. */
function paced(count: number, asked = 1000): Pacer {
  const pacer = createPacer()
  for (const taken of Array.from({ length: count }, () => pacer.take(0))) pacer.accepted(taken)
  pacer.refused(pacer.take(0), 0, asked)
  pacer.pause(asked)
  return pacer
}

describe('the pace', () => {
  test('is none before a refusal', () => {
    const pacer = createPacer()
    expect([pacer.next(5), pacer.take(5), pacer.next(5), pacer.rate()]).toEqual([5, 0, 5, undefined])
  })

  test.each([
    ['of what was taken until the host takes more', 100, 1000, 80],
    ['of what was taken, over a longer wait', 100, 10_000, 8],
    ['of what was taken in a second, if the host does not say', 100, 0, 80],
    ['but never so slow that nothing moves', 3, 60_000, 1]
  ])('begins at four fifths %s', (_name, count, asked, rate) => {
    expect(paced(count, asked).rate()).toBeCloseTo(rate)
  })

  test('spaces requests evenly after the pause', () => {
    const pacer = paced(100)
    const times = Array.from({ length: 3 }, () => {
      const at = pacer.next(1000)
      pacer.take(at)
      return at
    })
    expect(times).toEqual([1000, 1012.5, 1025])
  })

  test('is slowed once for all requests that were on their way', () => {
    const pacer = paced(100)
    const onTheirWay = [pacer.take(1000), pacer.take(1010), pacer.take(1020)]
    pacer.accepted(onTheirWay[0] ?? 0)
    const before = pacer.rate() ?? 0
    for (const taken of onTheirWay) pacer.refused(taken, 2100, 1000)
    expect(pacer.rate()).toBeLessThanOrEqual(before * 0.8)
    expect(pacer.rate()).toBeGreaterThan(before * 0.3)
  })

  test('is halved where a pause was too short for anything to be taken', () => {
    const pacer = paced(100)
    pacer.refused(pacer.take(1000), 1030, 0)
    expect(pacer.rate()).toBeCloseTo(40)
  })

  test('grows with what is taken, and hardly around a rate that was refused', () => {
    const pacer = paced(100)
    const grow = (requests: number): number => {
      const before = pacer.rate() ?? 0
      for (let sent = 0; sent < requests; sent++) pacer.accepted(pacer.take(1000))
      return (pacer.rate() ?? 0) - before
    }
    expect(grow(10)).toBeCloseTo(6)
    pacer.refused(pacer.take(3000), 3000, 0)
    expect(grow(10)).toBeCloseTo(1)
    grow(100)
    expect(grow(10)).toBeCloseTo(0.05)
  })

  test('keeps to pauses in any order', () => {
    const pacer = createPacer()
    pacer.pause(500)
    pacer.pause(200)
    expect([pacer.next(100), pacer.next(700), pacer.pausedUntil()]).toEqual([500, 700, 500])
  })

  test('never sends before now or the end of a pause, and has a rate that a clock can use', () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constantFrom('take', 'accept', 'refuse'), by: fc.nat(3000) }),
      fc.record({ kind: fc.constant('pause'), by: fc.nat(70_000) })
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), steps => {
        const pacer = createPacer()
        let now = 0
        let taken = 0
        for (const { kind, by } of steps) {
          const at = pacer.next(now)
          expect(at).toBeGreaterThanOrEqual(Math.max(now, pacer.pausedUntil()))
          expect(at).toBeLessThanOrEqual(Math.max(now, pacer.pausedUntil()) + 1000)
          if (kind === 'take') taken = pacer.take(at)
          else if (kind === 'accept') pacer.accepted(taken)
          else if (kind === 'refuse') pacer.refused(taken, now, by)
          else pacer.pause(now + by)
          now = kind === 'take' ? at : now + by
          expect(pacer.rate() ?? 1).toBeGreaterThanOrEqual(1)
        }
      })
    )
  })
})

describe('against a limit, everything arrives', () => {
  const check = async (
    kind: LimiterKind,
    [rate, count]: readonly [number, number],
    traffic: {
      readonly telling: Telling
      readonly senders: number
      readonly status?: 429 | 503
      readonly phase: number
    },
    spare = 3000
  ): Promise<void> => {
    const clock = createVirtualClock()
    const limiter = createLimiter(kind, rate, clock.now() - traffic.phase)
    const { results, mostSent, milliseconds } = await sendAll(limiter, { ...traffic, count }, clock)
    expect(results.map(result => (result.kind === 'answer' ? result.status : result.error.message))).toEqual(
      Array.from({ length: count }, () => 200)
    )
    expect(mostSent).toBeLessThanOrEqual(4)
    const fastest = Math.max((count / rate) * 1000, (count / traffic.senders) * 30)
    expect(milliseconds).toBeLessThanOrEqual(2 * fastest + spare)
  }
  const loads = [
    [10, 60],
    [100, 400],
    [1000, 1500]
  ] as const
  const cases = limiterKinds.flatMap(kind => loads.map(load => [kind, load] as const))

  test.each(cases)('%s of %j: rate and number of requests', async (kind, load) => {
    await check(kind, load, { telling: 'seconds', senders: 64, phase: 0 })
  })

  test.each<[Telling, 429 | 503, number]>([
    ['seconds', 503, 64],
    ['date', 429, 64],
    ['nothing', 429, 64],
    ['headers', 429, 64],
    ['nothing', 429, 8]
  ])('told by %s with status %i, %i requests at a time', async (telling, status, senders) => {
    for (const kind of limiterKinds) await check(kind, [100, 400], { telling, status, senders, phase: 700 })
  })

  test('whatever the limit, the phase of its window and the number of senders', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...limiterKinds),
        fc.integer({ min: 5, max: 300 }),
        fc.constantFrom<Telling>('seconds', 'date', 'nothing', 'headers'),
        fc.integer({ min: 1, max: 64 }),
        fc.nat(999),
        (kind, rate, telling, senders, phase) => check(kind, [rate, rate * 3], { telling, senders, phase }, 5000)
      ),
      { numRuns: 25 }
    )
  })

  test('within the budget of pauses for as long as a run may take', async () => {
    const clock = createVirtualClock()
    const limiter = createLimiter('fixed window', 10, clock.now())
    const { results, cost } = await sendAll(limiter, { count: 4000, senders: 64, telling: 'seconds' }, clock)
    expect(results.filter(({ kind }) => kind === 'fault')).toEqual([])
    expect(cost.waits).toBeLessThan(40)
  })
})
