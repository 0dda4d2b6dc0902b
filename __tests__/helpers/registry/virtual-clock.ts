import type { Clock } from '../../../src/io/registry/retry.ts'

/** A clock that jumps to the next moment somebody waits for, once nobody has anything else to do. */
export type VirtualClock = Clock & {
  readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>
  /** Runs until nobody waits any more. */
  run<T>(work: Promise<T>): Promise<T>
}

export function createVirtualClock(start = 1_800_000_000_000, random: () => number = createChance()): VirtualClock {
  let now = start
  const waiting: { readonly at: number; readonly wake: () => void }[] = []
  const step = (): boolean => {
    const next = Math.min(...waiting.map(({ at }) => at))
    if (next === Number.POSITIVE_INFINITY) return false
    now = Math.max(now, next)
    const due = waiting.filter(({ at }) => at <= next).sort((a, b) => a.at - b.at)
    for (const one of due) waiting.splice(waiting.indexOf(one), 1)
    for (const { wake } of due) wake()
    return true
  }
  return {
    now: () => now,
    random,
    sleep: (milliseconds, signal) =>
      new Promise((wake, reject) => {
        const stop = (): void => {
          waiting.splice(waiting.indexOf(one), 1)
          reject(signal?.reason)
        }
        const one = {
          at: now + milliseconds,
          wake: () => {
            signal?.removeEventListener('abort', stop)
            wake()
          }
        }
        waiting.push(one)
        signal?.addEventListener('abort', stop)
      }),
    async run(work) {
      let done = false
      const end = work.finally(() => {
        done = true
      })
      while (!done) {
        await new Promise(resolve => setImmediate(resolve))
        if (!done && !step()) {
          await new Promise(resolve => setImmediate(resolve))
          if (!done) throw new Error('everybody waits for something that never comes')
        }
      }
      return end
    }
  }
}

/** The same numbers in every run: a linear congruential generator with the constants of Numerical Recipes. */
function createChance(): () => number {
  let state = 1
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
