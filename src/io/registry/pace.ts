/**
 * Decides when requests to one host may be sent. It knows no clock: every time comes from the caller, in milliseconds. Without any
 * refusal all requests may be sent at once.
 */
export interface Pacer {
  /** The earliest time for the next request, at `now` or later. */
  next(now: number): number
  /** Sends a request at that time. What it gives is to be handed back with the outcome: refusals that were known by then. */
  take(now: number): number
  /** Sends nothing before `end`. */
  pause(end: number): void
  /** End of the latest pause. */
  pausedUntil(): number
  /** The host took a request. */
  accepted(taken: number): void
  /**
   * The host took no request because of a limit, and asks for so many milliseconds; 0 where it does not say. Makes everything
   * slower, once for all requests that were sent before it was known. Does not pause.
   */
  refused(taken: number, now: number, asked: number): void
  /** Requests a second; undefined while nothing limits them. */
  rate(): number | undefined
}

/** How the rate changes. Requests a second, or what is added to them with each request that is taken. */
const tuning = {
  /** Of the rate that was taken so far, to begin with. */
  start: 0.8,
  /** Slower is no use: the clocks of list and run would stop it, and say so better. */
  least: 1,
  /** A second of requests raises the rate by 60 %, as long as no paced rate was refused, … */
  search: 0.6,
  /** … by 10 % below a rate that was, … */
  approach: 0.1,
  /** … and by 0.5 % around it: each refusal costs a pause, and those have a budget. */
  hover: 0.005
}

/**
 * A pacer that begins to pace with the first refusal. It cannot know what kind of limit there is (fixed or sliding window, token
 * bucket), so it spaces requests evenly, which suits all kinds, at a rate measured from what was taken before the refusal.
 */
export function createPacer(): Pacer {
  let rate: number | undefined
  let ceiling = Number.POSITIVE_INFINITY
  let until = 0
  let last = Number.NEGATIVE_INFINITY
  let refusals = 0
  let count = 0
  let since: number | undefined

  /** What was taken, over the time until the host will take more; a burst of a few milliseconds is no rate. */
  const measure = (now: number, asked: number): number => {
    const span = now - (since ?? now)
    const requests = rate === undefined ? count : (rate * span) / 1000
    return (requests * 1000) / Math.max(1000, span + asked)
  }

  const growth = (): number => {
    if (ceiling === Number.POSITIVE_INFINITY) return tuning.search
    return (rate ?? 0) < 0.9 * ceiling ? tuning.approach : tuning.hover
  }

  const slower = (measured: number): number => {
    if (rate === undefined) return measured
    ceiling = rate
    // Nothing taken since a pause only shows that it was too short.
    return count === 0 ? rate / 2 : Math.min(rate * tuning.start, Math.max(measured, rate / 8))
  }

  return {
    next: now => Math.max(now, until, rate === undefined ? now : last + 1000 / rate),
    take(now) {
      since ??= now
      last = now
      return refusals
    },
    pause(end) {
      until = Math.max(until, end)
    },
    pausedUntil: () => until,
    accepted(taken) {
      if (taken === refusals) count++
      if (rate === undefined) return
      rate += growth()
      // What was refused once may have been somebody else's doing.
      if (rate > 1.1 * ceiling) ceiling = Number.POSITIVE_INFINITY
    },
    refused(taken, now, asked) {
      if (taken < refusals) return
      rate = Math.max(tuning.least, slower(measure(now, asked) * tuning.start))
      refusals++
      count = 0
      since = now + asked
    },
    rate: () => rate
  }
}
