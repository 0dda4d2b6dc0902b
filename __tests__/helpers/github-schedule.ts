/** Holds requests back and lets them go one by one, in an order that a test names. */
export type RequestSchedule = {
  /** For the `gate` of the server. */
  readonly gate: (step: string) => Promise<void>
  /** Runs the work to its end; each number picks one of the steps that wait at that moment, and the first waits no longer when they run out. */
  run<T>(work: readonly (() => Promise<T>)[], picks: readonly number[]): Promise<readonly T[]>
  /** The steps in the order they were taken. */
  readonly taken: readonly string[]
}

/** Works without clocks: a step is taken only when nothing else moves. */
export function makeRequestSchedule(): RequestSchedule {
  const waiting: { readonly step: string; readonly go: () => void }[] = []
  const taken: string[] = []
  return {
    taken,
    gate: step => new Promise(go => void waiting.push({ step, go })),
    run: async (work, picks) => {
      let open = work.length
      const results = Promise.all(
        work.map(async one => {
          try {
            return await one()
          } finally {
            open--
          }
        })
      )
      results.catch(() => undefined)
      const order = [...picks]
      for (;;) {
        await quiet(() => waiting.length)
        if (waiting.length === 0) {
          if (open === 0) break
          continue
        }
        const [next] = waiting.splice((order.shift() ?? 0) % waiting.length, 1)
        taken.push(next?.step ?? '')
        next?.go()
      }
      return results
    }
  }
}

/** Waits until several turns of the event loop bring no new step. */
async function quiet(count: () => number): Promise<void> {
  for (let still = 0, last = -1; still < 4; ) {
    await new Promise<void>(resolve => setImmediate(resolve))
    still = count() === last ? still + 1 : 0
    last = count()
  }
}
