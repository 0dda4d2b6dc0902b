import { parseHttpDate } from './http-date.ts'

/**
 * Docker's first release. Before it there were no images: an older date says that somebody did not want to say one, as reproducible builds do
 * with 1970 and 1980.
 */
const earliest = Date.UTC(2013, 2, 20)
const latest = Date.UTC(10_000)

const rfc3339 = /^(\d{4}-\d{2}-(\d{2}))[Tt ](\d{2}:\d{2}:\d{2})(?:\.\d{1,20})?([Zz]|[+-]\d{2}:\d{2})$/

/**
 * A date of an image as RFC 3339 has it (OCI image specification, "org.opencontainers.image.created"), in UTC with whole seconds:
 * `2026-11-22T19:30:00Z`. Undefined for anything else and for what cannot be true.
 */
export function parseImageTime(said: unknown): string | undefined {
  if (typeof said !== 'string' || said.length > 60) return undefined
  const [, date, day, time, zone = ''] = rfc3339.exec(said) ?? []
  if (date === undefined) return undefined
  const midnight = new Date(`${date}T00:00:00Z`)
  // The 30th of February would be the 2nd of March.
  if (midnight.getUTCDate() !== Number(day)) return undefined
  return formatImageTime(Date.parse(`${date}T${time}${zone.toUpperCase()}`))
}

/** The same of a header such as `Last-Modified`. */
export function parseHeaderTime(said: string | undefined, now: number): string | undefined {
  const milliseconds = said === undefined ? undefined : parseHttpDate(said, now)
  return milliseconds === undefined ? undefined : formatImageTime(milliseconds)
}

/** The same of milliseconds since 1970. */
export function formatImageTime(milliseconds: number): string | undefined {
  if (!(milliseconds >= earliest && milliseconds < latest)) return undefined
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`
}
