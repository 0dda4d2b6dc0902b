/** Says whether a request at some time is taken; if not, in how many milliseconds one would be. */
export type Limiter = { take(now: number): number; left(now: number): { remaining: number; reset: number } }

export type LimiterKind = 'fixed window' | 'sliding window' | 'token bucket' | 'small bucket' | 'large bucket'

export const limiterKinds: readonly LimiterKind[] = [
  'fixed window',
  'sliding window',
  'token bucket',
  'small bucket',
  'large bucket'
]

/** A limiter of `rate` requests a second; buckets hold as many, a tenth or ten times as many tokens. */
export function createLimiter(kind: LimiterKind, rate: number, start: number): Limiter {
  if (kind === 'fixed window') return fixedWindow(rate, start)
  if (kind === 'sliding window') return slidingWindow(rate)
  const size = { 'token bucket': rate, 'small bucket': Math.max(1, rate / 10), 'large bucket': rate * 10 }[kind]
  return bucket(rate, size, start)
}

function fixedWindow(rate: number, start: number): Limiter {
  let begin = start
  let taken = 0
  const roll = (now: number): void => {
    if (now - begin < 1000) return
    begin += Math.floor((now - begin) / 1000) * 1000
    taken = 0
  }
  return {
    take(now) {
      roll(now)
      if (taken >= rate) return begin + 1000 - now
      taken++
      return 0
    },
    left(now) {
      roll(now)
      return { remaining: rate - taken, reset: begin + 1000 - now }
    }
  }
}

function slidingWindow(rate: number): Limiter {
  const times: number[] = []
  const roll = (now: number): void => {
    while (times.length > 0 && (times[0] ?? now) <= now - 1000) times.shift()
  }
  return {
    take(now) {
      roll(now)
      if (times.length >= rate) return (times[0] ?? now) + 1000 - now
      times.push(now)
      return 0
    },
    left(now) {
      roll(now)
      return { remaining: rate - times.length, reset: (times[0] ?? now) + 1000 - now }
    }
  }
}

function bucket(rate: number, size: number, start: number): Limiter {
  let tokens = size
  let last = start
  const fill = (now: number): void => {
    tokens = Math.min(size, tokens + ((now - last) * rate) / 1000)
    last = now
  }
  return {
    take(now) {
      fill(now)
      if (tokens < 1) return ((1 - tokens) * 1000) / rate
      tokens--
      return 0
    },
    left(now) {
      fill(now)
      return { remaining: Math.floor(tokens), reset: ((1 - tokens) * 1000) / rate }
    }
  }
}
