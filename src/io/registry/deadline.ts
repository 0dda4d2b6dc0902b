import type { RegistryError } from '../../errors.ts'

/** A clock for a piece of work, which ends it by a signal. */
export type Deadline = {
  readonly signal: AbortSignal
  /** Starts the clock, once. */
  start(): void
  stop(): void
  abort(reason: unknown): void
}

/** A deadline that gives `reason` once its time is up. */
export function createDeadline(milliseconds: number, reason: () => RegistryError): Deadline {
  const controller = new AbortController()
  let timer: NodeJS.Timeout | undefined
  return {
    signal: controller.signal,
    start() {
      timer ??= setTimeout(() => controller.abort(reason()), milliseconds).unref()
    },
    stop: () => clearTimeout(timer),
    abort(why) {
      clearTimeout(timer)
      controller.abort(why)
    }
  }
}

/** Waits; rejects as soon as the signal aborts. */
export function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer)
      reject(signal.reason)
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop)
      resolve()
    }, milliseconds)
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })
}
