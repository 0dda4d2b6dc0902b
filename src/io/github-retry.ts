import { setTimeout } from 'node:timers/promises'
import { type FailureOptions, readFailure } from './github-failure.ts'

export type RetryOptions = Omit<FailureOptions, 'now'> & {
  readonly now?: (() => number) | undefined
  /** Waits for some milliseconds. */
  readonly delay?: ((milliseconds: number) => Promise<void>) | undefined
}

const retries = 3
const longestWait = 60_000

/**
 * Does work that asks GitHub: from its beginning again, up to three times, after what may pass, and after the time that a rate limit
 * names, 60 seconds in all.
 * @throws GitHubError
 */
export async function withRetries<T>(work: () => Promise<T>, options: RetryOptions): Promise<T> {
  const { delay = setTimeout, now = Date.now } = options
  let waited = 0
  for (let attempt = 0; ; attempt++) {
    try {
      return await work()
    } catch (thrown) {
      const failure = readFailure(thrown, { ...options, now })
      const wait = failure.wait === 0 ? 1000 * 2 ** attempt : failure.wait
      if (wait === undefined || attempt === retries || waited + wait > longestWait) throw failure.error
      waited += wait
      await delay(wait)
    }
  }
}
