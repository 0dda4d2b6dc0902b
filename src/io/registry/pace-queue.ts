/** Lets one through at a time, first come first served. Who is let through has to leave again. */
export interface PaceQueue {
  /** Rejects with the signal's reason if it aborts first; then there is nothing to leave. */
  enter(signal: AbortSignal): Promise<void>
  leave(): void
  /** True while nobody is in it, or waits to be. */
  isFree(): boolean
}

/** Only the first in the queue of a host needs a timer, and the rate may change while the others wait. */
export function createPaceQueue(): PaceQueue {
  const waiting: (() => void)[] = []
  let busy = false
  return {
    enter(signal) {
      if (!busy) {
        busy = true
        return Promise.resolve()
      }
      return new Promise((resolve, reject) => {
        const pass = (): void => {
          signal.removeEventListener('abort', stop)
          resolve()
        }
        const stop = (): void => {
          waiting.splice(waiting.indexOf(pass), 1)
          reject(signal.reason)
        }
        if (signal.aborted) return reject(signal.reason)
        signal.addEventListener('abort', stop, { once: true })
        waiting.push(pass)
      })
    },
    isFree: () => !busy,
    leave() {
      const next = waiting.shift()
      if (next) next()
      else busy = false
    }
  }
}
