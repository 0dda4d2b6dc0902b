import { parseHttpDate } from './http-date.ts'

/** What a host says of its limits. Numbers only: nothing of a header is ever shown as it came. */
export type RateLimit = {
  /** Requests that it takes in a window, and how many of those are left. */
  readonly limit: number | undefined
  readonly remaining: number | undefined
  /** Milliseconds from now until there are more. */
  readonly reset: number | undefined
  /** Whom Docker Hub counts (`docker-ratelimit-source`: an address, or the id of an account). */
  readonly counts: 'address' | 'account' | undefined
}

const silence: RateLimit = { limit: undefined, remaining: undefined, reset: undefined, counts: undefined }

/** All values of a header by its name in lower case, as an answer has them. */
export type ReadHeader = (name: string) => readonly string[]

/**
 * Reads the headers in which registries, and proxies before them, tell their limits; what cannot be read is undefined.
 * - `RateLimit: "name";r=74;t=9` with `RateLimit-Policy: "name";q=100;w=60` (draft-ietf-httpapi-ratelimit-headers-08 to -10),
 *   `RateLimit: limit=100, remaining=74, reset=9` (-07), `RateLimit-Limit`, `-Remaining`, `-Reset` (-06 and before)
 * - `ratelimit-limit: 100;w=21600`, `ratelimit-remaining`, `docker-ratelimit-source` (docs.docker.com, "Docker Hub pull usage
 *   and limits"); `w` is the length of the window, not the rest of it
 * - `X-RateLimit-Limit`, `-Remaining`, `-Reset` (docs.github.com, "Rate limits for the REST API"; Docker Hub API reference)
 */
export function readRateLimit(header: ReadHeader, now: number): RateLimit {
  const first = (name: string): string | undefined => header(name)[0]
  const names = ['ratelimit', 'ratelimit-remaining', 'x-ratelimit-remaining', 'ratelimit-reset', 'x-ratelimit-reset']
  if ([...names, 'docker-ratelimit-source'].every(name => first(name) === undefined)) return silence
  const item = tightest(parseMembers(joined(header, 'ratelimit')))
  const policy = parseMembers(joined(header, 'ratelimit-policy')).find(({ name }) => name === item?.name)
  const pick = (suffix: string): string | undefined => first(`ratelimit-${suffix}`) ?? first(`x-ratelimit-${suffix}`)
  return {
    limit: parseCount(item?.values.get('limit') ?? policy?.values.get('q') ?? pick('limit')),
    remaining: parseCount(item?.remaining ?? pick('remaining')),
    reset: parseReset(item?.values.get('t') ?? item?.values.get('reset') ?? pick('reset'), serverTime(header, now)),
    counts: parseSource(first('docker-ratelimit-source'))
  }
}

/**
 * How many milliseconds a host that took no request asks to wait: `Retry-After`, else `X-Retry-After` (seconds since 1970; Docker
 * Hub API reference), else the reset of a limit that is used up. Undefined where it does not say.
 */
export function readRetryAfter(header: ReadHeader, now: number): number | undefined {
  const time = serverTime(header, now)
  const asked = parseRetryAfter(header('retry-after')[0], time) ?? parseReset(header('x-retry-after')[0], time)
  if (asked !== undefined) return asked
  const { remaining, reset } = readRateLimit(header, now)
  return remaining === undefined || remaining === 0 ? reset : undefined
}

/** `Retry-After` in milliseconds from now: seconds or a date (RFC 9110, 10.2.3). Undefined if it is neither. */
export function parseRetryAfter(text: string | undefined, now: number): number | undefined {
  if (text === undefined || text.length > 100) return undefined
  const bare = text.trim()
  if (/^\d+$/.test(bare)) return Number(bare) * 1000
  const date = parseHttpDate(bare, now)
  return date === undefined ? undefined : Math.max(0, date - now)
}

/** A time of the host is measured with the host's own clock, which may be wrong. */
function serverTime(header: ReadHeader, now: number): number {
  return parseHttpDate(header('date')[0] ?? '', now) ?? now
}

/** Seconds from now or, if that would be decades, since 1970; 13 digits are milliseconds since 1970. */
function parseReset(text: string | undefined, now: number): number | undefined {
  const digits = /^\s*(\d{1,15})(?:\.\d{1,9})?\s*(?:;|$)/.exec((text ?? '').slice(0, 100))?.[1]
  if (digits === undefined) return undefined
  const value = Number(digits)
  if (value < 1e9) return value * 1000
  return Math.max(0, (value < 1e11 ? value * 1000 : value) - now)
}

/** The first number of `100`, `100;w=21600` and `100, 100;w=60`. More than nine digits are no count. */
function parseCount(text: string | undefined): number | undefined {
  const digits = /^\s*(\d{1,9})\s*(?:[;,]|$)/.exec((text ?? '').slice(0, 100))?.[1]
  return digits === undefined ? undefined : Number(digits)
}

function parseSource(text: string | undefined): RateLimit['counts'] {
  const bare = (text ?? '').trim()
  if (/^\d{1,3}(?:\.\d{1,3}){3}$|^(?=.*:)[\da-f:.]{2,45}$/i.test(bare)) return 'address'
  return /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(bare) ? 'account' : undefined
}

type Member = {
  /** Of the policy; empty for the one of draft 07, which has no names. */
  readonly name: string
  readonly values: ReadonlyMap<string, string>
  readonly remaining: string | undefined
}

function joined(header: ReadHeader, name: string): string {
  return header(name).join(',').slice(0, 1000)
}

/** The part of RFC 9651 that these headers use: a list of names with parameters, or one dictionary of numbers. */
function parseMembers(text: string): readonly Member[] {
  const named = /(?:^|,)\s*"?(?<name>[\w*./-]{1,60})"?(?<rest>(?:\s*;\s*[a-z]+(?:=(?:[\w.*+/-]+|"[^"]*"|:[^:]*:))?)+)/gi
  const list = [...text.matchAll(named)].map(({ groups = {} }) => toMember(groups['name'] ?? '', groups['rest'] ?? ''))
  return list.length > 0 || !text.includes('=') ? list : [toMember('', text)]
}

function toMember(name: string, text: string): Member {
  const pairs = [...text.matchAll(/(?:^|[;,])\s*([a-z]+)=(\d+)/gi)]
  const values = new Map(pairs.map(([, key = '', value = '']) => [key.toLowerCase(), value]))
  return { name, values, remaining: values.get('r') ?? values.get('remaining') }
}

function tightest(members: readonly Member[]): Member | undefined {
  const left = ({ remaining }: Member): number => Number(remaining ?? Number.POSITIVE_INFINITY)
  return members.toSorted((a, b) => left(a) - left(b))[0]
}
